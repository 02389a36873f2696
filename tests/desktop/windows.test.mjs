// Two windows, one process: what a second start does, and what each window may not call.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, startAgain } from './harness/app.mjs';
import { until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field } from './harness/webdriver.mjs';

const meeting = 'https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw';
const link = `lectern-sandbox://join?link=${encodeURIComponent(meeting)}`;

/** Calls a command past the window's own code, as a script that got into the page would. */
const invoke = (page, command, args = {}) => page.executeAsync(`
  const done = arguments[arguments.length - 1];
  window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(
    (answer) => done({ answer }), (error) => done({ refused: typeof error === 'string' ? error : JSON.stringify(error) }));`, command, args);

async function walled(page, commands) {
  for (const command of commands) {
    const { refused } = await invoke(page, `plugin:${command}`);
    assert.match(refused ?? 'it was answered', /not allowed/, `${command}: the wall must stand before the command is read`);
  }
}

test('two windows', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;
  let organizer;
  let attendee;

  before(async () => {
    screen = await openScreen();
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

  await t.test('a second start hands its link over and ends', async () => {
    const second = await startAgain(screen, sandbox, link);
    assert.ok(!second.late, 'a second start that stays would be a second app on the same data');
    assert.equal(second.code, 0, 'the desktop would tell the person that the link could not be opened');
    t.diagnostic(`the second start took ${second.milliseconds} ms`);
    attendee = await until(async () => (await page.windows()).find((handle) => handle !== organizer), 'the attendee’s window', 60_000);
    await page.toWindow(attendee);
    await page.find(button('Join now'), 60_000);
    await page.find(field('Your name in the meeting'));
    await window.picture('30-second-start');
    assert.deepEqual(await window.axe(), []);
  });

  await t.test('another link comes into the same window', async () => {
    const other = `lectern-sandbox://join?link=${encodeURIComponent('https://teams.live.com/meet/9312345678901?p=abc')}`;
    assert.equal((await startAgain(screen, sandbox, other)).code, 0);
    await page.gone(button('Join now'), 60_000);
    await page.find('h1');
    await window.picture('31-another-link');
    assert.deepEqual(await window.axe(), []);
    assert.equal((await page.windows()).length, 2, 'one window for whoever joins, not one for each link');
  });

  await t.test('what is no link changes nothing', async () => {
    const before = await page.text('h1');
    for (const stray of ['https://example.com/', 'file:///etc/passwd', '/etc/passwd', `--${link}`, '--explore=1', '']) {
      const { code } = await startAgain(screen, sandbox, stray);
      assert.equal(code, 2, `${stray}: the system must learn that nothing was opened`);
      assert.equal(await page.text('h1'), before, `${stray} must not reach the page`);
    }
    // Links come in order: had a stray one been taken, its page would stand here now.
    assert.equal((await startAgain(screen, sandbox, link)).code, 0);
    await page.find(button('Join now'), 60_000);
    assert.notEqual(await page.text('h1'), before, 'the good link’s page is the next one');
  });

  await t.test('a malformed link is told, not acted on, and another can be pasted', async () => {
    const malformed = `lectern-sandbox://join?link=${encodeURIComponent(meeting)}&more=1`;
    assert.equal((await startAgain(screen, sandbox, malformed)).code, 0);
    await page.find('[role="alert"]', 60_000);
    const said = await page.text('[role="alert"]');
    assert.match(said, /damaged on its way.*not known here: more/s, 'the place that is wrong is named');
    assert.doesNotMatch(said, /Zk3Vb9Qw/, 'a passcode in the link is nobody’s to read');
    assert.deepEqual(await window.axe(), []);
    await page.click(button('Use another link'));
    await page.find(field('Link or ticket code'));
    for (const [wrong, words] of [
      [`${link}&link=${encodeURIComponent(meeting)}`, /has the parameter link twice/],
      [`lectern-sandbox://join?link=${'a'.repeat(100_000)}`, /longer than 8 KB/],
      ['lectern-sandbox://settings?profile=/tmp/other', /only lectern-sandbox:\/\/join links are understood/],
      ['lectern-sandbox:--explore', /./],
    ]) {
      assert.equal((await startAgain(screen, sandbox, wrong)).code, 0);
      assert.match(await page.text('[role="alert"]', 60_000), words, `${wrong.slice(0, 60)}: told in words`);
      assert.equal(await page.has(button('Join now')), false);
      await page.click(button('Use another link'));
      await page.find(field('Link or ticket code'));
    }
  });

  await t.test('the attendee’s window reads no list and sends nothing', async () => {
    assert.deepEqual(await invoke(page, 'plugin:joining|take_pending_link'), { answer: null }, 'its own room answers');
    await walled(page, [
      'registration|registrants', 'registration|add_registrant', 'registration|remove_registrants', 'registration|export_registrants',
      'registration|ticket', 'registration|run_import', 'overview|events_page', 'scheduling|create_event', 'scheduling|cancel_event', 'scheduling|open_event_in_teams',
      'messages|run_messages', 'messages|list_messages', 'signin|start_device_code', 'signin|sign_out', 'signin|approve_in_sandbox',
      'session|unlock', 'session|set_appearance', 'doctor|run_doctor', 'windows|open_join_window', 'dialog|open', 'dialog|save', 'opener|open_url', 'opener|open_path',
    ]);
  });

  await t.test('the organizer’s window gets no pass for a call, and opens no file', async () => {
    await page.toWindow(organizer);
    assert.ok((await invoke(page, 'plugin:session|state')).answer, 'its own room answers');
    await walled(page, ['joining|start_join', 'joining|prepare_join', 'joining|refresh_join', 'joining|leave_join', 'joining|take_pending_link', 'opener|open_path', 'opener|reveal_item_in_dir']);
    const { refused } = await invoke(page, 'plugin:opener|open_url', { url: 'file:///etc/passwd' });
    assert.match(refused ?? 'it was opened', /not allowed/i, 'only web addresses are opened outside');
  });
});
