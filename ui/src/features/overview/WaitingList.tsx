import { CheckmarkCircle20Regular } from "@fluentui/react-icons/headless/svg/checkmark-circle";
import { useId, type ReactNode } from "react";
import type { WaitingEvent } from "../../bindings/core";
import { ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { counted, momentIn } from "../../lib/time";
import { useWaiting } from "./api";
import styles from "./waiting.module.css";

type WaitingPlace = "overview" | "registration" | "messages";

interface Matter {
  words: string;
  place: WaitingPlace;
}

/** What is to be done about an event, the most pressing first. */
function matters(event: WaitingEvent): Matter[] {
  const { ambiguous, failed, pending, problem, changedElsewhere } = event;
  const found: (Matter | false)[] = [
    ambiguous > 0 && { words: `Decide ${counted(ambiguous, "unclear message", "unclear messages")}`, place: "messages" },
    failed > 0 && { words: `${counted(failed, "message", "messages")} could not be delivered`, place: "messages" },
    pending > 0 && { words: `Approve ${counted(pending, "person", "people")}`, place: "registration" },
    problem !== null && { words: problem, place: "overview" },
    changedElsewhere && { words: "Changed in Outlook or Teams", place: "overview" },
  ];
  return found.filter((matter) => matter !== false);
}

/** Over all events: what waits for a person. */
export function WaitingList({ onGo }: { onGo: (eventId: string, place: WaitingPlace) => void }): ReactNode {
  const id = useId();
  const waiting = useWaiting();
  const events = waiting.data ?? [];
  return (
    <section className={styles.waiting} aria-labelledby={id}>
      <h2 id={id}>Needs you</h2>
      {waiting.isPending && <Skeleton rows={2} height={44} label="Looking for what needs you" />}
      {waiting.isError && <ErrorFace error={waiting.error} retry={() => void waiting.refetch()} />}
      {waiting.data && events.length === 0 && (
        <p className={styles.nothing}>
          <CheckmarkCircle20Regular aria-hidden="true" />
          Nothing. All events can do without you for now.
        </p>
      )}
      <ul>
        {events.flatMap((event) =>
          matters(event).map(({ words, place }) => (
            <li key={`${event.eventId} ${words}`}>
              <button type="button" className={styles.matter} onClick={() => { onGo(event.eventId, place); }}>
                <span className={styles.words}>{words}</span>
                <span className={styles.event}>
                  <bdi>{event.title}</bdi> · {momentIn(event.start, event.zone)}
                </span>
              </button>
            </li>
          )),
        )}
      </ul>
    </section>
  );
}
