import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail, ImportField, ImportReport } from "../../bindings/core";
import type { ImportSource } from "../../ipc/commands";
import { errorText } from "../../components/Face";
import { PrimaryAction } from "../../components/PrimaryAction";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { usePreviewImport, useRunImport } from "./api";
import { ChooseFile } from "./ChooseFile";
import { ImportPreviewView } from "./ImportPreviewView";
import { ImportResult } from "./ImportResult";
import page from "./registration.module.css";

interface Props {
  event: EventDetail;
  onDone: () => void;
}

interface Chosen {
  source: ImportSource;
  name: string;
}

/** A list from a file: choose, look and put the columns right, import, read what happened. */
export function ImportPage({ event, onDone }: Props): ReactNode {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [fields, setFields] = useState<(ImportField | null)[] | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const preview = usePreviewImport(event.id);
  const run = useRunImport(event.id);

  const look = (next: Chosen, mapping: (ImportField | null)[] | null): void => {
    setChosen(next);
    setFields(mapping);
    run.reset();
    preview.mutate(
      { source: next.source, fields: mapping },
      {
        // The first look guesses the columns; from then on the person's own choice holds.
        onSuccess: (answer) => { setFields(answer.columns.map((column) => column.field)); },
      },
    );
  };
  const another = (): void => {
    setChosen(null);
    setFields(null);
    setReport(null);
    preview.reset();
    run.reset();
  };

  if (report) return <ImportResult report={report} onDone={onDone} onAnother={another} />;
  if (!chosen || (preview.isError)) {
    return <ChooseFile busy={preview.isPending} problem={preview.error ? errorText(preview.error) : null} onChosen={(next) => { look(next, null); }} onBack={onDone} />;
  }
  const data = preview.data;
  const ready = data !== undefined && data.problem === null && data.valid > 0 && fields !== null && !preview.isPending;
  const start = (): void => {
    if (!fields) return;
    run.mutate(
      { source: chosen.source, fields },
      {
        onSuccess: setReport,
        onError: (error) => { tell({ kind: "failed", text: `Nobody was imported. ${errorText(error)}` }); },
      },
    );
  };
  return (
    <div className={page.page}>
      <PrimaryAction>
        <Button appearance="primary" disabled={!ready || run.isPending} onClick={start}>
          {run.isPending ? "Importing…" : data && data.valid > 0 ? `Import ${counted(data.valid, "person", "people")}` : "Import"}
        </Button>
      </PrimaryAction>
      <ImportPreviewView name={chosen.name} preview={data ?? null} fields={fields} busy={preview.isPending} onFields={(mapping) => { look(chosen, mapping); }} onAnother={another} />
    </div>
  );
}
