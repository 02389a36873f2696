import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { RegisteredBy, TeamsRegistration } from "../../../bindings/core";
import { StatusChip } from "../../../components/StatusChip";
import { listStep } from "../../../lib/shortcuts";
import { fullMoment, shortMoment, viewerZone } from "../../../lib/time";
import type { ListWindow } from "./listing";
import styles from "./listing.module.css";

const ROW = 44;
const MOST_HEIGHT = 484;

/** By which way somebody came onto the list. */
export const ways: Record<RegisteredBy, string> = { lectern: "By Lectern", page: "On Teams’ page", program: "By another program" };

export function nameOf({ firstName, lastName, email }: TeamsRegistration): string {
  return `${firstName} ${lastName}`.trim() || email || "Somebody";
}

function Cells({ row, index, onOpen }: { row: TeamsRegistration; index: number; onOpen: () => void }): ReactNode {
  const zone = viewerZone();
  return (
    <>
      <span role="cell" className={styles.cell}>
        <button type="button" className={styles.name} data-index={index} onClick={onOpen}>
          <bdi>{nameOf(row)}</bdi>
        </button>
      </span>
      <span role="cell" className={`${styles.cell ?? ""} ${styles.quiet ?? ""} ${styles.email ?? ""}`} title={row.email}>
        {row.email}
      </span>
      <span role="cell">
        <StatusChip status={row.status} />
      </span>
      <span role="cell" className={`${styles.cell ?? ""} ${styles.quiet ?? ""} ${styles.way ?? ""}`}>{ways[row.source]}</span>
      <span role="cell" className={`${styles.date ?? ""} ${styles.quiet ?? ""}`} title={row.registeredAt === null ? undefined : fullMoment(row.registeredAt, zone)}>
        {row.registeredAt === null ? "–" : shortMoment(row.registeredAt, zone)}
      </span>
    </>
  );
}

interface Props {
  window: ListWindow;
  matching: number;
  /** What the list is cut down by; another begins at its top. */
  shown: string;
  openId: string | null;
  onOpen: (row: TeamsRegistration) => void;
  onRange: (range: { from: number; to: number }) => void;
}

/** A list of any length; only what is seen is drawn and fetched. Arrow keys go from person to person, Enter opens. */
export function ListRows({ window, matching, shown, openId, onOpen, onRange }: Props): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const rows = useVirtualizer({ count: matching, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 8 });
  const items = rows.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => {
    onRange({ from, to });
  }, [from, to, onRange]);
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [shown]);
  useEffect(() => {
    // A row far away is only there once it is scrolled to and has come.
    const row = wanted.current === null ? null : scroll.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus();
  });
  const pressed = (event: KeyboardEvent<HTMLElement>): void => {
    const step = listStep(event);
    const at = (event.target as HTMLElement).dataset["index"];
    if (step === null || at === undefined) return;
    event.preventDefault();
    const next = Math.min(matching - 1, Math.max(0, Number(at) + step));
    wanted.current = next;
    rows.scrollToIndex(next);
    scroll.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
  };
  return (
    <div role="table" aria-label="People on Teams’ list" aria-rowcount={matching + 1} className={styles.table}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={`${styles.row ?? ""} ${styles.headRow ?? ""}`}>
          <span role="columnheader">Name</span>
          <span role="columnheader" className={styles.email}>Email</span>
          <span role="columnheader">Status</span>
          <span role="columnheader" className={styles.way}>Registered</span>
          <span role="columnheader" className={styles.date}>When</span>
        </div>
      </div>
      <div ref={scroll} role="rowgroup" className={styles.scroll} style={{ height: Math.min(MOST_HEIGHT, matching * ROW) }} data-stale={window.isStale} onKeyDown={pressed}>
        <div role="presentation" className={styles.body} style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = window.rowAt(index);
            return (
              <div key={index} role="row" aria-rowindex={index + 2} data-open={row !== undefined && row.id === openId} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
                {row ? <Cells row={row} index={index} onOpen={() => { onOpen(row); }} /> : <span role="cell" aria-label="Loading" className={styles.coming} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
