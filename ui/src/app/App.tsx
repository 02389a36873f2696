import type { QueryClient } from "@tanstack/react-query";
import type { ComponentType, ReactNode } from "react";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { SandboxStrip } from "../components/SandboxStrip";
import { Toasts } from "../components/Toasts";
import { windowLabel } from "../ipc/window";
import { Providers } from "./providers";
import { useNotices } from "./useNotices";
import styles from "./App.module.css";

/** Fetches this window's own screens, and a link that waits for them, while the page still waits for its colours. */
export async function fetchWindow(client: QueryClient): Promise<ComponentType> {
  try {
    if (windowLabel() === "organizer") return (await import("./OrganizerApp")).default;
    const { fetchAttendee } = await import("./attendee-window");
    return await fetchAttendee(client);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** The window: its strip, its app by the window's label, and what it says at the foot. */
export function App({ client, Screens }: { client: QueryClient; Screens: ComponentType }): ReactNode {
  useNotices();
  return (
    <Providers client={client}>
      <div className={styles.window}>
        <SandboxStrip />
        <ErrorBoundary>
          <Screens />
        </ErrorBoundary>
        {/* Menus, panels and questions open here: inside a landmark, and under the strip. */}
        <section id="overlays" aria-label="On top" />
        <Toasts />
      </div>
    </Providers>
  );
}
