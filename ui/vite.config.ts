import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { fileURLToPath } from "node:url";
import { mdl2Fonts } from "./mdl2-fonts.ts";
import { themeCss } from "./theme-css.ts";
import { withoutEval } from "./without-eval.ts";

// No manual chunks: grouping by package pulls shared dependencies, and with them the calling SDK, into every screen.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), themeCss(), mdl2Fonts(), withoutEval()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    // The calling SDK is one prebuilt file; it is fetched when somebody joins, and not before.
    chunkSizeWarningLimit: 9000,
    modulePreload: {
      polyfill: false,
      // The desk names some twenty screens behind it. What each of them would load is a list as long as a tenth of what the
      // first screen weighs, and pointing at a link fetches its screen already. Their style sheets are still awaited.
      resolveDependencies: (_file, dependencies, { hostId }) => (/\/Desk-[^/]*$/.test(hostId) ? [] : dependencies),
    },
  },
});
