import "@fontsource-variable/inter/index.css";
import "virtual:fluent-themes.css";
import "@fluentui/react-icons/headless/styles.css";
import "./app/global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { CompanionApp, Uninvited } from "./app/CompanionApp";
import { startPage } from "./app/providers";
import { keepChoices } from "./features/join/choices";
import { crossBy } from "./ipc/bridge";
import { companionBridge, sayGoodbye, takeSession } from "./ipc/companion";
import { call } from "./ipc/core";

// As in main.tsx.
window.FabricConfig = { fontBaseUrl: "", iconBaseUrl: "/fonts/" };

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place to show the window in.");
const page = createRoot(root);

async function begin(session: string): Promise<void> {
  crossBy(companionBridge(session));
  const place = await call("companion|place");
  keepChoices(place.choices);
  const client = await startPage(undefined, place.appearance);
  // Also when it is only loaded again: then it is back before anybody minds.
  addEventListener("pagehide", () => {
    sayGoodbye(session);
  });
  page.render(
    <StrictMode>
      <CompanionApp client={client} place={place} />
    </StrictMode>,
  );
}

const session = takeSession();
if (session === null) page.render(<Uninvited />);
else begin(session).catch(() => { page.render(<Uninvited />); });
