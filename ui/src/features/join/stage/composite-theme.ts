import type { Theme as V9Theme } from "@fluentui/react-components";
import type { IPalette } from "@fluentui/react";

/** The composite speaks Fluent v8: the same colours under v8's names, so that both halves of the window match. */
export function paletteFrom(theme: V9Theme): Partial<IPalette> {
  return {
    themePrimary: theme.colorCompoundBrandBackground,
    themeLighterAlt: theme.colorBrandBackground2,
    themeLighter: theme.colorBrandBackground2,
    themeLight: theme.colorBrandBackground2Hover,
    themeTertiary: theme.colorBrandStroke2,
    themeSecondary: theme.colorCompoundBrandBackgroundHover,
    themeDarkAlt: theme.colorCompoundBrandBackgroundHover,
    themeDark: theme.colorCompoundBrandBackgroundPressed,
    themeDarker: theme.colorBrandForegroundLinkPressed,
    neutralLighterAlt: theme.colorNeutralBackground2,
    neutralLighter: theme.colorNeutralBackground3,
    neutralLight: theme.colorNeutralBackground5,
    neutralQuaternaryAlt: theme.colorNeutralStroke2,
    neutralQuaternary: theme.colorNeutralStroke1,
    neutralTertiaryAlt: theme.colorNeutralStroke1,
    neutralTertiary: theme.colorNeutralStrokeAccessible,
    neutralSecondary: theme.colorNeutralForeground2,
    neutralPrimaryAlt: theme.colorNeutralForeground1,
    neutralPrimary: theme.colorNeutralForeground1,
    neutralDark: theme.colorNeutralForeground1,
    black: theme.colorNeutralForeground1,
    white: theme.colorNeutralBackground1,
  };
}
