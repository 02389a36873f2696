import { useRef, type ReactNode, type RefObject } from "react";
import { ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { useSeenRows } from "../../lib/windows";
import { EventRow } from "./EventRow";
import { useEventsPage, WINDOW, type Asked } from "./listed";
import styles from "./EventList.module.css";

/** Of each row, two lines of a title included: where a row stands is counted, not measured. */
const ROW = 76;

interface Stretch {
  asked: Asked;
  /** Where the stretch begins in the whole list, and how long it is. */
  from: number;
  rows: number;
}

/** The rows of one window that belong to the stretch. */
function Window({ asked, from, rows, at, now }: Stretch & { at: number; now: number }): ReactNode {
  const page = useEventsPage(asked, at);
  const begin = Math.max(from, at * WINDOW);
  const end = Math.min(from + rows, (at + 1) * WINDOW);
  const top = (begin - from) * ROW;
  if (page.isError) {
    return (
      <li className={styles.place} style={{ top }}>
        <ErrorFace error={page.error} retry={() => void page.refetch()} />
      </li>
    );
  }
  if (!page.data) {
    return (
      <li className={styles.place} style={{ top, height: (end - begin) * ROW }}>
        <Skeleton rows={end - begin} height={ROW} label="Loading events" />
      </li>
    );
  }
  return page.data.rows.slice(begin - at * WINDOW, end - at * WINDOW).map((event, index) => (
    <li key={event.id} className={styles.place} style={{ top: top + index * ROW, height: ROW }} aria-setsize={rows} aria-posinset={begin - from + index + 1}>
      <EventRow event={event} now={now} index={begin + index} />
    </li>
  ));
}

/** A stretch of the list of any length under its name; only what is seen of it is fetched and drawn. */
export function EventRows({ title, box, now, ...stretch }: Stretch & { title: string; box: RefObject<HTMLElement | null>; now: number }): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  const { from, rows } = stretch;
  const { first, last } = useSeenRows({ box, stretch: list, rows, height: ROW }, WINDOW);
  const windows: number[] = [];
  for (let at = Math.floor((from + first) / WINDOW); at <= Math.floor((from + last) / WINDOW) && first <= last; at += 1) windows.push(at);
  return (
    <section aria-label={title}>
      <h2 className={styles.group}>{title}</h2>
      <ul ref={list} className={styles.stretch} style={{ height: rows * ROW }}>
        {windows.map((at) => (
          <Window key={at} {...stretch} at={at} now={now} />
        ))}
      </ul>
    </section>
  );
}
