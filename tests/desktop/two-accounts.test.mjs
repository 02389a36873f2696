// Two accounts in the real window: a second one is added, each shows its own events only, and removing one leaves nothing.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, profileOf, programs, terminal } from './harness/app.mjs';
import { start, until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field, keys } from './harness/webdriver.mjs';

const saying = (text) => `//*[contains(normalize-space(.),"${text}")]`;
const me = '#me';
const menu = '//*[@role="dialog"][@aria-label="Account"]';
const row = (name) => `${menu}//button[contains(.,"${name}")]`;

test('two accounts', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;

  const profiles = () => join(screen.env.XDG_DATA_HOME, 'app.lectern.desktop.sandbox', 'profiles');
  const signIn = async () => {
    await page.click(button('Use a code'), 60_000);
    await page.click('//button[starts-with(normalize-space(.),"Approve as")]', 60_000);
    await page.find(me, 60_000);
  };
  /** The page begins anew at another account's desk. */
  const moved = async (act) => {
    await page.execute('window.before = true');
    await act();
    await until(async () => (await page.execute('return window.before === undefined && document.readyState === "complete"')) === true, 'the page to begin anew', 60_000);
  };

  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox);
    page = window.page;
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await screen?.close();
  });

  await t.test('“Add an account” leads to a sign-in page, and back', async () => {
    await signIn();
    terminal(screen, sandbox, 'events', 'create', '--title', 'Only at the first', '--start', '2027-01-04T10:00', '--end', '2027-01-04T11:00', '--zone', 'Europe/Berlin');
    await page.execute('location.reload()');
    await page.find(saying('Only at the first'), 60_000);
    await page.click(me);
    await page.find(row('Add an account'));
    await window.picture('73-account-menu');
    assert.deepEqual(await window.axe(), []);
    await moved(() => page.click(row('Add an account')));
    await page.find('//button[contains(.,"Back to")]', 60_000);
    await window.picture('74-account-added');
    assert.deepEqual(await window.axe(), []);
    await moved(() => page.click('//button[contains(.,"Back to")]'));
    await page.find(saying('Only at the first'), 60_000);
    assert.deepEqual(existsSync(profiles()) ? readdirSync(profiles()) : [], [], 'what nobody signed in to is not kept');
  });

  await t.test('the second account shows its own events only', async () => {
    await page.click(me);
    await moved(() => page.click(row('Add an account')));
    await signIn();
    assert.equal(await page.has(saying('Only at the first')), false, 'nothing of the first is shown');
    await page.click('//a[normalize-space(.)="Settings"]');
    await page.find(saying('Accounts on this computer'), 30_000);
    const second = '//li[@aria-label][.//*[contains(normalize-space(.),"Open in this window")]]';
    await page.click(`${second}//button[normalize-space(.)="Rename"]`);
    await page.fill(field('Name on this computer'), 'Second desk');
    await page.press(keys.enter);
    await page.find('//li[@aria-label="Second desk"]', 30_000);
    await window.picture('75-accounts');
    assert.deepEqual(await window.axe(), []);
  });

  await t.test('switching back by the keyboard shows the first again, and remembers nothing of the second', async () => {
    await page.execute('document.getElementById("me").focus()');
    await page.press(keys.enter);
    await page.find(menu, 30_000);
    await moved(async () => {
      await page.find(`${menu}//ul//button`);
      await page.execute('document.querySelector("[role=dialog] ul button").focus()');
      await page.press(keys.enter);
    });
    await page.find(saying('Only at the first'), 60_000);
    assert.equal(await page.has(saying('Second desk')), false);
  });

  await t.test('a link that comes meanwhile opens for whoever is here', async () => {
    const [organizer] = await page.windows();
    const link = `lectern-sandbox://join?link=${encodeURIComponent('https://teams.microsoft.com/meet/29384756102931?p=Zk3Vb9Qw')}`;
    const second = start([programs.desktop, '--profile', profileOf(screen), '--sandbox', sandbox.control, link], { env: screen.env, log: screen.log });
    assert.equal((await second.ended).code, 0);
    const join = await until(async () => (await page.windows()).find((handle) => handle !== organizer), 'the join window', 60_000);
    await page.toWindow(join);
    await page.find(button('Join now'), 60_000);
    await page.toWindow(organizer);
    await page.click(me);
    await moved(() => page.click(row('Second desk')));
    await page.find(me, 60_000);
    await page.toWindow(join);
    await page.find(button('Join now'), 60_000);
    await page.toWindow(organizer);
  });

  await t.test('the open one is removed once its address is typed, and leaves nothing', async () => {
    const before = readdirSync(profiles());
    assert.equal(before.length, 1);
    await page.click('//a[normalize-space(.)="Settings"]');
    await page.click('//li[@aria-label="Second desk"]//button[starts-with(normalize-space(.),"Remove")]', 30_000);
    await page.find(saying('Removed from this computer, for good'), 30_000);
    const word = await page.execute('return [...document.querySelectorAll("label")].find((label) => label.textContent.startsWith("Type ")).querySelector("bdi").textContent');
    await page.type(field('Type '), word);
    await window.picture('76-account-removed');
    await moved(() => page.click(button('Remove it for good')));
    await until(() => readdirSync(profiles()).length === 0, 'its folder to be gone', 30_000);
  });
});
