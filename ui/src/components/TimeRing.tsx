import type { ReactNode } from "react";
import styles from "./TimeRing.module.css";

const RADIUS = 16;
const ROUND = 2 * Math.PI * RADIUS;

/** Time left, as a ring that empties and as words. */
export function TimeRing({ left, of }: { left: number; of: number }): ReactNode {
  const share = of > 0 ? Math.min(1, Math.max(0, left / of)) : 0;
  const minutes = Math.floor(Math.max(0, left) / 60);
  const seconds = Math.floor(Math.max(0, left) % 60);
  return (
    <span className={styles.ring} role="timer" aria-live="off" data-low={share < 0.2}>
      <svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
        <circle className={styles.track} cx="20" cy="20" r={RADIUS} />
        <circle className={styles.left} cx="20" cy="20" r={RADIUS} strokeDasharray={ROUND} strokeDashoffset={ROUND * (1 - share)} />
      </svg>
      <span>
        {minutes}:{String(seconds).padStart(2, "0")} left
      </span>
    </span>
  );
}
