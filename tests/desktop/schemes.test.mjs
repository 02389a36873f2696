// Whose links are whose: who opens a scheme on a machine where no package said it, and a link of the other kind of profile.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, profileOf, programs } from './harness/app.mjs';
import { running, until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button } from './harness/webdriver.mjs';
import { openWindow } from './harness/window.mjs';

const meeting = 'https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw';
const deepLink = (scheme) => `${scheme}://join?link=${encodeURIComponent(meeting)}`;
const saying = (words) => `//*[contains(normalize-space(.),"${words}")]`;
const ours = (screen) => running(screen, ([name]) => name === programs.desktop);
const handler = (screen, scheme) => spawnSync('xdg-mime', ['query', 'default', `x-scheme-handler/${scheme}`], { env: screen.env, encoding: 'utf8', timeout: 15_000 }).stdout.trim();
const applications = (screen) => join(screen.env.XDG_DATA_HOME, 'applications');
const mimeapps = (screen) => join(screen.env.XDG_CONFIG_HOME, 'mimeapps.list');

/** The window that is not this one. The driver gives the handles in no order that means anything. */
const besides = (page, handle) => until(async () => (await page.windows()).find((other) => other !== handle), 'the join window', 60_000);

async function closeAll(screen, ...others) {
  for (const other of others) await other?.close();
  if (!screen) return;
  for (const pid of ours(screen)) process.kill(pid);
  await until(() => ours(screen).length === 0, 'the program to end');
  await screen.close();
}

test('schemes at run time', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let organizer;
  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
  });
  after(() => closeAll(screen, window, sandbox));

  await t.test('a copy without a package registers both, in the person’s own folders', async () => {
    for (const scheme of ['lectern', 'lectern-sandbox']) assert.equal(handler(screen, scheme), '', `${scheme} is nobody’s on a fresh machine`);
    window = await openApp(screen, sandbox);
    [organizer] = await window.page.windows();
    for (const scheme of ['lectern', 'lectern-sandbox']) await until(() => handler(screen, scheme) === 'lectern-handler.desktop', `${scheme} to be registered`, 60_000);
    const said = spawnSync('gio', ['mime', 'x-scheme-handler/lectern'], { env: screen.env, encoding: 'utf8' }).stdout;
    assert.match(said, /lectern-handler\.desktop/, 'GLib must agree with xdg-utils');
    const file = join(applications(screen), 'lectern-handler.desktop');
    const judged = spawnSync('desktop-file-validate', [file], { encoding: 'utf8' });
    assert.equal(judged.status, 0, `desktops ignore a file that is not valid: ${judged.stdout}`);
  });

  for (const [name, command, desktop] of [['gio open', ['gio', 'open'], 'GNOME'], ['xdg-open', ['xdg-open'], 'GNOME'], ['xdg-open without a desktop', ['xdg-open'], '']]) {
    await t.test(`${name}: the link reaches the running window`, async () => {
      const { page } = window;
      const consumer = `lectern-sandbox://join?link=${encodeURIComponent('https://teams.live.com/meet/9312345678901?p=abc')}`;
      const env = { ...screen.env, XDG_CURRENT_DESKTOP: desktop };
      for (const [link, shows] of [[deepLink('lectern-sandbox'), button('Join now')], [consumer, saying('This one opens in')]]) {
        const [program, ...args] = command;
        const opened = spawnSync(program, [...args, link], { env, encoding: 'utf8', timeout: 30_000 });
        assert.equal(opened.status, 0, `${name}: ${opened.stderr}`);
        await page.toWindow(await besides(page, organizer));
        await page.find(shows, 60_000);
      }
      await until(() => ours(screen).length === 1, 'the second start to end');
    });
  }
});

