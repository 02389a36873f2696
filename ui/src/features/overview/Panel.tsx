import { ToggleButton } from "@fluentui/react-components";
import { useId, useState, type ReactNode } from "react";
import { CopyButton } from "../../components/CopyButton";
import { count } from "../../lib/time";
import { tabbed, type Sheet } from "./sheets";
import styles from "./overview.module.css";

function Table({ sheet: { columns, rows }, labelledBy }: { sheet: Sheet; labelledBy: string }): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-labelledby={labelledBy}>
      <table className={styles.table} aria-labelledby={labelledBy}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col" data-number={index > 0 || undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((value, index) =>
                index === 0 ? (
                  <th key={index} scope="row">
                    <bdi>{value}</bdi>
                  </th>
                ) : (
                  <td key={index} data-number>
                    {typeof value === "number" ? count(value) : value}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Props {
  title: string;
  aside: string;
  sheet: Sheet;
  /** Null: there is no picture of it, and the table is always shown. */
  chart: ReactNode;
  wide?: boolean;
}

/** One thing counted: as a picture or as its table, which can be taken along. */
export function Panel({ title, aside, sheet, chart, wide }: Props): ReactNode {
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const shown = sheet.rows.length > 0;
  return (
    <section className={styles.panel} aria-labelledby={id} data-wide={wide || undefined}>
      <header className={styles.head}>
        <h2 id={id}>
          <bdi>{title}</bdi>
        </h2>
        <span className={styles.aside}>{aside}</span>
        {shown && (
          <div className={styles.actions}>
            {chart !== null && (
              <ToggleButton size="small" appearance="subtle" checked={asTable} aria-label={`${title} as a table`} onClick={() => { setAsTable(!asTable); }}>
                Table
              </ToggleButton>
            )}
            <CopyButton size="small" appearance="subtle" label={`Copy the table: ${title}`} text={tabbed(sheet)}>
              Copy
            </CopyButton>
          </div>
        )}
      </header>
      {!shown ? <p className={styles.none}>Nothing yet.</p> : chart === null || asTable ? <Table sheet={sheet} labelledBy={id} /> : chart}
    </section>
  );
}
