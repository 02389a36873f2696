import { Button, MessageBar, MessageBarBody, MessageBarTitle, Select, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { ImportPreview, ListFormat } from "../../bindings/core";
import { Skeleton } from "../../components/Skeleton";
import { count, counted } from "../../lib/time";
import { ErrorRows } from "./ErrorRows";
import { ImportColumns } from "./ImportColumns";
import type { Meaning } from "./import-columns";
import styles from "./import.module.css";

interface Props {
  name: string;
  preview: ImportPreview | null;
  columns: Meaning[] | null;
  busy: boolean;
  onColumns: (columns: Meaning[]) => void;
  onSheet: (sheet: string) => void;
  onAnother: () => void;
}

const formats: Record<ListFormat, string> = {
  teamsRegistration: "the registrations of a Teams webinar",
  teamsAttendance: "a Teams attendance report",
  eventbrite: "an Eventbrite export",
  pretix: "a pretix export",
  lectern: "a list that Lectern exported",
};
const delimiters: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs" };

function Counts({ preview }: { preview: ImportPreview }): ReactNode {
  return (
    <dl className={styles.counts}>
      <div>
        <dt>rows</dt>
        <dd>{count(preview.rows)}</dd>
      </div>
      <div data-tone="good">
        <dt>will be imported</dt>
        <dd>{count(preview.valid)}</dd>
      </div>
      <div>
        <dt>already on the list, or twice in the file</dt>
        <dd>{count(preview.duplicates)}</dd>
      </div>
      {preview.leftOut > 0 && (
        <div>
          <dt>not coming, as the list says</dt>
          <dd>{count(preview.leftOut)}</dd>
        </div>
      )}
      <div data-tone={preview.errorCount > preview.leftOut ? "bad" : undefined}>
        <dt>with a problem</dt>
        <dd>{count(preview.errorCount - preview.leftOut)}</dd>
      </div>
    </dl>
  );
}

/** What the event requires and the list does not say. Nobody is kept out by it, and nothing is answered in their place. */
function NotAsked({ preview }: { preview: ImportPreview }): ReactNode {
  const open = preview.questions.filter(({ notAsked }) => notAsked > 0);
  if (open.length === 0 || preview.valid === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Not everything that is required was asked.</MessageBarTitle> People are imported all the same, each marked “Not asked”. If a column holds the answers, say so below.
        <ul className={styles.open}>
          {open.map(({ id, label, consent, notAsked }) => (
            <li key={id}>
              {counted(notAsked, "person", "people")} will not have {consent ? "agreed to" : "answered"} “<bdi>{label}</bdi>”
            </li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  );
}

/** A list says yes or no; to which words, only whoever made it knows. */
function Agreeing({ preview }: { preview: ImportPreview }): ReactNode {
  const agreed = preview.questions.filter(({ id, consent }) => consent && preview.columns.some(({ question }) => question === id));
  return agreed.map(({ id, label }) => (
    <p key={id} className={styles.agreeing}>
      “Yes” in that column is kept as agreement to the words of “<bdi>{label}</bdi>” as they are now. If people agreed to other words, leave the column out.
    </p>
  ));
}

function Sample({ preview }: { preview: ImportPreview }): ReactNode {
  if (preview.sample.length === 0) return null;
  return (
    <section>
      <h2 className={styles.title}>How people will look</h2>
      <table className={styles.plain}>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Company</th>
          </tr>
        </thead>
        <tbody>
          {preview.sample.slice(0, 5).map((row) => (
            <tr key={row.line}>
              <td className={styles.number}>{row.line}</td>
              <td>
                <bdi>{row.name}</bdi>
              </td>
              <td>{row.email}</td>
              <td>
                <bdi>{row.company}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function kindOf({ encoding, delimiter }: ImportPreview): string {
  return delimiter === null ? "Excel workbook" : `${encoding}, separated by ${delimiters[delimiter] ?? `“${delimiter}”`}`;
}

function SheetChoice({ preview, onSheet }: { preview: ImportPreview; onSheet: (sheet: string) => void }): ReactNode {
  if (preview.sheets.length < 2) return null;
  return (
    <Select size="small" aria-label="Sheet" value={preview.sheet ?? ""} onChange={(_, { value }) => { onSheet(value); }}>
      {preview.sheets.map((sheet) => (
        <option key={sheet} value={sheet}>
          {sheet}
        </option>
      ))}
    </Select>
  );
}

/** What the file holds, which column is what, and which rows will stay out and why. */
export function ImportPreviewView({ name, preview, columns, busy, onColumns, onSheet, onAnother }: Props): ReactNode {
  if (!preview || !columns) return <Skeleton rows={5} height={64} label="Reading the file" />;
  return (
    <div className={styles.preview}>
      <div className={styles.file}>
        <span>
          <bdi>
            <strong>{name}</strong>
          </bdi>{" "}
          · {kindOf(preview)}
        </span>
        <SheetChoice preview={preview} onSheet={onSheet} />
        <Button size="small" appearance="subtle" onClick={onAnother}>
          Choose another
        </Button>
        {busy && <Spinner size="tiny" label="Looking again" />}
      </div>
      {preview.format && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>This is {formats[preview.format]}.</MessageBarTitle> Its columns are known; whoever has cancelled there is left out.
          </MessageBarBody>
        </MessageBar>
      )}
      {preview.problem && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Nothing can be imported yet.</MessageBarTitle> {preview.problem}
          </MessageBarBody>
        </MessageBar>
      )}
      <Counts preview={preview} />
      <NotAsked preview={preview} />
      <section>
        <h2 className={styles.title}>What each column is</h2>
        <ImportColumns columns={preview.columns} questions={preview.questions} meanings={columns} onColumns={onColumns} />
        <Agreeing preview={preview} />
      </section>
      <Sample preview={preview} />
      {preview.errorCount > 0 && (
        <section>
          <h2 className={styles.title}>{counted(preview.errorCount, "row stays", "rows stay")} out</h2>
          <ErrorRows errors={preview.errors} total={preview.errorCount} />
        </section>
      )}
    </div>
  );
}
