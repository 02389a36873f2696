// The harness against a page of its own, in the browser that comes with WebKitGTK: when this fails, the window is not to blame.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { answerOf } from './harness/secrets.mjs';
import { openScreen } from './harness/screen.mjs';
import { keys } from './harness/webdriver.mjs';
import { openWindow } from './harness/window.mjs';

const browser = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].map((path) => `${path}/webkit2gtk-4.1/MiniBrowser`).find(existsSync);
const page = `<!doctype html><html lang="en"><title>Trial</title><body><main><h1>Trial</h1>
<label>Name <input id="name" value="old"></label><button onclick="document.querySelector('output').textContent = 'Hello, ' + document.querySelector('#name').value">Greet</button>
<output></output><section id="faulty"><img src="data:,"></section></main></body></html>`;

test('the harness drives a WebKitGTK window', { skip: browser ? false : 'skipped: MiniBrowser is not installed' }, async (t) => {
  let server;
  let screen;
  let window;
  before(async () => {
    server = createServer((_, answer) => answer.end(page)).listen(0, '127.0.0.1');
    screen = await openScreen();
    window = await openWindow(screen, { program: browser, args: ['--automation'], browserName: 'MiniBrowser' });
    await window.page.open(`http://127.0.0.1:${server.address().port}/`);
  });
  after(async () => {
    await window?.close();
    await screen?.close();
    server?.close();
  });

  await t.test('finds, fills, clicks and reads', async () => {
    await window.page.fill('#name', 'Ada');
    await window.page.click('text=Greet');
    assert.equal(await window.page.text('output'), 'Hello, Ada', 'what is typed must reach the page, and only that');
    await window.page.press(keys.tab);
    assert.equal(await window.page.has('#none'), false);
  });

  await t.test('says what it waited for', async () => {
    await assert.rejects(window.page.find('#none', 300), /“#none” to be shown/);
  });

  await t.test('keeps a picture', async () => {
    const png = readFileSync(await window.picture('harness'));
    assert.ok(png.length > 1000 && png.subarray(1, 4).toString() === 'PNG', 'a screenshot is a PNG with something on it');
  });

  await t.test('axe-core finds a fault, and leaves out what it is told to', async () => {
    const found = await window.axe();
    assert.ok(found.some((finding) => finding.startsWith('image-alt')), `a picture without words must be found; found: ${found}`);
    assert.deepEqual(await window.axe({ exclude: ['#faulty'] }), []);
  });

  await t.test('the keychain of this screen is unlocked and empty', async () => {
    assert.equal(await answerOf(screen, 'store'), 'kept', 'without a keychain the app would ask for a passphrase');
  });

  await t.test('the home folder is not the person’s own', () => {
    assert.notEqual(screen.env.HOME, process.env.HOME, 'a test must never touch a real profile');
  });
});
