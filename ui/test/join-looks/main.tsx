import "@fontsource-variable/inter/index.css";
import "../../src/app/global.css";
import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import { createRoot } from "react-dom/client";
import windowStyles from "../../src/app/App.module.css";
import { answer } from "./core";

declare global {
  interface Window {
    /** Lets the script open a link as the system would. */
    openLink?: (link: string) => Promise<void>;
  }
}

// The attendee's window on a core that only answers: the address says which case and which colours.
mockWindows("attendee");
mockIPC((command, payload) => answer(new URLSearchParams(location.search), command, payload), { shouldMockEvents: true });
window.openLink = (link) => emit("join-link", link);
window.FabricConfig = { fontBaseUrl: "", iconBaseUrl: "/fonts/" };

const [{ Providers, startDesk }, { SandboxStrip }, { default: AttendeeApp }] = await Promise.all([
  import("../../src/app/providers"),
  import("../../src/components/SandboxStrip"),
  import("../../src/app/AttendeeApp"),
]);
const start = startDesk();
const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place to show the window in.");
createRoot(root).render(
  <Providers client={start.client} theme={await start.theme}>
    <div className={windowStyles["window"]}>
      <SandboxStrip />
      <AttendeeApp />
    </div>
  </Providers>,
);
