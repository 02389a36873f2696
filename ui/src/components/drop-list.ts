import type { ComboboxProps } from "@fluentui/react-components";

/**
 * What every field with a list under it shares. The list keeps its own small height and never lies over the field beside
 * it, as the library would have it; and Tab goes on to the next field instead of stopping at the arrow.
 */
export const dropList: Pick<ComboboxProps, "positioning" | "expandIcon"> = {
  positioning: { position: "below", align: "start", fallbackPositions: ["above"], autoSize: false },
  expandIcon: { tabIndex: -1 },
};
