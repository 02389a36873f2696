import { Button, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useShortcut } from "../../lib/hooks";
import styles from "./JoinPage.module.css";

/** Something is under way; it can be called off. */
export function Waiting({ text, onCancel }: { text: string; onCancel: () => void }): ReactNode {
  useShortcut("escape", onCancel);
  return (
    <main className={styles.page}>
      <div className={styles.face} aria-live="polite">
        <Spinner size="large" />
        <h1 className={styles.waitingTitle}>{text}</h1>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </main>
  );
}
