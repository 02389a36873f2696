// As much of W3C WebDriver as the window's tests need. WebKitWebDriver is asked directly: on Linux nothing stands between.
import { until } from './processes.mjs';

const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** Keys by name, as WebDriver encodes them. */
export const keys = {
  backspace: '\uE003', tab: '\uE004', enter: '\uE007', shift: '\uE008', control: '\uE009', alt: '\uE00A', escape: '\uE00C',
  space: ' ', end: '\uE010', home: '\uE011', left: '\uE012', up: '\uE013', right: '\uE014', down: '\uE015',
};

class WebDriverError extends Error {
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

async function send(base, method, path, body, limitMs = 60_000) {
  const response = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(limitMs),
  });
  const { value } = await response.json();
  if (value?.error) throw new WebDriverError(value.error, value.message);
  return value;
}

/**
 * @param {string} base address of the driver
 * @param {object} wanted capabilities
 * @returns {Promise<Session>}
 */
export async function newSession(base, wanted) {
  const { sessionId } = await send(base, 'POST', '/session', { capabilities: { alwaysMatch: wanted } });
  return new Session(base, sessionId);
}

export const ready = (base) => send(base, 'GET', '/status', undefined, 2000).then((value) => value.ready === true);

/** A CSS selector, or `text=…` for the innermost element with that text, or `//…` for XPath. */
function locator(what) {
  if (what.startsWith('text=')) {
    const text = what.slice(5);
    const quoted = text.includes('"') ? `'${text}'` : `"${text}"`;
    return { using: 'xpath', value: `//body//*[normalize-space(.)=${quoted} and not(*[normalize-space(.)=${quoted}])]` };
  }
  return what.startsWith('/') || what.startsWith('(') ? { using: 'xpath', value: what } : { using: 'css selector', value: what };
}

/** What a person would call it. Names are matched whole, a field's label from its beginning (a star may follow). */
export const button = (name) => `//button[normalize-space(.)="${name}" or @aria-label="${name}"]`;
export const field = (label) => `//*[@id=//label[starts-with(normalize-space(.),"${label}")]/@for]`;
/** A tab holds its name twice: once more, hidden, so that it keeps its width when it is chosen. */
export const tab = (name) => `//*[@role="tab"][starts-with(normalize-space(.),"${name}")]`;
export const inDialog = (name) => `//*[@role="dialog"]${button(name)}`;

/**
 * The first of some elements that has a size and is not hidden. WebDriver's own answer is not asked: WebKit's takes what
 * stands in a box that scrolls, below one of `display: contents`, for hidden.
 */
const firstShown = `return [...arguments].find((element) => {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}) ?? null;`;

class Session {
  #base;

  constructor(base, id) {
    this.id = id;
    this.#base = `${base}/session/${id}`;
  }

  #ask(method, path, body) {
    return send(this.#base, method, path, body);
  }

  open(url) { return this.#ask('POST', '/url', { url }); }
  title() { return this.#ask('GET', '/title'); }
  url() { return this.#ask('GET', '/url'); }
  close() { return this.#ask('DELETE', ''); }
  windows() { return this.#ask('GET', '/window/handles'); }
  toWindow(handle) { return this.#ask('POST', '/window', { handle }); }

  /** Whether there is such an element now; never waits. */
  async has(what) {
    return (await this.#ask('POST', '/elements', locator(what))).length > 0;
  }

  async count(what) {
    return (await this.#ask('POST', '/elements', locator(what))).length;
  }

  /** The first such element, waited for until it is displayed. */
  find(what, limitMs) {
    return until(async () => {
      const found = await this.#ask('POST', '/elements', locator(what));
      return (await this.execute(firstShown, ...found))?.[elementKey];
    }, `“${what}” to be shown`, limitMs);
  }

  /** What is in a field. */
  async valueOf(what) {
    return this.execute('return arguments[0].value', { [elementKey]: await this.find(what) });
  }

  /** Waits until no such element is there. */
  gone(what, limitMs) {
    return until(async () => !(await this.has(what)), `“${what}” to go`, limitMs);
  }

  /** Clicks as soon as the element is there and nothing covers it. */
  click(what, limitMs) {
    return until(async () => {
      const element = await this.find(what, 1000);
      await this.#ask('POST', `/element/${element}/click`, {});
      return true;
    }, `“${what}” to be clicked`, limitMs);
  }

  /** Types into a field, at the end of what is in it. */
  async type(what, text) {
    return this.#ask('POST', `/element/${await this.find(what)}/value`, { text });
  }

  /** Replaces a field's content, the way a person does: select all, type over it. */
  async fill(what, text) {
    const element = await this.find(what);
    await this.#ask('POST', `/element/${element}/click`, {});
    await this.press(keys.control, 'a');
    await this.press(keys.backspace);
    return this.#ask('POST', `/element/${element}/value`, { text });
  }

  /** Presses keys together: `press(keys.control, 'k')`. */
  async press(...together) {
    const actions = [
      ...together.map((value) => ({ type: 'keyDown', value })),
      ...together.toReversed().map((value) => ({ type: 'keyUp', value })),
    ];
    await this.#ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async text(what, limitMs) {
    return this.execute('return arguments[0].innerText.trim()', { [elementKey]: await this.find(what, limitMs) });
  }

  async attribute(what, name) {
    return this.#ask('GET', `/element/${await this.find(what)}/attribute/${name}`);
  }

  /** Runs a function's body in the page; `arguments[0]` and on are what follows. */
  execute(script, ...args) { return this.#ask('POST', '/execute/sync', { script, args }); }

  /** The same for a body whose last argument is called with the result. */
  executeAsync(script, ...args) { return this.#ask('POST', '/execute/async', { script, args }); }

  /** @returns {Promise<Buffer>} PNG */
  async screenshot() {
    return Buffer.from(await this.#ask('GET', '/screenshot'), 'base64');
  }
}
