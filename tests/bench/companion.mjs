// A call in a window of its own: from the press until its page before the call is painted, beside the same browser with
// an empty page; and from Join until the call is painted.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { noChromium, useChromium } from '../desktop/harness/chromium.mjs';
import { end, pause, start, until } from '../desktop/harness/processes.mjs';
import { openWindow } from '../desktop/harness/window.mjs';
import { button } from '../desktop/harness/webdriver.mjs';
import { lectern } from './programs.mjs';
import { line } from './statistics.mjs';

const link = `lectern-sandbox://join?link=${encodeURIComponent('https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw')}`;

/** Long enough for the page to be there, in milliseconds. */
const unwatched = 3000;

/** Tells its server once it is painted: no page that does less can be shown. */
const EMPTY = `<!doctype html><title>Empty</title><h1>Empty</h1><script>
  requestAnimationFrame(() => requestAnimationFrame(() => navigator.sendBeacon('/painted', String(Date.now()))));
</script>`;

async function emptyPage(screen, args) {
  const data = mkdtempSync(join(screen.home, 'empty-page-'));
  let painted = null;
  const server = createServer((asked, answer) => {
    if (asked.url === '/painted') asked.on('data', (text) => { painted = Number(text); });
    answer.writeHead(200, { 'content-type': 'text/html' }).end(asked.url === '/' ? EMPTY : '');
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  const own = args.map((one) => {
    if (one.startsWith('--app=')) return `--app=http://localhost:${server.address().port}/`;
    return one.startsWith('--user-data-dir=') ? `--user-data-dir=${data}` : one;
  });
  const began = Date.now();
  const browser = start([screen.env.LECTERN_BROWSER, ...own], { env: screen.env, log: screen.log });
  try {
    await until(() => painted, 'the empty page to be painted', 30_000);
    return painted - began;
  } finally {
    await end(browser);
    server.closeAllConnections();
    server.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Presses a button of the desktop window, and says when. */
const press = (page, name) => page.execute('const [name] = arguments; const found = [...document.querySelectorAll("button")].find((one) => one.innerText.trim() === name); const at = Date.now(); found.click(); return at;', name);

/** In the call's page: presses Join, and measures until the call's own code shows something. */
function joinAndWatch() {
  const began = performance.now();
  [...document.querySelectorAll('button')].find((one) => one.innerText.trim() === 'Join now').click();
  return new Promise((resolve) => {
    const look = () => {
      const shown = document.querySelector('[data-composite] [data-ui-id]');
      if (shown === null) requestAnimationFrame(look);
      else requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
    };
    look();
  });
}

/** From the press to the page before the call, from Join to the call, and back to where the next round is pressed. */
async function callOnce(page, browser, pressed) {
  await page.find(button(pressed), 60_000);
  const began = await press(page, pressed);
  // Whoever looks on takes time from what is looked at; the page itself notes when it was painted.
  await pause(unwatched);
  const call = await browser.page();
  const marked = () => call.page.evaluate(() => {
    const [mark] = performance.getEntriesByName('pre-join');
    return mark === undefined ? null : performance.timeOrigin + mark.startTime;
  });
  const painted = await until(marked, 'the page before the call', 60_000);
  await call.page.getByLabel('Your name in the meeting').fill('Ana Reyes');
  const terms = call.page.getByLabel(/terms for its calling software/);
  if (await terms.count()) await terms.check();
  const composite = await call.page.evaluate(joinAndWatch);
  await page.click(button('Leave'), 60_000);
  await page.find('text=You left', 60_000);
  return { opened: painted - began, composite, args: call.args };
}

export async function companion(screen, runs) {
  if (noChromium) return [];
  const browser = useChromium(screen);
  const window = await openWindow(screen, { program: lectern, args: ['--explore', link] });
  const [ours, base] = [[], []];
  try {
    await window.page.click(button('Call in a window of its own'), 60_000);
    // The first round warms the page cache; it is not counted.
    for (let run = 0; run <= runs; run += 1) {
      const round = await callOnce(window.page, browser, run === 0 ? 'Open the call' : 'Rejoin');
      const empty = await emptyPage(screen, round.args);
      browser.forget();
      if (run === 0) continue;
      ours.push(round);
      base.push(empty);
    }
  } finally {
    await window.close();
  }
  return [
    line({ name: 'a call asked for, to its page in a window of its own ÷ the same browser’s empty page', unit: 'ms', ours: ours.map(({ opened }) => opened), base, limit: 1.5 }),
    line({ name: 'Join, to the call painted in that window', unit: 'ms', ours: ours.map(({ composite }) => composite) }),
  ];
}
