// Links that the system hands over: at a cold start, beside a running window, a hundred at once, in a call, and what is
// no link at all.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { memory } from '../bench/programs.mjs';
import { notBuilt, openApp, openSandbox, profileOf, programs, startAgain } from './harness/app.mjs';
import { joinAsGuest } from './harness/call.mjs';
import { end, running, start, until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field } from './harness/webdriver.mjs';

const meeting = (number) => `https://teams.microsoft.com/meet/${29384756102000 + number}?p=Zk3Vb9Qw`;
const deepLink = (address) => `lectern-sandbox://join?link=${encodeURIComponent(address)}`;
const link = deepLink(meeting(0));
const consumer = deepLink('https://teams.live.com/meet/9312345678901?p=abc');
const saying = (words) => `//*[contains(normalize-space(.),"${words}")]`;
const hangUp = '[data-ui-id="call-composite-hangup-button"]';
const hundred = Array.from({ length: 100 }, (_, number) => deepLink(meeting(number)));

const ours = (screen) => running(screen, ([name]) => name === programs.desktop);
const webviews = (screen) => running(screen, ([name]) => name.endsWith('WebKitWebProcess'));

/** Nothing of the screen is left running, whatever a test left behind. */
async function closeAll(screen, ...others) {
  for (const other of others) await other?.close();
  if (!screen) return;
  for (const pid of ours(screen)) process.kill(pid);
  await until(() => ours(screen).length === 0, 'the program to end');
  await screen.close();
}

/** Starts the program with these arguments and waits for its end. */
function refused(screen, args, through = [programs.desktop]) {
  const [program, ...before] = through;
  const { status, stderr } = spawnSync(program, [...before, ...args], { env: screen.env, encoding: 'utf8', timeout: 60_000 });
  return { status, said: stderr };
}

const notText = ['sh', '-c', `exec '${programs.desktop}' "$(printf 'lectern://join?link=\\377')"`];
const hostile = [
  ['a flag', ['--remote-debugging-port=9222']],
  ['a short flag', ['-x']],
  ['an option without its value', ['--profile']],
  ['a path', ['/etc/passwd']],
  ['a file’s address', ['file:///etc/passwd']],
  ['a web address', ['http://127.0.0.1:1/?p=Zk3Vb9Qw']],
  ['a script', ['javascript:alert(1)']],
  ['an empty word', ['']],
  ['a megabyte', Array.from({ length: 10 }, () => 'x'.repeat(100_000))],
  ['a thousand words', Array.from({ length: 1000 }, (_, number) => `word${number}`)],
  ['a link and an option behind it', [link, '--profile', '/tmp/other']],
  ['two links', [link, consumer]],
  ['what is no text', [], notText],
];

test('a start by a link', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
  });
  after(() => closeAll(screen, window, sandbox));

  await t.test('what is neither option nor link starts nothing', () => {
    for (const [what, args, through] of hostile) {
      const { status, said } = refused(screen, args, through);
      assert.equal(status, 2, `${what}: the system must learn that nothing was opened; it said: ${said}`);
      assert.match(said, /Nothing was opened\./, `${what}: refused in words`);
      assert.doesNotMatch(said, /Zk3Vb9Qw|panicked/, `${what}: a refusal repeats nothing, and is no crash`);
      assert.deepEqual(ours(screen), [], `${what}: nothing may be left running`);
    }
    assert.ok(!existsSync(profileOf(screen)), 'no profile may be made for it');
  });

  await t.test('opens the way into the meeting, and nothing of the organizer’s', async () => {
    window = await openApp(screen, sandbox, link);
    const { page } = window;
    await page.find(button('Join now'), 60_000);
    await page.find(field('Your name in the meeting'));
    assert.equal((await page.windows()).length, 1, 'a guest has no business at the organizer’s desk');
    assert.equal(await page.has(saying('Sign in')), false, 'a guest needs no account');
    await window.picture('32-cold-link');
    assert.deepEqual(await window.axe(), []);
  });

  await t.test('a second start without a link brings that window forward and opens no other', async () => {
    const { status } = refused(screen, ['--profile', profileOf(screen), '--sandbox', sandbox.control]);
    assert.equal(status, 0);
    assert.equal((await window.page.windows()).length, 1);
  });
});

