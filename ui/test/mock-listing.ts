import type { EventDetail, EventSummary, EventsFilter, EventsPage, ListedEvent, VirtualEventSummary } from "../src/bindings/core";
import type { Commands } from "../src/ipc/commands";

/** So many meetings, one each hour, half of them over. */
export function manyEvents(many: number, like: EventDetail): EventDetail[] {
  const topics = ["Sales review", "Éclair tasting", "People and places", "Budget round", "כלים לקריאה משותפת"];
  return Array.from({ length: many }, (_, n) => {
    const start = Date.parse("2026-12-03T12:00:00Z") + (n - Math.floor(many / 2)) * 3_600_000;
    return { ...like, id: `m${n}`, title: `${topics[n % topics.length] ?? ""} ${n}`, start: new Date(start).toISOString(), end: new Date(start + 2_700_000).toISOString(), registered: (n * 37) % 500, state: n % 90 === 0 ? "cancelled" : "scheduled" };
  });
}

function summary({ id, title, start, end, zone, state, registrationOpen, registered, capacity, joinUrl, organizer, repeats, changedElsewhere }: EventDetail): EventSummary {
  return { id, title, start, end, zone, state, registrationOpen, registered, capacity, joinUrl, organizer, repeats, changedElsewhere };
}

const comes = (event: ListedEvent, now: number): boolean => event.state !== "cancelled" && Date.parse(event.end) > now;

function fits(event: ListedEvent, { kind, state, time }: EventsFilter, now: number): boolean {
  const own = event.state === "scheduled" || event.state === "published" ? "planned" : event.state;
  if (kind !== undefined && kind !== ("kind" in event ? event.kind : "meeting")) return false;
  if (state !== undefined && state !== own) return false;
  if (time === "drafts") return own === "draft";
  return time === undefined || (time === "coming" ? comes(event, now) : Date.parse(event.end) <= now);
}

/** The list as the core tells it, without its words and accents. */
export function eventsPage(meetings: EventDetail[], webinars: VirtualEventSummary[], { query, filter, offset, limit }: Commands["overview|events_page"]["arguments"]): EventsPage {
  const now = Date.now();
  const all: ListedEvent[] = [...meetings.map(summary), ...webinars];
  const matching = all.filter((event) => fits(event, filter, now) && event.title.toLowerCase().includes(query.toLowerCase()));
  const start = (event: ListedEvent): number => Date.parse(event.start);
  const next = (one: ListedEvent, other: ListedEvent): number => Number(comes(other, now)) - Number(comes(one, now)) || (start(one) - start(other)) * (comes(one, now) ? 1 : -1);
  const registered = (event: ListedEvent): number => ("registered" in event ? event.registered : 0);
  const by = {
    next,
    latest: (one: ListedEvent, other: ListedEvent): number => start(other) - start(one),
    title: (one: ListedEvent, other: ListedEvent): number => one.title.localeCompare(other.title),
    registered: (one: ListedEvent, other: ListedEvent): number => registered(other) - registered(one) || next(one, other),
  }[filter.order ?? "next"];
  const rows = [...matching].sort(by);
  return { total: all.length, matching: rows.length, coming: rows.filter((event) => comes(event, now)).length, rows: rows.slice(offset, offset + limit) };
}
