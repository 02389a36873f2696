export type WindowLabel = "organizer" | "attendee";

interface Bridge {
  metadata?: { currentWindow?: { label?: string } };
}

/**
 * Which of the app's windows this is; anything unknown is treated as the one with the fewest rights. Read where
 * `getCurrentWindow()` of @tauri-apps/api reads it: calling that brings every window command, 3 KB of the first screen.
 */
export function windowLabel(): WindowLabel {
  const bridge = (window as { __TAURI_INTERNALS__?: Bridge }).__TAURI_INTERNALS__;
  return bridge?.metadata?.currentWindow?.label === "organizer" ? "organizer" : "attendee";
}
