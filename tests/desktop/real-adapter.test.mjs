// The real calling SDK under the policies that are really sent: the one of the built window, read in it while it runs, and
// the companion's. Every host that it asks for must be allowed there, and nothing may be allowed without its reason
// (src-tauri/crates/core/src/companion/policy.json). Nothing leaves this machine.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'vite';
import { launch, root, serve } from '../../ui/test/browser.mjs';
import { notBuilt, openApp, openSandbox, startAgain } from './harness/app.mjs';
import { standBetween, tellViolations } from './harness/calling.mjs';
import { noChromium, processesOf, useChromium } from './harness/chromium.mjs';
import { differences, hashOf, parsed, plain, policyOf, rows, table } from './harness/policy.mjs';
import { until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button } from './harness/webdriver.mjs';

const dist = join(root, 'dist');
const pictures = join(root, 'test-output/desktop');
const link = 'https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw';
/** The calling SDK's own reading of a link is only certain of letters and digits: any other passcode goes beside its number. */
const companionLinks = [
  ['a meeting’s link', link, { meetingLink: link }],
  ['its number and passcode', 'https://teams.microsoft.com/meet/29384756102939?p=Zk%263%2BVb%239%2FQw', { meetingId: '29384756102939', passcode: 'Zk&3+Vb#9/Qw' }],
];
const deepLink = (meeting) => `lectern-sandbox://join?link=${encodeURIComponent(meeting)}`;
/** Longer than the adapter's own limit; it is what ends a test that hangs. */
const limit = 90_000;

const told = (policy) => Object.entries(policy).map(([name, sources]) => `${name} ${sources.join(' ')}`).join('; ');

/** Whether a policy's list lets a page speak to an origin, as browsers match it. */
function allows(sources, origin) {
  const { protocol, hostname } = new URL(origin);
  return sources.some((source) => {
    const [scheme, host] = source.split('://');
    return `${scheme}:` === protocol && (host === hostname || (host?.startsWith('*.') && hostname.endsWith(host.slice(1))));
  });
}

const asked = table.entries.flatMap((row) => row.asked ?? []).sort();
const askedByGcch = table.entries.flatMap((row) => row.askedByGcch ?? []).sort();

async function standInCore() {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, target: 'es2022', minify: false, lib: { entry: join(root, 'ui/test/join-looks/core-page.ts'), formats: ['iife'], name: 'core' } },
  });
  return (Array.isArray(built) ? built[0] : built).output[0].code;
}

const endPage = (page) => page.getByRole('heading', { name: /The connection was lost|The meeting didn’t answer|Microsoft’s calling service had a problem|The call ended/ });

