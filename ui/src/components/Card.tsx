import type { ReactNode } from "react";
import styles from "./Card.module.css";

interface Props {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

export function Card({ title, aside, children }: Props): ReactNode {
  return (
    <section className={styles.card}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {aside && <span>{aside}</span>}
      </header>
      {children}
    </section>
  );
}

/** One big number, and beside it what it counts. */
export function Figure({ value, of }: { value: string; of: string }): ReactNode {
  return (
    <p className={styles.figure}>
      <strong>{value}</strong> <span>{of}</span>
    </p>
  );
}
