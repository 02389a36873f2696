import { Button, MessageBar, MessageBarBody, ProgressBar } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { RunProgress, RunReport } from "../../bindings/core";
import { clockHere, count, counted } from "../../lib/time";
import { useStopMessages } from "./api";
import styles from "./messages.module.css";

/** Sending, with its count, the time at which the last one will be out, and a way to stop. */
export function Running({ progress }: { progress: RunProgress | null }): ReactNode {
  const stop = useStopMessages();
  const known = progress !== null && progress.total > 0;
  return (
    <div className={styles.running} role="status">
      <span>
        {known ? `Sending ${count(progress.done)} of ${count(progress.total)}` : "Sending"}
        {progress?.finishAt && ` · last one out at ${clockHere(progress.finishAt)}`}
      </span>
      <ProgressBar aria-label="Messages sent" {...(known ? { value: progress.done / progress.total } : {})} />
      <Button className={styles.stop} size="small" disabled={stop.isPending || stop.isSuccess} onClick={() => { stop.mutate(); }}>
        {stop.isSuccess ? "Stopping after this message" : "Stop sending"}
      </Button>
      <span className={styles.quiet}>You can go on working, or close the window: what is left waits for the next time.</span>
    </div>
  );
}

export function RunResult({ report }: { report: RunReport }): ReactNode {
  const parts = [
    `${counted(report.sent, "message", "messages")} sent`,
    report.failed > 0 ? `${count(report.failed)} failed` : null,
    report.ambiguous > 0 ? `${count(report.ambiguous)} unclear` : null,
    report.waiting > 0 ? `${count(report.waiting)} still waiting` : null,
  ].filter(Boolean);
  return (
    <MessageBar intent={report.failed + report.ambiguous > 0 ? "warning" : "success"}>
      <MessageBarBody>{parts.join(", ")}.</MessageBarBody>
    </MessageBar>
  );
}
