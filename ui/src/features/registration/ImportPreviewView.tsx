import { Button, MessageBar, MessageBarBody, MessageBarTitle, Select, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { ImportColumn, ImportField, ImportPreview, ListFormat } from "../../bindings/core";
import { Skeleton } from "../../components/Skeleton";
import { count, counted } from "../../lib/time";
import { ErrorRows } from "./ErrorRows";
import styles from "./import.module.css";

interface Props {
  name: string;
  preview: ImportPreview | null;
  fields: (ImportField | null)[] | null;
  busy: boolean;
  onFields: (fields: (ImportField | null)[]) => void;
  onSheet: (sheet: string) => void;
  onAnother: () => void;
}

const labels: Record<ImportField, string> = { name: "Full name", firstName: "First name", lastName: "Last name", email: "Email", company: "Company" };
const formats: Record<ListFormat, string> = {
  teamsRegistration: "the registrations of a Teams webinar",
  teamsAttendance: "a Teams attendance report",
  eventbrite: "an Eventbrite export",
  pretix: "a pretix export",
};
const delimiters: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs" };

function isField(value: string): value is ImportField {
  return value in labels;
}

/** One field comes from one column: choosing it elsewhere frees the column that had it. */
export function assign(fields: (ImportField | null)[], column: number, field: ImportField | null): (ImportField | null)[] {
  return fields.map((other, index) => (index === column ? field : other === field ? null : other));
}

function Columns({ columns, fields, onFields }: { columns: ImportColumn[]; fields: (ImportField | null)[]; onFields: Props["onFields"] }): ReactNode {
  return (
    <div className={styles.columnsScroll} tabIndex={0} role="region" aria-label="Columns of the file">
      <table className={styles.columns}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col">
                <bdi title={column.header}>{column.header === "" ? `Column ${index + 1}` : column.header}</bdi>
                <Select
                  size="small"
                  aria-label={`What “${column.header}” is`}
                  value={fields[index] ?? ""}
                  onChange={(_, { value }) => { onFields(assign(fields, index, isField(value) ? value : null)); }}
                >
                  <option value="">Leave out</option>
                  {Object.entries(labels).map(([field, label]) => (
                    <option key={field} value={field}>
                      {label}
                    </option>
                  ))}
                </Select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[0, 1, 2].map((sample) => (
            <tr key={sample}>
              {columns.map((column, index) => (
                <td key={index} data-out={fields[index] === null}>
                  <bdi>{column.samples[sample] ?? ""}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

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
export function ImportPreviewView({ name, preview, fields, busy, onFields, onSheet, onAnother }: Props): ReactNode {
  if (!preview || !fields) return <Skeleton rows={5} height={64} label="Reading the file" />;
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
      <section>
        <h2 className={styles.title}>What each column is</h2>
        <Columns columns={preview.columns} fields={fields} onFields={onFields} />
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
