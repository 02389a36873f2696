import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { PublishedView } from "../bindings/core";
import { useDismissChange } from "../lib/published";
import { fullMoment, momentHere, viewerZone } from "../lib/time";
import { StatusChip } from "./StatusChip";
import styles from "./WaitingChanges.module.css";

/** What was changed here and the service has not taken: what waits, in order, and what it refused, with the reason. */
export function WaitingChanges({ published }: { published: PublishedView }): ReactNode {
  const dismiss = useDismissChange(published.eventId);
  return (
    <ol className={styles.list} aria-label="Changes that the service has not taken">
      {published.waiting.map(({ id, what, madeAt, refused }) => (
        <li key={id} className={styles.change}>
          <span className={styles.state}>
            <StatusChip status={refused === null ? "planned" : "refused"} word={refused === null ? "Waits" : "Refused"} />
          </span>
          <span className={styles.words}>
            <bdi>{what}</bdi> <span className={styles.quiet} title={fullMoment(madeAt, viewerZone())}>{momentHere(madeAt)}</span>
            {refused !== null && <span className={styles.reason}>{refused}</span>}
          </span>
          {refused !== null && (
            <Button size="small" appearance="subtle" disabled={dismiss.isPending} aria-label={`Dismiss: ${what}`} onClick={() => dismiss.mutate(id)}>
              Dismiss
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
