import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useExplainLink } from "./api";
import styles from "./JoinPage.module.css";
import { ModalDialog } from "./ModalDialog";
import type { Question } from "./useArrivals";

interface NewLinkQuestionProps {
  question: Question;
  answer: (leave: boolean) => void;
}

/** Another link arrived during a call. The call goes on until the person says otherwise, and for a useless link whatever she says. */
export function NewLinkQuestion({ question: { link, others }, answer }: NewLinkQuestionProps): ReactNode {
  const explained = useExplainLink({ input: link, passcode: null });
  const stay = (): void => {
    answer(false);
  };
  const go = (): void => {
    answer(true);
  };
  const useless = explained.data?.verdict === "refuse" ? explained.data : null;
  return (
    <ModalDialog title={useless ? "A link was opened that leads nowhere" : "Leave this call for another?"} onDismiss={stay}>
      <p className={styles.lead}>
        {useless ? `${useless.message} Your call goes on.` : "A link to another meeting was just opened. You can be in one call at a time here."}
      </p>
      {others > 0 && <p className={styles.note}>{passedOver(others)}</p>}
      <div className={styles.dialogActions}>
        <Button appearance="primary" data-first="" onClick={stay}>
          Stay in this call
        </Button>
        {!useless && <Button onClick={go}>Leave and open the link</Button>}
      </div>
    </ModalDialog>
  );
}

/** Links that gave way to a newer one before anybody could have used them. */
export function passedOver(count: number): string {
  return count === 1
    ? "Another link was opened just before this one. Only the newest is kept; open the other once more if you need it."
    : `${String(count)} other links were opened just before this one. Only the newest is kept; open the others once more if you need them.`;
}
