import { Button, ProgressBar } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { BackupPhase } from "../../../bindings/core";
import { useBackupProgress, useStopBackup } from "./api";
import styles from "../settings.module.css";

const words: Record<BackupPhase, string> = {
  copying: "Copying",
  writing: "Writing the file",
  reading: "Reading the file",
  checking: "Checking it",
  puttingInPlace: "Putting it in place",
};

/** A copy under way: how far it is, and a way to stop that leaves everything as it was. */
export function Working(): ReactNode {
  const progress = useBackupProgress();
  const stop = useStopBackup();
  const share = progress && progress.total > 0 ? progress.done / progress.total : undefined;
  const label = progress ? words[progress.phase] : "It begins";
  return (
    <div className={styles.form} role="status">
      <p>{label}…</p>
      <ProgressBar aria-label={label} {...(share === undefined ? {} : { value: share })} />
      <div className={styles.buttons}>
        <Button size="small" disabled={stop.isPending || stop.isSuccess} onClick={() => { stop.mutate(); }}>
          Stop
        </Button>
      </div>
    </div>
  );
}
