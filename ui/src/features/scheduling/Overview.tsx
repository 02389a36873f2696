import { ProgressBar } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { EventDetail, MessageCounts } from "../../bindings/core";
import { Card, Figure } from "../../components/Card";
import { StatusChip } from "../../components/StatusChip";
import { count, counted, momentHere } from "../../lib/time";
import { External } from "./External";
import { HostSide } from "./HostSide";
import { SeriesDates } from "./SeriesDates";
import styles from "./Overview.module.css";

interface Slots {
  /** The growth of the list, drawn by the room that keeps it. */
  curve: ReactNode;
  latest: ReactNode;
  /** The event's page on the web. */
  page: ReactNode;
  /** What the cards offer next; each is a link or a button of the page. */
  people: ReactNode;
  messages: ReactNode;
  next: ReactNode;
}

function free(capacity: number | null, registered: number): string {
  if (capacity === null) return "No limit";
  return registered > capacity ? `${count(registered - capacity)} over` : `${count(capacity - registered)} free`;
}

function Registered({ event, curve, action }: { event: EventDetail; curve: ReactNode; action: ReactNode }): ReactNode {
  const { capacity, registered } = event;
  const open = event.registrationMode !== null;
  return (
    <Card title="Registered" aside={open ? free(capacity, registered) : "Not open"}>
      <Figure value={count(registered)} of={capacity === null ? (registered === 1 ? "person" : "people") : `of ${counted(capacity, "place", "places")}`} />
      {capacity !== null && <ProgressBar aria-label="Places taken" value={Math.min(1, registered / Math.max(1, capacity))} color={registered >= capacity ? "warning" : "brand"} />}
      {curve}
      <div className={styles.foot}>{action}</div>
    </Card>
  );
}

const order: (keyof MessageCounts)[] = ["delivered", "sending", "planned", "ambiguous", "failed", "skipped"];

function Messages({ counts, action }: { counts: MessageCounts; action: ReactNode }): ReactNode {
  const total = order.reduce((sum, state) => sum + counts[state], 0);
  return (
    <Card title="Confirmations" aside={total === 0 ? "None yet" : `${count(total)} in all`}>
      <Figure value={count(counts.delivered)} of="delivered" />
      <ul className={styles.chips}>
        {order
          .filter((state) => state !== "delivered" && counts[state] > 0)
          .map((state) => (
            <li key={state}>
              <StatusChip status={state} word={`${count(counts[state])} ${words[state]}`} />
            </li>
          ))}
      </ul>
      <div className={styles.foot}>{action}</div>
    </Card>
  );
}

const words: Record<keyof MessageCounts, string> = {
  planned: "waiting",
  sending: "on their way",
  delivered: "delivered",
  failed: "failed",
  ambiguous: "unclear",
  skipped: "skipped",
};

/** What the organizer can do next, in a sentence. */
function nextStep(event: EventDetail): string {
  const { messages } = event;
  if (event.state === "creating") return "Wait until Microsoft has made the meeting.";
  if (event.state === "cancelled") return "Nothing: the event is cancelled.";
  if (event.registrationMode === null) return "Open registration, then people can be added and get their way in.";
  if (messages.ambiguous > 0) return `${counted(messages.ambiguous, "mail", "mails")} may or may not have arrived. Only you can tell.`;
  if (messages.planned > 0) return `${counted(messages.planned, "confirmation waits", "confirmations wait")} to be sent.`;
  if (messages.failed > 0) return `${counted(messages.failed, "mail", "mails")} could not be delivered. See why.`;
  if (event.registered === 0) return "Import a list of people, or add them one by one.";
  return "Nothing: everyone has their confirmation.";
}

/** The event at a glance: how full, what went out, what needs the organizer. */
export function Overview({ event, curve, latest, page, people, messages, next }: { event: EventDetail } & Slots): ReactNode {
  return (
    <div className={styles.overview}>
      <div className={styles.cards}>
        <Registered event={event} curve={curve} action={people} />
        <Messages counts={event.messages} action={messages} />
        <Card title="Next step">
          <p className={styles.step}>{nextStep(event)}</p>
          <div className={styles.foot}>{next}</div>
        </Card>
      </div>
      {event.series && <SeriesDates event={event} series={event.series} />}
      {event.state === "scheduled" && event.joinUrl !== null && <HostSide />}
      {page}
      {latest}
      {event.state === "scheduled" && event.joinUrl !== null && <External id={event.id} />}
      {event.description !== "" && (
        <section className={styles.about}>
          <h2>Description</h2>
          <p dir="auto">{event.description}</p>
        </section>
      )}
      <p className={styles.made}>
        Owned by <bdi>{event.organizer}</bdi> · created {momentHere(event.createdAt)}
      </p>
    </div>
  );
}
