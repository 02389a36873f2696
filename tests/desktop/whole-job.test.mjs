// The whole job in the real window: sign in, schedule, register, confirm, join. What is claimed is read from the window
// and from the sandbox's control door, never from the app's own store.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox } from './harness/app.mjs';
import { chat, joinAsGuest, leave, turnOnCaptions } from './harness/call.mjs';
import { closeTheWayOut } from './harness/outside.mjs';
import { until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field, inDialog, keys, tab } from './harness/webdriver.mjs';

const title = 'Autumn Product Briefing';
const guest = { name: 'Grace Hopper', email: 'grace.hopper@fabrikam.example' };
/** Three good rows, one twice, one without an address: what lists really hold. */
const list = '\uFEFFFull name;E-mail;Company\r\n'
  + 'Ana Reyes;ana.reyes@fabrikam.example;Fabrikam\r\n'
  + 'Bjørn Ødegård;bjorn@nordtek.example;Nordtek\r\n'
  + '"Dubois, Chloé";chloe.dubois@litware.example;Litware\r\n'
  + 'Ana Reyes;ANA.REYES@fabrikam.example;Fabrikam\r\n'
  + 'Nobody;not an address;Nowhere\r\n';
const registered = 4;
const imported = 3;

test('the whole job in the window', { skip: notBuilt }, async (t) => {
  let screen;
  let way;
  let sandbox;
  let window;
  let page;
  let link;

  before(async () => {
    screen = await openScreen();
    way = await closeTheWayOut(screen);
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox);
    page = window.page;
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await way?.close();
    await screen?.close();
  });

  /** A picture, and what somebody could not use on this screen. */
  const findings = [];
  const looked = async (name) => {
    await window.picture(name);
    for (const finding of await window.axe({ exclude: ['[data-composite]'] })) findings.push(`${name}: ${finding}`);
  };
  let broken = null;
  const step = (name, does) => t.test(name, async (inner) => {
    if (broken) return inner.skip(`skipped: “${broken}” failed`);
    try {
      return await does();
    } catch (error) {
      broken = name;
      await window?.picture(`failed-${name.replace(/\W+/g, '-')}`).catch(() => {});
      throw error;
    }
  });
  const calls = async (service, method, path) => (await sandbox.ask('traffic?after=0'))
    .filter((call) => call.service === service && call.method === method && path.test(call.path));
  /** Identities made to join with; the doctor makes one without a pass, to see whether the key is taken. */
  const passes = async () => (await calls('acs', 'POST', /^\/identities$/)).filter(({ requestBody }) => requestBody?.createTokenWithScopes);

  await step('signs in by a code that is approved elsewhere', async () => {
    await looked('01-sign-in');
    await page.click(button('Use a code'));
    const code = await page.text('output');
    assert.match(code, /^[A-Z0-9-]{8,}$/, 'the person must be able to read the code out');
    await looked('02-code');
    await sandbox.tell(`device-codes/${code}/approve`);
    await page.find('nav[aria-label="Events"] [data-ready]', 60_000);
    await looked('03-events-empty');
  });

  await step('signs out, and in again as the sandbox’s own person', async () => {
    await page.click('//a[normalize-space(.)="Settings"]');
    await page.find('//h2[.="Doctor"]');
    await page.gone('[aria-label="Checking"]', 60_000);
    await looked('04-settings');
    await page.click(button('Sign out'));
    await page.click(button('Use a code'), 30_000);
    await page.click(button('Approve as Contoso Events'), 30_000);
    await page.find('//nav[@aria-label="Lectern"]', 60_000);
  });

  await step('plans an event by the form', async () => {
    await page.click('//a[normalize-space(.)="Events"]');
    await page.click('a[aria-label="New event"]');
    await page.find(field('Title'));
    await looked('05-new-event');
    await page.click(button('Create event'));
    await page.find('text=Give the event a title.');
    await page.fill(field('Title'), title);
    for (const [label, time] of [['Starts', '14:00'], ['Ends', '15:30']]) {
      await page.fill(field(label), time);
      await page.press(keys.tab);
      assert.equal(await page.valueOf(field(label)), time, `${label}: a time that is typed must be taken`);
    }
    await page.fill(field('Description'), 'What is new, and what it means for you.');
    await looked('06-new-event-filled');
    await page.click(button('Create event'));
    await page.find(`//h1[.="${title}"]`, 60_000);
    await looked('07-event');
    const made = (await calls('graph', 'POST', /^\/v1\.0\/me\/events$/)).filter((call) => call.status === 201);
    assert.equal(made.length, 1, 'one press of the button is one entry on the calendar');
    assert.equal(made[0].requestBody.attendees ?? undefined, undefined, 'registrants are never calendar attendees: they would get two mails');
  });

  await step('opens registration', async () => {
    await page.click(button('Open registration'));
    await page.fill(field('Places'), '250');
    await looked('08-open-registration');
    await page.click(inDialog('Open registration'));
    await page.gone('[role="dialog"]');
    await page.click(tab('Registration'));
    await page.find('text=Nobody yet');
    await looked('09-nobody-yet');
  });

  await step('adds one person by hand', async () => {
    await page.click(button('Add a person'));
    await page.fill(field('Name'), guest.name);
    await page.fill(field('Email'), guest.email);
    await page.fill(field('Company'), 'Fabrikam');
    await looked('10-add-person');
    await page.click(button('Add'));
    await page.find('//*[contains(.,"is registered.")]');
    await page.click(button('Done'));
    await page.gone(field('Email'));
  });

  await step('imports a list with a row that is wrong', async () => {
    await page.click(button('Import people'));
    await page.find('text=Drop a list here');
    await looked('11-import');
    await page.execute(`
      const file = new File([arguments[0]], 'guests.csv', { type: 'text/csv' });
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(drop, 'dataTransfer', { value: { files: [file], types: ['Files'] } });
      [...document.querySelectorAll('h2')].find((heading) => heading.textContent === 'Drop a list here').parentElement.dispatchEvent(drop);`, list);
    await page.find(button(`Import ${imported} people`), 30_000);
    await page.find('text=1 row stays out');
    await looked('12-import-preview');
    await page.click(button(`Import ${imported} people`));
    await page.find(`text=${imported} people are registered`, 30_000);
    await page.find('text=1 row stayed out');
    await looked('13-imported');
    await page.click(button('See everyone'));
    await page.find(`text=${guest.name}`);
    for (const name of ['Ana Reyes', 'Bjørn Ødegård']) assert.ok(await page.has(`text=${name}`), `${name} must be on the list`);
    await page.find(`//*[@role="status"][normalize-space(.)="${registered} people"]`);
    await looked('14-people');
    await page.click(`text=${guest.name}`);
    await page.find('//*[@role="dialog"]//*[name()="svg"]');
    await looked('15-person');
    await page.click(button('Close'));
  });

  await step('sends every confirmation once', async () => {
    assert.deepEqual(await sandbox.ask('mail'), [], 'nothing may leave before the organizer says so');
    await page.click(tab('Messages'));
    await page.find(button(`Send ${registered} messages now`));
    await page.find('iframe');
    await looked('16-messages-planned');
    await page.click(button(`Send ${registered} messages now`));
    await page.find(`//*[contains(.,"${registered} messages sent")]`, 120_000);
    await looked('17-messages-sent');
    const mails = await sandbox.ask('mail');
    assert.equal(mails.length, registered, 'planned = delivered once');
    assert.equal(new Set(mails.map((mail) => JSON.stringify(mail.to))).size, registered, 'each person gets one');
    for (const { attachments, text } of mails) {
      assert.equal(attachments[0]?.name, 'event.ics', 'without it nobody has the event in a calendar');
      const calendar = Buffer.from(attachments[0].contentBase64, 'base64').toString('utf8');
      assert.match(calendar, /METHOD:PUBLISH/, 'a request would ask the guest to answer an organizer who never reads it');
      assert.ok(text.indexOf('https://teams.microsoft.com/') >= 0 && text.indexOf('https://') < text.indexOf('lectern-sandbox://'),
        'the link that every mail program keeps must come first');
    }
    const mail = mails.find(({ to }) => JSON.stringify(to).includes(guest.email));
    link = mail.text.split(/\s+/).find((word) => word.startsWith('lectern-sandbox://join?'));
    assert.ok(link, `the way in must be in the mail: ${mail.text}`);
  });

  await step('shows how the event stands', async () => {
    await page.click(tab('Overview'));
    await page.find('//h1');
    await looked('18-overview');
    await window.close();
  });

  await step('opens the link of the mail in a new start', async () => {
    window = await openApp(screen, sandbox, link);
    page = window.page;
    assert.equal(await page.text('h1', 30_000), title, 'the guest must see whose event it is before pressing Join');
    assert.equal(await page.valueOf(field('Your name in the meeting')), guest.name);
    await looked('19-pre-join');
    assert.deepEqual(await passes(), [], 'a pass is asked for when Join is pressed, not before');
  });

  await step('joins the simulated call', async () => {
    await joinAsGuest(page);
    await looked('20-lobby');
    await page.find('[data-ui-id="call-page"]', 60_000);
    await looked('21-call');
    const [made, ...more] = await passes();
    assert.deepEqual(more, [], 'one press of Join is one pass');
    assert.equal(made.status, 201);
    assert.deepEqual(made.requestBody.createTokenWithScopes, ['voip.join', 'chat.join.limited'], 'the least that one can join with');
  });

  await step('chats, and reads captions', async () => {
    await chat(page, 'Will the slides be shared?');
    await looked('22-chat');
    await turnOnCaptions(page);
    await looked('23-captions');
  });

  await step('leaves, and is told so', async () => {
    await leave(page);
    await page.find('//h1[starts-with(.,"You left")]', 30_000);
    await looked('24-left');
    const id = (await passes())[0].responseBody.identity.id;
    const gone = await until(async () => (await calls('acs', 'POST', /:revokeAccessTokens$/))
      .find(({ path }) => decodeURIComponent(path).includes(id)), 'the pass to be taken back');
    assert.equal(gone.status, 204);
  });

  await step('comes back as the signed-in account, to a call without chat', async () => {
    await page.click(button('Join something else'));
    await page.fill(field('Link or ticket code'), link);
    await page.click(button('Continue'));
    await page.find(field('Join as'), 30_000);
    // The list itself is the system's own, out of every driver's reach.
    await page.execute(`
      const select = [...document.querySelectorAll('select')].find(({ options }) => [...options].some(({ value }) => value === 'teams'));
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, 'teams');
      select.dispatchEvent(new Event('change', { bubbles: true }));`);
    await page.gone(field('Your name in the meeting'));
    await page.find('text=Calls only, when you join as your account');
    await looked('24-as-oneself');
    await page.click(button('Join now'));
    await page.find('[data-ui-id="call-page"]', 60_000);
    await looked('24-as-oneself-call');
    assert.equal(await page.has('[data-ui-id$="chat-button"]'), false, 'a pass of Teams opens no chat');
    const [asked, ...more] = await calls('acs', 'POST', /^\/teamsUser\/:exchangeAccessToken$/);
    assert.deepEqual([asked.status, more], [200, []], 'the account’s own token was exchanged, once');
    assert.equal((await passes()).length, 1, 'and no guest was made for it');
    await leave(page);
    await page.find('//h1[starts-with(.,"You left")]', 30_000);
  });

  await step('every screen can be used by everybody', async () => {
    assert.deepEqual(findings, [], 'axe-core must find nothing outside the call’s composite');
  });

  await step('painted nothing from the network', async () => {
    const origins = await page.execute('return performance.getEntriesByType("resource").map((entry) => new URL(entry.name).origin)');
    assert.deepEqual(origins.filter((origin) => !/^(tauri|ipc):\/\/localhost$|^null$/.test(origin)), []);
    assert.deepEqual(way.wanted, [], 'a request that leaves tells strangers who uses the app');
    // The watch can see: a request that the content security policy lets through comes to the proxy.
    await page.executeAsync('const done = arguments[arguments.length - 1]; fetch("https://trial.communication.azure.com/").then(done, () => done());');
    assert.deepEqual(way.wanted, ['CONNECT trial.communication.azure.com:443']);
    way.wanted.length = 0;
    // And one that it does not let through never gets so far.
    await page.executeAsync('const done = arguments[arguments.length - 1]; fetch("https://example.com/").then(done, () => done());');
    assert.deepEqual(way.wanted, [], 'the content security policy holds in the built window');
  });
});
