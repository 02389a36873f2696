import type { ReactNode } from "react";
import type { EventFigures } from "../../bindings/core";
import { count } from "../../lib/time";
import { growthPoints } from "./sheets";
import styles from "./overview.module.css";

const dayFormat = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });

function dayWord(day: string): string {
  return dayFormat.format(Date.parse(day));
}

/** How many were on the list at the end of each day, and on which days somebody cancelled. */
export function Growth({ days }: { days: EventFigures["days"] }): ReactNode {
  const points = growthPoints(days);
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const most = Math.max(...days.map(({ sum }) => sum));
  const line = points.map(({ x, y }) => `${(x * 100).toFixed(2)},${(100 - y * 96).toFixed(2)}`).join(" L");
  const label = `From ${dayWord(first.day)} to ${dayWord(last.day)}: ${count(last.sum)} on the list at the end, ${count(most)} at the most.`;
  return (
    <div role="img" aria-label={label} className={styles.growth}>
      <span className={styles.most}>{count(most)}</span>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path className={styles.area} d={`M0,100 L${line} L100,100 Z`} />
        <path className={styles.line} d={`M${line}`} />
        {days.map(({ day, left }, index) => {
          const x = (points[index + 1]?.x ?? 0) * 100;
          return left > 0 ? <path key={day} className={styles.left} d={`M${x.toFixed(2)},100 V${(100 - Math.max(3, (96 * left) / Math.max(1, most))).toFixed(2)}`} /> : null;
        })}
      </svg>
      <span className={styles.from}>{dayWord(first.day)}</span>
      <span className={styles.to}>{dayWord(last.day)}</span>
      <div className={styles.legend}>
        <span>
          <span className={styles.key} data-tone="main" />
          On the list
        </span>
        {days.some(({ left }) => left > 0) && (
          <span>
            <span className={styles.key} data-tone="bad" />
            Cancelled on the day
          </span>
        )}
      </div>
    </div>
  );
}
