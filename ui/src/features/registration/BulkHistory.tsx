import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { BulkView } from "../../bindings/core";
import { counted, fullMoment, momentHere, viewerZone } from "../../lib/time";
import { useBulkList, useUndoBulk } from "./bulk";
import { BulkRunning } from "./BulkRunning";
import styles from "./bulk.module.css";

const words = { import: "Import of", removal: "Removal of", edit: "Change of" } as const;

function Entry({ bulk, onUndo }: { bulk: BulkView; onUndo: () => void }): ReactNode {
  const zone = viewerZone();
  return (
    <li className={styles.entry}>
      <span className={styles.what}>
        {words[bulk.kind]} <bdi>{bulk.title}</bdi>
      </span>
      <span className={styles.quiet} title={fullMoment(bulk.beganAt, zone)}>
        {counted(bulk.people, "person", "people")} · {momentHere(bulk.beganAt)}
      </span>
      {bulk.waits ? (
        <span className={styles.quiet}>Waits for the service</span>
      ) : bulk.state === "undone" ? (
        <span className={styles.quiet}>Taken back</span>
      ) : (
        <Button size="small" appearance="subtle" aria-label={`Undo: ${words[bulk.kind]} ${bulk.title}`} onClick={onUndo}>
          Undo
        </Button>
      )}
    </li>
  );
}

/** What was done to many people at once, each with a way to take it back as a whole. */
export function BulkHistory({ eventId }: { eventId: string }): ReactNode {
  const bulks = useBulkList(eventId).data?.filter((bulk) => bulk.waits || bulk.state !== "running") ?? [];
  const undo = useUndoBulk(eventId);
  if (bulks.length === 0) return null;
  return (
    <section className={styles.history} aria-label="What was done to many people at once">
      <h2>Done before</h2>
      {undo.isPending && <BulkRunning eventId={eventId} what="" />}
      <ul>
        {bulks.map((bulk) => (
          <Entry key={bulk.id} bulk={bulk} onUndo={() => { if (!undo.isPending) undo.mutate(bulk.id); }} />
        ))}
      </ul>
    </section>
  );
}
