// A hundred thousand people in the real window: imported without holding it up, gone through by keys, and kept open.
import { performance } from 'node:perf_hooks';
import { binary } from '../../scripts/lib/place.mjs';
import { pause, running, until } from '../desktop/harness/processes.mjs';
import { button, field, inDialog, tab } from '../desktop/harness/webdriver.mjs';
import { memory } from './programs.mjs';
import { line, quantile } from './statistics.mjs';

// The harness starts what the environment names: here, what ships.
process.env.LECTERN_DESKTOP ??= binary('lectern-desktop', 'release');
process.env.LECTERN_CLI ??= binary('lectern', 'release');
const { openApp, openSandbox, programs } = await import('../desktop/harness/app.mjs');

const people = 100_000;
const title = 'A hundred thousand';
/** Until a window has settled, its memory still moves. */
const idle = 4000;
const presses = 30;

/** In the page: notes the time between frames, from now on. */
const watchFrames = `
  window.benchFrames = { longest: 0, gaps: [], run: true };
  let last = performance.now();
  const frame = (now) => {
    const gap = now - last;
    last = now;
    window.benchFrames.gaps.push(gap);
    if (gap > window.benchFrames.longest) window.benchFrames.longest = gap;
    if (window.benchFrames.run) requestAnimationFrame(frame);
  };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame); });`;
const frames = 'window.benchFrames.run = false; return { longest: window.benchFrames.longest, gaps: window.benchFrames.gaps };';

/** In the page: drops a list of so many, made there beforehand. */
const prepare = `
  const rows = ['Name,Email,Company'];
  for (let n = 0; n < arguments[0]; n += 1) rows.push('Guest ' + String(n * 7919 % arguments[0]).padStart(6, '0') + ',guest' + n + '@example.org,Firma ' + n % 97);
  window.benchFile = new File([rows.join('\\n')], 'guests.csv');`;
const drop = `
  const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(drop, 'dataTransfer', { value: { files: [window.benchFile], types: ['Files'] } });
  [...document.querySelectorAll('h2')].find((heading) => heading.textContent === 'Drop a list here').parentElement.dispatchEvent(drop);`;

/** In the page: when a key is pressed, how long until the row that it leads to is painted with its name. */
const watchKeys = `
  window.benchKeys = [];
  window.addEventListener('keydown', (event) => {
    const began = event.timeStamp;
    const from = Number(document.activeElement?.dataset.index ?? -1);
    const last = Number(document.querySelector('[aria-rowcount]').getAttribute('aria-rowcount')) - 2;
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + 10, PageUp: from - 10, End: last, Home: 0 }[event.key];
    if (to === undefined) return;
    const look = () => {
      const row = document.activeElement;
      if (Number(row?.dataset?.index) !== Math.max(0, Math.min(last, to)) || row.textContent === '') return requestAnimationFrame(look);
      // A message comes after the frame that was being made has been painted.
      const painted = new MessageChannel();
      painted.port1.onmessage = () => window.benchKeys.push({ key: event.key, took: performance.now() - began });
      painted.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  }, true);`;

const named = { down: '\uE015', up: '\uE013', pageDown: '\uE00F', end: '\uE010', home: '\uE011' };

async function signedIn(screen) {
  const sandbox = await openSandbox(screen);
  const window = await openApp(screen, sandbox);
  const { page } = window;
  await page.click(button('Use a code'));
  await sandbox.tell(`device-codes/${await page.text('output', 30_000)}/approve`);
  await page.find('//nav[@aria-label="Lectern"]', 60_000);
  return { sandbox, window, page };
}

async function openEvent({ page }) {
  await page.click(`//nav[@aria-label="Events"]//*[normalize-space(text())="${title}"]`, 30_000);
  await page.click(tab('Registration'), 30_000);
}

async function makeEvent({ page }) {
  await page.click('a[aria-label="New event"]');
  await page.fill(field('Title'), title);
  await page.click(button('Create event'));
  await page.find(`//h1[.="${title}"]`, 60_000);
  await page.click(button('Open registration'));
  await page.click(inDialog('Open registration'));
  await page.gone('[role="dialog"]');
}

