// A program's real window under WebDriver, with its screenshots kept in test-output/.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end, freePort, running, start, until } from './processes.mjs';
import { newSession, ready } from './webdriver.mjs';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const pictures = join(root, 'test-output', 'desktop');

/** What Tauri's own driver sets for the program: without them the webview refuses to be driven. */
const automation = { TAURI_AUTOMATION: 'true', TAURI_WEBVIEW_AUTOMATION: 'true' };

/** A point that nobody sees is drawn again and again. */
const stir = `
  const point = document.createElement('i');
  point.setAttribute('aria-hidden', 'true');
  point.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;opacity:0.01';
  document.body.append(point);
  const stirring = setInterval(() => { point.style.background = point.style.background === 'red' ? 'blue' : 'red'; }, 20);
  window.stirred = () => { clearInterval(stirring); point.remove(); };`;
const rest = 'window.stirred?.();';

/**
 * Starts a program and waits until its webview can be driven.
 * @param {{env: object, log: string}} screen from openScreen
 * @param {{program: string, args?: string[], browserName?: string}} what
 */
export async function openWindow(screen, { program, args = [], browserName = '' }) {
  const port = await freePort();
  const driver = start(['WebKitWebDriver', `--port=${port}`, '--host=127.0.0.1'], { env: { ...screen.env, ...automation }, log: screen.log });
  const base = `http://127.0.0.1:${port}`;
  try {
    await until(() => driver.alive() && ready(base), 'WebKitWebDriver to answer');
    const wanted = { 'webkitgtk:browserOptions': { binary: program, args } };
    const session = await newSession(base, browserName ? { browserName, ...wanted } : wanted);
    return new Window(session, driver, () => running(screen, ([name]) => name === program));
  } catch (error) {
    await end(driver);
    throw new Error(`${program} could not be driven: ${error.message}\n${tail(screen.log)}`);
  }
}

const tail = (file) => readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');

class Window {
  #driver;
  #programs;

  constructor(page, driver, programs) {
    /** The webview, by WebDriver. */
    this.page = page;
    this.#driver = driver;
    this.#programs = programs;
  }

  /** Keeps a picture of the window as test-output/desktop/NAME.png. */
  async picture(name) {
    mkdirSync(pictures, { recursive: true });
    const file = join(pictures, `${name}.png`);
    // A screenshot is the last frame painted: what was just changed needs two more to be on it.
    await this.page.executeAsync('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));');
    // Without compositing it is taken with the next thing that is drawn, and a page at rest draws nothing.
    await this.page.execute(stir);
    try {
      writeFileSync(file, await this.page.screenshot());
    } finally {
      await this.page.execute(rest);
    }
    return file;
  }

  /**
   * axe-core over the page. What Fluent's keyboard library puts at the ends of a group to catch the focus is left out: it
   * passes the focus on at once, so that nobody ever stands on it.
   * @param {{exclude?: string[]}} options selectors of parts that are judged elsewhere
   * @returns {Promise<string[]>} one line a finding: rule, impact, where
   */
  async axe({ exclude = [] } = {}) {
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await this.page.execute(`if (!window.axe) { ${source}\n window.axe = axe; }`);
    const found = await this.page.executeAsync(`
      const done = arguments[arguments.length - 1];
      window.axe.run({ exclude: [...arguments[0], '[data-tabster-dummy]'].map((one) => [one]) }, { resultTypes: ['violations'] }).then(
        (result) => done({ findings: result.violations.flatMap((rule) => rule.nodes.map((node) =>
          rule.id + ' (' + rule.impact + '): ' + node.target.join(' '))) }),
        (error) => done({ error: String(error) }));`, exclude);
    if (found.error) throw new Error(`axe-core could not run: ${found.error}`);
    return found.findings;
  }

  /** Closes the window as its title bar would, and waits for the program to end. */
  async close() {
    await this.page.close().catch(() => {});
    await end(this.#driver);
  }

  /** Ends the program without a warning, as a crash or a power cut would. @returns {Promise<number>} how many processes there were */
  async kill() {
    const killed = this.#programs();
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    await until(() => this.#programs().length === 0, 'the killed program to be gone');
    await end(this.#driver, 0);
    return killed.length;
  }
}
