// Walks a guest's way through the real window in a browser: pre-join, lobby, call, chat, captions, leave, end page; in
// light and dark. Fails when a request leaves the machine, when axe-core finds something outside the call's composite,
// or something new inside it. Pictures go to test-output/join/. With --accept, what axe finds inside is written down.
// --plant=outside and --plant=inside look at one page with a fault on it, to show that it is found.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { launch, plant, root, serve } from "./browser.mjs";
import { compare } from "./known.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const output = join(root, "test-output/join");
const site = join(root, "test-output/join-page");
const knownFile = join(here, "composite-axe-known.json");
const axeSource = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const SDK_HOST = "ecs.communication.microsoft.com";
const accept = process.argv.includes("--accept");
const problems = [];
const found = new Set();
let views = 0;

async function buildPage() {
  // Microsoft's terms and the notices, as the window's own build has them.
  const made = spawnSync(process.execPath, [join(root, "scripts/notices.mjs"), "--page"], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`The window's texts could not be made: ${made.stderr}`);
  await build({
    configFile: join(here, "../vite.config.ts"),
    root: join(here, "join-looks"),
    publicDir: join(here, "../public"),
    logLevel: "warn",
    build: { outDir: site, emptyOutDir: true },
  });
}

async function picture(page, name) {
  await page.screenshot({ path: join(output, `${name}.png`) });
}

/** axe-core's findings: none outside the composite, none but the known ones inside. */
async function inspect(page, where) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(async () => {
    // Its menus and dialogs are drawn beside it, in layers of its own Fluent 8 and 9; ours have the class "lectern".
    const inside = (element) => element.closest("[data-composite], .ms-Layer, .fui-FluentProvider:not(.lectern)") !== null;
    // Names that stay from build to build and from call to call: no generated ids or classes, nobody's name.
    const name = (element) => {
      const marks = ["data-ui-id", "role", "type"].filter((mark) => element.hasAttribute(mark)).map((mark) => `[${mark}=${element.getAttribute(mark)}]`);
      return `${element.localName}${marks.join("")}`;
    };
    const { violations } = await globalThis.axe.run(document, { iframes: false });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => {
        const element = document.querySelector(node.target.join(" "));
        return { id, impact, inside: element !== null && inside(element), element: element && name(element), html: node.html.slice(0, 160), why: node.failureSummary };
      }),
    );
  });
  const outside = result.filter((finding) => !finding.inside);
  for (const { id, element } of result.filter((finding) => finding.inside)) found.add(`${where}: ${id} on ${element}`);
  for (const { id, impact, html, why } of outside) problems.push(`axe ${id} (${impact}) on ${where}: ${html}\n    ${why}`);
  if (outside.length === 0) views += 1;
}

async function open(browser, origin, query, size = { width: 1280, height: 800 }, { permissions = [], before = () => undefined, sdk = false } = {}) {
  const context = await browser.newContext({ viewport: size, timezoneId: "America/New_York", locale: "en-US", permissions });
  const page = await context.newPage();
  await page.addInitScript(before);
  // The calling SDK asks its maker for a configuration; it gets no answer, and nothing else may be asked.
  if (sdk) await page.route((url) => url.hostname === SDK_HOST, (route) => route.abort("internetdisconnected"));
  page.on("request", (request) => {
    const url = request.url();
    if (sdk && new URL(url).hostname === SDK_HOST) return;
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) problems.push(`a request left the machine: ${url}`);
  });
  page.on("pageerror", (error) => problems.push(`${query}: ${error.message}`));
  page.on("console", (message) => {
    if (sdk && /^(ECS - |Failed to load resource: net::ERR_INTERNET_DISCONNECTED)/.test(message.text())) return;
    if (message.type() === "error") problems.push(`${query}: console: ${message.text().slice(0, 300)}`);
  });
  await page.goto(`${origin}/?${query}`);
  return page;
}

/** Every decision; those that the core wrote (join-looks/decisions.ts) by the names that it gave them. */
const FACES = [
  "door", "embed", "signedin", "quiet", "terms", "long", "moved", "running", "over", "cancelled", "service", "slowservice", "failed", "offline",
  "number", "channel", "webinar", "liveEvent", "consumer", "gcch", "gcchHere", "otherCloud", "dod", "china", "refuse",
  "noPass", "insecure", "noWebrtc", "noDevices", "nothing",
];

