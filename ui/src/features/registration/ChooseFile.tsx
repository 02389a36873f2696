import { Button, MessageBar, MessageBarBody, Spinner } from "@fluentui/react-components";
import { DocumentTable24Regular } from "@fluentui/react-icons/headless/svg/document-table";
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from "react";
import type { ImportSource } from "../../ipc/commands";
import { chooseCsv, onFileDrag } from "../../ipc/files";
import { errorText } from "../../components/Face";
import { tell } from "../../lib/toasts";
import { handOver } from "./drop";
import styles from "./import.module.css";

interface Props {
  busy: boolean;
  problem: string | null;
  onChosen: (file: { source: ImportSource; name: string }) => void;
  onBack: () => void;
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** Files reach a window in two ways: as paths from the system, or, where it leaves dragging to the page, as bytes. */
function useDroppedFiles(onChosen: Props["onChosen"]): boolean {
  const [over, setOver] = useState(false);
  const chosen = useRef(onChosen);
  useEffect(() => {
    chosen.current = onChosen;
  });
  useEffect(
    () =>
      onFileDrag((drag) => {
        setOver(drag.kind === "over");
        const path = drag.kind === "dropped" ? drag.paths[0] : undefined;
        if (path !== undefined) chosen.current({ source: { path }, name: nameOf(path) });
      }),
    [],
  );
  return over;
}

/** Bytes are handed to the core before anything is asked about them. */
function useDropOnPage(onChosen: Props["onChosen"], onDrop: () => void): { reading: boolean; dropped: (event: DragEvent) => Promise<void> } {
  const [reading, setReading] = useState(false);
  const dropped = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    onDrop();
    const file = event.dataTransfer.files[0];
    if (!file || reading) return;
    setReading(true);
    try {
      await handOver(file);
      onChosen({ source: { dropped: true }, name: file.name });
    } catch (error) {
      tell({ kind: "failed", text: `The file could not be read. ${errorText(error)}` });
    } finally {
      setReading(false);
    }
  };
  return { reading, dropped };
}

export function ChooseFile({ busy, problem, onChosen, onBack }: Props): ReactNode {
  const over = useDroppedFiles(onChosen);
  const [overPage, setOverPage] = useState(false);
  const { reading, dropped } = useDropOnPage(onChosen, () => { setOverPage(false); });
  const ask = async (): Promise<void> => {
    try {
      const path = await chooseCsv();
      if (path !== null) onChosen({ source: { path }, name: nameOf(path) });
    } catch (error) {
      tell({ kind: "failed", text: `The file could not be chosen. ${errorText(error)}` });
    }
  };
  return (
    <div className={styles.choose}>
      {problem && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{problem}</MessageBarBody>
        </MessageBar>
      )}
      <div
        className={styles.drop}
        data-over={over || overPage}
        onDragOver={(event) => {
          event.preventDefault();
          setOverPage(true);
        }}
        onDragLeave={() => { setOverPage(false); }}
        onDrop={(event) => void dropped(event)}
      >
        {busy || reading ? (
          <Spinner label="Reading the file" />
        ) : (
          <>
            <DocumentTable24Regular aria-hidden="true" />
            <h2>Drop a list here</h2>
            <p>An Excel workbook or a CSV file with a column of email addresses, in any encoding and with any separator. Exports of Teams webinars, Eventbrite and pretix are known by their columns.</p>
            <div className={styles.row}>
              <Button appearance="primary" onClick={() => void ask()}>
                Choose a file
              </Button>
              <Button appearance="subtle" onClick={onBack}>
                Back
              </Button>
            </div>
          </>
        )}
      </div>
      <p className={styles.aside}>You see every column and every problem before anything is imported. People who are already on the list are left alone.</p>
    </div>
  );
}
