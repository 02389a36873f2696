import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { MessageRow, MessageState } from "../../bindings/core";
import { StatusChip } from "../../components/StatusChip";
import { listStep } from "../../lib/shortcuts";
import { fullMoment, momentHere, viewerZone } from "../../lib/time";
import { useMessageRows } from "./api";
import styles from "./messages.module.css";

const ROW = 56;

interface Props {
  eventId: string;
  state: MessageState | null;
  /** How many there are in that state. */
  total: number;
  openId: string | null;
  onOpen: (row: MessageRow) => void;
}

function Message({ row, index, open, onOpen }: { row: MessageRow; index: number; open: boolean; onOpen: (row: MessageRow) => void }): ReactNode {
  const zone = viewerZone();
  const at = row.at ?? row.dueAt;
  return (
    <button type="button" className={styles.message} data-index={index} aria-current={open} onClick={() => { onOpen(row); }}>
      <span className={styles.words}>
        <bdi>{row.name}</bdi>
        <span className={styles.quiet}>{row.problem ?? row.email}</span>
      </span>
      <span className={styles.when} title={fullMoment(at, zone)}>
        {momentHere(at)}
      </span>
      <StatusChip status={row.state} />
    </button>
  );
}

/** Of any length; only what is seen is drawn and fetched. */
export function MessageList({ eventId, state, total, openId, onOpen }: Props): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const rows = useVirtualizer({ count: total, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 8 });
  const items = rows.getVirtualItems();
  const rowAt = useMessageRows(eventId, state, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [state]);
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
    const next = Math.min(total - 1, Math.max(0, Number(at) + step));
    wanted.current = next;
    rows.scrollToIndex(next);
    scroll.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
  };
  return (
    <div ref={scroll} className={styles.scroll} onKeyDown={pressed}>
      <ul className={styles.list} aria-label="Messages" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rowAt(index);
          return (
            <li key={index} aria-setsize={total} aria-posinset={index + 1} className={styles.slot} style={{ transform: `translateY(${start}px)` }}>
              {row ? <Message row={row} index={index} open={row.id === openId} onOpen={onOpen} /> : <span aria-label="Loading" className={styles.coming} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
