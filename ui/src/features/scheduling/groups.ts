import type { EventSummary, VirtualEventSummary } from "../../bindings/core";

/** A meeting, or a webinar or town hall: those have a kind. */
export type Listed = EventSummary | VirtualEventSummary;

export interface EventGroup {
  title: string;
  events: Listed[];
}

const accents = /\p{Diacritic}/gu;

function plain(text: string): string {
  return text.normalize("NFD").replace(accents, "").toLowerCase();
}

/** Whether a title is meant by what was typed: accents and capitals don't matter. */
export function matches(title: string, query: string): boolean {
  return plain(title).includes(plain(query.trim()));
}

/** What comes, soonest first; then what is over or cancelled, latest first. Empty groups are left out. */
export function groupEvents(events: Listed[], query: string, now: number): EventGroup[] {
  const matching = events.filter((event) => matches(event.title, query));
  const comes = (event: Listed): boolean => event.state !== "cancelled" && Date.parse(event.end) > now;
  const byStart = (a: Listed, b: Listed): number => Date.parse(a.start) - Date.parse(b.start);
  const groups = [
    { title: "Upcoming", events: matching.filter(comes).sort(byStart) },
    { title: "Past and cancelled", events: matching.filter((event) => !comes(event)).sort((a, b) => byStart(b, a)) },
  ];
  return groups.filter((group) => group.events.length > 0);
}

/** The event on now or next; null where nothing is planned. */
export function nextEvent(events: Listed[], now: number): Listed | null {
  return groupEvents(events, "", now).find((group) => group.title === "Upcoming")?.events[0] ?? null;
}
