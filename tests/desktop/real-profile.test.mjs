// A real profile from its first start, in the real window: its app registration, its keychain, and the sandbox beside it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { notBuilt, profileOf, programs } from './harness/app.mjs';
import { running, until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field } from './harness/webdriver.mjs';
import { openWindow } from './harness/window.mjs';

const heading = (text) => `//h1[normalize-space(.)="${text}"]`;
const saying = (text) => `//*[contains(normalize-space(.),"${text}")]`;
const profileFile = (screen) => join(profileOf(screen), 'profile.json');
const open = (screen) => openWindow(screen, { program: programs.desktop, args: ['--profile', profileOf(screen)] });

/** The sandbox that this test's window started. */
const explorers = (screen) => running(screen, (command) => command.includes('--explore'));

test('a real profile, first start', { skip: notBuilt }, async (t) => {
  let screen;
  let window;

  before(async () => {
    screen = await openScreen();
    window = await open(screen);
  });
  after(async () => {
    await window?.close();
    for (const pid of explorers(screen)) process.kill(pid);
    await screen?.close();
  });

  await t.test('asks for the app registration, marks what can’t be one, and keeps what can', async () => {
    const { page } = window;
    await page.find(heading('Connect your organization'), 60_000);
    await window.picture('40-configure');
    assert.deepEqual(await window.axe(), []);
    await page.type(field('Directory (tenant) id or domain'), 'contoso.com');
    await page.type(field('Application (client) id'), 'my app');
    await page.click(button('Continue'));
    await page.find(saying('is no application (client) id'));
    await page.fill(field('Application (client) id'), '535fb089-9ff3-47b6-9bfb-4f1264799865');
    await page.click(button('Continue'));
    await page.find(heading('Sign in'), 30_000);
    const kept = JSON.parse(readFileSync(profileFile(screen), 'utf8'));
    assert.equal(kept.kind, 'real');
    assert.equal(kept.keyPlace, 'keychain', 'a real profile’s key rests in the system’s keychain');
    assert.deepEqual(kept.registration, { cloud: 'global', tenant: 'contoso.com', clientId: '535fb089-9ff3-47b6-9bfb-4f1264799865' });
  });

  await t.test('opens the sandbox as another program with data of its own', async () => {
    await window.page.click(button('Explore the sandbox'));
    const sandbox = join(screen.env.XDG_DATA_HOME, 'app.lectern.desktop.sandbox', 'sandbox', 'profile.json');
    await until(() => existsSync(sandbox), 'the sandbox’s own profile', 60_000);
    assert.equal(JSON.parse(readFileSync(sandbox, 'utf8')).kind, 'sandbox');
    // Between its fork and its own program a helper of the webview looks like the program that starts it.
    await until(() => explorers(screen).length === 1, 'it to live on, as one program, beside the real profile');
    await window.page.find(heading('Sign in'));
  });
});

test('a real profile without a keychain', { skip: notBuilt }, async (t) => {
  let screen;
  let window;

  before(async () => {
    screen = await openScreen({ keychain: false });
    // On a bus the system would start a locked keychain by itself; without one there is none.
    screen.env.DBUS_SESSION_BUS_ADDRESS = `unix:path=${join(screen.home, 'no-bus')}`;
    window = await open(screen);
  });
  after(async () => {
    await window?.close();
    await screen?.close();
  });

  await t.test('says so, keeps nothing, and takes a passphrase only on request', async () => {
    const { page } = window;
    await page.find(saying('This computer has no keychain.'), 60_000);
    await window.picture('41-no-keychain');
    assert.deepEqual(await window.axe(), []);
    assert.ok(!existsSync(profileFile(screen)), 'no real profile may be made whose key has no place');
    await page.click(button('Use a passphrase instead'));
    await page.type(field('New passphrase'), 'short');
    await page.click(button('Use this passphrase'));
    await page.find(saying('needs at least 12 characters'));
    await page.fill(field('New passphrase'), 'five words that nobody guesses');
    await page.click(button('Use this passphrase'));
    await page.find(heading('Connect your organization'), 60_000);
    assert.equal(JSON.parse(readFileSync(profileFile(screen), 'utf8')).keyPlace, 'passphrase');
  });

  await t.test('asks for the passphrase at the next start', async () => {
    await window.close();
    window = await open(screen);
    const { page } = window;
    await page.type(field('Passphrase'), 'not these five words at all');
    await page.click(button('Unlock'));
    await page.find(saying('does not open this profile'), 60_000);
    await page.fill(field('Passphrase'), 'five words that nobody guesses');
    await page.click(button('Unlock'));
    await page.find(heading('Connect your organization'), 60_000);
  });
});
