import type { Theme } from "@fluentui/react-components";
import type { Appearance } from "../bindings/core";

export type ThemeName = "light" | "dark" | "contrast";

// Segoe UI where the system has it, else Inter, which is shipped; the system's own fonts for other scripts.
const fontFamilyBase = "'Segoe UI Variable Text', 'Segoe UI', 'Inter Variable', system-ui, 'Noto Sans', sans-serif";

const loaders: Record<ThemeName, () => Promise<Theme>> = {
  light: async () => (await import("./themes/light")).theme,
  dark: async () => (await import("./themes/dark")).theme,
  contrast: async () => (await import("./themes/contrast")).theme,
};

/** One token set at a time: the others stay on disk until they are asked for. */
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

/** Hears the system change its colours until the returned function is called. */
export function onSystemColours(changed: () => void): () => void {
  const queries = [window.matchMedia(prefersDark), window.matchMedia(forcedColors)];
  for (const query of queries) query.addEventListener("change", changed);
  return () => {
    for (const query of queries) query.removeEventListener("change", changed);
  };
}
