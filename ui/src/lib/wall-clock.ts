/** Wall-clock times ("2026-12-01T18:00") in a named zone, and the instants that they mean. */

const MINUTE = 60_000;
const DAY = 86_400_000;

export type Resolved =
  | { kind: "once"; instant: number }
  /** The clocks skip this time; `next` is the same time moved past the gap. */
  | { kind: "gap"; next: string }
  /** The clocks show this time twice. */
  | { kind: "twice"; earlier: number; later: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function wallFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/** The wall clock's reading as if it were UTC, in milliseconds. */
function readingAt(instant: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of wallFormat(zone).formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part["year"] ?? 0, (part["month"] ?? 1) - 1, part["day"], part["hour"], part["minute"], part["second"]);
}

/** Minutes that `zone` is ahead of UTC at `instant`. */
export function offsetMinutes(instant: number, zone: string): number {
  return Math.round((readingAt(instant, zone) - Math.floor(instant / 1000) * 1000) / MINUTE);
}

/** The wall clock's reading at `instant`: "2026-12-01T18:00". */
export function localAt(instant: number, zone: string): string {
  return new Date(readingAt(instant, zone)).toISOString().slice(0, 16);
}

/** Milliseconds of the reading as if it were UTC, or null where it is no date ("2026-02-30T10:00"). */
function parseLocal(local: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return null;
  const reading = Date.parse(`${local}:00Z`);
  if (Number.isNaN(reading)) return null;
  return new Date(reading).toISOString().slice(0, 16) === local ? reading : null;
}

export function addMinutes(local: string, minutes: number): string {
  const reading = parseLocal(local);
  return reading === null ? local : new Date(reading + minutes * MINUTE).toISOString().slice(0, 16);
}

export function minutesBetween(start: string, end: string): number | null {
  const from = parseLocal(start);
  const to = parseLocal(end);
  return from === null || to === null ? null : (to - from) / MINUTE;
}

/** What a wall-clock time means in `zone`; null where it is no time at all. */
export function resolveLocal(local: string, zone: string): Resolved | null {
  const reading = parseLocal(local);
  if (reading === null) return null;
  const before = offsetMinutes(reading - DAY, zone);
  const after = offsetMinutes(reading + DAY, zone);
  const instants = [...new Set([reading - before * MINUTE, reading - after * MINUTE])]
    .filter((instant) => readingAt(instant, zone) === reading)
    .sort((a, b) => a - b);
  const [first, second] = instants;
  if (first === undefined) return { kind: "gap", next: localAt(reading - before * MINUTE, zone) };
  return second === undefined ? { kind: "once", instant: first } : { kind: "twice", earlier: first, later: second };
}

/** A time as people type it ("18", "6:30 pm", "1830", "18.30") as "18:30"; null where it is none. */
export function parseClock(typed: string): string | null {
  const match = /^\s*(\d{1,2})(?:\s*[:.h]?\s*([0-5]\d))?\s*(a|p)?\.?m?\.?\s*$/i.exec(typed);
  if (!match) return null;
  let hour = Number(match[1]);
  const half = match[3]?.toLowerCase();
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  if (half === "p" && hour < 12) hour += 12;
  if (half === "a" && hour === 12) hour = 0;
  return hour > 23 ? null : `${String(hour).padStart(2, "0")}:${match[2] ?? "00"}`;
}
