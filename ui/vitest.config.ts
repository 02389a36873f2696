import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { fileURLToPath } from "node:url";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  // The package tells Node of no entry. Tests stand in for it; this is only so that it is found.
  resolve: { alias: { "@azure/communication-react": fileURLToPath(new URL("../node_modules/@azure/communication-react/dist/dist-esm/communication-react/src/index.js", import.meta.url)) } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["./test/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // The forms' times are checked against a viewer who sits far from the event's zone.
    env: { TZ: "America/New_York" },
  },
});
