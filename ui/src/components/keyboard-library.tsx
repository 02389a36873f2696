import { FluentProvider, useArrowNavigationGroup } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";

const noTokens = {};

function User(): ReactNode {
  useArrowNavigationGroup();
  return null;
}

let kept: Root | null = null;

/**
 * Fluent's keyboard library goes with the last component that uses it, and takes along what it knows: whatever a dialog
 * hid from screen readers would stay hidden for good where nothing else of Fluent's is on the page, as on the first
 * screen. One user of it, outside the page's own tree, stays.
 */
export function keepKeyboardLibrary(): void {
  if (kept) return;
  kept = createRoot(document.createElement("div"));
  kept.render(
    <FluentProvider theme={noTokens}>
      <User />
    </FluentProvider>,
  );
}

/** For a page that ends while its program goes on, as a test's does. */
export function dropKeyboardLibrary(): void {
  kept?.unmount();
  kept = null;
}
