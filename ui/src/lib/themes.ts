import type { Theme } from "@fluentui/react-components";
import type { Appearance } from "../bindings/core";
import { fontFamilyBase } from "./font";

export type ThemeName = "light" | "dark" | "contrast";

const loaders: Record<ThemeName, () => Promise<Theme>> = {
  light: async () => (await import("./themes/light")).theme,
  dark: async () => (await import("./themes/dark")).theme,
  contrast: async () => (await import("./themes/contrast")).theme,
};

/**
 * A theme's tokens as values, for what is not drawn by Fluent v9 (the call). The window itself takes them from a style
 * sheet, by the page's `data-theme`.
 */
export async function loadTheme(name: ThemeName): Promise<Theme> {
  return { ...(await loaders[name]()), fontFamilyBase };
}

const prefersDark = "(prefers-color-scheme: dark)";
const forcedColors = "(forced-colors: active)";

/** The theme for the person's choice, "system" being what the system asks for now. */
export function themeName(appearance: Appearance): ThemeName {
  if (appearance !== "system") return appearance;
  if (window.matchMedia(forcedColors).matches) return "contrast";
  return window.matchMedia(prefersDark).matches ? "dark" : "light";
}

/** Draws the page in a theme from now on. */
export function showTheme(name: ThemeName): void {
  document.documentElement.dataset["theme"] = name;
}

/** Hears the system change its colours until the returned function is called. */
export function onSystemColours(changed: () => void): () => void {
  const queries = [window.matchMedia(prefersDark), window.matchMedia(forcedColors)];
  for (const query of queries) query.addEventListener("change", changed);
  return () => {
    for (const query of queries) query.removeEventListener("change", changed);
  };
}
