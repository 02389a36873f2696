import "@fontsource-variable/inter/index.css";
import "./app/global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startDesk } from "./app/providers";

// Read by the call's component library when its chunk loads; without it the library asks Microsoft's CDN for fonts.
window.FabricConfig = { fontBaseUrl: "", iconBaseUrl: "/fonts/" };

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place to show the window in.");
createRoot(root).render(
  <StrictMode>
    <App start={startDesk()} />
  </StrictMode>,
);
