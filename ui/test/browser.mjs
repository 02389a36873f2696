// What the scripts that look at the window in a browser share: Debian's Chromium, and a server with the app's own policy.
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { chromiumPath, root } from "../../scripts/lib/place.mjs";

export { root };

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff": "font/woff", ".woff2": "font/woff2", ".svg": "image/svg+xml" };

/** What the desktop app sends with every page; a screen that breaks under it would break there. */
function policy() {
  const { csp } = JSON.parse(readFileSync(join(root, "tauri.conf.json"), "utf8")).app.security;
  return Object.entries(csp).map(([name, value]) => `${name} ${value}`).join("; ");
}

/** Serves a built folder on loopback. */
export async function serve(folder, csp = policy()) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = join(folder, path === "/" ? "index.html" : path);
    if (path === "/favicon.ico") response.writeHead(204).end();
    else if (!file.startsWith(folder) || !existsSync(file)) response.writeHead(404).end();
    else {
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "content-security-policy": csp }).end(readFileSync(file));
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

/** A fault that axe-core has to find: a picture that says nothing to whoever cannot see it. */
export function plant(page) {
  return page.evaluate(() => {
    const picture = document.createElement("img");
    picture.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    document.querySelector("main").append(picture);
  });
}

// A camera and a microphone that show and sound a test pattern, and let nobody be asked.
const FAKE_MEDIA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** A browser that asks nobody anything by itself. */
export function launch() {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...FAKE_MEDIA],
  });
}
