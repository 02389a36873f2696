// What travels: the first screen's code, the programs, the package.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newestPackage } from '../../scripts/lib/package.mjs';
import { binary } from '../../scripts/lib/place.mjs';
import { buildWindow, dist, gzipSize, openBrowser } from '../../ui/test/built-window.mjs';
import { line } from './statistics.mjs';

const screens = [
  { name: 'sign-in', scenario: { signedIn: false }, ready: 'text=Sign in with Microsoft' },
  { name: 'events', scenario: { registrants: 5 }, ready: '[data-ready] [data-row]' },
];
/** The chunk that holds the composite and the calling SDK. */
const composite = /\/Stage-[^/]*\.js$/;

async function scriptsOf(browser, { name, scenario, ready }) {
  const { page, requests, problems, close } = await browser.open(scenario);
  await page.locator(ready).first().waitFor();
  await close();
  if (problems.length > 0) throw new Error(`The ${name} screen had problems: ${problems.join('\n')}`);
  return requests.map((url) => new URL(url).pathname).filter((path) => path.endsWith('.js'));
}

/** JavaScript that is asked for before a person can do anything; and that nothing before Join asks for the composite. */
export async function firstScreen() {
  await buildWindow(true);
  const chunks = readdirSync(join(dist, 'assets')).filter((name) => composite.test(`/${name}`));
  if (chunks.length !== 1) throw new Error(`The composite’s chunk has another name now: ${chunks.join(', ') || 'none'} found.`);
  const browser = await openBrowser();
  const lines = [];
  try {
    for (const screen of screens) {
      const scripts = await scriptsOf(browser, screen);
      const sizes = await Promise.all(scripts.map(gzipSize));
      lines.push(line({
        name: `first screen’s JavaScript, gzip: ${screen.name}`, unit: 'KB', digits: 1, limit: 110,
        ours: [sizes.reduce((sum, size) => sum + size, 0) / 1024],
      }));
    }
    const before = await scriptsOf(browser, { name: 'join', scenario: { label: 'attendee', signedIn: false }, ready: 'text=Join an event' });
    const early = before.filter((path) => composite.test(path));
    lines.push(line({ name: 'chunks of the composite loaded before Join', unit: '', ours: [early.length], limit: 0 }));
  } finally {
    await browser.close();
  }
  return lines;
}

const megabytes = (path) => statSync(path).size / 1e6;

/** The newest package, and the programs in it. */
export function packages() {
  const size = (name, path, limit) => line({ name, unit: 'MB', ours: [megabytes(path)], limit, digits: 1 });
  return [
    size('the window’s program', binary('lectern-desktop', 'release')),
    size('the command line', binary('lectern', 'release')),
    size('the .deb', newestPackage('release'), 15),
  ];
}
