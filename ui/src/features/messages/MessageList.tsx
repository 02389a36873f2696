import type { KeyboardEvent, ReactNode } from "react";
import type { MessageRow } from "../../bindings/core";
import { StatusChip } from "../../components/StatusChip";
import { fullMoment, shortMoment, viewerZone } from "../../lib/time";
import styles from "./messages.module.css";

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function MessageList({ rows, openId, onOpen }: { rows: MessageRow[]; openId: string | null; onOpen: (row: MessageRow) => void }): ReactNode {
  const zone = viewerZone();
  return (
    <ul className={styles.list} aria-label="Messages" onKeyDown={moveFocus}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" className={styles.message} aria-current={row.id === openId} onClick={() => { onOpen(row); }}>
            <span className={styles.words}>
              <bdi>{row.name}</bdi>
              <span className={styles.quiet}>{row.problem ?? row.email}</span>
            </span>
            <span className={styles.when} title={fullMoment(row.at ?? row.dueAt, zone)}>
              {shortMoment(row.at ?? row.dueAt, zone)}
            </span>
            <StatusChip status={row.state} />
          </button>
        </li>
      ))}
    </ul>
  );
}
