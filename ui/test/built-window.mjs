// Opens the built window in a browser, with a core in memory and no way out of this machine.
// `--shipped` takes dist/, as the app embeds it; otherwise the scripts build a window of their own.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { launch, root, serve } from "./browser.mjs";

const shipped = process.argv.includes("--shipped");
// Of their own: not test-output/, which another run may be clearing at the same time.
export const dist = shipped ? join(root, "dist") : join(root, "node_modules/.cache/lectern-window");

/** Builds the window as it ships, unless it is there and `anew` is false. */
export async function buildWindow(anew) {
  if (existsSync(join(dist, "index.html")) && (shipped || !anew)) return;
  if (shipped) throw new Error("The window is not built. Build it with: npm run ui:build");
  await build({ configFile: join(root, "ui/vite.config.ts"), logLevel: "warn", build: { outDir: dist } });
}

async function buildMockCore() {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, target: "es2022", minify: false, lib: { entry: join(root, "ui/test/mock-page.ts"), formats: ["iife"], name: "mock" } },
  });
  return (Array.isArray(built) ? built[0] : built).output[0].code;
}

/** The size of a built file as it travels. */
export async function gzipSize(path) {
  return gzipSync(await readFile(join(dist, path)), { level: 9 }).length;
}

/** A browser for the built window: `open(scenario, {width, height, hash})` gives a page and what went wrong on it. */
export async function openBrowser(now) {
  const [server, mock] = await Promise.all([serve(dist), buildMockCore()]);
  const browser = await launch();
  const open = async (scenario, { width = 1280, height = 800, hash = "" } = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, timezoneId: "America/New_York", locale: "en-GB", reducedMotion: "reduce" });
    const page = await context.newPage();
    const problems = [];
    const requests = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("request", (request) => {
      requests.push(request.url());
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "localhost") problems.push(`A request left the machine: ${request.url()}`);
    });
    if (now !== undefined) await page.clock.install({ time: now });
    await page.addInitScript({ content: `window.__SCENARIO__ = ${JSON.stringify(scenario)};\n${mock}` });
    await page.goto(`${server.origin}/${hash}`);
    return { page, problems, requests, close: () => context.close() };
  };
  return {
    open,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