async function faces(browser, origin) {
  for (const theme of ["light", "dark", "contrast"]) {
    for (const name of FACES) {
      const page = await open(browser, origin, `case=${name}&theme=${theme}`);
      await page.locator("h1").waitFor();
      await page.waitForTimeout(150);
      const chunks = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
      if (chunks.some((chunk) => /Stage|sdk\.bundle/.test(chunk))) problems.push(`${name}: the call's code was loaded before Join was pressed`);
      await picture(page, `${name}-${theme}`);
      await inspect(page, name);
      await page.context().close();
    }
  }
  await companion(browser, origin);
  await explained(browser, origin);
  await unfolded(browser, origin);
  await machines(browser, origin);
  const narrow = await open(browser, origin, "case=embed&theme=light", { width: 720, height: 900 });
  await narrow.locator("h1").waitFor();
  await picture(narrow, "embed-narrow");
  await narrow.context().close();
}

/** The call in a browser's window of its own: the desktop window at each of its steps. */
async function companion(browser, origin) {
  const steps = [
    ["preJoin", null, "Go on in the Chromium window"],
    ["joining", null, "Joining the meeting…"],
    ["lobby", null, "You are in the lobby"],
    ["inCall", false, "You are in the call"],
    ["onHold", true, "The call is on hold"],
    ["crashed", null, "The call’s window is gone"],
    ["notOpened", null, "Chromium didn’t show the call"],
    ["left", null, "You left"],
  ];
  for (const theme of ["light", "dark", "contrast"]) {
    const page = await open(browser, origin, `case=companion&theme=${theme}`);
    await page.getByRole("heading", { name: "This call opens in a window of its own" }).waitFor();
    await picture(page, `companion-${theme}-0-door`);
    await inspect(page, "companion door");
    await page.getByRole("button", { name: "Open the call" }).click();
    // The buttons that follow come under the pointer, and would be looked at half lit.
    await page.mouse.move(0, 0);
    await page.getByRole("heading", { name: "Opening Chromium…" }).waitFor();
    await picture(page, `companion-${theme}-1-opening`);
    for (const [place, [phase, muted, heading]] of steps.entries()) {
      await page.evaluate((told) => window.tellCompanion(...told), [phase, muted]);
      await page.getByRole("heading", { name: heading }).waitFor({ timeout: 5_000 }).catch(() => problems.push(`the companion's ${phase} was not shown`));
      await page.waitForTimeout(150);
      await picture(page, `companion-${theme}-${place + 2}-${phase}`);
      await inspect(page, `companion ${phase}`);
    }
    await page.context().close();
  }
}

async function explained(browser, origin) {
  for (const theme of ["light", "dark", "contrast"]) {
    const page = await open(browser, origin, `case=embed&theme=${theme}`);
    await page.getByRole("button", { name: "What is this link?" }).click();
    await page.getByText("Leads to").waitFor();
    await picture(page, `explained-${theme}`);
    await page.getByRole("button", { name: "Show what is secret" }).click();
    await inspect(page, "explained");
    await page.context().close();
  }
}

/** What is folded away or comes after a click: all of it open, and the page after the hand-over. */
async function unfolded(browser, origin) {
  for (const [theme, width] of [["light", 1280], ["dark", 1280], ["contrast", 1280], ["light", 420]]) {
    const page = await open(browser, origin, `case=embed&theme=${theme}`, { width, height: width === 420 ? 1_900 : 1_100 });
    const name = `${theme}${width === 420 ? "-phone" : ""}`;
    await page.getByText("What works here").click();
    await page.getByText("Join by telephone").click();
    await page.getByText("Hosting or presenting?").click();
    await page.getByRole("button", { name: "Add to my calendar" }).click();
    await page.getByText(/Your calendar was asked/).waitFor();
    await page.waitForTimeout(150);
    await picture(page, `unfolded-${name}`);
    await inspect(page, "unfolded");
    await page.getByRole("button", { name: "Choose how Teams opens" }).click();
    await page.getByRole("menuitemradio", { name: "In the Teams app" }).waitFor();
    await page.waitForTimeout(250);
    await picture(page, `teams-menu-${name}`);
    await page.getByRole("menuitemradio", { name: "In the Teams app" }).click();
    await page.getByRole("heading", { name: "Teams was asked to open this meeting" }).waitFor();
    await page.waitForTimeout(150);
    await picture(page, `handed-over-${name}`);
    await inspect(page, "handed over");
    await page.getByRole("button", { name: "Join here instead" }).click();
    await page.getByRole("button", { name: "Join now" }).waitFor();
    await page.context().close();
  }
}

