import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail, ImportChoices, ImportReport } from "../../bindings/core";
import type { ImportSource } from "../../ipc/commands";
import { errorText } from "../../components/Face";
import { PrimaryAction } from "../../components/PrimaryAction";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { usePreviewImport } from "./api";
import { useRunImport, useUndoBulk } from "./bulk";
import { BulkHistory } from "./BulkHistory";
import { BulkRunning } from "./BulkRunning";
import { ChooseFile } from "./ChooseFile";
import { choicesOf, meaningOf, type Meaning } from "./import-columns";
import { ImportPreviewView } from "./ImportPreviewView";
import { ImportResult } from "./ImportResult";
import { Interrupted } from "./Interrupted";
import styles from "./import.module.css";
import page from "./registration.module.css";

interface Props {
  event: EventDetail;
  onDone: () => void;
}

interface Chosen {
  source: ImportSource;
  name: string;
}

const guessed: ImportChoices = { fields: null, questions: null, sheet: null };

/** What the person has chosen, as the menus show it. */
function meanings({ fields, questions }: ImportChoices): Meaning[] | null {
  return fields && fields.map((field, index) => meaningOf({ header: "", samples: [], field, question: questions?.[index] ?? null }));
}

function Before({ eventId }: { eventId: string }): ReactNode {
  return (
    <div className={styles.before}>
      <Interrupted eventId={eventId} />
      <BulkHistory eventId={eventId} />
    </div>
  );
}

function announce({ stopped, bulkId, imported }: ImportReport, name: string, undo: (bulkId: string) => void): void {
  if (stopped) tell({ kind: "done", text: "Stopped. Nobody was imported." });
  else if (bulkId !== null) tell({ kind: "done", text: `Imported ${counted(imported, "person", "people")} from ${name}.`, undo: () => { undo(bulkId); } });
}

/** A list from a file: choose, look and put the columns right, import, read what happened. */
export function ImportPage({ event, onDone }: Props): ReactNode {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [choices, setChoices] = useState<ImportChoices | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const preview = usePreviewImport(event.id);
  const run = useRunImport(event.id);
  const undo = useUndoBulk(event.id);

  const look = (next: Chosen, asked: ImportChoices): void => {
    setChosen(next);
    setChoices(asked);
    run.reset();
    preview.mutate(
      { source: next.source, choices: asked },
      {
        // The first look guesses the columns and the sheet; from then on the person's own choice holds.
        onSuccess: ({ columns, sheet }) => { setChoices(choicesOf(columns.map(meaningOf), sheet)); },
      },
    );
  };
  const another = (): void => {
    setChosen(null);
    setChoices(null);
    setReport(null);
    preview.reset();
    run.reset();
  };

  if (report) return <ImportResult report={report} onDone={onDone} onAnother={another} onUndo={(bulkId) => { undo.mutate(bulkId, { onSuccess: another }); }} />;
  if (!chosen || preview.isError) {
    return (
      <>
        <ChooseFile busy={preview.isPending} problem={preview.error ? errorText(preview.error) : null} onChosen={(next) => { look(next, guessed); }} onBack={onDone} />
        {!preview.isPending && <Before eventId={event.id} />}
      </>
    );
  }
  const data = preview.data;
  const ready = data !== undefined && data.problem === null && data.valid > 0 && choices !== null && !preview.isPending;
  // It goes on when the person looks at something else meanwhile, and is told wherever she is.
  const start = async (): Promise<void> => {
    if (!choices) return;
    try {
      const done = await run.mutateAsync({ source: chosen.source, choices });
      if (!done.stopped) setReport(done);
      announce(done, chosen.name, (bulkId) => { undo.mutate(bulkId, { onSuccess: another }); });
    } catch (error) {
      tell({ kind: "failed", text: `Nobody was imported. ${errorText(error)}` });
    }
  };
  if (run.isPending) return <div className={page.page}><BulkRunning eventId={event.id} what={chosen.name} /></div>;
  return (
    <div className={page.page}>
      <PrimaryAction>
        <Button appearance="primary" disabled={!ready} onClick={() => void start()}>
          {data && data.valid > 0 ? `Import ${counted(data.valid, "person", "people")}` : "Import"}
        </Button>
      </PrimaryAction>
      <ImportPreviewView name={chosen.name} preview={data ?? null} columns={choices && meanings(choices)} busy={preview.isPending} onColumns={(columns) => { look(chosen, choicesOf(columns, choices?.sheet ?? null)); }} onSheet={(sheet) => { look(chosen, { ...guessed, sheet }); }} onAnother={another} />
    </div>
  );
}
