import { getCurrentWindow } from "@tauri-apps/api/window";

export type WindowLabel = "organizer" | "attendee";

/** Which of the app's windows this is; anything unknown is treated as the one with the fewest rights. */
export function windowLabel(): WindowLabel {
  return getCurrentWindow().label === "organizer" ? "organizer" : "attendee";
}
