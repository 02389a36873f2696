import { mergeConfig } from "vite";
import { fileURLToPath } from "node:url";
import window from "./vite.config.ts";

// The same join screen for an installed browser, built by itself: what it shares with the window would otherwise come in
// forty small files, and the browser has just been started for it.
export default mergeConfig(window, {
  publicDir: false,
  build: {
    emptyOutDir: false,
    assetsDir: "companion",
    rollupOptions: { input: fileURLToPath(new URL("companion.html", import.meta.url)) },
  },
});
