import type { ReactNode } from "react";
import { dayOfMonth, monthShort } from "../lib/time";
import styles from "./DateTile.module.css";

/** The day as a small calendar leaf, in the event's zone. */
export function DateTile({ start, zone, size = "medium" }: { start: string; zone: string; size?: "medium" | "large" }): ReactNode {
  return (
    <span className={styles.tile} data-size={size}>
      <span className={styles.day}>{dayOfMonth(start, zone)}</span>
      <span className={styles.month}>{monthShort(start, zone)}</span>
    </span>
  );
}
