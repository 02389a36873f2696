import { CheckmarkCircle16Filled } from "@fluentui/react-icons/headless/svg/checkmark-circle";
import { Clock16Regular } from "@fluentui/react-icons/headless/svg/clock";
import { DismissCircle16Regular } from "@fluentui/react-icons/headless/svg/dismiss-circle";
import { ErrorCircle16Filled } from "@fluentui/react-icons/headless/svg/error-circle";
import { QuestionCircle16Filled } from "@fluentui/react-icons/headless/svg/question-circle";
import { Send16Regular } from "@fluentui/react-icons/headless/svg/send";
import { SkipForwardTab20Regular } from "@fluentui/react-icons/headless/svg/skip-forward-tab";
import { Warning16Filled } from "@fluentui/react-icons/headless/svg/warning";
import type { ReactNode } from "react";
import type { Check, EnrolmentState, MessageState, RegistrantRow, VirtualEventState } from "../bindings/core";
import styles from "./StatusChip.module.css";

type Tone = "good" | "wait" | "bad" | "ask" | "quiet";
type Status = MessageState | RegistrantRow["status"] | Check["status"] | EnrolmentState | VirtualEventState;

const looks: Record<Status, { tone: Tone; word: string; icon: ReactNode }> = {
  registered: { tone: "good", word: "Registered", icon: <CheckmarkCircle16Filled /> },
  waitlisted: { tone: "wait", word: "Waiting list", icon: <Clock16Regular /> },
  offered: { tone: "ask", word: "Offered", icon: <QuestionCircle16Filled /> },
  pendingApproval: { tone: "ask", word: "To approve", icon: <Warning16Filled /> },
  rejected: { tone: "bad", word: "Rejected", icon: <DismissCircle16Regular /> },
  cancelled: { tone: "quiet", word: "Cancelled", icon: <DismissCircle16Regular /> },
  planned: { tone: "wait", word: "Waiting", icon: <Clock16Regular /> },
  sending: { tone: "wait", word: "On its way", icon: <Send16Regular /> },
  delivered: { tone: "good", word: "Delivered", icon: <CheckmarkCircle16Filled /> },
  failed: { tone: "bad", word: "Failed", icon: <ErrorCircle16Filled /> },
  ambiguous: { tone: "ask", word: "Unclear", icon: <QuestionCircle16Filled /> },
  skipped: { tone: "quiet", word: "Skipped", icon: <SkipForwardTab20Regular fontSize={16} /> },
  creating: { tone: "wait", word: "Being made", icon: <Clock16Regular /> },
  draft: { tone: "wait", word: "Draft", icon: <Clock16Regular /> },
  published: { tone: "good", word: "Published", icon: <CheckmarkCircle16Filled /> },
  sent: { tone: "wait", word: "Taken, not listed yet", icon: <Send16Regular /> },
  enrolled: { tone: "good", word: "Enrolled", icon: <CheckmarkCircle16Filled /> },
  waiting: { tone: "ask", word: "Waiting list", icon: <Clock16Regular /> },
  refused: { tone: "bad", word: "Refused", icon: <ErrorCircle16Filled /> },
  cancelling: { tone: "wait", word: "To be taken off", icon: <Clock16Regular /> },
  ok: { tone: "good", word: "Fine", icon: <CheckmarkCircle16Filled /> },
  warning: { tone: "ask", word: "Look here", icon: <Warning16Filled /> },
  unknown: { tone: "wait", word: "Ask a person", icon: <QuestionCircle16Filled /> },
};

/** The word that a state has everywhere in the window. */
export function statusWord(status: Status): string {
  return looks[status].word;
}

/** A state as icon, word and colour together. */
export function StatusChip({ status, word }: { status: Status; word?: string }): ReactNode {
  const look = looks[status];
  return (
    <span className={styles.chip} data-tone={look.tone}>
      <span className={styles.icon} aria-hidden="true">
        {look.icon}
      </span>
      {word ?? look.word}
    </span>
  );
}
