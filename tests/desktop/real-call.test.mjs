// A real profile that holds a key, on a machine whose webview makes no calls, as Debian's: nothing is simulated, and the
// decision says what the machine lacks, or opens the call in an installed browser. No request leaves this machine.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { notBuilt, profileOf, programs } from './harness/app.mjs';
import { noChromium, processesOf, useChromium } from './harness/chromium.mjs';
import { closeTheWayOut } from './harness/outside.mjs';
import { until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button } from './harness/webdriver.mjs';
import { openWindow } from './harness/window.mjs';

const link = `lectern://join?link=${encodeURIComponent('https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw')}`;
const key = 'c2VjcmV0LWtleQ==';
const saying = (text) => `//*[contains(normalize-space(.),"${text}")]`;
const open = (screen) => openWindow(screen, { program: programs.desktop, args: ['--profile', profileOf(screen), link] });

/** What the terminal answers; it shares the profile and its keychain. */
function terminal(screen, input, ...words) {
  const said = spawnSync(programs.cli, ['--profile', profileOf(screen), '--json', ...words], { env: screen.env, input, encoding: 'utf8', timeout: 60_000 });
  assert.equal(said.status, 0, `lectern ${words.join(' ')}: ${said.stderr}`);
  return JSON.parse(said.stdout);
}

test('a real call', { skip: notBuilt || noChromium, timeout: 300_000 }, async (t) => {
  let screen;
  let out;
  let window;

  before(async () => {
    screen = await openScreen();
    out = await closeTheWayOut(screen);
    terminal(screen, '', 'profile', '--tenant', 'contoso.com', '--client-id', '535fb089-9ff3-47b6-9bfb-4f1264799865');
    const told = terminal(screen, `endpoint=https://contoso.communication.azure.com/;accesskey=${key}`, 'acs', 'set', '--stdin');
    assert.match(told.endpoint, /contoso\.communication\.azure\.com/);
  });
  after(async () => {
    await window?.close();
    await out?.close();
    await screen?.close();
  });

  await t.test('without a browser: what is missing, which to install, and Teams', async () => {
    window = await open(screen);
    const { page } = window;
    await page.find(saying('Install Chromium, Google Chrome or Microsoft Edge'), 60_000);
    assert.equal(await page.has(button('Join now')), false, 'nobody is asked to press what cannot work');
    await page.find('//button[contains(normalize-space(.),"Teams")]');
    await page.find(saying('Microsoft’s calling service can’t be reached'), 30_000);
    for (const host of ['ecs.communication.microsoft.com', 'go.trouter.communication.microsoft.com', 'api.flightproxy.skype.com']) {
      assert.ok(out.wanted.includes(`CONNECT ${host}:443`), `${host} was tried: ${out.wanted.join(', ')}`);
    }
    await window.picture('70-real-no-browser');
    assert.deepEqual(await window.axe(), []);
    await window.close();
  });

  await t.test('with one: the call opens there, and joins as far as there is a way out', async () => {
    const companion = useChromium(screen, ['--no-proxy-server', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost']);
    window = await open(screen);
    const { page } = window;
    await page.find('text=This call opens in a window of its own', 60_000);
    await window.picture('71-real-companion-door');
    assert.deepEqual(await window.axe(), []);
    await page.click(button('Open the call'));
    const call = await companion.page();
    await page.find('text=Go on in the Chromium window', 60_000);
    const joinNow = call.page.getByRole('button', { name: 'Join now' });
    await joinNow.waitFor({ timeout: 60_000 });
    assert.equal(await call.page.getByText('Sandbox', { exact: true }).count(), 0, 'nothing says that this is a play');
    await call.page.getByLabel('Your name in the meeting').fill('Ana Reyes');
    await call.page.getByLabel(/terms for its calling software/).check();
    await joinNow.click();
    await call.page.getByText(/The calling service can't be reached/).waitFor({ timeout: 60_000 });
    assert.ok(out.wanted.includes('CONNECT contoso.communication.azure.com:443'), 'a pass was asked for at the resource, by the key of this machine');
    await page.find('text=Go on in the Chromium window', 30_000);
    await page.click(button('Close it'));
    await until(() => processesOf(call).length === 0, 'the browser to end');
    await until(() => !existsSync(call.data), 'its folder to be cleared');
  });
});
