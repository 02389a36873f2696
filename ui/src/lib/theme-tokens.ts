import type { Theme } from "@fluentui/react-components";
import { fontFamilyBase } from "./font";
import type { ThemeName } from "./themes";

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
