import { Button, ProgressBar } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { BulkProgress } from "../../bindings/core";
import { clockHere, count } from "../../lib/time";
import { useEventProgress } from "../../lib/progress";
import { useStopBulk } from "./bulk";
import styles from "./bulk.module.css";

const words = { import: ["Importing", "Taking the import back"], removal: ["Removing", "Putting people back"], edit: ["Changing", "Changing back"] } as const;

function howFar(progress: BulkProgress): string {
  if (progress.phase === "reading" || progress.total === 0) return "Reading the file";
  return `${progress.phase === "checking" ? "Checked" : "Written"} ${count(progress.done)} of ${count(progress.total)}`;
}

/** A change of many people while it is under way: what, how far, until when, and a way to stop it. */
export function BulkRunning({ eventId, what }: { eventId: string; what: string }): ReactNode {
  const progress = useEventProgress("bulk", eventId, true);
  const stop = useStopBulk();
  const known = progress !== null && progress.total > 0;
  const title = progress ? words[progress.kind][progress.undoing ? 1 : 0] : "Beginning";
  return (
    <div className={styles.running} role="status">
      <span>
        <strong>{title}</strong> <bdi>{what}</bdi>
      </span>
      <span className={styles.figures}>
        {progress ? howFar(progress) : ""}
        {progress?.phase === "writing" && progress.finishAt && ` · done at ${clockHere(progress.finishAt)}`}
      </span>
      <ProgressBar aria-label={title} {...(known ? { value: progress.done / progress.total } : {})} />
      <div className={styles.row}>
        <Button size="small" disabled={stop.isPending || stop.isSuccess} onClick={() => { stop.mutate(); }}>
          {stop.isSuccess ? "Stopping" : "Stop"}
        </Button>
        <span className={styles.quiet}>It is done as a whole or not at all: stopping it changes nothing. You can go on working meanwhile.</span>
      </div>
    </div>
  );
}
