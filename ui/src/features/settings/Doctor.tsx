import { Button, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { useDoctor } from "./api";
import styles from "./settings.module.css";

/** What Lectern needs from this computer and from Microsoft, and what to do where something is missing. */
export function Doctor(): ReactNode {
  const checks = useDoctor();
  return (
    <section className={styles.section}>
      <div className={styles.row}>
        <h2>Doctor</h2>
        <div className={styles.buttons}>
          {checks.isRefetching && <Spinner size="tiny" label="Checking" />}
          <Button size="small" disabled={checks.isFetching} onClick={() => void checks.refetch()}>
            Check again
          </Button>
        </div>
      </div>
      {checks.isPending && <Skeleton rows={4} height={56} label="Checking" />}
      {checks.isError && <ErrorFace error={checks.error} retry={() => void checks.refetch()} />}
      <ul>
        {(checks.data ?? []).map((check) => (
          <li key={check.id} className={styles.check}>
            <div>
              <p>{check.title}</p>
              <p className={styles.quiet}>{check.detail}</p>
              {check.fix && <p className={styles.fix}>{check.fix}</p>}
            </div>
            <StatusChip status={check.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}
