import { offsetMinutes } from "./wall-clock";

export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "Europe/Berlin" → "Berlin", "America/Argentina/Buenos_Aires" → "Buenos Aires". */
export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** "UTC+1", "UTC−3:30" */
export function offsetLabel(minutes: number): string {
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

function format(instant: string | number, zone: string, options: Intl.DateTimeFormatOptions): string {
  const at = typeof instant === "number" ? instant : Date.parse(instant);
  if (Number.isNaN(at)) return "–";
  return formatFor(zone, options).format(at);
}

/** Making one takes some webviews longer than a hundred uses of it, and a list of people shows hundreds of times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([zone, options]);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", { timeZone: safeZone(zone), ...options });
    formats.set(key, made);
  }
  return made;
}

/** A zone this webview knows; an unknown one is shown in UTC rather than failing the page. */
function safeZone(zone: string): string {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}

function clock(instant: string | number, zone: string): string {
  return format(instant, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "2 Dec, 18:41" */
export function shortMoment(instant: string | number, zone: string): string {
  return format(instant, zone, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "2 Dec, 18:41 Berlin": a time that stands by itself names its zone. */
export function momentIn(instant: string | number, zone: string): string {
  return `${shortMoment(instant, zone)} ${zoneCity(zone)}`;
}

/** By the viewer's clock, and saying so: "2 Dec, 12:41 New York". */
export function momentHere(instant: string | number): string {
  return momentIn(instant, viewerZone());
}

/** "12:41 New York" */
export function clockHere(instant: string | number): string {
  const zone = viewerZone();
  return `${clock(instant, zone)} ${zoneCity(zone)}`;
}

/** "Thursday 3 December 2026 at 14:00:05 CET", for hovers. */
export function fullMoment(instant: string | number, zone: string): string {
  return format(instant, zone, { dateStyle: "full", timeStyle: "long", hourCycle: "h23" });
}

export function weekday(instant: string | number, zone: string): string {
  return format(instant, zone, { weekday: "short" });
}

export function dayOfMonth(instant: string | number, zone: string): string {
  return format(instant, zone, { day: "numeric" });
}

export function monthShort(instant: string | number, zone: string): string {
  return format(instant, zone, { month: "short" });
}

function dayKey(instant: string | number, zone: string): string {
  return format(instant, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
}

export interface Span {
  start: string;
  end: string;
  zone: string;
}

/** "14:00–15:30", with the later day named where the event crosses midnight. */
export function clockRange({ start, end, zone }: Span): string {
  const over = dayKey(start, zone) === dayKey(end, zone) ? "" : ` (${weekday(end, zone)})`;
  return `${clock(start, zone)}–${clock(end, zone)}${over}`;
}

/** "2027", or null where it is this year. */
export function otherYear({ start, zone }: Span, now: number): string | null {
  const year = format(start, zone, { year: "numeric" });
  return year === format(now, zone, { year: "numeric" }) ? null : year;
}

/** "Thursday 3 December, 14:00–15:30 Berlin"; the year only where it is not this one. */
export function whenInZone(span: Span, now: number): string {
  const year = otherYear(span, now);
  const day = format(span.start, span.zone, { weekday: "long", day: "numeric", month: "long" }).replace(",", "");
  return `${day}${year === null ? "" : ` ${year}`}, ${clockRange(span)} ${zoneCity(span.zone)}`;
}

/** "08:00 your time", or null where the viewer's clock shows the same; the day is named where it differs. */
export function whenForViewer({ start, zone }: Span, viewer: string = viewerZone()): string | null {
  const instant = Date.parse(start);
  if (Number.isNaN(instant) || offsetMinutes(instant, safeZone(zone)) === offsetMinutes(instant, safeZone(viewer))) return null;
  const day = dayKey(start, zone) === dayKey(start, viewer) ? "" : `${weekday(start, viewer)} `;
  return `${day}${clock(start, viewer)} your time`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "in 2 hr.", "3 days ago", "now" */
export function relative(instant: string | number, now: number): string {
  const distance = (typeof instant === "number" ? instant : Date.parse(instant)) - now;
  const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "long" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(distance) >= size) return words.format(Math.trunc(distance / size), unit);
  }
  return "now";
}

/** "in 2 hours" only while that is soon enough to matter; null from a day on. */
export function soon(span: Span, now: number): string | null {
  const start = Date.parse(span.start);
  if (start <= now && now < Date.parse(span.end)) return "on now";
  const distance = start - now;
  return distance > 0 && distance < 86_400_000 ? relative(start, now) : null;
}

const numbers = new Intl.NumberFormat("en-GB");

/** "12,480" */
export function count(value: number): string {
  return numbers.format(value);
}

/** "1 person", "12,480 people" */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
