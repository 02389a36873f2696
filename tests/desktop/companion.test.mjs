// A call in a window of its own: the desktop window asks for it, a real browser shows it, and both know how it stands.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { notBuilt, openApp, openSandbox, profileOf, startAgain } from './harness/app.mjs';
import { noChromium, processesOf, useChromium } from './harness/chromium.mjs';
import { pause, until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button } from './harness/webdriver.mjs';

const meeting = (number) => `https://teams.microsoft.com/meet/2938475610${number}?p=Zk3Vb9Qw`;
const linkTo = (number) => `lectern-sandbox://join?link=${encodeURIComponent(meeting(number))}`;
const pictures = join(dirname(fileURLToPath(import.meta.url)), '../../test-output/desktop');

/** From the pre-join page to the other window, with what that window asks of its server. */
async function openCall(page, companion) {
  await page.click(button('Call in a window of its own'), 60_000);
  await page.find('text=This call opens in a window of its own');
  await page.click(button('Open the call'));
  const call = await companion.page();
  await page.find('text=Go on in the Chromium window', 60_000);
  await call.page.getByRole('button', { name: 'Join now' }).waitFor({ timeout: 60_000 });
  return call;
}

/** Joins there, and returns the pass that was given. */
async function joined(call) {
  const given = call.page.waitForResponse((answer) => answer.url().endsWith('/api/joining/start_join'));
  await call.page.getByLabel('Your name in the meeting').fill('Ana Reyes');
  const terms = call.page.getByLabel(/terms for its calling software/);
  if (await terms.count()) await terms.check();
  await call.page.getByRole('button', { name: 'Join now' }).click();
  return (await (await given).json()).token;
}

const picture = (call, name) => {
  mkdirSync(pictures, { recursive: true });
  return call.page.screenshot({ path: join(pictures, `${name}.png`) });
};

function holds(folder, words) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(words))
    .map((entry) => join(entry.parentPath, entry.name));
}

const commandLines = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
});

test('a call in a window of its own', { skip: notBuilt || noChromium, timeout: 300_000 }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;
  let companion;

  before(async () => {
    screen = await openScreen();
    companion = useChromium(screen);
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox, linkTo('2938'));
    page = window.page;
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await screen?.close();
  });

  await t.test('from the press to the end, and nothing stays', async () => {
    await page.click(button('Call in a window of its own'), 60_000);
    await page.find('text=This call opens in a window of its own');
    await window.picture('50-companion-door');
    assert.deepEqual(await window.axe(), []);
    await page.click(button('Open the call'));
    const call = await companion.page();
    assert.deepEqual(call.args.filter((one) => /sandbox|security|debugging|fake|headless/.test(one)), [], 'the browser keeps its walls');
    await page.find('text=Go on in the Chromium window', 60_000);
    await window.picture('51-companion-prejoin');
    await call.page.getByRole('button', { name: 'Join now' }).waitFor({ timeout: 60_000 });
    await picture(call, '52-companion-its-prejoin');
    assert.equal(new URL(call.page.url()).search, '', 'the burned key does not stay in the address');

    const token = await joined(call);
    assert.ok(token.length > 20, 'a pass was given');
    await page.find('text=You are in the lobby', 60_000);
    await page.find('text=You are in the call', 60_000);
    await call.page.locator('[data-ui-id=call-page]').waitFor({ timeout: 60_000 });
    await pause(1500);
    await picture(call, '53-companion-its-call');
    await window.picture('54-companion-call');
    assert.deepEqual(await window.axe(), []);
    assert.deepEqual(commandLines().filter((line) => line.includes(token)), [], 'any program of this machine reads a command line');
    assert.deepEqual([...holds(profileOf(screen), token), ...holds(call.data, token)], [], 'a pass is never written down');

    const muted = () => call.page.locator('button[data-ui-id="call-composite-microphone-button"]').getAttribute('aria-label');
    const was = await muted();
    await page.click('//button[normalize-space(.)="Mute" or normalize-space(.)="Unmute"]');
    await until(async () => (await muted()) !== was, 'the call to follow the desktop window');
    const began = processesOf(call).length;
    assert.ok(began > 0, 'the browser runs');
    await page.click(button('Leave'));
    await page.find('text=You left', 30_000);
    await window.picture('55-companion-left');
    await until(() => processesOf(call).length === 0, 'the browser to end with the call');
    await until(() => !existsSync(call.data), 'its folder to be cleared');
    await assert.rejects(fetch(call.origin), 'its server goes too');
  });

  await t.test('a call that its own window ends is told in the other', async () => {
    await startAgain(screen, sandbox, linkTo('2939'));
    const call = await openCall(page, companion);
    await joined(call);
    await page.find('text=You are in the call', 60_000);
    await startAgain(screen, sandbox, linkTo('2999'));
    await page.click(button('Stay in this call'), 30_000);
    assert.equal(await page.text('h1'), 'You are in the call', 'another link asks first, also when the call is in the other window');
    await call.page.locator('button[data-ui-id="call-composite-hangup-button"]').click();
    await pause(800);
    const sure = call.page.getByRole('dialog').getByRole('button', { name: 'Leave' });
    if (await sure.count()) await sure.first().click();
    await page.find('text=You left', 30_000);
    await until(() => !existsSync(call.data), 'its folder to be cleared');
  });

  await t.test('killed in the middle of a call, it is said, and one is back in by one press', async () => {
    await startAgain(screen, sandbox, linkTo('2940'));
    const call = await openCall(page, companion);
    await joined(call);
    await page.find('text=You are in the call', 60_000);
    for (const pid of processesOf(call)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It went with its parent.
      }
    }
    await page.find('text=The call’s window is gone', 60_000);
    await window.picture('56-companion-crashed');
    assert.deepEqual(await window.axe(), []);
    await until(() => !existsSync(call.data), 'what the browser left to be cleared');
    await page.click(button('Go back in'));
    const again = await companion.page();
    await page.find('text=Go on in the Chromium window', 60_000);
    await again.page.close();
    await page.find('text=This call opens in a window of its own', 30_000);
  });

  await t.test('a hostile page in the same browser reaches neither the call nor the control door', async () => {
    await startAgain(screen, sandbox, linkTo('2941'));
    const call = await openCall(page, companion);
    const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>hostile</title><body></body>'));
    await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
    try {
      const heard = [];
      const was = await sandbox.ask('traffic');
      for (const host of ['127.0.0.1', 'localhost']) {
        const evil = await call.context.newPage();
        await evil.goto(`http://${host}:${server.address().port}/`);
        assert.equal(await evil.evaluate(async () => (await fetch('/')).status), 200, 'what it may read, it reads');
        heard.push(...await evil.evaluate(attack, { own: call.origin, key: call.address, control: sandbox.control }));
        await evil.close();
      }
      assert.ok(heard.length >= 20, 'every way was tried');
      assert.deepEqual(heard.filter(({ got }) => got !== 'nothing'), [], 'another site reads nothing and is let in nowhere');
      assert.deepEqual(await sandbox.ask('traffic'), was, 'and what it sent changed nothing');
      await page.find('text=Go on in the Chromium window');
      const place = await call.page.evaluate(async () => (await fetch('/api/companion/place', {
        method: 'POST',
        headers: { authorization: `Bearer ${sessionStorage.getItem('lectern-session')}`, 'content-type': 'application/json' },
        body: '{}',
      })).status);
      assert.equal(place, 200, 'while the call’s own page is served: the walls and not a closed door kept the other out');
    } finally {
      server.closeAllConnections();
      server.close();
    }
    await page.click(button('Close it'));
    await page.find('text=This call opens in a window of its own', 30_000);
    await until(() => !existsSync(call.data), 'its folder to be cleared');
  });
});

