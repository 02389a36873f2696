import type { ReactNode } from "react";
import type { ImportError } from "../../bindings/core";
import { count } from "../../lib/time";
import styles from "./import.module.css";

/** Rows that can't be imported, each with its line in the file and the reason. */
export function ErrorRows({ errors, total }: { errors: ImportError[]; total: number }): ReactNode {
  return (
    <>
      <div className={styles.errors} tabIndex={0} role="region" aria-label="Rows with a problem">
        <table className={styles.plain}>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Column</th>
              <th scope="col">Problem</th>
            </tr>
          </thead>
          <tbody>
            {errors.map((error, index) => (
              <tr key={index}>
                <td className={styles.number}>{error.line}</td>
                <td>
                  <bdi>{error.column ?? "–"}</bdi>
                </td>
                <td>
                  <bdi>{error.message}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > errors.length && <p className={styles.aside}>The first {count(errors.length)} of {count(total)}. The import saves all of them to a file.</p>}
    </>
  );
}
