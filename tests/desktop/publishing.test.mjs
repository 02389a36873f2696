// An event goes to a trusted service from the window: the desk is paired, the page published, somebody registers on it
// over HTTP and appears on the list; while the service is away a change waits; and the list comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, terminal } from './harness/app.mjs';
import { until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { openService } from './harness/service.mjs';
import { button, field, tab } from './harness/webdriver.mjs';

const title = 'Open Day';
const visitor = { name: 'Grace Hopper', email: 'grace.hopper@fabrikam.example' };

test('an event at the service', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let service;
  let window;
  let page;

  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
    service = await openService(screen, sandbox);
    window = await openApp(screen, sandbox);
    page = window.page;
  });
  after(async () => {
    await window?.close();
    await service?.close();
    await sandbox?.close();
    await screen?.close();
  });

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
  const looked = async (name) => {
    await window.picture(name);
    assert.deepEqual(await window.axe(), [], name);
  };

  await step('the desk is paired with it', async () => {
    await page.click(button('Use a code'), 30_000);
    await page.click(button('Approve as Contoso Events'), 30_000);
    await page.find('//nav[@aria-label="Lectern"]', 60_000);
    const { id } = terminal(screen, sandbox, 'events', 'create', '--title', title, '--start', '2027-03-04T14:00', '--end', '2027-03-04T15:00', '--zone', 'Europe/Berlin');
    terminal(screen, sandbox, 'registration', 'open', '--event', id, '--capacity', '50');
    await page.click('//a[normalize-space(.)="Settings"]');
    await page.click(button('Pair with a service'), 30_000);
    await page.fill(field('Address of the service'), service.origin);
    await page.fill(field('Pairing code'), service.code);
    await page.click(button('Pair'));
    await page.find('//*[contains(.,"This desk is paired with")]', 30_000);
  });

  await step('its page is published', async () => {
    await page.click('//a[normalize-space(.)="Events"]');
    await page.click(`//nav[@aria-label="Events"]//a[contains(.,"${title}")]`, 30_000);
    await page.click(button('Publish a page'), 30_000);
    await page.find(field('End of the address'));
    await looked('70-publish');
    await page.click(button('Publish'));
    await page.find('text=In touch', 60_000);
    await looked('71-published');
  });

  await step('somebody registers on it, and is on the list here', async () => {
    const address = `${service.origin}/e/open-day`;
    const shown = await fetch(address);
    assert.equal(shown.status, 200);
    assert.match(await shown.text(), new RegExp(title));
    const sent = await fetch(address, { method: 'POST', body: new URLSearchParams(visitor), redirect: 'manual' });
    assert.equal(sent.status, 303, await sent.text());
    const mails = () => sandbox.ask('mail').then((all) => all.filter((mail) => mail.to === visitor.email));
    const [mail] = await until(async () => { const all = await mails(); return all.length > 0 && all; }, 'the confirmation, which nobody pressed a button for', 60_000);
    assert.ok(mail.text.includes(`${service.origin}/j/`), 'its link leads to the service');
    await page.click(tab('Registration'));
    await page.find(`//button[contains(.,"${visitor.name}")]`, 60_000);
    await looked('72-registered-on-the-page');
  });

  await step('what is changed while it is away waits, and is answered', async () => {
    await service.end();
    await page.click(`//button[contains(.,"${visitor.name}")]`);
    await page.click(button('Remove from the list'), 30_000);
    await page.find('text=Change waits', 60_000);
    await page.find('//*[contains(.,"can’t be reached since")]', 30_000);
    await looked('73-waits');
    await service.begin();
    await page.click(button('Try now'));
    await page.gone('text=Change waits', 60_000);
    await page.find('//*[@role="table"]//*[normalize-space(.)="Cancelled"]', 30_000);
  });

  await step('the list comes back', async () => {
    await page.click(tab('Overview'));
    await page.click(button('Unpublish'), 30_000);
    await page.click(button('Unpublish, and take the list back'));
    await page.find(button('Publish a page'), 60_000);
    await looked('74-given-back');
    assert.equal((await fetch(`${service.origin}/e/open-day`, { method: 'POST', body: new URLSearchParams({ ...visitor, email: 'late@fabrikam.example' }), redirect: 'manual' })).status !== 303, true, 'nobody can register there any more');
  });
});
