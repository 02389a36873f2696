import { Button } from "@fluentui/react-components";
import { ChevronLeft20Regular } from "@fluentui/react-icons/headless/svg/chevron-left";
import { ChevronRight20Regular } from "@fluentui/react-icons/headless/svg/chevron-right";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { addDays, addMonths, monthGrid, showDate, today } from "../lib/dates";
import styles from "./Calendar.module.css";

const weekdays = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const keysToDays: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function monthTitle(date: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" }).format(Date.parse(date));
}

function Weekdays(): ReactNode {
  return (
    <thead>
      <tr>
        {weekdays.map((day) => (
          <th key={day} scope="col">
            {day}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A month to choose a day from: arrows move by day and week, Page Up and Down by month. */
export function Calendar({ value, onChoose }: { value: string; onChoose: (date: string) => void }): ReactNode {
  const [at, setAt] = useState(value === "" ? today() : value);
  const grid = useRef<HTMLTableElement>(null);
  const byKey = useRef(true);
  useEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);
  const move = (date: string, keyed: boolean): void => {
    byKey.current = keyed;
    setAt(date);
  };
  const pressed = (event: KeyboardEvent): void => {
    const days = keysToDays[event.key];
    const month = event.key === "PageUp" ? -1 : event.key === "PageDown" ? 1 : 0;
    if (days === undefined && month === 0) return;
    event.preventDefault();
    move(days === undefined ? addMonths(at, month) : addDays(at, days), true);
  };
  return (
    <div className={styles.calendar}>
      <div className={styles.head}>
        <span aria-live="polite">{monthTitle(at)}</span>
        <Button appearance="subtle" size="small" icon={<ChevronLeft20Regular />} aria-label="Earlier month" onClick={() => { move(addMonths(at, -1), false); }} />
        <Button appearance="subtle" size="small" icon={<ChevronRight20Regular />} aria-label="Later month" onClick={() => { move(addMonths(at, 1), false); }} />
      </div>
      <table ref={grid} role="grid" aria-label={monthTitle(at)} onKeyDown={pressed}>
        <Weekdays />
        <tbody>
          {monthGrid(at).map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <td key={date} role="gridcell" aria-selected={date === value}>
                  <button
                    type="button"
                    data-day={date}
                    data-other={date.slice(0, 7) !== at.slice(0, 7)}
                    data-today={date === today()}
                    data-chosen={date === value}
                    tabIndex={date === at ? 0 : -1}
                    aria-label={showDate(date)}
                    onClick={() => { onChoose(date); }}
                  >
                    {Number(date.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
