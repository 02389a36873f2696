import { Avatar, Checkbox } from "@fluentui/react-components";
import { useVirtualizer, type Range } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import type { ListFilter, ListOrder, OrderBy, QueuedView, RegistrantRow } from "../../bindings/core";
import { StatusChip, statusWord } from "../../components/StatusChip";
import { listStep } from "../../lib/shortcuts";
import { count, fullMoment, shortMoment, viewerZone, zoneCity } from "../../lib/time";
import type { RegistrantWindow } from "./api";
import { useRange } from "./range";
import styles from "./registration.module.css";
import { everybody, isSelected, nobody, sizeOf, type Selection } from "./selection";

const ROW = 44;
/** Drawn beyond what is seen, above and below: each costs a jump to the other end as much as one that is seen. */
const BEYOND = 4;
const cell = styles.cell ?? "";
const quiet = `${cell} ${styles.quiet ?? ""}`;

interface Props {
  eventId: string;
  people: RegistrantWindow;
  /** What the service has not answered yet, by whom it is about. */
  waiting: ReadonlyMap<string, QueuedView>;
  query: string;
  /** With the order, which `order` says again. */
  filter: ListFilter;
  order: ListOrder;
  onOrder: (order: ListOrder) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  openId: string | null;
  onOpen: (row: RegistrantRow) => void;
  onRange: (range: { from: number; to: number }) => void;
}

/** A column by which the list can be sorted: once more turns it round. */
function Sorter({ by, order, onOrder, className, children }: { by: OrderBy; className?: string | undefined; children: ReactNode } & Pick<Props, "order" | "onOrder">): ReactNode {
  const here = order.by === by;
  const arrow = here ? (order.descending ? "↓" : "↑") : "";
  return (
    <span role="columnheader" className={className} aria-sort={here ? (order.descending ? "descending" : "ascending") : "none"}>
      <button type="button" className={styles.sorter} onClick={() => { onOrder({ by, descending: here && !order.descending }); }}>
        {children} <span aria-hidden="true">{arrow}</span>
      </button>
    </span>
  );
}

function HeadRow({ people, selection, onSelect, order, onOrder }: Pick<Props, "people" | "selection" | "onSelect" | "order" | "onOrder">): ReactNode {
  const size = sizeOf(selection, people.matching);
  const all = size > 0 && size === people.matching;
  const label = all ? "Select nobody" : "Select everyone";
  const sorted = { order, onOrder };
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={`${styles.row ?? ""} ${styles.headRow ?? ""}`}>
        <span role="columnheader">
          <Checkbox aria-label={label} title={label} checked={all ? true : size > 0 ? "mixed" : false} onChange={() => { onSelect(all ? nobody : everybody); }} />
        </span>
        <Sorter by="name" {...sorted}>Name</Sorter>
        <span role="columnheader" className={styles.email}>Email</span>
        <Sorter by="company" className={styles.company} {...sorted}>Company</Sorter>
        <Sorter by="status" {...sorted}>Status</Sorter>
        <span role="columnheader" className={styles.confirmation}>Confirmation</span>
        <Sorter by="registered" className={styles.date} {...sorted}>Registered, {zoneCity(viewerZone())}</Sorter>
      </div>
    </div>
  );
}

/** What a row asks for. */
interface Asked {
  check: (index: number, stretch: boolean) => void;
  open: (row: RegistrantRow) => void;
}

interface RowProps {
  row: RegistrantRow;
  waiting: QueuedView | undefined;
  index: number;
  checked: boolean;
  asked: Asked;
}

function Cells({ row, waiting, index, checked, asked }: RowProps): ReactNode {
  const zone = viewerZone();
  return (
    <>
      <span role="cell">
        <Checkbox aria-label={`Select ${row.name}`} checked={checked} onChange={(event) => { asked.check(index, (event.nativeEvent as MouseEvent).shiftKey); }} />
      </span>
      <span role="cell" className={cell}>
        <button type="button" className={styles.name} data-index={index} onClick={() => { asked.open(row); }}>
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
      <span role="cell" title={waiting && `${statusWord(row.status)}. ${waiting.what} waits for the service.`}>
        {waiting ? <StatusChip status="planned" word="Change waits" /> : <StatusChip status={row.status} {...(row.position !== null && { word: `Waiting, ${count(row.position)}` })} />}
      </span>
      <span role="cell" className={styles.confirmation}>{row.confirmation && <StatusChip status={row.confirmation} />}</span>
      <span role="cell" className={`${styles.date ?? ""} ${styles.quiet ?? ""}`} title={fullMoment(row.registeredAt, zone)}>
        {shortMoment(row.registeredAt, zone)}
      </span>
    </>
  );
}