/** From the drop until everybody is registered: the longest frame of the window meanwhile. */
async function imported({ page }) {
  await page.click(button('Import people'), 30_000);
  await page.find('text=Drop a list here');
  await page.execute(prepare, people);
  await pause(1000);
  await page.execute(watchFrames);
  const began = performance.now();
  await page.execute(drop);
  await page.click(button('Import 100,000 people'), 120_000);
  await page.find('text=100,000 people are registered', 300_000);
  const took = performance.now() - began;
  return { took, ...await page.execute(frames) };
}

async function keyed({ page }) {
  await page.find('[role="table"] [data-index="0"]', 30_000);
  await page.execute(watchKeys);
  await page.execute('document.querySelector(\'[role="table"] [data-index="0"]\').focus();');
  const press = async (key, times) => {
    for (let time = 0; time < times; time += 1) {
      const before = (await page.execute('return window.benchKeys.length;'));
      await page.press(named[key]);
      await until(async () => (await page.execute('return window.benchKeys.length;')) > before, `the row behind ${key}`, 10_000);
    }
  };
  await press('down', presses);
  await press('pageDown', presses / 2);
  await press('up', presses / 2);
  for (let time = 0; time < presses / 3; time += 1) {
    await press('end', 1);
    await press('home', 1);
  }
  return page.execute('return window.benchKeys;');
}

/** All three on one window: it is imported once, and the list is gone through once a round. */
export async function bulk(screen, runs) {
  const desk = await signedIn(screen);
  try {
    await makeEvent(desk);
    await openEvent(desk);
    await desk.page.execute(watchFrames);
    await pause(2000);
    const frame = quantile((await desk.page.execute(frames)).gaps, 0.5);
    const first = await imported(desk);
    await desk.page.click(button('See everyone'));
    const near = [];
    const far = [];
    for (let round = 0; round < Math.min(runs, 3); round += 1) {
      const keys = await keyed(desk);
      for (const { key, took } of keys) (key === 'End' || key === 'Home' ? far : near).push(took);
      await desk.page.execute('window.location.reload();');
      await openEvent(desk);
    }
    return [
      line({ name: 'import of 100,000 in the window: its longest frame', unit: 'ms', ours: [first.longest], limit: 100 }),
      line({ name: 'import of 100,000 in the window, from the drop to the end', unit: 'ms', ours: [first.took] }),
      line({ name: 'key → painted row, next and ten further, ÷ a frame', unit: 'ms', ours: near, base: near.map(() => frame), limit: 2, digits: 1 }),
      line({ name: 'key → painted row, first and last of 100,000, ÷ a frame', unit: 'ms', ours: far, base: far.map(() => frame), limit: 2, digits: 1 }),
      ...await opened(screen, desk, runs),
    ];
  } finally {
    await desk.window.close();
    await desk.sandbox.close();
  }
}

/** Each round in a window that has just started: with its events before it, and with the list gone through. */
async function opened(screen, desk, runs) {
  const ours = [];
  const base = [];
  for (let round = 0; round < Math.min(runs, 3); round += 1) {
    await desk.window.close();
    desk.window = await openApp(screen, desk.sandbox);
    desk.page = desk.window.page;
    await desk.page.find('//nav[@aria-label="Lectern"]', 60_000);
    const [program] = running(screen, ([name]) => name === programs.desktop);
    await pause(idle);
    base.push(memory(program));
    await openEvent(desk);
    await desk.page.find('[role="table"] [data-index="0"]', 30_000);
    for (let part = 0; part <= 20; part += 1) {
      await desk.page.execute('const list = [...document.querySelectorAll("div")].find((one) => one.scrollHeight > 1e6 && one.clientHeight > 100); list.scrollTop = list.scrollHeight * arguments[0] / 20;', part);
      await pause(100);
    }
    await pause(idle);
    ours.push(memory(program));
  }
  return [line({ name: 'memory with 100,000 rows open and gone through ÷ idle', unit: 'MiB', ours, base, limit: 1.5 })];
}