/** A real call's page on a machine with a camera and a microphone, and on one with neither. */
async function machines(browser, origin) {
  for (const theme of ["light", "dark"]) {
    const page = await open(browser, origin, `case=real&theme=${theme}`, { width: 1280, height: 1_000 }, { permissions: ["camera", "microphone"], sdk: true });
    const level = page.getByRole("meter", { name: "Microphone level" });
    await page.waitForFunction(() => Number(document.querySelector("[role=meter]")?.getAttribute("aria-valuenow")) > 0, null, { timeout: 10_000 }).catch(() => problems.push("the microphone's level never moved"));
    await level.waitFor();
    await page.getByRole("button", { name: "Camera off" }).click();
    await page.getByLabel("Your camera’s picture").waitFor();
    await page.getByText("api.flightproxy.skype.com").waitFor();
    await page.getByText("This webview", { exact: true }).waitFor({ timeout: 30_000 });
    await page.waitForTimeout(600);
    await picture(page, `real-${theme}`);
    await inspect(page, "real");
    await page.context().close();
  }
  for (const theme of ["light", "dark"]) {
    const none = await open(browser, origin, `case=real&theme=${theme}`, { width: 1280, height: 1_000 }, {
      sdk: true,
      before: () => {
        navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
      },
    });
    await none.getByRole("button", { name: "Join and listen" }).waitFor();
    await none.getByText("Microphone and camera", { exact: true }).waitFor({ timeout: 10_000 }).catch(() => problems.push("the row of the devices does not say that there are none"));
    await none.waitForTimeout(300);
    await picture(none, `listen-only-${theme}`);
    await inspect(none, "listen only");
    await none.context().close();
  }
}

async function walk(browser, origin, theme) {
  const page = await open(browser, origin, `case=embed&theme=${theme}`);
  const shot = (name) => picture(page, `walk-${theme}-${name}`);
  await page.getByRole("button", { name: "Camera off" }).click();
  await shot("1-prejoin");
  await page.keyboard.press("Tab");
  await page.getByLabel("Your name in the meeting").press("Enter");
  await page.getByText("The host knows you are here").waitFor({ timeout: 60_000 });
  if (await page.locator('[data-ui-id="call-composite-start-call-button"]').count()) problems.push("the composite showed its own pre-join page");
  await shot("2-lobby");
  await inspect(page, "lobby");
  await page.locator("[data-ui-id=call-page]").waitFor({ timeout: 30_000 });
  await page.getByText("ליאור אברהמי").first().waitFor({ timeout: 15_000 });
  await page.waitForTimeout(1_500);
  await shot("3-call");
  await inspect(page, "call");
  await chat(page, shot);
  await captions(page, shot);
  await page.getByRole("button", { name: "Simulated call" }).click();
  await shot("7-simulation");
  await inspect(page, "simulation menu");
  await page.getByRole("button", { name: "Diego shares a screen" }).click();
  await page.waitForTimeout(2_000);
  await shot("8-share");
  await page.evaluate(() => window.openLink?.("https://teams.microsoft.com/meet/456"));
  await page.getByRole("dialog", { name: "Leave this call for another?" }).waitFor();
  await page.waitForTimeout(300);
  await shot("9-new-link");
  await inspect(page, "question");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Leave this call for another?" }).waitFor({ state: "hidden", timeout: 5_000 });
  await page.locator('[data-ui-id="call-composite-hangup-button"]').click();
  await page.waitForTimeout(600);
  await shot("10-leave");
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Leave" });
  if (await confirm.count()) await confirm.first().click();
  await page.getByRole("heading", { name: "You left" }).waitFor({ timeout: 10_000 });
  await shot("11-end");
  await inspect(page, "end");
  await page.getByRole("button", { name: "Rejoin" }).click();
  await page.getByText("The host knows you are here").waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Simulated call" }).click();
  await page.getByRole("button", { name: "says guests are forbidden" }).click();
  await page.getByRole("heading", { name: /doesn’t let guests in/ }).waitFor({ timeout: 10_000 });
  await shot("12-forbidden");
  await inspect(page, "end");
  await page.context().close();
}

