import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const ADDRESS = "/fonts/";

function fontFolder(): string {
  const entry = createRequire(import.meta.url).resolve("@fluentui/font-icons-mdl2");
  return join(dirname(entry), "../fonts");
}

/**
 * Ships the call's icon fonts with the window, under the names that the component library asks for; without them it
 * would ask Microsoft's CDN.
 */
export function mdl2Fonts(): Plugin {
  const folder = fontFolder();
  const names = readdirSync(folder).filter((name) => name.endsWith(".woff"));
  return {
    name: "lectern:mdl2-fonts",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.startsWith(ADDRESS) === true ? request.url.slice(ADDRESS.length) : "";
        if (!names.includes(name)) {
          next();
          return;
        }
        response.setHeader("Content-Type", "font/woff");
        response.end(readFileSync(join(folder, name)));
      });
    },
    generateBundle() {
      for (const name of names) {
        this.emitFile({ type: "asset", fileName: `fonts/${name}`, source: readFileSync(join(folder, name)) });
      }
    },
  };
}
