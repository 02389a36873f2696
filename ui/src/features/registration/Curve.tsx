import type { ReactNode } from "react";
import { momentHere } from "../../lib/time";
import { useFirstRegistrants } from "./api";
import styles from "./registration.module.css";

/** Shares of the way from the first registration to the last, and of the people registered by then. */
export function curvePoints(times: number[]): { x: number; y: number }[] {
  const sorted = [...times].sort((a, b) => a - b);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined || last === first) return [];
  return sorted.map((time, index) => ({ x: (time - first) / (last - first), y: (index + 1) / sorted.length }));
}

/** How the list grew. Drawn only while one window holds all of it: a curve of a part would mislead. */
export function Curve({ eventId }: { eventId: string }): ReactNode {
  const page = useFirstRegistrants(eventId).data;
  if (!page || page.total > page.rows.length) return null;
  const times = page.rows.map((row) => Date.parse(row.registeredAt));
  const points = curvePoints(times);
  if (points.length < 3) return null;
  const line = points.map(({ x, y }) => `${(x * 100).toFixed(2)},${(100 - y * 96).toFixed(2)}`).join(" L");
  return (
    <svg className={styles.curve} viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={`Registrations since ${momentHere(Math.min(...times))}`}>
      <path d={`M0,100 L${line} L100,100 Z`} />
      <path d={`M${line}`} />
    </svg>
  );
}
