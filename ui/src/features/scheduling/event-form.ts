import type { EventChange, EventDetail, EventDraft, GuideDefaults, NewEvent, NewVirtualEvent } from "../../bindings/core";
import { CoreError } from "../../ipc/core";
import { offsetLabel } from "../../lib/time";
import { addDays, showDate, today } from "../../lib/dates";
import { checkRepeat } from "./repeat";
import { addMinutes, localAt, minutesBetween, offsetMinutes, resolveLocal } from "../../lib/wall-clock";

export type Fold = "earlier" | "later";
type FormField = "title" | "description" | "start" | "end" | "zone" | "fold" | "message" | "recurrence";
export type FormErrors = Partial<Record<FormField, string>>;

/** An hour tomorrow at ten: a start that most people change least; of the kind that was chosen in the guide. */
export function blankDraft(zone: string, usual: GuideDefaults | null = null): EventDraft {
  const day = addDays(today(), 1);
  const kind = usual === null || usual.kind === "meeting" ? null : usual.kind;
  // Nobody's event: the guide's choice alone.
  const setup = usual?.registration ? { from: "", options: null, registration: { capacity: null }, webinar: null } : null;
  return { title: "", description: "", start: `${day}T10:00`, end: `${day}T11:00`, zone, kind, audience: null, recurrence: null, setup };
}

/** A webinar or town hall: what it repeats by and what a template gave a meeting stays in the draft, unused. */
export function isVirtual(draft: EventDraft): boolean {
  return draft.kind !== null && draft.kind !== "meeting";
}

/** The start moves and the end with it, so that the event stays as long as it was. */
export function moveStart(draft: EventDraft, start: string): EventDraft {
  const length = minutesBetween(draft.start, draft.end) ?? 60;
  return { ...draft, start, end: addMinutes(start, length) };
}

/** An end that is not after the start is meant for the next day. */
export function setEndTime(draft: EventDraft, time: string): EventDraft {
  const end = `${draft.start.slice(0, 10)}T${time}`;
  return { ...draft, end: end > draft.start ? end : addMinutes(end, 24 * 60) };
}

/** What the clocks of the zone do at the chosen times. */
export interface ClockQuestion {
  /** The start or end falls into the hour that is skipped; `next` is the same time after it. */
  gap: { field: "start" | "end"; next: string } | null;
  /** The start or end comes twice. */
  twice: { field: "start" | "end"; time: string; earlier: string; later: string } | null;
}

export function askClock(draft: EventDraft): ClockQuestion {
  const question: ClockQuestion = { gap: null, twice: null };
  for (const field of ["start", "end"] as const) {
    const resolved = resolveLocal(draft[field], draft.zone);
    if (resolved?.kind === "gap") question.gap ??= { field, next: resolved.next };
    if (resolved?.kind === "twice") {
      const at = (instant: number): string => offsetLabel(offsetMinutes(instant, draft.zone));
      question.twice ??= { field, time: draft[field].slice(11), earlier: at(resolved.earlier), later: at(resolved.later) };
    }
  }
  return question;
}

/** The instants that the draft means; null while it means none. */
export function instants(draft: EventDraft, fold: Fold | null): { start: number; end: number } | null {
  const pick = (local: string): number | null => {
    const resolved = resolveLocal(local, draft.zone);
    if (resolved?.kind === "once") return resolved.instant;
    return resolved?.kind === "twice" ? resolved[fold ?? "earlier"] : null;
  };
  const start = pick(draft.start);
  const end = pick(draft.end);
  return start === null || end === null ? null : { start, end };
}

/** `stands`: the title that the event has already, however long; only another one is looked at. */
export function checkForm(draft: EventDraft, fold: Fold | null, stands?: string): FormErrors {
  const errors: FormErrors = {};
  // As the core counts: 👍🏽 is two characters, and four of JavaScript's.
  const { length } = Array.from(draft.title.trim().replaceAll(/\s+/g, " "));
  if (length === 0) errors.title = "Give the event a title.";
  else if (length > 255 && draft.title !== stands) errors.title = `Microsoft takes 255 characters at most; this has ${length}.`;
  const { gap, twice } = askClock(draft);
  if (gap) errors[gap.field] = `The clocks skip ${draft[gap.field].slice(11)} on ${showDate(draft[gap.field].slice(0, 10))}.`;
  if (twice && fold === null) errors.fold = "Choose which of the two.";
  const meant = instants(draft, fold);
  if (meant && meant.end <= meant.start) errors.end = "The end has to come after the start.";
  const rule = isVirtual(draft) ? null : checkRepeat(draft.recurrence, draft.start);
  if (rule) errors.recurrence = rule;
  return errors;
}

