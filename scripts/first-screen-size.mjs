// Sums the JavaScript that the window asks for before a person can do anything: on the sign-in page, and on the list
// of events. `--build` builds the window first, `--shipped` takes dist/. Fails above the budget; `--plant` has each screen
// ask for the call's code as well, to show that it does.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildWindow, dist, gzipSize, openBrowser } from "../ui/test/built-window.mjs";

const BUDGET = 110 * 1024;
const screens = [
  { name: "sign-in", scenario: { signedIn: false }, ready: "text=Sign in with Microsoft" },
  { name: "events", scenario: { registrants: 5 }, ready: "[data-ready] [data-row]" },
];

/** What a careless import would do. */
async function plant(page) {
  const chunk = readdirSync(join(dist, "assets")).find((name) => /^Stage-.*\.js$/.test(name));
  if (chunk === undefined) throw new Error("The window has no chunk of the call: what is it called now?");
  await page.evaluate((path) => fetch(path).then((answer) => answer.blob()), `/assets/${chunk}`);
}

async function measure(browser, { name, scenario, ready }) {
  const { page, requests, problems, close } = await browser.open(scenario);
  await page.locator(ready).first().waitFor();
  if (process.argv.includes("--plant")) await plant(page);
  const scripts = requests.map((url) => new URL(url).pathname).filter((path) => path.endsWith(".js"));
  const files = await Promise.all(
    scripts.map(async (path) => ({ path, gzip: await gzipSize(path) })),
  );
  await close();
  if (problems.length > 0) throw new Error(`The ${name} screen had problems: ${problems.join("\n")}`);
  return { name, gzip: files.reduce((sum, file) => sum + file.gzip, 0), files };
}

await buildWindow(process.argv.includes("--build"));
const browser = await openBrowser();
const measured = [];
for (const screen of screens) measured.push(await measure(browser, screen));
await browser.close();

for (const { name, gzip, files } of measured) {
  process.stdout.write(`${name}: ${(gzip / 1024).toFixed(1)} KB gzip in ${files.length} files (budget ${BUDGET / 1024} KB)\n`);
  if (process.argv.includes("--files")) for (const file of files.sort((a, b) => b.gzip - a.gzip)) process.stdout.write(`  ${(file.gzip / 1024).toFixed(1).padStart(6)}  ${file.path}\n`);
}
const over = measured.filter(({ gzip }) => gzip > BUDGET);
if (over.length > 0) {
  process.stderr.write(`Over the budget: ${over.map(({ name }) => name).join(", ")}. People wait for every byte at each start.\n`);
  process.exitCode = 1;
}
process.stdout.write(`${measured.length - over.length} passed, ${over.length} failed\n`);
