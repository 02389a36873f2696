import type { QueryClient } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { SandboxStrip } from "../components/SandboxStrip";
import { Toasts } from "../components/Toasts";
import { windowLabel } from "../ipc/window";
import { Providers } from "./providers";
import { useNotices } from "./useNotices";
import styles from "./App.module.css";

const loadOrganizer = () => import("./OrganizerApp");
const loadAttendee = () => import("./AttendeeApp");
const OrganizerApp = lazy(loadOrganizer);
const AttendeeApp = lazy(loadAttendee);

/** Fetches this window's own code while the page still waits for its colours. What fails here fails, and is told, where it is shown. */
export function fetchWindow(client: QueryClient): void {
  if (windowLabel() === "organizer") {
    loadOrganizer().catch(() => undefined);
    return;
  }
  loadAttendee().then(({ fetchJoining }) => fetchJoining(client)).catch(() => undefined);
}

/** The window: its strip, its app by the window's label, and what it says at the foot. */
export function App({ client }: { client: QueryClient }): ReactNode {
  useNotices();
  return (
    <Providers client={client}>
      <div className={styles.window}>
        <SandboxStrip />
        <ErrorBoundary>
          <Suspense fallback={null}>{windowLabel() === "organizer" ? <OrganizerApp /> : <AttendeeApp />}</Suspense>
        </ErrorBoundary>
        {/* Menus, panels and questions open here: inside a landmark, and under the strip. */}
        <section id="overlays" aria-label="On top" />
        <Toasts />
      </div>
    </Providers>
  );
}
