/** Calendar days ("2026-12-03") without a zone, as people type and read them. */

const DAY = 86_400_000;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function iso(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month, day));
  // A day that does not exist rolls over into another month.
  return date.getUTCMonth() === month && date.getUTCDate() === day && year > 1900 && year < 3000 ? date.toISOString().slice(0, 10) : null;
}

export function today(): string {
  const now = new Date();
  return iso(now.getFullYear(), now.getMonth(), now.getDate()) ?? "";
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

export function addMonths(date: string, by: number): string {
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + by + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + by, Math.min(day, last))).toISOString().slice(0, 10);
}

/** "2026-12-03", "3.12.2026", "3 Dec", "3 December 2026", "Thu 3 Dec 2026"; without a year, the next such day. */
export function parseDate(typed: string, from: string = today()): string | null {
  const text = typed.trim().toLowerCase();
  const ordered = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (ordered) return iso(Number(ordered[1]), Number(ordered[2]) - 1, Number(ordered[3]));
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?$/.exec(text);
  const worded = /^(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*\.?,?(?:\s+(\d{4}))?$/.exec(text);
  const found = dotted ?? worded;
  if (!found) return null;
  const month = dotted ? Number(found[2]) - 1 : months.indexOf(found[2] ?? "");
  if (month < 0) return null;
  const day = Number(found[1]);
  if (found[3] !== undefined) return iso(Number(found[3]), month, day);
  const year = Number(from.slice(0, 4));
  const soonest = iso(year, month, day);
  return soonest !== null && soonest >= from ? soonest : iso(year + 1, month, day);
}

/** "Thu 3 Dec 2026" */
export function showDate(date: string): string {
  const at = Date.parse(date);
  if (Number.isNaN(at)) return "";
  const words = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return words.format(at).replace(",", "");
}

/** Six weeks from the Monday on or before the month's first day. */
export function monthGrid(date: string): string[][] {
  const first = `${date.slice(0, 8)}01`;
  const weekday = (new Date(Date.parse(first)).getUTCDay() + 6) % 7;
  const monday = addDays(first, -weekday);
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_unused, day) => addDays(monday, week * 7 + day)));
}
