import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ListedEvent } from "../../bindings/core";
import { DateTile } from "../../components/DateTile";
import { clockRange, count, otherYear, soon, weekday, whenForViewer, whenInZone } from "../../lib/time";
import styles from "./EventList.module.css";

const WEEK = 7 * 86_400_000;

function places(event: ListedEvent): ReactNode {
  if ("kind" in event || event.state === "cancelled" || !event.registrationOpen) return null;
  const of = event.capacity === null ? "" : `/${count(event.capacity)}`;
  return (
    <span className={styles.places} aria-label={`${count(event.registered)} registered${event.capacity === null ? "" : ` of ${count(event.capacity)} places`}`} role="img">
      {count(event.registered)}
      {of}
    </span>
  );
}

const kinds = { meeting: "", webinar: "Webinar", townHall: "Town hall" } as const;

function detail(event: ListedEvent, now: number): string {
  if (event.state === "cancelled") return "Cancelled";
  if (event.state === "creating") return "Being created";
  const virtual = "kind" in event;
  if (!virtual && event.changedElsewhere) return `${clockRange(event)} · changed elsewhere`;
  const away = Date.parse(event.start) - now;
  const year = otherYear(event, now);
  const day = away > 0 && away < WEEK ? `${weekday(event.start, event.zone)} ` : year === null ? "" : `${year}, `;
  const near = soon(event, now);
  const yours = whenForViewer(event)?.replace("your time", "yours") ?? null;
  const more = near ?? yours ?? (virtual || event.repeats === null ? null : "series");
  const kind = virtual ? `${kinds[event.kind]}${event.state === "draft" ? " draft" : ""} · ` : "";
  return `${kind}${day}${clockRange(event)}${more === null ? "" : ` · ${more}`}`;
}

/** `index`: where it stands in the whole list. */
export function EventRow({ event, now, index }: { event: ListedEvent; now: number; index: number }): ReactNode {
  const yours = whenForViewer(event);
  const shared = {
    className: styles.row ?? "",
    "data-row": true,
    "data-index": index,
    "data-state": event.state,
    title: `${whenInZone(event, now)}${yours ? ` · ${yours}` : ""}`,
  };
  const inside = (
    <>
      <DateTile start={event.start} zone={event.zone} />
      <span className={styles.words}>
        <bdi className={styles.name}>{event.title}</bdi>
        <span className={styles.when}>{detail(event, now)}</span>
      </span>
      {places(event)}
    </>
  );
  return "kind" in event ? (
    <Link to="/events/virtual/$virtualId" params={{ virtualId: event.id }} {...shared}>
      {inside}
    </Link>
  ) : (
    <Link to="/events/$eventId" params={{ eventId: event.id }} {...shared}>
      {inside}
    </Link>
  );
}
