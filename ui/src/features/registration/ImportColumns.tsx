import { Select } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { ImportColumn, ImportField, ImportQuestion } from "../../bindings/core";
import { assign, meaningIn, wordOf, type Meaning } from "./import-columns";
import styles from "./import.module.css";

const labels: Record<ImportField, string> = { name: "Full name", firstName: "First name", lastName: "Last name", email: "Email", company: "Company" };

interface Props {
  columns: ImportColumn[];
  questions: ImportQuestion[];
  meanings: Meaning[];
  onColumns: (meanings: Meaning[]) => void;
}

/** The file's columns with some of what stands in them, and what each is: a part of the person, or an answer. */
export function ImportColumns({ columns, questions, meanings, onColumns }: Props): ReactNode {
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
                  value={wordOf(meanings[index] ?? null)}
                  onChange={(_, { value }) => { onColumns(assign(meanings, index, meaningIn(value))); }}
                >
                  <option value="">Leave out</option>
                  {Object.entries(labels).map(([field, label]) => (
                    <option key={field} value={`field ${field}`}>
                      {label}
                    </option>
                  ))}
                  {questions.length > 0 && (
                    <optgroup label="Answers to">
                      {questions.map(({ id, label }) => (
                        <option key={id} value={`question ${id}`}>
                          {label}
                        </option>
                      ))}
                    </optgroup>
                  )}
                </Select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[0, 1, 2].map((sample) => (
            <tr key={sample}>
              {columns.map((column, index) => (
                <td key={index} data-out={(meanings[index] ?? null) === null}>
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
