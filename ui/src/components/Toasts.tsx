import { lazy, Suspense, type ReactNode } from "react";
import { useToasts } from "../lib/toasts";
import styles from "./Toasts.module.css";

// Nothing is said on a first screen: it does not wait for what says it.
const ToastNotes = lazy(() => import("./ToastNotes"));

/** What just happened, spoken politely; a failure or a warning stays until it is dismissed. */
export function Toasts(): ReactNode {
  const toasts = useToasts();
  return (
    <section aria-label="Notices" aria-live="polite" className={styles.place}>
      <Suspense fallback={null}>{toasts.length > 0 && <ToastNotes toasts={toasts} />}</Suspense>
    </section>
  );
}
