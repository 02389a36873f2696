import type { QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { Fluent } from "../components/Fluent";
import { Strip } from "../components/SandboxStrip";
import { Toasts } from "../components/Toasts";
import { JoinPage } from "../features/join/JoinPage";
import { Companion } from "../features/join/place";
import type { Commands } from "../ipc/commands";
import { Providers } from "./providers";
import styles from "./App.module.css";

type Place = Commands["companion|place"]["answer"];

/** The join screen in a browser's window of its own: one link, one call, and then it closes. */
export function CompanionApp({ client, place }: { client: QueryClient; place: Place }): ReactNode {
  return (
    <Providers client={client}>
      <Companion.Provider value={true}>
        <div className={styles.window}>
          {place.sandbox !== null && <Strip of={place.sandbox} />}
          <ErrorBoundary>
            <Fluent>
              <JoinPage pendingLink={place.input} />
            </Fluent>
          </ErrorBoundary>
          <section id="overlays" aria-label="On top" />
          <Toasts />
        </div>
      </Companion.Provider>
    </Providers>
  );
}

/** Its key was used, or Lectern has gone. */
export function Uninvited(): ReactNode {
  return (
    <main className={styles.uninvited}>
      <h1>This window has no call to show</h1>
      <p>Close it, go back to Lectern and open your link there once more.</p>
    </main>
  );
}
