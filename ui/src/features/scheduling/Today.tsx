import { Link } from "@tanstack/react-router";
import { CalendarAdd24Regular } from "@fluentui/react-icons/headless/svg/calendar-add";
import type { ReactNode } from "react";
import type { ListedEvent } from "../../bindings/core";
import { DateTile } from "../../components/DateTile";
import { EmptyFace } from "../../components/Face";
import { useNow } from "../../lib/hooks";
import { count, fullMoment, relative, whenForViewer, whenInZone } from "../../lib/time";
import { everything, useEventsPage } from "./listed";
import button from "../../components/PlainButton.module.css";
import styles from "./Today.module.css";

function people(event: ListedEvent): string {
  if ("kind" in event) return event.state === "published" ? "People register with Teams" : "A draft: nobody sees it yet";
  if (!event.registrationOpen) return "Registration is not open yet";
  const of = event.capacity === null ? "" : ` of ${count(event.capacity)} places`;
  return `${count(event.registered)} registered${of}`;
}

function Open({ event }: { event: ListedEvent }): ReactNode {
  const className = `${button["button"] ?? ""} ${button["primary"] ?? ""}`;
  return "kind" in event ? (
    <Link to="/events/virtual/$virtualId" params={{ virtualId: event.id }} className={className}>
      Open
    </Link>
  ) : (
    <Link to="/events/$eventId" params={{ eventId: event.id }} className={className}>
      Open
    </Link>
  );
}

/** What is next, before anything is chosen. */
export function Today(): ReactNode {
  const page = useEventsPage(everything).data;
  const now = useNow(30_000);
  if (!page) return null;
  const next = page.coming > 0 ? page.rows[0] : undefined;
  if (!next) {
    return (
      <EmptyFace
        icon={<CalendarAdd24Regular />}
        title={page.total === 0 ? "Plan your first event" : "Nothing planned"}
        text="Say what and when. Lectern puts it on your calendar together with its Teams meeting, then you invite people."
        action={
          <Link to="/events/new" className={`${button["button"] ?? ""} ${button["primary"] ?? ""}`}>
            New event
          </Link>
        }
      />
    );
  }
  const on = Date.parse(next.start) <= now;
  const yours = whenForViewer(next);
  return (
    <section className={styles.today} aria-label="Next event">
      <p className={styles.eyebrow} title={fullMoment(next.start, next.zone)}>
        {on ? "On now" : `Next, ${relative(next.start, now)}`}
      </p>
      <div className={styles.head}>
        <DateTile start={next.start} zone={next.zone} size="large" />
        <div>
          <h2 className={styles.title}>
            <bdi>{next.title}</bdi>
          </h2>
          <p className={styles.when}>
            {whenInZone(next, now)}
            {yours && ` · ${yours}`}
          </p>
          <p className={styles.when}>{people(next)}</p>
        </div>
      </div>
      <Open event={next} />
    </section>
  );
}
