import type { VirtualEventDetail } from "../../../bindings/core";

export const kindName = { meeting: "meeting", webinar: "webinar", townHall: "town hall" } as const;

export function isOver(event: VirtualEventDetail, now: number): boolean {
  return Date.parse(event.end) <= now;
}

/** What the organizer can do next, in a sentence. */
export function nextStep(event: VirtualEventDetail, now: number): string {
  const kind = kindName[event.kind];
  if (event.state === "creating") return "Wait until Teams has made the draft, or cancel it.";
  if (event.state === "cancelled") return `Nothing: this ${kind} is cancelled for good.`;
  if (isOver(event, now)) return "It is over. Read who was there.";
  if (event.state === "draft" && event.coOrganized) return "Prepare it with its organizer, who publishes it.";
  if (event.state === "draft") return event.kind === "webinar" ? "Add questions and presenters, then publish it. Only then can people register." : "Add presenters, then publish it. Only then can people watch.";
  return event.kind === "webinar" ? "Share the registration page. Teams keeps the list and mails people." : "Share the link. People watch in Teams.";
}
