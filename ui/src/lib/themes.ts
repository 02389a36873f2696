import type { Appearance } from "../bindings/core";

export type ThemeName = "light" | "dark" | "contrast";

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
