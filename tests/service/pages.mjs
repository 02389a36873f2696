// Looks at the pages for visitors in Chromium: light on a desktop and dark on a phone, in English and German, with and
// without a script, as they open, with errors, and framed by another site; axe-core looks at each. Each is one request of
// at most 50 KB. Pictures stay where a folder is named, and are thrown away otherwise.
//
//   node tests/service/pages.mjs [FOLDER] [--all]      --all: every page at each width, light and dark
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { binary } from '../../scripts/lib/place.mjs';
import { launch } from '../../ui/test/browser.mjs';

const all = process.argv.includes('--all');
const folder = process.argv.slice(2).find((word) => !word.startsWith('--'));
if (folder) mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LIMIT = 50 * 1024;

// An organizer's own site, of another origin, with the script by which it shows a page.
let embedded = '';
const site = createServer((request, response) => {
  response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
  response.end(request.url === '/' ? embedded : '');
});
await new Promise((listening) => site.listen(0, '127.0.0.1', listening));
const framing = `http://127.0.0.1:${site.address().port}`;

const child = spawn(binary('examples/registration_pages'), [framing], { stdio: ['pipe', 'pipe', 'inherit'] });
process.once('exit', () => child.kill());
const { origin, paths } = await new Promise((ready, failed) => {
  child.once('exit', (code) => failed(new Error(`the service ended with ${code}`)));
  createInterface(child.stdout).once('line', (line) => ready(JSON.parse(line)));
});
embedded = `<!doctype html><html lang="en"><title>Contoso</title><main><h1>Contoso’s own site</h1>
<script src="${origin}/embed.js" data-event="design-days" data-title="Registration"></script></main></html>`;
const browser = await launch();
const told = { passed: 0, failed: 0 };

const widths = { desktop: { width: 1100, height: 900 }, phone: { width: 375, height: 720 } };

/** One face of a page: opened, brought into a state by `act`, looked at. */
async function look(name, { width, scheme, script = true, lang = 'en-GB', from = origin + paths[name] }, act) {
  // axe is put in past the page's own policy, which lets nothing in.
  const context = await browser.newContext({ viewport: widths[width], colorScheme: scheme, javaScriptEnabled: script, bypassCSP: true, locale: lang });
  const page = await context.newPage();
  const [errors, asked] = [[], []];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()); });
  const answer = await page.goto(from);
  if (from.startsWith(origin)) {
    const size = (await answer.body()).length;
    if (asked.length !== 1) errors.push(`one round trip to first paint, not ${asked.length}: ${asked.join(' ')}`);
    if (size > LIMIT) errors.push(`${size} bytes, more than ${LIMIT}`);
  }
  if (act) await act(page, errors);
  const picture = `${name}${act ? `-${act.name}` : ''}-${width}-${scheme}-${lang.slice(0, 2)}${script ? '' : '-plain'}`;
  if (folder) await page.screenshot({ path: join(folder, `${picture}.png`), fullPage: true });
  if (script) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) errors.push(`wider than the screen by ${wide} px`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, help, nodes } of violations) errors.push(`${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  } else if (!(await page.locator('h1').isVisible())) errors.push('without a script nothing is to be read');
  for (const error of errors) process.stdout.write(`${picture}: ${error}\n`);
  told[errors.length === 0 ? 'passed' : 'failed'] += 1;
  await context.close();
}

async function wrong(page) {
  await page.fill('#name', 'Ada');
  await page.fill('#email', 'ada@example');
  await page.evaluate(() => document.querySelector('form').setAttribute('novalidate', ''));
  await page.click('form .main');
  await page.waitForSelector('.note.wrong');
}

async function opened(page) {
  for (const one of await page.locator('summary').all()) await one.click();
}

async function dinner(page) {
  await page.check('input[name="q.dinner"][value="yes"]');
}

/** A frame grows with what is in it. */
async function framed(page, errors) {
  const frame = page.frameLocator('iframe');
  await frame.locator('#name').waitFor();
  const high = await page.waitForFunction(() => document.querySelector('iframe').clientHeight > 700, null, { timeout: 5000 }).catch(() => null);
  if (!high) errors.push('the frame did not become as high as the page');
}

/** From the form to the answer, with no script to help. */
async function registered(page, errors) {
  await page.fill('#name', 'Grace');
  await page.fill('#email', 'grace@example.org');
  await page.click('form .main');
  if (!page.url().includes('done=place')) errors.push(`the form led to ${page.url()}`);
}

const light = { width: 'desktop', scheme: 'light' };
const dark = { width: 'phone', scheme: 'dark' };
const faces = all ? [light, dark, { width: 'phone', scheme: 'light' }, { width: 'desktop', scheme: 'dark' }] : [light, dark];
const looks = [];
for (const name of Object.keys(paths)) {
  faces.forEach((face) => looks.push([name, face]));
  looks.push([name, { width: 'phone', scheme: 'light', lang: 'de-DE', script: false }]);
}
for (const face of faces) {
  looks.push(['questions', { ...face, lang: 'de-DE' }, wrong], ['person', { ...face, lang: 'de-DE' }, opened], ['join', { ...face, lang: 'de-DE' }, opened]);
}
looks.push(['questions', { width: 'phone', scheme: 'light' }, dinner], ['embedded', { ...light, from: framing }, framed]);
looks.push(['plain', { width: 'phone', scheme: 'light', script: false }, registered]);
for (const one of looks) await look(...one);
await browser.close();
site.close();
child.stdin.end();
process.stdout.write(`${told.passed} passed, ${told.failed} failed\n`);
process.exitCode = told.failed ? 1 : 0;
