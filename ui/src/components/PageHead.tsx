import type { ReactNode } from "react";
import styles from "./PageHead.module.css";

interface Props {
  title: string;
  subtitle?: ReactNode;
  /** Quiet actions first, the screen's one primary action last. */
  actions?: ReactNode;
}

export function PageHead({ title, subtitle, actions }: Props): ReactNode {
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <h1 className={styles.title}>
          <bdi>{title}</bdi>
        </h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
    </header>
  );
}
