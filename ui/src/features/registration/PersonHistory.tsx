import type { ReactNode } from "react";
import type { Answer, HistoryRow, PersonDetail } from "../../bindings/core";
import { StatusChip } from "../../components/StatusChip";
import { fullMoment, momentHere, viewerZone } from "../../lib/time";
import styles from "./registration.module.css";

const happened: Record<string, string> = {
  registered: "Registered",
  waitlisted: "Put on the waiting list",
  asked: "Asked to register",
  offered: "Offered a place",
  "offer-expired": "The offer ran out",
  promoted: "Got a place",
  accepted: "Took the place",
  "moved-to-front": "Moved to the head of the queue",
  approved: "Approved",
  rejected: "Rejected",
  reconsidered: "To be decided again",
  removed: "Taken off the list",
  restored: "Put back",
  edited: "Changed, with others",
  "edit-undone": "The change was taken back",
  transferred: "Gave the ticket to somebody else",
  received: "Got the ticket from somebody else",
  noted: "A note was written",
  "note-removed": "The note was removed",
  grouped: "Put into another group",
  erased: "Erased",
};

function told({ what, detail }: HistoryRow): string {
  const tag = typeof detail["tag"] === "string" ? ` #${detail["tag"]}` : "";
  if (what === "imported") return typeof detail["file"] === "string" ? `Imported from ${detail["file"]}` : "Imported from a list";
  if (what === "tagged") return `Tagged${tag}`;
  if (what === "untagged") return `Tag taken off:${tag}`;
  return happened[what] ?? what;
}

function Moment({ at }: { at: string }): ReactNode {
  const zone = viewerZone();
  return (
    <span className={styles.quiet} title={fullMoment(at, zone)}>
      {momentHere(at)}
    </span>
  );
}

/** Who did what, and when; the latest first. */
export function PersonHistory({ history }: { history: PersonDetail["history"] }): ReactNode {
  if (history.length === 0) return <p className={styles.quiet}>Nothing since then.</p>;
  return (
    <ol className={styles.history}>
      {[...history].reverse().map((row, index) => (
        <li key={index}>
          <bdi>{told(row)}</bdi> <Moment at={row.at} />
          <span className={styles.quiet}>{row.who === "Lectern" ? "by itself" : row.who === "desk" ? "at this desk" : row.who === "page" ? "on the event’s page" : row.who}</span>
        </li>
      ))}
    </ol>
  );
}

const messages: Record<PersonDetail["told"][number]["kind"], string> = {
  confirmation: "Confirmation",
  waitlisted: "On the waiting list",
  offered: "A place is free",
  pending: "Being looked at",
  approved: "Approval",
  rejected: "Rejection",
  cancelled: "Cancellation",
  moved: "New time",
  calledOff: "Event cancelled",
};

export function PersonMessages({ told: sent }: { told: PersonDetail["told"] }): ReactNode {
  if (sent.length === 0) return <p className={styles.quiet}>No message yet.</p>;
  return (
    <ul className={styles.history}>
      {sent.map((message, index) => (
        <li key={index}>
          {messages[message.kind]} <StatusChip status={message.state} /> <Moment at={message.at} />
        </li>
      ))}
    </ul>
  );
}

function Said({ answer }: { answer: Answer }): ReactNode {
  if (answer.type === "choices") return <bdi>{answer.values.join(", ")}</bdi>;
  if (answer.type === "text") return <bdi className={styles.lines}>{answer.value}</bdi>;
  if (answer.type === "yesNo") return answer.value ? "Yes" : "No";
  return (
    <>
      {answer.value ? "Agreed to" : "Did not agree to"} “<bdi className={styles.lines}>{answer.text}</bdi>”
    </>
  );
}

/** What was said, and what nobody asked although it is required: an answer is never put into anybody's mouth. */
export function PersonAnswers({ answers, notAsked }: Pick<PersonDetail, "answers" | "notAsked">): ReactNode {
  return (
    <dl className={styles.answers}>
      {notAsked.map(({ question, label, consent }) => (
        <div key={question}>
          <dt>
            <bdi>{label}</bdi>
          </dt>
          <dd>
            <StatusChip status="unknown" word="Not asked" /> {consent ? "Nothing was agreed to." : "The list did not say, or the question came later."}
          </dd>
        </div>
      ))}
      {answers.map(({ question, label, answer }) => (
        <div key={question}>
          <dt>
            <bdi>{label}</bdi>
          </dt>
          <dd>
            <Said answer={answer} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
