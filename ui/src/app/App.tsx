import type { Theme } from "@fluentui/react-components";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { SandboxStrip } from "../components/SandboxStrip";
import { Toasts } from "../components/Toasts";
import { windowLabel } from "../ipc/window";
import { Providers, type Start } from "./providers";
import styles from "./App.module.css";

const OrganizerApp = lazy(() => import("./OrganizerApp"));
const AttendeeApp = lazy(() => import("./AttendeeApp"));

/** The window: its strip, its app by the window's label, and what it says at the foot. */
export function App({ start }: { start: Start }): ReactNode {
  const [theme, setTheme] = useState<Theme | null>(null);
  useEffect(() => {
    void start.theme.then(setTheme);
  }, [start]);
  if (!theme) return null;
  return (
    <Providers client={start.client} theme={theme}>
      <div className={styles.window}>
        <SandboxStrip />
        <ErrorBoundary>
          <Suspense fallback={null}>{windowLabel() === "organizer" ? <OrganizerApp /> : <AttendeeApp />}</Suspense>
        </ErrorBoundary>
        <Toasts />
      </div>
    </Providers>
  );
}
