// Photographs every screen of the organizer's window in light, dark and high contrast, empty, full and failing, and
// has axe-core look at each. `--build` builds the window first; `--only=name` takes one screen. Pictures: test-output/.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildWindow, openBrowser, root } from "./built-window.mjs";
import { screens } from "./looks-screens.mjs";

const NOW = Date.parse("2026-12-03T11:00:00Z");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const output = join(root, "test-output");
const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice(7);

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
    await page.screenshot({ path: join(output, `${screen.name}-${face.name}.png`) });
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
];

await mkdir(output, { recursive: true });
await buildWindow(process.argv.includes("--build"));
const browser = await openBrowser(NOW);
const findings = [];
for (const screen of screens.filter(({ name }) => only === undefined || name.includes(only))) {
  for (const face of screen.once ? faces.slice(0, 1) : faces) findings.push(...(await look(browser, screen, face)));
}
await browser.close();
for (const finding of findings) process.stderr.write(`${finding}\n`);
process.stdout.write(`${findings.length} findings; pictures in test-output/\n`);
process.exitCode = findings.length > 0 ? 1 : 0;
