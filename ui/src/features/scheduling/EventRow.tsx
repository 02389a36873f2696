import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { EventSummary } from "../../bindings/core";
import { DateTile } from "../../components/DateTile";
import { clockRange, count, soon, weekday, whenForViewer, whenInZone } from "../../lib/time";
import styles from "./EventList.module.css";

const WEEK = 7 * 86_400_000;

function places(event: EventSummary): ReactNode {
  if (event.state === "cancelled" || !event.registrationOpen) return null;
  const of = event.capacity === null ? "" : `/${count(event.capacity)}`;
  return (
    <span className={styles.places} aria-label={`${count(event.registered)} registered${event.capacity === null ? "" : ` of ${count(event.capacity)} places`}`} role="img">
      {count(event.registered)}
      {of}
    </span>
  );
}

function detail(event: EventSummary, now: number): string {
  if (event.state === "cancelled") return "Cancelled";
  if (event.state === "creating") return "Being created";
  if (event.changedElsewhere) return `${clockRange(event)} · changed elsewhere`;
  const away = Date.parse(event.start) - now;
  const day = away > 0 && away < WEEK ? `${weekday(event.start, event.zone)} ` : "";
  const near = soon(event, now);
  const yours = whenForViewer(event)?.replace("your time", "yours") ?? null;
  const more = near ?? yours ?? (event.repeats === null ? null : "series");
  return `${day}${clockRange(event)}${more === null ? "" : ` · ${more}`}`;
}

export function EventRow({ event, now }: { event: EventSummary; now: number }): ReactNode {
  const yours = whenForViewer(event);
  return (
    <Link
      to="/events/$eventId"
      params={{ eventId: event.id }}
      className={styles.row}
      data-row
      data-state={event.state}
      title={`${whenInZone(event, now)}${yours ? ` · ${yours}` : ""}`}
    >
      <DateTile start={event.start} zone={event.zone} />
      <span className={styles.words}>
        <bdi className={styles.name}>{event.title}</bdi>
        <span className={styles.when}>{detail(event, now)}</span>
      </span>
      {places(event)}
    </Link>
  );
}
