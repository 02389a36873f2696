import type { EventDraft, Pattern, Recurrence, Weekday, Which } from "../../bindings/core";
import { addDays, showDate } from "../../lib/dates";
import { resolveLocal } from "../../lib/wall-clock";

export const weekdays: Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const places: Which[] = ["first", "second", "third", "fourth"];

export type Kind = Pattern["kind"];
export const kinds: Kind[] = ["daily", "weekly", "monthlyOnDay", "monthlyOnWeekday", "yearlyOnDay", "yearlyOnWeekday"];

function utc(date: string): Date {
  return new Date(Date.parse(date));
}

function weekdayOf(date: string): Weekday {
  return weekdays[(utc(date).getUTCDay() + 6) % 7] ?? "monday";
}

/** The rule of a kind that a start suggests: the 12th of each month for a start on the 12th. */
export function patternFor(kind: Kind, start: string): Pattern {
  const date = start.slice(0, 10);
  const day = Number(date.slice(8, 10));
  const month = Number(date.slice(5, 7));
  const which = places[Math.floor((day - 1) / 7)] ?? "last";
  const days = [weekdayOf(date)];
  switch (kind) {
    case "daily":
      return { kind };
    case "weekly":
      return { kind, days, firstDay: "monday" };
    case "monthlyOnDay":
      return { kind, day };
    case "monthlyOnWeekday":
      return { kind, which, days };
    case "yearlyOnDay":
      return { kind, month, day };
    case "yearlyOnWeekday":
      return { kind, month, which, days };
  }
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function named(days: Weekday[]): string {
  return days.map(capital).join(" or ");
}

/** "Every month on day 12": what the choice says. */
export function patternWords(pattern: Pattern): string {
  switch (pattern.kind) {
    case "daily":
      return "Every day";
    case "weekly":
      return "Every week";
    case "monthlyOnDay":
      return `Every month on day ${pattern.day}`;
    case "monthlyOnWeekday":
      return `Every month on the ${pattern.which} ${named(pattern.days)}`;
    case "yearlyOnDay":
      return `Every year on ${pattern.day} ${months[pattern.month - 1] ?? ""}`;
    case "yearlyOnWeekday":
      return `Every year on the ${pattern.which} ${named(pattern.days)} of ${months[pattern.month - 1] ?? ""}`;
  }
}

export function unitOf(kind: Kind): string {
  return kind === "daily" ? "days" : kind === "weekly" ? "weeks" : kind.startsWith("monthly") ? "months" : "years";
}

export function toggleDay(pattern: Pattern, day: Weekday): Pattern {
  if (pattern.kind !== "weekly") return pattern;
  const days = pattern.days.includes(day) ? pattern.days.filter((one) => one !== day) : [...pattern.days, day];
  return { ...pattern, days: weekdays.filter((one) => days.includes(one)) };
}

/** What is wrong with a rule, beside its field; null where nothing is. */
export function checkRepeat(rule: Recurrence | null, start: string): string | null {
  if (!rule) return null;
  if (!Number.isInteger(rule.interval) || rule.interval < 1 || rule.interval > 99) return "Between two dates there can be 1 to 99.";
  if (rule.pattern.kind === "weekly" && rule.pattern.days.length === 0) return "Choose at least one day.";
  if (rule.ending.kind === "after" && !(rule.ending.times >= 1 && rule.ending.times <= 999)) return "A series has 1 to 999 dates.";
  if (rule.ending.kind === "on" && rule.ending.date < start.slice(0, 10)) return "The last day lies before the first.";
  return null;
}

function happensOn(rule: Recurrence, date: string): boolean {
  const { pattern, ending } = rule;
  if (ending.kind === "on" && date > ending.date) return false;
  if (pattern.kind === "weekly" || pattern.kind === "monthlyOnWeekday" || pattern.kind === "yearlyOnWeekday") return pattern.days.includes(weekdayOf(date));
  return true;
}

/** The dates within a year on which clocks skip the series' time or show it twice, as far as the rule may fall on them. */
export function clockTrouble(draft: EventDraft): string[] {
  const rule = draft.recurrence;
  const time = draft.start.slice(11);
  // Clocks change at night.
  if (!rule || time >= "04:00") return [];
  const first = draft.start.slice(0, 10);
  return Array.from({ length: 366 }, (_, day) => addDays(first, day)).flatMap((date, day) => {
    // The first date is asked about above.
    if (day === 0 || !happensOn(rule, date)) return [];
    const resolved = resolveLocal(`${date}T${time}`, draft.zone);
    if (resolved?.kind === "gap") return [`On ${showDate(date)} clocks skip ${time}: it begins at ${resolved.next.slice(11)} there, if the series falls on that day.`];
    if (resolved?.kind === "twice") return [`On ${showDate(date)} ${time} comes twice: the first is taken, if the series falls on that day.`];
    return [];
  });
}
