import type { ReactNode } from "react";
import styles from "./Skeleton.module.css";

/** Grey rows of the same height as what will come, spoken once as "Loading". */
export function Skeleton({ rows, height, label = "Loading" }: { rows: number; height: number; label?: string }): ReactNode {
  return (
    <div role="status" aria-label={label} className={styles.skeleton}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} style={{ height }}>
          <div className={styles.bar} />
          <div className={styles.bar} />
        </div>
      ))}
    </div>
  );
}
