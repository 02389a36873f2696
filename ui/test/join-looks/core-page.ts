/** Put into the shipped page before its own code: the attendee's window on a core that only answers. */
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import { answer } from "./core";

mockWindows("attendee");
mockIPC((command, payload) => answer(new URLSearchParams(location.search), command, payload), { shouldMockEvents: true });
