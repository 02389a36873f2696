import { Button } from "@fluentui/react-components";
import { useEffect, useRef, type ReactNode } from "react";
import styles from "./JoinPage.module.css";

/** Another link arrived during a call. It lies above the call, so it is the browser's own modal dialog. */
export function NewLinkQuestion({ answer }: { answer: (leave: boolean) => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="new-link-title"
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      <h2 id="new-link-title" className={styles.dialogTitle}>
        Leave this call for another?
      </h2>
      <p className={styles.lead}>A link to another meeting was just opened. You can be in one call at a time here.</p>
      <div className={styles.dialogActions}>
        <Button
          appearance="primary"
          autoFocus
          onClick={() => {
            answer(false);
          }}
        >
          Stay in this call
        </Button>
        <Button
          onClick={() => {
            answer(true);
          }}
        >
          Leave and open the link
        </Button>
      </div>
    </dialog>
  );
}