/** As herself in Teams: chosen before the call, remembered, and a call without chat. */
async function asTeamsUser(browser, origin, theme) {
  const page = await open(browser, origin, `case=signedin&theme=${theme}`, { width: 1280, height: 900 });
  const shot = (name) => picture(page, `as-teams-${theme}-${name}`);
  await page.getByLabel("Join as").selectOption("teams");
  await page.getByLabel("Your name in the meeting").waitFor({ state: "detached" });
  await page.getByText("Calls only, when you join as your account").waitFor();
  await page.waitForTimeout(150);
  await shot("1-prejoin");
  await inspect(page, "as a Teams user");
  await page.getByRole("button", { name: "Join now" }).click();
  await page.getByText("The host knows you are here").waitFor({ timeout: 60_000 });
  await shot("2-lobby");
  await inspect(page, "lobby");
  await page.locator("[data-ui-id=call-page]").waitFor({ timeout: 30_000 });
  await page.getByText("ליאור אברהמי").first().waitFor({ timeout: 15_000 });
  await page.waitForTimeout(1_500);
  await shot("3-call");
  await inspect(page, "call");
  if (await page.getByRole("button", { name: /^chat/i }).count()) problems.push("a call without chat offers a chat");
  await page.getByRole("button", { name: "Simulated call" }).click();
  if (await page.getByRole("button", { name: "closes chat to guests" }).count()) problems.push("the simulation acts on a chat that is not there");
  await page.getByRole("button", { name: "ends the meeting" }).click();
  await page.getByRole("heading", { name: "The host ended the meeting" }).waitFor({ timeout: 10_000 });
  await page.getByRole("button", { name: "Join something else" }).click();
  await page.getByLabel("Link or ticket code").fill("https://teams.microsoft.com/meet/456?p=abc");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Join as").waitFor();
  if ((await page.getByLabel("Join as").inputValue()) !== "teams") problems.push("as whom one joined was not remembered");
  await page.context().close();
}

/** The real adapter without a network: whatever it does, the end page must say what happened. Nothing is let out. */
async function offline(browser, origin, joinsAs) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["camera", "microphone"] });
  const page = await context.newPage();
  await page.route((url) => url.origin !== origin && /^(http|ws)/.test(url.protocol), (route) => route.abort("internetdisconnected"));
  await page.goto(`${origin}/?case=realas&theme=light`);
  await page.getByLabel("Join as").selectOption(joinsAs);
  await page.getByRole("button", { name: "Join now" }).click();
  const ending = page.getByRole("heading", { name: /The connection was lost|The meeting didn’t answer/ });
  await ending.waitFor({ timeout: 120_000 }).catch(() => problems.push(`the real adapter without a network ended in no honest page: ${joinsAs}`));
  await picture(page, `offline-${joinsAs}`);
  await context.close();
}

/** Each of the library's three adapters. */
async function offlineAsEach(browser, origin) {
  for (const joinsAs of ["guest", "teams", "entra"]) await offline(browser, origin, joinsAs);
}

/** The rarer pages of a call, and what the other side can do: each is only a menu away, so none may break. */
async function pages(browser, origin) {
  const page = await open(browser, origin, "case=embed&theme=contrast");
  const shot = (name) => picture(page, `pages-${name}`);
  const simulate = async (words) => {
    await page.getByRole("button", { name: "Simulated call" }).click();
    await page.getByRole("button", { name: words }).click();
  };
  await page.getByLabel("Your name in the meeting").press("Enter");
  await page.getByText("The host knows you are here").waitFor({ timeout: 60_000 });
  await simulate("lets you in");
  await page.locator("[data-ui-id=call-page]").waitFor({ timeout: 10_000 });
  await page.locator('[data-ui-id="call-composite-reaction-button"]').click();
  await page.waitForTimeout(600);
  await shot("1-reactions");
  await page.getByRole("button", { name: /like/i }).first().click();
  await page.waitForTimeout(700);
  await shot("2-reaction");
  await simulate("makes you a presenter");
  await simulate("starts recording");
  await simulate("someone types live text");
  await simulate("mutes you");
  await page.waitForTimeout(1_500);
  await shot("3-recording");
  await inspect(page, "call");
  await page.locator('[data-ui-id="common-call-composite-people-button"]').click();
  await page.waitForTimeout(800);
  await shot("4-people");
  await inspect(page, "people");
  await page.locator('[data-ui-id="common-call-composite-more-button"]').click();
  await page.getByRole("menuitem", { name: "Hold call" }).click();
  await page.locator("[data-ui-id=hold-page]").waitFor({ timeout: 10_000 });
  await shot("5-hold");
  await page.getByRole("button", { name: /resume/i }).first().click();
  await page.locator("[data-ui-id=call-page]").waitFor({ timeout: 10_000 });
  await simulate("transfers you");
  await page.waitForTimeout(500);
  await shot("6-transferring");
  await page.locator("[data-ui-id=call-page]").waitFor({ timeout: 10_000 });
  await simulate("opens a breakout room");
  await page.waitForTimeout(800);
  await shot("7-breakout");
  await page.getByRole("button", { name: /join/i }).first().click();
  await page.waitForTimeout(800);
  await shot("8-in-breakout");
  await simulate("ends the meeting");
  await page.getByRole("heading", { name: "The host ended the meeting" }).waitFor({ timeout: 10_000 });
  await shot("9-ended");
  await page.context().close();
  const terms = await open(browser, origin, "case=terms&theme=light");
  await terms.getByRole("button", { name: "Read the terms and notices" }).click();
  await terms.waitForTimeout(300);
  await picture(terms, "pages-terms");
  await inspect(terms, "terms");
  await terms.context().close();
}