test('a hundred links at once', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
  });
  after(() => closeAll(screen, window, sandbox));

  await t.test('at a running window: the newest is shown, the others are counted, and nothing piles up', async () => {
    window = await openApp(screen, sandbox, consumer);
    const { page } = window;
    await page.find(saying('One link') + '|//h1', 60_000);
    const [pid] = ours(screen);
    const before = { memory: memory(pid), webviews: webviews(screen).length };
    // Whoever has used the page has seen it: from here on nobody does.
    await page.click('h1');
    const ends = await Promise.all(hundred.map((one) => startAgain(screen, sandbox, one, 240_000)));
    assert.deepEqual([...new Set(ends.map(({ code }) => code))], [0], 'each link was taken over by the running program');
    assert.deepEqual(ours(screen), [pid], 'one process is left');
    await page.find(button('Join now'), 60_000);
    await page.find(saying('99 other links were opened just before this one'), 60_000);
    await window.picture('33-hundred-links');
    assert.deepEqual(await window.axe(), []);
    assert.equal((await page.windows()).length, 1, 'one window for whoever joins');
    assert.equal(webviews(screen).length, before.webviews, 'one page');
    const grown = memory(pid) / before.memory;
    t.diagnostic(`memory after a hundred links: ${grown.toFixed(2)} of before`);
    assert.ok(grown < 2, `memory is bounded: it grew to ${grown.toFixed(2)} of what it was`);
    await page.type(field('Your name in the meeting'), 'Ana');
    assert.equal(await page.valueOf(field('Your name in the meeting')), 'Ana', 'the window answers');
  });

  await t.test('the next one counts afresh, once somebody has used the page', async () => {
    const { page } = window;
    assert.equal((await startAgain(screen, sandbox, consumer)).code, 0);
    await page.gone('//aside[@aria-label="Other links"]', 60_000);
    await window.close();
    window = null;
    await until(() => ours(screen).length === 0, 'the program to end');
  });

  await t.test('with nothing running: one program is left, with one window', async () => {
    const env = { ...screen.env, LECTERN_BENCH_MARK: '1' };
    const args = ['--profile', profileOf(screen), '--sandbox', sandbox.control];
    let marks = '';
    const started = hundred.map((one) => start([programs.desktop, ...args, one], { env, log: screen.log, keep: true }));
    for (const one of started) one.child.stdout.on('data', (data) => { marks += data; });
    await until(() => started.filter((one) => one.alive()).length === 1, 'ninety-nine of a hundred to end', 300_000);
    const winner = started.find((one) => one.alive());
    const codes = await Promise.all(started.filter((one) => one !== winner).map(({ ended }) => ended.then(({ code }) => code)));
    assert.deepEqual([...new Set(codes)], [0], 'each of them was taken over, also while the first one was still starting');
    await until(() => marks.includes('interactive attendee: Teams meeting'), 'the join window to be painted', 60_000);
    assert.deepEqual(ours(screen), [winner.pid]);
    assert.equal(webviews(screen).length, 1, 'one window, and it is the guest’s');
    assert.doesNotMatch(marks, /interactive organizer/, 'links open nothing of the organizer’s');
    assert.equal((await startAgain(screen, sandbox, consumer)).code, 0);
    await until(() => /interactive attendee: This one opens/.test(marks), 'the window to answer to another link', 60_000);
    await end(winner);
  });
});

test('a link in a call', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;
  const deleted = async () => (await sandbox.ask('traffic?after=0')).filter((call) => call.method === 'DELETE' && /identities/.test(call.path)).length;
  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox, link);
    page = window.page;
    await page.find(button('Join now'), 60_000);
    await page.fill(field('Your name in the meeting'), 'Ana Reyes');
    await joinAsGuest(page);
  });
  after(() => closeAll(screen, window, sandbox));

  await t.test('asks, and the call goes on', async () => {
    assert.equal((await startAgain(screen, sandbox, deepLink(meeting(1)))).code, 0);
    await page.find('text=Leave this call for another?', 30_000);
    assert.ok(await page.has(hangUp), 'nobody is hung up on by a link');
    await window.picture('34-link-in-a-call');
    for (const number of [2, 3]) assert.equal((await startAgain(screen, sandbox, deepLink(meeting(number)))).code, 0);
    await page.find(saying('2 other links were opened just before this one'), 30_000);
    assert.equal(await page.count('dialog'), 1, 'one question for however many links');
    await page.click(button('Stay in this call'));
    await page.gone('dialog');
    assert.ok(await page.has(hangUp), 'whoever stays is still there');
    assert.equal(await deleted(), 0, 'the guest’s pass is still needed');
  });

  await t.test('a damaged one is told, and is no reason to leave', async () => {
    assert.equal((await startAgain(screen, sandbox, `${link}&more=1`)).code, 0);
    await page.find('text=A link was opened that leads nowhere', 30_000);
    assert.equal(await page.has(button('Leave and open the link')), false);
    assert.equal((await startAgain(screen, sandbox, link.replace('lectern-sandbox', 'lectern'))).code, 0);
    await page.find(saying('This link belongs to a real profile'), 30_000);
    await window.picture('35-other-profile-in-a-call');
    await page.click(button('Stay in this call'));
    assert.ok(await page.has(hangUp));
  });

  await t.test('leaves for the newest one only when told to', async () => {
    assert.equal((await startAgain(screen, sandbox, consumer)).code, 0);
    await page.click(button('Leave and open the link'), 30_000);
    await page.find(saying('This one opens in'), 60_000);
    await page.gone(hangUp);
    await until(async () => await deleted() === 1, 'the pass of the call that was left to be taken back', 30_000);
  });
});
