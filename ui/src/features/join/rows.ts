import type { CheckStatus, JoinCheck, JoinView } from "../../bindings/core";
import type { Devices } from "./useDevices";

export interface Row {
  about: JoinCheck["about"] | "devices" | "browser";
  status: CheckStatus;
  message: string;
}

/** Problems first; what nobody could find out, last. */
const ORDER: readonly CheckStatus[] = ["failed", "warning", "ok", "unknown", "skipped"];

export function inOrder(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
}

export function problems(rows: readonly Row[]): number {
  return rows.filter(({ status }) => status === "failed" || status === "warning").length;
}

function many(count: number, one: string): string {
  return `${String(count)} ${count === 1 ? one : `${one}s`}`;
}

/** Null where nobody has counted, or where nobody needs them. */
export function devicesRow(view: JoinView, { counts, simulated }: Devices): Row | null {
  if (view.surface === null || simulated || counts === null) return null;
  const { cameras, microphones } = counts;
  if (cameras + microphones === 0) {
    return { about: "devices", status: "warning", message: "No microphone and no camera was found. You can listen here, or use Teams." };
  }
  if (microphones === 0) return { about: "devices", status: "warning", message: `${many(cameras, "camera")}, but no microphone: nobody will hear you.` };
  return { about: "devices", status: "ok", message: `${many(microphones, "microphone")}, ${cameras === 0 ? "no camera" : many(cameras, "camera")}.` };
}

/** A page that stays open while the event begins and ends says so; the core spoke of the moment it was asked. */
export function asOfNow(check: JoinCheck, view: JoinView, now: number): Row {
  const { event } = view;
  if (check.about !== "event" || event === null || check.status !== "ok") return check;
  if (now >= Date.parse(event.end)) return { ...check, status: "warning", message: "It is over by its plan. The meeting may still be open." };
  return now >= Date.parse(event.start) ? { ...check, message: "It is on now." } : check;
}