async function chat(page, shot) {
  await page.getByRole("button", { name: /chat/i }).first().click();
  const box = page.getByRole("textbox").last();
  await box.waitFor({ timeout: 15_000 });
  await box.fill("Will the slides be shared?");
  await box.press("Enter");
  await page.getByLabel(/Diego Siciliani said Good question/).waitFor({ timeout: 15_000 });
  await shot("4-chat");
  await inspect(page, "chat");
}

async function captions(page, shot) {
  await page.locator('[data-ui-id="common-call-composite-more-button"]').click();
  await page.getByRole("menuitem", { name: /captions/i }).first().click();
  await page.waitForTimeout(400);
  await shot("5-captions-menu");
  await page.getByRole("menuitem", { name: "Turn on captions" }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForTimeout(7_000);
  await shot("6-captions");
  await inspect(page, "captions");
}

/** What the library itself gets wrong, as written down; anything more than that fails, and what is gone is told. */
function compareKnown() {
  if (accept) writeFileSync(knownFile, `${JSON.stringify([...found].sort(), null, 2)}\n`);
  const { upstream, fresh, gone } = compare(found, JSON.parse(readFileSync(knownFile, "utf8")));
  for (const finding of upstream) console.log(`upstream: ${finding}`);
  for (const finding of fresh) problems.push(`axe, new inside the composite: ${finding}`);
  // Only who has been everywhere can miss something.
  if (only !== undefined || planted !== undefined) return;
  // Some come with a badge or a moment, so this is told and does not fail.
  for (const finding of gone) console.log(`gone: ${finding}. If the next run does not meet it either, take it off ui/test/composite-axe-known.json.`);
}

/** One page with a fault on it: ours, or the library's. */
async function withFault(browser, origin) {
  const page = await open(browser, origin, "case=door&theme=light");
  await page.locator("h1").waitFor();
  await plant(page);
  if (planted === "inside") await page.evaluate(() => document.querySelector("main > img").setAttribute("data-composite", ""));
  await inspect(page, "door");
  await page.context().close();
}

const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option("only");
const planted = option("plant");
mkdirSync(output, { recursive: true });
if (!process.argv.includes("--built")) await buildPage();
const server = await serve(site);
const browser = await launch();
const wanted = (part) => planted === undefined && (only === undefined || only === part);
try {
  // The real adapter mostly waits for hosts that never answer, so the faces are looked at meanwhile.
  await Promise.all([wanted("offline") && offlineAsEach(browser, server.origin), wanted("faces") && faces(browser, server.origin)]);
  if (wanted("pages")) await pages(browser, server.origin);
  if (wanted("walk")) for (const theme of ["light", "dark"]) await walk(browser, server.origin, theme);
  if (wanted("as")) for (const theme of ["light", "dark"]) await asTeamsUser(browser, server.origin, theme);
  if (planted !== undefined) await withFault(browser, server.origin);
  compareKnown();
} finally {
  await browser.close();
  server.close();
}
const failed = new Set(problems);
for (const problem of failed) console.error(`✗ ${problem}`);
console.log(`pictures in test-output/join/\n${views} passed, ${failed.size} failed`);
process.exitCode = failed.size > 0 || views === 0 ? 1 : 0;
