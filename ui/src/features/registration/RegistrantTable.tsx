import { Avatar, Checkbox } from "@fluentui/react-components";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { RegistrantRow } from "../../bindings/core";
import { StatusChip } from "../../components/StatusChip";
import { count, fullMoment, shortMoment, viewerZone } from "../../lib/time";
import type { RegistrantWindow } from "./api";
import styles from "./registration.module.css";

const ROW = 44;
const cell = styles.cell ?? "";
const quiet = `${cell} ${styles.quiet ?? ""}`;

interface Props {
  people: RegistrantWindow;
  query: string;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  openId: string | null;
  onOpen: (row: RegistrantRow) => void;
  onRange: (range: { from: number; to: number }) => void;
}

function HeadRow({ people, selected, onSelect }: Pick<Props, "people" | "selected" | "onSelect">): ReactNode {
  const loaded: string[] = [];
  for (let index = 0; index < people.matching; index += 1) {
    const row = people.rowAt(index);
    if (!row) break;
    loaded.push(row.id);
  }
  const all = loaded.length > 0 && loaded.every((id) => selected.has(id));
  const part = loaded.length < people.matching ? `Select the first ${count(loaded.length)}` : "Select everyone";
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={`${styles.row ?? ""} ${styles.headRow ?? ""}`}>
        <span role="columnheader">
          <Checkbox aria-label={part} title={part} checked={all ? true : selected.size > 0 ? "mixed" : false} onChange={() => { onSelect(all ? new Set() : new Set(loaded)); }} />
        </span>
        <span role="columnheader">Name</span>
        <span role="columnheader" className={styles.email}>Email</span>
        <span role="columnheader" className={styles.company}>Company</span>
        <span role="columnheader">Status</span>
        <span role="columnheader" className={styles.confirmation}>Confirmation</span>
        <span role="columnheader" className={styles.date}>Registered</span>
      </div>
    </div>
  );
}

function Cells({ row, index, checked, onCheck, onOpen }: { row: RegistrantRow; index: number; checked: boolean; onCheck: () => void; onOpen: () => void }): ReactNode {
  const zone = viewerZone();
  return (
    <>
      <span role="cell">
        <Checkbox aria-label={`Select ${row.name}`} checked={checked} onChange={onCheck} />
      </span>
      <span role="cell" className={cell}>
        <button type="button" className={styles.name} data-index={index} onClick={onOpen}>
          <Avatar name={row.name} color="colorful" size={24} aria-hidden="true" />
          <bdi>{row.name}</bdi>
        </button>
      </span>
      <span role="cell" className={`${quiet} ${styles.email ?? ""}`} title={row.email}>
        {row.email}
      </span>
      <span role="cell" className={`${quiet} ${styles.company ?? ""}`} title={row.company ?? undefined}>
        <bdi>{row.company}</bdi>
      </span>
      <span role="cell">
        <StatusChip status={row.status} {...(row.position !== null && { word: `Waiting, ${count(row.position)}` })} />
      </span>
      <span role="cell" className={styles.confirmation}>{row.confirmation && <StatusChip status={row.confirmation} />}</span>
      <span role="cell" className={`${styles.date ?? ""} ${styles.quiet ?? ""}`} title={fullMoment(row.registeredAt, zone)}>
        {shortMoment(row.registeredAt, zone)}
      </span>
    </>
  );
}

/** A list of any length; only what is seen is drawn and fetched. Arrow keys go from person to person, Enter opens. */
export function RegistrantTable({ people, query, selected, onSelect, openId, onOpen, onRange }: Props): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const rows = useVirtualizer({ count: people.matching, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 12 });
  const items = rows.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => {
    onRange({ from, to });
  }, [from, to, onRange]);
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [query]);
  useEffect(() => {
    if (wanted.current === null) return;
    const button = scroll.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (!button) return;
    button.focus();
    wanted.current = null;
  });

  const pressed = (event: KeyboardEvent<HTMLElement>): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -people.matching, End: people.matching };
    const step = steps[event.key];
    const at = (event.target as HTMLElement).dataset["index"];
    if (step === undefined || at === undefined) return;
    event.preventDefault();
    const next = Math.min(people.matching - 1, Math.max(0, Number(at) + step));
    wanted.current = next;
    rows.scrollToIndex(next);
    scroll.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
  };
  const toggle = (id: string): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };

  return (
    <div role="table" aria-label="People" aria-rowcount={people.matching + 1} className={styles.table}>
      <HeadRow people={people} selected={selected} onSelect={onSelect} />
      <div ref={scroll} role="rowgroup" className={styles.scroll} data-stale={people.isStale} onKeyDown={pressed}>
        <div role="presentation" className={styles.body} style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = people.rowAt(index);
            return (
              <div key={index} role="row" aria-rowindex={index + 2} data-open={row !== undefined && row.id === openId} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
                {row ? (
                  <Cells row={row} index={index} checked={selected.has(row.id)} onCheck={() => { toggle(row.id); }} onOpen={() => { onOpen(row); }} />
                ) : (
                  <span role="cell" aria-label="Loading" className={styles.coming} style={{ gridColumn: 2 }} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
