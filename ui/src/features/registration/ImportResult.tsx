import { Button } from "@fluentui/react-components";
import { CheckmarkCircle24Regular } from "@fluentui/react-icons/headless/svg/checkmark-circle";
import type { ReactNode } from "react";
import type { ImportReport } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { PrimaryAction } from "../../components/PrimaryAction";
import { counted } from "../../lib/time";
import { ErrorRows } from "./ErrorRows";
import styles from "./import.module.css";

/** What the import did, and where the rows that stayed out were saved. */
export function ImportResult({ report, onDone, onAnother, onUndo }: { report: ImportReport; onDone: () => void; onAnother: () => void; onUndo: (bulkId: string) => void }): ReactNode {
  const { bulkId } = report;
  return (
    <div className={styles.result}>
      <PrimaryAction>
        <Button appearance="primary" onClick={onDone}>
          See everyone
        </Button>
      </PrimaryAction>
      <div className={styles.done} role="status">
        <CheckmarkCircle24Regular aria-hidden="true" />
        <div>
          <h2>{report.imported === 0 ? "Nobody new" : `${counted(report.imported, "person is", "people are")} registered`}</h2>
          <p>
            {report.imported > 0 && "Each has a ticket, and a confirmation that waits to be sent. "}
            {report.notAsked > 0 && `${counted(report.notAsked, "of them was", "of them were")} not asked everything that is required: it is marked on each. `}
            {report.duplicates > 0 && `${counted(report.duplicates, "row was", "rows were")} already on the list or twice in the file.`}
          </p>
        </div>
      </div>
      {report.errorCount > 0 && (
        <section>
          <h2 className={styles.title}>{counted(report.errorCount, "row", "rows")} stayed out</h2>
          {report.rejectedFile && (
            <div className={styles.file}>
              <span>
                Saved with their reasons to <bdi>{report.rejectedFile}</bdi>
              </span>
              <CopyButton text={report.rejectedFile} size="small" appearance="subtle">
                Copy the path
              </CopyButton>
            </div>
          )}
          <ErrorRows errors={report.errors} total={report.errorCount} />
        </section>
      )}
      <div className={styles.row}>
        <Button onClick={onAnother}>Import another file</Button>
        {bulkId !== null && (
          <Button appearance="subtle" onClick={() => { onUndo(bulkId); }}>
            Undo this import
          </Button>
        )}
      </div>
    </div>
  );
}
