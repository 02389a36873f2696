import type { ReactNode } from "react";
import { count } from "../../lib/time";
import type { Bar, Part } from "./sheets";
import styles from "./overview.module.css";

function total({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function legend(bars: Bar[]): Part[] {
  const seen = new Map<string, Part>();
  for (const { parts } of bars) for (const part of parts) if (part.value > 0 && !seen.has(part.word)) seen.set(part.word, part);
  return [...seen.values()];
}

/** A line of bars, each cut into parts, under one measure; the picture of a table that stands beside it. */
export function Bars({ bars, label }: { bars: Bar[]; label: string }): ReactNode {
  const most = Math.max(1, ...bars.map(total));
  const named = legend(bars);
  return (
    <div role="img" aria-label={label} className={styles.chart}>
      {bars.map((bar) => (
        <div key={bar.label} className={styles.bar}>
          <bdi className={styles.label} title={bar.label}>
            {bar.label}
          </bdi>
          <span className={styles.track}>
            {bar.parts
              .filter(({ value }) => value > 0)
              .map(({ word, tone, value }) => (
                <span key={word} className={styles.part} data-tone={tone} style={{ width: `${(100 * value) / most}%` }} title={`${word}: ${count(value)}`} />
              ))}
          </span>
          <span className={styles.number}>{count(total(bar))}</span>
        </div>
      ))}
      {named.length > 0 && (
        <div className={styles.legend}>
          {named.map(({ word, tone }) => (
            <span key={word}>
              <span className={styles.key} data-tone={tone} />
              {word}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