/** Where the core refused a field, its words beside that field; otherwise null, and the refusal belongs to the whole form. */
export function refusedField(error: unknown): FormErrors | null {
  if (!(error instanceof CoreError) || error.field === null) return null;
  const known: FormField[] = ["title", "description", "start", "end", "zone", "fold", "message", "recurrence"];
  const field = known.find((name) => name === error.field);
  return field ? { [field]: error.message } : null;
}

export function toNewEvent(draft: EventDraft, fold: Fold | null, draftId: string): NewEvent {
  const { title, description, start, end, zone, recurrence, setup } = draft;
  return { title: title.trim(), description, start, end, zone, fold: askClock(draft).twice ? fold : null, recurrence, setup, draftId };
}

/** With Teams' own mails (which can be changed on its page in Teams), but where it is begun from one without. */
export function toNewVirtualEvent(draft: EventDraft, fold: Fold | null, draftId: string): NewVirtualEvent {
  const { title, description, start, end, zone } = draft;
  const words = { title: title.trim(), description, start, end, zone, fold: askClock(draft).twice ? fold : null, draftId };
  const setup = draft.setup?.webinar ?? null;
  return { ...words, kind: draft.kind ?? "webinar", audience: draft.audience ?? "everyone", attendeeMail: setup?.attendeeMail ?? true, setup };
}

export function startsInPast(draft: EventDraft, fold: Fold | null, now: number): boolean {
  const meant = instants(draft, fold);
  return meant !== null && meant.start < now;
}

/** "19:00 in Paris is 13:00 on your clock", or null where the clocks agree. */
export function onYourClock(draft: EventDraft, fold: Fold | null, viewer: string): string | null {
  const meant = instants(draft, fold);
  if (!meant || offsetMinutes(meant.start, draft.zone) === offsetMinutes(meant.start, viewer)) return null;
  const [date = "", time = ""] = localAt(meant.start, viewer).split("T");
  return date === draft.start.slice(0, 10) ? `${time} on your clock` : `${showDate(date)}, ${time} on your clock`;
}

/** A scheduled event as the form shows it, with which of two instants a doubled time means. */
export function draftOf(event: Pick<EventDetail, "title" | "description" | "start" | "end" | "zone"> & Partial<Pick<EventDetail, "series">>): { draft: EventDraft; fold: Fold | null } {
  const { title, description, zone, series } = event;
  const at = (instant: string): string => localAt(Date.parse(instant), zone);
  // Of a series the form shows where it begins, not its next date.
  const { start, end } = series ?? event;
  const draft = { title, description, start: at(start), end: at(end), zone, kind: null, audience: null, recurrence: series?.rule ?? null, setup: null };
  const question = askClock(draft).twice;
  const resolved = question && resolveLocal(draft[question.field], zone);
  const later = resolved?.kind === "twice" && resolved.later === Date.parse(question?.field === "end" ? end : start);
  return { draft, fold: question ? (later ? "later" : "earlier") : null };
}

/** Whether people who know the event have to learn another time. */
export function isMoved(from: EventDraft, to: EventDraft): boolean {
  return from.start !== to.start || from.end !== to.end || from.zone !== to.zone;
}

/** Changes nothing. */
export const NO_CHANGE: EventChange = { title: null, description: null, start: null, end: null, zone: null, fold: null, message: null, recurrence: null, overwrite: false, tell: null };

/** What leads from one to the other; null where they are the same. `message` says why it is moved, and goes with that alone. */
export function changeOf(from: EventDraft, to: EventDraft, fold: Fold | null, overwrite: boolean, message = "", tell: boolean | null = null): EventChange | null {
  const moved = isMoved(from, to);
  const title = to.title.trim();
  const change = {
    // White space at its ends is no change, wherever it came from.
    title: title === from.title.trim() ? null : title,
    description: to.description.trim() === from.description ? null : to.description,
    start: moved ? to.start : null,
    end: moved ? to.end : null,
    zone: moved ? to.zone : null,
    fold: moved && askClock(to).twice ? fold : null,
    message: moved && message.trim() !== "" ? message.trim() : null,
    recurrence: JSON.stringify(from.recurrence) === JSON.stringify(to.recurrence) ? null : to.recurrence,
  };
  return Object.values(change).every((value) => value === null) ? null : { ...change, overwrite, tell: moved ? tell : null };
}
