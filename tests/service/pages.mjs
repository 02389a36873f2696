// Looks at the registration pages in Chromium: at desktop and phone width, light and dark, with and without a script, as
// they open and with errors; axe-core looks at each. Pictures go to the folder that is named first.
//
//   node tests/service/pages.mjs FOLDER [target/debug/examples/registration_pages]
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from '../../ui/test/browser.mjs';

const [folder, program = 'target/debug/examples/registration_pages'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
const { origin, paths } = await new Promise((ready) => createInterface(child.stdout).once('line', (line) => ready(JSON.parse(line))));
const browser = await launch();
let faults = 0;

const widths = { desktop: { width: 1100, height: 900 }, phone: { width: 375, height: 720 } };

async function look(name, { width, scheme, script, lang }, act) {
  // axe is put in past the page's own policy, which lets nothing in.
  const context = await browser.newContext({ viewport: widths[width], colorScheme: scheme, javaScriptEnabled: script, bypassCSP: true, locale: lang });
  const page = await context.newPage();
  const errors = [];
  const asked = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()); });
  await page.goto(origin + paths[name]);
  if (asked.length !== 1) errors.push(`one round trip to first paint, not ${asked.length}: ${asked.join(' ')}`);
  if (act) await act(page);
  const picture = `${name}${act ? `-${act.name}` : ''}-${width}-${scheme}-${lang.slice(0, 2)}${script ? '' : '-plain'}`;
  await page.screenshot({ path: join(folder, `${picture}.png`), fullPage: true });
  const wide = script ? await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth) : 0;
  if (wide > 0) errors.push(`wider than the screen by ${wide} px`);
  if (script) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, help, nodes } of violations) errors.push(`${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  }
  for (const error of errors) process.stdout.write(`${picture}: ${error}\n`);
  faults += errors.length;
  await context.close();
}

async function wrong(page) {
  await page.fill('#name', 'Ada');
  await page.fill('#email', 'ada@example');
  await page.evaluate(() => document.querySelector('form').setAttribute('novalidate', '')).catch(() => undefined);
  await page.click('form .main');
  await page.waitForSelector('.note.wrong');
}

async function opened(page) {
  for (const one of await page.locator('summary').all()) await one.click();
}

async function dinner(page) {
  await page.check('input[name="q.dinner"][value="yes"]');
}

const all = [];
for (const width of Object.keys(widths)) {
  for (const scheme of ['light', 'dark']) {
    for (const name of Object.keys(paths)) all.push([name, { width, scheme, script: true, lang: 'en-GB' }]);
    all.push(['questions', { width, scheme, script: true, lang: 'de-DE' }, wrong], ['person', { width, scheme, script: true, lang: 'de-DE' }, opened]);
  }
}
all.push(['questions', { width: 'phone', scheme: 'light', script: true, lang: 'en-GB' }, dinner]);
all.push(['questions', { width: 'phone', scheme: 'light', script: false, lang: 'en-GB' }]);
for (const one of all) await look(...one);
await browser.close();
child.stdin.end();
process.stdout.write(`${all.length} pictures, ${faults} findings\n`);
process.exitCode = faults ? 1 : 0;