test('a scheme that is another program’s', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
    mkdirSync(applications(screen), { recursive: true });
    writeFileSync(join(applications(screen), 'other.desktop'), '[Desktop Entry]\nType=Application\nName=Other\nExec=/bin/true %u\nMimeType=x-scheme-handler/lectern;\n');
    // Left by a copy that is gone.
    writeFileSync(join(applications(screen), 'lectern-handler.desktop'), '[Desktop Entry]\nType=Application\nName=Lectern\nExec=/nowhere/lectern-desktop %u\nMimeType=x-scheme-handler/lectern-sandbox;\n');
    writeFileSync(mimeapps(screen), '[Default Applications]\nx-scheme-handler/lectern=other.desktop\nx-scheme-handler/lectern-sandbox=lectern-handler.desktop\n');
    window = await openApp(screen, sandbox);
  });
  after(() => closeAll(screen, window, sandbox));

  await t.test('stays that program’s, and one whose program is gone is taken over', async () => {
    const command = () => readFileSync(join(applications(screen), 'lectern-handler.desktop'), 'utf8').match(/^Exec=(.*)$/m)[1];
    // The schemes come in order, this one last: had the other been taken, it would be by now.
    await until(() => command() === `${programs.desktop} %u`, 'the scheme that nobody opens to be registered', 60_000);
    assert.equal(handler(screen, 'lectern-sandbox'), 'lectern-handler.desktop');
    assert.equal(handler(screen, 'lectern'), 'other.desktop', 'what the person or a package chose is not ours to change');
  });
});

test('a link of the other kind of profile', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  /** Hands a link to a profile that this test names, and so not to the one that the link's scheme would open. */
  const start = (...args) => spawnSync(programs.desktop, args, { env: screen.env, encoding: 'utf8', timeout: 60_000 });
  const joinWindow = async (page, organizer) => page.toWindow(await besides(page, organizer));
  let organizer;

  before(async () => {
    screen = await openScreen();
  });
  after(() => closeAll(screen, window, sandbox));

  await t.test('a real profile says that it is a sandbox’s, and opens nothing of it', async () => {
    const real = profileOf(screen);
    window = await openWindow(screen, { program: programs.desktop, args: ['--profile', real] });
    const { page } = window;
    await page.find('//h1[normalize-space(.)="Connect your organization"]', 60_000);
    [organizer] = await page.windows();
    assert.equal(start('--profile', real, deepLink('lectern-sandbox')).status, 0);
    await joinWindow(page, organizer);
    await page.find(saying('This link belongs to a sandbox'), 60_000);
    assert.equal(await page.has(button('Join now')), false);
    await window.picture('36-sandbox-link-in-a-real-profile');
    assert.deepEqual(await window.axe(), []);
    assert.ok(!existsSync(join(screen.env.XDG_DATA_HOME, 'app.lectern.desktop.sandbox')), 'no sandbox was made for it');
  });

  await t.test('before any sign-in a real profile still shows a guest where a link leads', async () => {
    const { page } = window;
    assert.equal(start('--profile', profileOf(screen), deepLink('lectern')).status, 0);
    await page.find('//h1[contains(.,"Teams")]', 60_000);
    await page.find(button('Open in Teams'), 30_000);
    await window.picture('37-real-profile-before-sign-in');
    await page.toWindow(organizer);
    await page.find('//h1[normalize-space(.)="Connect your organization"]', 30_000);
    await window.close();
    window = null;
    await until(() => ours(screen).length === 0, 'the program to end');
  });

  await t.test('a sandbox says that it is a real profile’s', async () => {
    sandbox = await openSandbox(screen);
    const sandboxed = { ...screen, home: join(screen.home, 'sandboxed') };
    mkdirSync(sandboxed.home);
    const args = ['--profile', profileOf(sandboxed), '--sandbox', sandbox.control];
    window = await openWindow(screen, { program: programs.desktop, args });
    const { page } = window;
    await page.find('h1', 60_000);
    [organizer] = await page.windows();
    assert.equal(start(...args, deepLink('lectern')).status, 0);
    await joinWindow(page, organizer);
    await page.find(saying('This link belongs to a real profile'), 60_000);
    assert.equal(await page.has(button('Join now')), false, 'a simulated call must not pass for a meeting');
    await window.picture('38-real-link-in-a-sandbox');
    assert.deepEqual(await window.axe(), []);
  });
});
