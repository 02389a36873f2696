import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import { answer, arrive, companion } from "./core";

declare global {
  interface Window {
    /** Lets the script open a link as the system would. */
    openLink?: (link: string) => Promise<void>;
    /** Tells what becomes of the call's own window. */
    tellCompanion?: (...told: Parameters<typeof companion>) => Promise<void>;
  }
}

// The attendee's window on a core that only answers: the address says which case and which colours.
mockWindows("attendee");
mockIPC((command, payload) => answer(new URLSearchParams(location.search), command, payload), { shouldMockEvents: true });
window.openLink = (link) => {
  arrive();
  return emit("join-link", link);
};
window.tellCompanion = (...told) => emit("companion", companion(...told));

await import("../../src/main");