test('Lectern is killed in the middle of a call in a window of its own', { skip: notBuilt || noChromium, timeout: 300_000 }, async () => {
  const screen = await openScreen();
  const companion = useChromium(screen);
  const sandbox = await openSandbox(screen);
  let window = await openApp(screen, sandbox, linkTo('2942'));
  try {
    const call = await openCall(window.page, companion);
    await joined(call);
    await window.page.find('text=You are in the call', 60_000);
    assert.ok(await window.kill() > 0, 'a window that had ended by itself was not killed');
    const left = join(dirname(call.data), 'lectern-companion-of-a-crash');
    mkdirSync(join(left, 'Default'), { recursive: true });

    window = await openApp(screen, sandbox);
    await until(() => !existsSync(left), 'the next start to clear what a crash left');
    assert.ok(processesOf(call).length > 0 && existsSync(call.data), 'the call that outlived Lectern keeps its browser and its files');
    assert.ok(await call.page.locator('[data-ui-id=call-page]').isVisible(), 'and goes on undisturbed');
    await window.close();

    await call.page.close();
    await until(() => processesOf(call).length === 0, 'the browser to end with its window');
    assert.ok(existsSync(call.data), 'nobody was there to clear it');
    window = await openApp(screen, sandbox);
    await until(() => !existsSync(call.data), 'the next start to clear it, without another call');
  } finally {
    await window?.close();
    await sandbox.close();
    await screen.close();
  }
});

/** Runs in the hostile page. Each try says what it got: `nothing`, or what it could read. */
async function attack({ own, key, control }) {
  const tries = [];
  const tried = async (what, go) => {
    const timer = new Promise((resolve) => { setTimeout(() => resolve('nothing'), 4000); });
    const got = await Promise.race([go().catch(() => 'nothing'), timer]);
    tries.push({ what, got });
  };
  const read = async (address, init) => {
    const answer = await fetch(address, init);
    return answer.type === 'opaque' || answer.type === 'opaqueredirect' ? 'nothing' : `${answer.status} ${await answer.text()}`;
  };
  const json = { 'content-type': 'application/json', authorization: 'Bearer guessed' };
  for (const address of [own, key, `${own}/api/companion/place`, `${own}/api/joining/start_join`, `${control}/traffic`, `${control}/reset`]) {
    for (const [name, init] of Object.entries({
      read: {},
      'read with cookies': { credentials: 'include' },
      'sent blindly': { method: 'POST', mode: 'no-cors', body: '{}' },
      'sent as JSON': { method: 'POST', headers: json, body: '{}' },
    })) await tried(`${name} ${address}`, () => read(address, init));
  }
  await tried('framed', () => new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.src = own;
    frame.onload = () => {
      try {
        resolve(frame.contentDocument === null ? 'nothing' : `read ${frame.contentDocument.title}`);
      } catch {
        resolve('nothing');
      }
    };
    document.body.append(frame);
  }));
  await tried('its script', () => new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = `${own}/api/companion/place`;
    script.onload = () => resolve('ran');
    script.onerror = () => resolve('nothing');
    document.body.append(script);
  }));
  await tried('its socket', () => new Promise((resolve) => {
    const socket = new WebSocket(own.replace('http', 'ws'));
    socket.onopen = () => resolve('opened');
    socket.onerror = () => resolve('nothing');
  }));
  await tried('its window', async () => {
    const opened = window.open(own);
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    try {
      return opened === null ? 'nothing' : `read ${opened.document.title} ${opened.sessionStorage.length}`;
    } catch {
      return 'nothing';
    } finally {
      opened?.close();
    }
  });
  return tries;
}
