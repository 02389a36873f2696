// Over to Teams, as far as the system's own opener: what a Teams app and a browser that stand in for the real ones are
// really given, for a host's event and for each kind of link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, startAgain, terminal } from './harness/app.mjs';
import { installOpeners } from './harness/openers.mjs';
import { until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button } from './harness/webdriver.mjs';

const context = 'context=%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%2c%22Oid%22%3a%2200000000-0000-0000-0000-000000000002%22%7d';
const live = 'context=%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%2c%22Oid%22%3a%2200000000-0000-0000-0000-000000000002%22%2c%22IsBroadcastMeeting%22%3atrue%2c%22role%22%3a%22a%22%7d';
const long = (host, query = context) => `https://${host}/l/meetup-join/19%3ameeting_AAAA%40thread.v2/0?${query}`;
const meeting = 'https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw';
/** None of these can be joined here. */
const elsewhere = {
  'a live event': long('teams.microsoft.com', live),
  'a meeting of the US Department of Defense': long('dod.teams.microsoft.us'),
  'a meeting in China': long('teams.microsoftonline.cn'),
  'a meeting of a private account': 'https://teams.live.com/meet/9312345678901?p=abc',
};
const webinar = 'https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002';
const deepLink = (address) => `lectern-sandbox://join?link=${encodeURIComponent(address)}`;
const saying = (words) => `//*[contains(normalize-space(.),"${words}")]`;
const inApp = (address) => `teams ${address.replace('https:', 'msteams:')}`;
const onTheWeb = (address) => `browser ${address.replace('microsoft.com/', 'microsoft.com/v2/?meetingjoin=true#/')}`;
const choose = async (page, way) => {
  await page.click(button('Choose how Teams opens'), 30_000);
  await page.click(`//*[@role="menuitemradio"][normalize-space(.)="${way}"]`);
};

test('over to Teams', { skip: notBuilt }, async (t) => {
  let screen;
  let openers;
  let sandbox;
  let window;
  let page;
  let organizer;

  before(async () => {
    screen = await openScreen();
    openers = installOpeners(screen, { teams: true });
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox);
    page = window.page;
    [organizer] = await page.windows();
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await screen?.close();
  });

  await t.test('a host has the event in the Teams app by one click, and in the browser by the next', async () => {
    await page.click(button('Use a code'));
    await page.click(button('Approve as Contoso Events'), 30_000);
    await page.find('//nav[@aria-label="Lectern"]', 60_000);
    const day = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    const { id, joinUrl } = terminal(screen, sandbox, 'events', 'create', '--title', 'Hosted in Teams', '--start', `${day}T14:00`, '--end', `${day}T15:00`, '--zone', 'Europe/Berlin');
    await page.execute('location.hash = arguments[0]', `#/events/${id}`);
    await page.find('//h1[normalize-space(.)="Hosted in Teams"]', 60_000);
    await page.find(button('Choose how Teams opens'), 30_000);
    assert.ok(openers.quiet(), 'nothing opens unasked');
    await page.click(button('Open in Teams'));
    assert.equal(await openers.opened(), inApp(joinUrl), 'the app is given this meeting');
    await page.find(saying('Teams was asked to open this meeting.'), 30_000);
    await window.picture('60-host-in-teams');
    assert.deepEqual(await window.axe(), []);
    await page.click(button('Open in the browser'));
    assert.equal(await openers.opened(), `browser ${joinUrl}`);
    await page.find(saying('Your browser was asked to open this meeting.'), 30_000);
    await choose(page, 'In Teams on the web');
    assert.equal(await openers.opened(), onTheWeb(joinUrl));
    await page.find(saying('Your browser was asked to open Teams on the web.'), 30_000);
  });

  const follow = async (address) => {
    assert.equal((await startAgain(screen, sandbox, deepLink(address))).code, 0);
    await page.toWindow(await until(async () => (await page.windows()).find((handle) => handle !== organizer), 'the join window', 60_000));
  };

  await t.test('a guest goes the way that was taken last, by another that is chosen, and comes back', async () => {
    await follow(meeting);
    await page.find(button('Choose how Teams opens'), 60_000);
    await page.click(button('Teams instead'));
    assert.equal(await openers.opened(), onTheWeb(meeting), 'as the host of this profile chose');
    await page.find('//h1[normalize-space(.)="Your browser was asked to open Teams on the web"]', 30_000);
    await window.picture('61-guest-on-the-web');
    await page.click(button('Let the browser ask'));
    assert.equal(await openers.opened(), `browser ${meeting}`);
    await page.click(button('Join here instead'), 30_000);
    await page.find(button('Join now'), 30_000);
    await choose(page, 'In the Teams app');
    assert.equal(await openers.opened(), inApp(meeting));
    await page.find('//h1[normalize-space(.)="Teams was asked to open this meeting"]', 30_000);
  });

  for (const [what, address] of Object.entries(elsewhere)) {
    await t.test(`${what} goes into the app, and by choice into the browser`, async () => {
      await follow(address);
      await page.find('//h1[contains(normalize-space(.),"This one opens in")]', 60_000);
      await page.find(button('Choose how Teams opens'), 30_000);
      assert.ok(openers.quiet(), 'a link alone opens nothing');
      await page.click(button('Open in Teams'));
      assert.equal(await openers.opened(), inApp(address));
      await page.click(button('Open in the browser'), 30_000);
      assert.equal(await openers.opened(), `browser ${address}`);
      await page.click(button('Back'), 30_000);
      await choose(page, 'In the Teams app');
      assert.equal(await openers.opened(), inApp(address));
    });
  }

  await t.test('a webinar’s page goes into the browser, and nowhere else', async () => {
    await follow(webinar);
    await page.click(button('Open in the browser'), 60_000);
    assert.equal(await openers.opened(), `browser ${webinar}`, 'though the app was chosen last');
    await page.find('//h1[normalize-space(.)="Your browser was asked to open this page"]', 30_000);
    await window.picture('62-webinar-in-the-browser');
    assert.equal(await page.has(button('Choose how Teams opens')), false);
    await page.click(button('Back'));
    await page.find(button('Open in the browser'), 30_000);
  });
});

test('without the Teams app', { skip: notBuilt }, async (t) => {
  let screen;
  let openers;
  let sandbox;
  let window;

  before(async () => {
    screen = await openScreen();
    openers = installOpeners(screen, { teams: false });
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox, deepLink(elsewhere['a live event']));
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await screen?.close();
  });

  await t.test('the browser is given the link, and no app is offered', async () => {
    const { page } = window;
    await page.click(button('Open in Teams'), 60_000);
    assert.equal(await openers.opened(), `browser ${elsewhere['a live event']}`);
    await page.find('//h1[normalize-space(.)="Your browser was asked to open this meeting"]', 30_000);
    await page.click(button('Back'));
    await page.find(button('Open in Teams'), 30_000);
    assert.equal(await page.has(button('Choose how Teams opens')), false, 'one way is no choice');
  });
});
