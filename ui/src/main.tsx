import "@fontsource-variable/inter/index.css";
import "virtual:fluent-themes.css";
import "@fluentui/react-icons/headless/styles.css";
import "./app/global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, fetchWindow } from "./app/App";
import { newQueryClient, startDesk } from "./app/providers";

// Read by the call's component library when its chunk loads; without it the library asks Microsoft's CDN for fonts.
window.FabricConfig = { fontBaseUrl: "", iconBaseUrl: "/fonts/" };

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place to show the window in.");
const page = createRoot(root);
const client = newQueryClient();
void Promise.all([fetchWindow(client), startDesk(client)]).then(([Screens]) => {
  page.render(
    <StrictMode>
      <App client={client} Screens={Screens} />
    </StrictMode>,
  );
});
