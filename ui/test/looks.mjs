// Photographs every screen of the organizer's window in light, dark, high contrast and as small as it goes, empty, full
// and failing, and has axe-core look at each. `--build` builds the window first, `--shipped` takes dist/; `--only=name`
// takes one screen, `--pictures=light` keeps the pictures of one face, `--plant` puts a fault on each screen to show that
// it is found. Pictures: test-output/.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { plant, root } from "./browser.mjs";
import { buildWindow, openBrowser } from "./built-window.mjs";
import { screens } from "./looks-screens.mjs";

const NOW = Date.parse("2026-12-03T11:00:00Z");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const output = join(root, "test-output");
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const plants = process.argv.includes("--plant");
const only = option("only");
const pictured = option("pictures");

async function audit(page) {
  await page.evaluate(axe);
  // Fluent's focus traps hand focus on from hidden stops; axe takes those for places where focus gets lost.
  // The page's own structure is judged too; the mail's preview is a frame without scripts, which axe can't enter.
  const { violations } = await page.evaluate(() => window.axe.run({ exclude: [["[data-tabster-dummy]"]] }, { iframes: false, resultTypes: ["violations"] }));
  return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => `${id} (${impact}) ${target.join(" ")}: ${failureSummary?.split("\n").slice(0, 3).join(" ")}`));
}

async function look(browser, screen, face) {
  const { page, problems, close } = await browser.open({ ...screen.scenario, appearance: face.appearance }, { width: face.width, height: face.height, hash: screen.hash ?? "" });
  const findings = [];
  try {
    await page.locator(screen.ready).first().waitFor({ timeout: 15_000 });
    await screen.act?.(page);
    await page.clock.runFor(500);
    await page.waitForTimeout(150);
    if (plants) await plant(page);
    if (pictured === undefined || pictured === face.name) await page.screenshot({ path: join(output, `${screen.name}-${face.name}.png`) });
    findings.push(...(await audit(page)));
  } catch (error) {
    await page.screenshot({ path: join(output, `${screen.name}-${face.name}-stuck.png`) });
    findings.push(`could not be reached: ${String(error).split("\n")[0]}`);
  }
  // The mail of the trial data carries a script; that the preview refuses it is what we want.
  findings.push(...problems.filter((problem) => !problem.includes("Blocked script execution in 'about:srcdoc'")));
  await close();
  return findings.map((finding) => `${screen.name} ${face.name}: ${finding}`);
}

const faces = [
  { name: "light", appearance: "light", width: 1280, height: 800 },
  { name: "dark", appearance: "dark", width: 1280, height: 800 },
  { name: "contrast", appearance: "contrast", width: 1280, height: 800 },
  { name: "small", appearance: "light", width: 1024, height: 700 },
  // The smallest the window can be made, which is also a phone's width.
  { name: "narrow", appearance: "light", width: 420, height: 760 },
];

await mkdir(output, { recursive: true });
await buildWindow(process.argv.includes("--build"));
const browser = await openBrowser(NOW);
const views = screens
  .filter(({ name }) => only === undefined || name.includes(only))
  .flatMap((screen) => faces.slice(0, screen.once ? 1 : faces.length).map((face) => ({ screen, face })));
const results = [];
/** Takes the next view until none is left; two of them keep two cores busy. */
async function take() {
  for (let view = views.shift(); view !== undefined; view = views.shift()) results.push(await look(browser, view.screen, view.face));
}
await Promise.all([take(), take()]);
await browser.close();
const failed = results.filter((findings) => findings.length > 0);
for (const finding of failed.flat()) process.stderr.write(`${finding}\n`);
process.stdout.write(`pictures in test-output/\n${results.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length > 0 || results.length === 0 ? 1 : 0;
