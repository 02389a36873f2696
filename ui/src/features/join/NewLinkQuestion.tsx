import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import styles from "./JoinPage.module.css";
import { ModalDialog } from "./ModalDialog";

/** Another link arrived during a call. */
export function NewLinkQuestion({ answer }: { answer: (leave: boolean) => void }): ReactNode {
  const stay = (): void => {
    answer(false);
  };
  const go = (): void => {
    answer(true);
  };
  return (
    <ModalDialog title="Leave this call for another?" onDismiss={stay}>
      <p className={styles.lead}>A link to another meeting was just opened. You can be in one call at a time here.</p>
      <div className={styles.dialogActions}>
        <Button appearance="primary" data-first="" onClick={stay}>
          Stay in this call
        </Button>
        <Button onClick={go}>Leave and open the link</Button>
      </div>
    </ModalDialog>
  );
}