test('the real adapter', { skip: notBuilt || noChromium, timeout: 400_000 }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let companion;
  let policy;
  let core;
  let browser;

  /** The shipped page with the window's own policy, less what a test takes away. */
  const openPage = async (manner, { query = '', theme = 'light', sent = policy } = {}) => {
    const server = await serve(dist, told(sent));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['camera', 'microphone'] });
    const between = await standBetween(context, server.origin, manner);
    const page = await context.newPage();
    await page.addInitScript({ content: `${core}\n(${tellViolations})();` });
    await page.goto(`${server.origin}/?case=real&theme=${theme}${query}`);
    await page.getByLabel('Your name in the meeting').press('Enter');
    const close = async () => {
      await between.end();
      await context.close();
      server.close();
    };
    return { page, between, close };
  };

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    screen = await openScreen();
    companion = useChromium(screen, ['--no-proxy-server', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost']);
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox, deepLink(link));
    ({ policy } = await policyOf(window.page));
    core = await standInCore();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await window?.close();
    await sandbox?.close();
    await screen?.close();
  });

  await t.test('the built window sends what the table accounts for, and no more', () => {
    assert.deepEqual(differences(policy), [], 'Tauri adds to the policy when it is built: what is sent counts');
    const hash = (file) => hashOf(readFileSync(join(dist, file)));
    const scripts = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.js')).map(hash);
    const sent = policy['script-src'].filter((source) => source.startsWith("'sha256-"));
    assert.ok(sent.length > 0, 'Tauri names the scripts that it was built with');
    assert.deepEqual(sent.filter((source) => !scripts.includes(source)), [], 'the program was built from the page that is tested here (npm run ui:build, then build the program)');
  });

  for (const [name, query, hosts, meetingAt] of [['a meeting’s link', '', asked, '/cpconv'], ['its number and passcode', '&by=id', asked, '/cpconv'], ['a link of GCC High, with a pass of its own', '&cloud=gcch', askedByGcch, '/conv/']]) {
    await t.test(`joins by ${name} as far as the network, and asks only whom it may`, async () => {
      const { page, between, close } = await openPage('answers', { query });
      try {
        // As far as the meeting's own host. Whether the calling SDK goes on from there depends here on whether it has registered
        // before it had the microphone: then it waits for a push that this stand-in does not send, and no composite is shown.
        for (const part of ['/registrations', meetingAt, '.events.data.microsoft.com']) await between.comesTo(part, limit);
        await page.getByText('Joining the meeting').or(page.locator('[data-ui-id]')).first().waitFor({ timeout: limit });
        assert.deepEqual(between.violations, [], 'what the policy refuses, a call does without');
        assert.deepEqual(between.hosts().filter((origin) => !allows(policy['connect-src'], origin)), [], 'a host that is not allowed');
        assert.deepEqual(between.hosts(), hosts, 'the table names the hosts that were asked: what it says has to stay true');
      } finally {
        await close();
      }
    });
  }

  await t.test('what is taken away is missed', async () => {
    const shown = table.entries.filter((row) => row.shown);
    assert.ok(shown.length >= 2);
    const less = Object.fromEntries(Object.entries(policy).map(([name, sources]) => [name, sources.filter((source) => !shown.some((row) => row.directive === name && row.source === source))]));
    const { between, close } = await openPage('answers', { sent: less });
    try {
      await between.comesTo('/cpconv', limit);
      for (const { directive, source } of shown) {
        assert.ok(between.violations.some((line) => line.startsWith(`policy: ${directive}`)), `${directive} ${source} is needed, or it goes`);
      }
    } finally {
      await close();
    }
  });

  for (const [manner, theme, words] of [['refusal', 'light', 'The connection was lost'], ['silence', 'dark', 'The meeting didn’t answer']]) {
    await t.test(`${manner} instead of a network ends in words and a way to Teams`, async () => {
      const { page, between, close } = await openPage(manner, { theme });
      try {
        await endPage(page).waitFor({ timeout: limit });
        await page.screenshot({ path: join(pictures, `60-real-${manner}-${theme}.png`) });
        assert.equal(await page.locator('h1').innerText(), words);
        assert.ok(await page.getByRole('button', { name: /Teams/ }).first().isVisible(), 'Teams stays one press away');
        assert.deepEqual(between.violations, []);
        assert.ok(between.hosts().length > 0, 'it was tried');
      } finally {
        await close();
      }
    });
  }

  for (const [place, [name, meeting, locator]] of companionLinks.entries()) {
    await t.test(`the same in the companion, under its own server’s policy, by ${name}`, async () => {
      const { page } = window;
      if (place > 0) await startAgain(screen, sandbox, deepLink(meeting));
      await page.click(button('Call in a window of its own'), 60_000);
      await page.click(button('Open the call'), 30_000);
      const call = await companion.page();
      await call.page.getByRole('button', { name: 'Join now' }).waitFor({ timeout: 60_000 });
      const { headers } = await call.page.evaluate(async () => ({ headers: Object.fromEntries((await fetch('/')).headers) }));
      const own = parsed(headers['content-security-policy']);
      assert.deepEqual(plain(own), rows(undefined), 'the companion’s policy is the table’s');
      const between = await standBetween(call.context, call.origin, 'answers');
      await call.page.evaluate(tellViolations);
      let given;
      // A sandbox gives simulated passes; this one is made to look like a resource's.
      await call.page.route('**/api/joining/start_join', async (route) => {
        const answer = await route.fetch();
        const pass = await answer.json();
        given = pass.locator;
        return route.fulfill({ response: answer, json: { ...pass, simulated: false, token: unsigned(pass.userId), endpoint: 'https://contoso.communication.azure.com' } });
      });
      await call.page.getByLabel('Your name in the meeting').fill('Ana Reyes');
      const terms = call.page.getByLabel(/terms for its calling software/);
      if (await terms.count()) await terms.check();
      await call.page.getByRole('button', { name: 'Join now' }).click();
      // As far as on the page before, for the same reason.
      for (const part of ['/registrations', '/cpconv', '.events.data.microsoft.com']) await between.comesTo(part, limit);
      assert.deepEqual(given, locator, 'what the calling SDK was given');
      assert.equal(await call.page.getByRole('button', { name: 'Join now' }).count(), 0, 'whoever has pressed Join is not asked to press it again');
      await call.page.screenshot({ path: join(pictures, `61-real-in-companion-${place}.png`) });
      assert.deepEqual(between.violations, [], 'what the policy refuses, a call does without');
      assert.deepEqual(between.hosts().filter((origin) => !allows(own['connect-src'], origin)), [], 'a host that is not allowed');
      assert.deepEqual(between.hosts(), asked, 'it comes as far as on the page before');
      await page.find('text=Joining the meeting…', 30_000);
      await page.click(button('Close it'));
      await until(() => processesOf(call).length === 0, 'the browser to end');
    });
  }
});

/** A token of the right shape that no service ever signed: the SDK reads its claims before it calls anyone. */
function unsigned(userId) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { skypeid: userId.replace(/^8:/, ''), scp: 1792, csi: String(now), iat: now, exp: now + 3600, acsScope: 'voip.join,chat.join.limited', resourceId: '00000000-0000-0000-0000-000000000001' };
  return [{ alg: 'RS256', kid: '1', typ: 'JWT' }, claims, 'unsigned'].map(part).join('.');
}

test('each host that the pinned SDK names is allowed, or left out for a reason', () => {
  const packages = ['communication-calling', 'communication-calling-effects'].map((name) => join(root, 'node_modules/@azure', name, 'dist-esm'));
  const found = new Set(packages.flatMap((folder) => readdirSync(folder).filter((file) => file.endsWith('.js')).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8').match(/(?:https|wss):\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+/g) ?? [])));
  assert.ok(found.size > 60, `only ${found.size} were found: the search is broken`);
  const sources = table.entries.filter((row) => row.directive === 'connect-src').map(({ source }) => source).filter((source) => source.includes('://'));
  const left = table.left.flatMap(({ hosts }) => hosts);
  const isLeft = (origin) => left.some((host) => new URL(origin).hostname === host || new URL(origin).hostname.endsWith(`.${host}`));
  assert.deepEqual([...found].filter((origin) => !allows(sources, origin) && !isLeft(origin)), [], 'a new host in the SDK is decided about, not overlooked');
  assert.deepEqual(left.filter((host) => ![...found].some((origin) => new URL(origin).hostname === host || origin.endsWith(`.${host}`))), [], 'what is left out is still there to be left out');
  for (const { family, source, why } of table.documented) assert.ok(sources.includes(source) || (source === null && why), `${family} is documented as needed`);
});
