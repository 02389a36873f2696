import { teamsHighContrastTheme, webDarkTheme, webLightTheme, type Theme } from "@fluentui/react-components";
import type { Plugin } from "vite";
import { fontFamilyBase } from "./src/lib/font.ts";

const themes: Record<string, Theme> = { light: webLightTheme, dark: webDarkTheme, contrast: teamsHighContrastTheme };

function tokens(theme: Theme): string {
  return Object.entries({ ...theme, fontFamilyBase })
    .map(([name, value]) => `--${name}:${String(value)};`)
    .join("");
}

/**
 * Fluent's own tokens as one style sheet, a block for each theme. As code they would cost the first screen 7 KB and
 * the time to run them; as a style sheet a change of theme is one attribute on the page.
 */
export function themeCss(): Plugin {
  const name = "virtual:fluent-themes.css";
  const resolved = `\0${name}`;
  return {
    name: "fluent-themes",
    resolveId: (id) => (id === name ? resolved : null),
    load: (id) =>
      id === resolved
        ? Object.entries(themes)
            .map(([theme, values]) => `:root${theme === "light" ? "" : `[data-theme="${theme}"]`}{${tokens(values)}}`)
            .join("\n")
        : null,
  };
}
