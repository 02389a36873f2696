// The browser of the call's own window, as these tests have it: Debian's Chromium, on the screen's display, with a camera
// and a microphone that show and sound a test pattern. What the program gives it goes through unchanged.
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../../scripts/lib/place.mjs';
import { until } from './processes.mjs';

/** For a test's `skip`. */
export const noChromium = existsSync(chromiumPath) ? false : `skipped: ${chromiumPath} is not installed`;

// Root may not use the browser's own sandbox, so only tests go without it.
const forTests = ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Names the browser to every program that is started on this screen from now on; `more` are further arguments for it. */
export function useChromium(screen, more = []) {
  const program = join(screen.home, 'chromium');
  const written = join(screen.home, 'chromium-arguments');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${written}.new' && mv '${written}.new' '${written}'\nexec '${chromiumPath}' ${[...forTests, ...more].map((one) => `'${one}'`).join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  screen.env.LECTERN_BROWSER = program;
  return new Companion(written);
}

class Companion {
  #written;

  constructor(written) {
    this.#written = written;
  }

  /** What was started until now is nobody's to meet. */
  forget() {
    rmSync(this.#written, { force: true });
  }

  /** The window that was opened last; each is met once. */
  async page() {
    const args = await until(() => existsSync(this.#written) && readFileSync(this.#written, 'utf8').trimEnd().split('\n'), 'the browser to be started', 30_000);
    rmSync(this.#written);
    const data = args.find((one) => one.startsWith('--user-data-dir=')).slice('--user-data-dir='.length);
    const address = args.find((one) => one.startsWith('--app=')).slice('--app='.length);
    const port = await until(() => readFileSync(join(data, 'DevToolsActivePort'), 'utf8').split('\n')[0], 'the browser’s door for tests', 30_000);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = browser.contexts();
    const page = await until(() => context.pages().find((one) => one.url().startsWith('http://localhost:')), 'the call’s page', 30_000);
    return { args, data, address, browser, context, page, origin: new URL(page.url()).origin };
  }

}

/** The processes of a window's browser, by the folder that only they name: their environment they write over. */
export function processesOf({ data }) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
    } catch {
      // It ended meanwhile.
      return false;
    }
  }).map(Number);
}