/** A row is drawn again only when something of it changed: a jump tells the table three times where it is. */
const Row = memo(function Row({ row, start, isOpen, ...rest }: Omit<RowProps, "row"> & { row: RegistrantRow | undefined; start: number; isOpen: boolean }): ReactNode {
  return (
    <div role="row" aria-rowindex={rest.index + 2} aria-selected={rest.checked} data-open={isOpen} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
      {row ? <Cells row={row} {...rest} /> : <span role="cell" aria-label="Loading" className={styles.coming} style={{ gridColumn: 2 }} />}
    </div>
  );
});

/** One object for as long as the table stands, so that no row is drawn again for its sake. */
function useAsked(now: Asked): Asked {
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  return useMemo(() => ({
    check: (index, stretch) => { latest.current.check(index, stretch); },
    open: (row) => { latest.current.open(row); },
  }), []);
}

/**
 * Which rows are drawn: always as many as the list is high, also at its ends. Rows that far apart share their elements,
 * so a jump to the other end writes other words into those that are there, which takes half the time of making new ones.
 */
function drawn(height: number): { slots: number; rows: (range: Range) => number[] } {
  const slots = Math.ceil(height / ROW) + 1 + 2 * BEYOND;
  const rows = ({ startIndex, count: all }: Range): number[] => {
    const from = Math.max(0, Math.min(startIndex - BEYOND, all - slots));
    return Array.from({ length: Math.min(slots, all - from) }, (_, row) => from + row);
  };
  return { slots, rows };
}

/** Moves the focus to a row, also to one that is only drawn once it is scrolled to. */
function useGoTo(scroll: RefObject<HTMLDivElement | null>, show: (index: number) => void): (index: number) => void {
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const button = scroll.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (!button) return;
    button.focus();
    wanted.current = null;
  });
  return (next) => {
    wanted.current = next;
    show(next);
    scroll.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
  };
}

/**
 * A list of any length; only what is seen is drawn and fetched. Arrow keys, Page Up and Down, Home and End go from person
 * to person, Enter opens, Space selects; with Shift everybody on the way is selected; Ctrl+A selects all.
 */
export function RegistrantTable({ eventId, people, waiting, query, filter, order, onOrder, selection, onSelect, openId, onOpen, onRange }: Props): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const range = useRange({ eventId, people, query, filter, selection, onSelect });
  const asked = useAsked({
    check: (index, stretch) => { if (stretch) range.extend(range.anchor(), index); else range.toggle(index); },
    open: onOpen,
  });
  const { slots, rows: rangeExtractor } = drawn(scroll.current?.offsetHeight ?? 0);
  const rows = useVirtualizer({ count: people.matching, getScrollElement: () => scroll.current, estimateSize: () => ROW, rangeExtractor });
  const items = rows.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => {
    onRange({ from, to });
  }, [from, to, onRange]);
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [query, filter]);
  const goTo = useGoTo(scroll, (next) => {
    rows.scrollToIndex(next);
    // Told at once, and not with the next frame, the list draws the row in this one.
    scroll.current?.dispatchEvent(new Event("scroll"));
  });
  const pressed = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSelect(everybody);
      return;
    }
    const step = event.key === " " ? 0 : listStep(event);
    const at = (event.target as HTMLElement).dataset["index"];
    if (step === null || at === undefined) return;
    event.preventDefault();
    const next = Math.min(people.matching - 1, Math.max(0, Number(at) + step));
    if (event.shiftKey) range.extend(Number(at), next);
    else if (step === 0) range.toggle(next);
    if (step !== 0) goTo(next);
  };

  return (
    <div role="table" aria-label="People" aria-rowcount={people.matching + 1} className={styles.table}>
      <HeadRow people={people} selection={selection} onSelect={onSelect} order={order} onOrder={onOrder} />
      <div ref={scroll} role="rowgroup" className={styles.scroll} data-stale={people.isStale} onKeyDown={pressed}>
        <div role="presentation" className={styles.body} style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = people.rowAt(index);
            const id = row?.id;
            return <Row key={index % slots} row={row} start={start} isOpen={id !== undefined && id === openId} waiting={id === undefined ? undefined : waiting.get(id)} index={index} checked={id !== undefined && isSelected(selection, id)} asked={asked} />;
          })}
        </div>
      </div>
    </div>
  );
}
