// A network that answers in Microsoft's place, a copy of the data that is brought back under an open window, and the
// way back in with the recovery key: in the real window.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, profileOf, programs, terminal } from './harness/app.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field } from './harness/webdriver.mjs';
import { openWindow } from './harness/window.mjs';

const heading = (text) => `//h1[normalize-space(.)="${text}"]`;
const saying = (text) => `//*[contains(normalize-space(.),"${text}")]`;

test('networks and copies', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;

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

  await t.test('a hotel’s page is told as one, and the sign-in goes on once it is gone', async () => {
    await sandbox.tell('network', { between: 'page200' });
    await page.click(button('Use a code'));
    await page.find(heading('This network answers in Microsoft’s place'), 30_000);
    assert.ok(await page.has(button('Open the sign-in page')));
    await window.picture('70-captive');
    assert.deepEqual(await window.axe(), []);
    assert.equal((await sandbox.ask('network')).met, 1, 'asked once, not in a loop');
    await sandbox.tell('network', { between: null });
    await page.click(button('Try again'));
    await page.click('//button[starts-with(normalize-space(.),"Approve as")]', 30_000);
    await page.find('//a[normalize-space(.)="Settings"]', 30_000);
  });

  await t.test('a copy is brought back by the terminal while the window is open, which goes on with it', async () => {
    const create = (title, day) => terminal(screen, sandbox, 'events', 'create', '--title', title, '--start', `2027-01-0${day}T10:00`, '--end', `2027-01-0${day}T11:00`, '--zone', 'Europe/Berlin');
    create('Before the copy', 4);
    const file = join(screen.home, 'copy.lectern-backup');
    terminal(screen, sandbox, 'backup', file);
    create('After the copy', 5);
    const back = terminal(screen, sandbox, 'restore', file, '--yes');
    assert.equal(back.backup.events, 1);
    await page.click('//a[normalize-space(.)="Settings"]');
    await page.find(saying('This is the data as of'), 30_000);
    await window.picture('71-brought-back');
    assert.deepEqual(await window.axe(), []);
  });

  await t.test('what was here before comes back in the window', async () => {
    await page.click('//a[normalize-space(.)="Settings"]');
    await page.click(button('Go back to it'));
    await page.gone(button('Go back to it'), 30_000);
    await page.click('//a[normalize-space(.)="Events"]');
    await page.find(saying('After the copy'), 30_000);
    assert.ok(await page.has(saying('Before the copy')), 'all of it');
  });
});

test('a lost passphrase', { skip: notBuilt }, async (t) => {
  let screen;
  let window;
  const word = 'five words that nobody guesses';

  before(async () => {
    screen = await openScreen({ keychain: false });
    screen.env.DBUS_SESSION_BUS_ADDRESS = `unix:path=${join(screen.home, 'no-bus')}`;
  });
  after(async () => {
    await window?.close();
    await screen?.close();
  });

  await t.test('is no lost data: the recovery key opens it under a new one', async () => {
    const secret = join(screen.home, 'word');
    writeFileSync(secret, `${word}\n`);
    const lectern = (...words) => {
      const said = spawnSync(programs.cli, ['--profile', profileOf(screen), '--passphrase-file', secret, '--json', 'profile', ...words], { env: screen.env, encoding: 'utf8', timeout: 60_000 });
      assert.equal(said.status, 0, said.stderr);
      return JSON.parse(said.stdout);
    };
    lectern('--tenant', 'contoso.com', '--client-id', '535fb089-9ff3-47b6-9bfb-4f1264799865', '--passphrase');
    const { groups } = lectern('recovery-key');
    rmSync(join(profileOf(screen), 'vault.json'));
    window = await openWindow(screen, { program: programs.desktop, args: ['--profile', profileOf(screen)] });
    const { page } = window;
    await page.click(button('Use the recovery key'), 60_000);
    await window.picture('72-recovery');
    assert.deepEqual(await window.axe(), []);
    await page.type(field('Recovery key'), groups.join('-').toLowerCase());
    await page.type(field('New passphrase'), 'another five words by heart');
    await page.click(button('Open my data'));
    await page.gone(button('Open my data'), 60_000);
    await page.find(heading('Sign in'), 30_000);
    assert.equal(await page.has(`${button('Use a code')}[@disabled]`), false, 'the profile is open');
  });
});
