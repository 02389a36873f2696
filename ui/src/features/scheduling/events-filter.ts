import type { EventKind, EventsFilter, EventsOrder, EventsState, EventsTime } from "../../bindings/core";

// What the list can be cut down and sorted by, in the words of the window.

export const orders: Record<EventsOrder, string> = { next: "Next first", latest: "Latest first", title: "By title", registered: "Most people first" };
export const times: Record<EventsTime, string> = { coming: "Coming", past: "Past", drafts: "Drafts" };
export const kinds: Record<EventKind, string> = { meeting: "Meetings", webinar: "Webinars", townHall: "Town halls" };
export const states: Record<EventsState, string> = { planned: "Planned", creating: "Being created", cancelled: "Cancelled" };

/** Whether it leaves something out; an order alone does not. */
export function cutDown({ kind, state, time }: EventsFilter): boolean {
  return kind !== undefined || state !== undefined || time !== undefined;
}

/** Of what a webview has kept, perhaps for an older Lectern. */
export function isEventsFilter(value: unknown): value is EventsFilter {
  if (typeof value !== "object" || value === null) return false;
  const known: Record<string, object> = { order: orders, time: times, kind: kinds, state: states };
  return Object.entries(value).every(([name, word]) => typeof word === "string" && Object.hasOwn(known[name] ?? {}, word));
}
