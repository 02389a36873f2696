// Opens the built window in a browser, with a core in memory and no way out of this machine.
import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { build } from "vite";

export const root = fileURLToPath(new URL("../..", import.meta.url));
// Neither dist/ nor test-output/, which another run may be writing or clearing at the same time.
const dist = join(root, "node_modules/.cache/lectern-window");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".woff": "font/woff", ".svg": "image/svg+xml" };

// What the desktop app sends with every page; a screen that breaks under it would break there.
const policy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'";

/** Builds the window as it ships, unless it is there and `anew` is false. */
export async function buildWindow(anew) {
  if (!anew && existsSync(join(dist, "index.html"))) return;
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

async function serve() {
  const server = createServer(async (request, response) => {
    if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = join(dist, path === "/" ? "index.html" : path);
    if (!file.startsWith(dist) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(await readFile(file));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://localhost:${server.address().port}`, close: () => server.close() };
}

/** The size of a built file as it travels. */
export async function gzipSize(path) {
  return gzipSync(await readFile(join(dist, path)), { level: 9 }).length;
}

/** A browser for the built window: `open(scenario, {width, height, hash})` gives a page and what went wrong on it. */
export async function openBrowser(now) {
  const [server, mock] = await Promise.all([serve(), buildMockCore()]);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
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
    await page.goto(`${server.address}/${hash}`);
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
