import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { Add20Regular } from "@fluentui/react-icons/headless/svg/add";
import { CalendarLtr24Regular } from "@fluentui/react-icons/headless/svg/calendar-ltr";
import { Filter20Regular } from "@fluentui/react-icons/headless/svg/filter";
import { Search20Regular } from "@fluentui/react-icons/headless/svg/search";
import { lazy, Suspense, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import type { EventsPage } from "../../bindings/core";
import { EmptyFace, ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { useDebouncedValue, useNow } from "../../lib/hooks";
import { useRemembered } from "../../lib/remembered";
import { ALL, listStep, moveInList, usePageKey } from "../../lib/shortcuts";
import { count } from "../../lib/time";
import { EventRows } from "./EventRows";
import { cutDown, isEventsFilter, orders } from "./events-filter";
import { useEventsPage, type Asked } from "./listed";
import styles from "./EventList.module.css";

// Behind the events themselves: the first screen does not wait for it.
const CalendarOffers = lazy(async () => ({ default: (await import("./FromCalendar")).CalendarOffers }));
const CalendarFoot = lazy(async () => ({ default: (await import("./FromCalendar")).CalendarFoot }));
const EventFilters = lazy(() => import("./EventFilters"));

interface Place {
  query: string;
  top: number;
}

/** Where each window's list was left, for whoever comes back to it from another place. Words are kept no longer than the window. */
const places = new WeakMap<QueryClient, Place>();

function usePlace(): Place {
  const client = useQueryClient();
  const place = places.get(client) ?? { query: "", top: 0 };
  places.set(client, place);
  return place;
}

interface Shown {
  asked: Asked;
  page: EventsPage;
  box: RefObject<HTMLElement | null>;
  onEverything: () => void;
}

/** The list's faces that are not rows; null where there are rows. */
function face({ asked, page, onEverything }: Shown): ReactNode {
  if (page.matching > 0) return null;
  if (page.total === 0) return <EmptyFace icon={<CalendarLtr24Regular />} title="No events yet" text="Your Teams events appear here, the next one first." />;
  return (
    <div className={styles.nothing}>
      <p>{asked.query === "" ? "No event is like that." : `No event matches “${asked.query}”.`}</p>
      <button type="button" className={styles.more} onClick={onEverything}>
        Show all {count(page.total)}
      </button>
    </div>
  );
}

function Stretches(shown: Shown): ReactNode {
  const { asked, page, box } = shown;
  const now = useNow(30_000);
  const { coming, matching } = page;
  const order = asked.filter.order ?? "next";
  const rows = { asked, box, now };
  const offers = !cutDown(asked.filter) && (
    <Suspense fallback={null}>
      <CalendarOffers query={asked.query} />
    </Suspense>
  );
  if (order !== "next") {
    return (
      <>
        {matching > 0 && <EventRows title={orders[order]} from={0} rows={matching} {...rows} />}
        {face(shown)}
        {offers}
      </>
    );
  }
  return (
    <>
      {coming > 0 && <EventRows title="Upcoming" from={0} rows={coming} {...rows} />}
      {face(shown)}
      {offers}
      {matching > coming && <EventRows title="Past and cancelled" from={coming} rows={matching - coming} {...rows} />}
    </>
  );
}

/** Gives the focus to a row that is drawn only once its window has come. */
function focusWhenDrawn(box: HTMLElement, index: number, tries = 120): void {
  const row = box.querySelector<HTMLElement>(`[data-index="${index}"]`);
  if (row) row.focus();
  else if (tries > 0) requestAnimationFrame(() => { focusWhenDrawn(box, index, tries - 1); });
}

/** The list's keys. Rows that a key leads to are drawn already; only the first and the last may be far away. */
function moveInWindows(event: KeyboardEvent<HTMLElement>, rows: number): void {
  const box = event.currentTarget;
  const step = listStep(event) ?? 0;
  if (Math.abs(step) < ALL || rows === 0) {
    moveInList(event, box, "[data-row]");
    return;
  }
  event.preventDefault();
  box.scrollTop = step > 0 ? box.scrollHeight : 0;
  focusWhenDrawn(box, step > 0 ? rows - 1 : 0);
}

interface SearchProps {
  query: string;
  filtered: boolean;
  open: boolean;
  onType: (query: string) => void;
  onOpen: () => void;
}

function Search({ query, filtered, open, onType, onOpen }: SearchProps): ReactNode {
  const search = useRef<HTMLInputElement>(null);
  // The registrants' search takes the key over where that list is open.
  usePageKey("search", () => {
    (document.querySelector<HTMLInputElement>("[data-page-search]") ?? search.current)?.focus();
  });
  const label = filtered ? "Filter and sort; the list is cut down" : "Filter and sort";
  return (
    <div className={styles.searching}>
      <div className={styles.search}>
        <Search20Regular aria-hidden="true" />
        <input
          ref={search}
          type="search"
          aria-label="Search events"
          placeholder="Search"
          value={query}
          onChange={(event) => { onType(event.target.value); }}
          onKeyDown={(event) => {
            if (event.key === "Escape") onType("");
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <button type="button" className={styles.filter} aria-label={label} title={label} aria-expanded={open} data-filtered={filtered || undefined} onClick={onOpen}>
        <Filter20Regular aria-hidden="true" />
      </button>
    </div>
  );
}

/** How the list is asked for: what was typed, and what it is cut down and sorted by, which is remembered. */
function useAsked(box: RefObject<HTMLElement | null>, left: Place) {
  const [typed, setTyped] = useState(left.query);
  const [filter, keepFilter] = useRemembered("events-list", {}, isEventsFilter);
  const query = useDebouncedValue(typed.trim(), 60);
  const toTop = (): void => {
    if (box.current) box.current.scrollTop = 0;
  };
  return {
    typed,
    filter,
    asked: { query, filter },
    type: (next: string): void => {
      left.query = next;
      setTyped(next);
      toTop();
    },
    setFilter: (next: typeof filter): void => {
      keepFilter(next);
      toTop();
    },
  };
}

/** Back where the list was left, once it is as long as it was. */
function useBackInPlace(box: RefObject<HTMLElement | null>, left: Place, ready: boolean): void {
  const top = useRef(left.top);
  useLayoutEffect(() => {
    if (!ready || !box.current || top.current === 0) return;
    box.current.scrollTop = top.current;
    top.current = 0;
  }, [box, ready]);
}

/** The organizer's events, however many: what comes first, what is over below it; found, cut down and sorted by the core. */
export function EventList(): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const left = usePlace();
  const { typed, filter, asked, type, setFilter } = useAsked(box, left);
  const [filtering, setFiltering] = useState(false);
  const page = useEventsPage(asked);
  const open = useLocation({ select: ({ pathname }) => pathname !== "/events" });
  useBackInPlace(box, left, page.isSuccess);
  const everything = (): void => {
    type("");
    setFilter({ ...(filter.order !== undefined && { order: filter.order }) });
  };
  const filtered = cutDown(filter);
  const whole = asked.query === "" && !filtered;
  return (
    <nav className={styles.list} aria-label="Events" data-open={open}>
      <header className={styles.head}>
        <h1 className={styles.title}>Events</h1>
        <Link to="/events/new" className={styles.add} aria-label="New event" title="New event">
          <Add20Regular aria-hidden="true" />
        </Link>
      </header>
      <Search query={typed} filtered={filtered} open={filtering} onType={type} onOpen={() => { setFiltering(!filtering); }} />
      {filtering && (
        <Suspense fallback={<div className={styles.filters} />}>
          <EventFilters filter={filter} onFilter={setFilter} />
        </Suspense>
      )}
      <p className={styles.found} role="status">
        {!whole && page.data && `${count(page.data.matching)} of ${count(page.data.total)} events`}
        {filtered && page.data?.matching !== 0 && (
          <button type="button" className={styles.more} onClick={everything}>
            Show all
          </button>
        )}
      </p>
      <div ref={box} className={styles.rows} onScroll={(event) => { left.top = event.currentTarget.scrollTop; }} onKeyDown={(event) => { moveInWindows(event, page.data?.matching ?? 0); }} data-ready={page.isSuccess || undefined}>
        {page.isPending && <Skeleton rows={6} height={76} label="Loading events" />}
        {page.isError && <ErrorFace error={page.error} retry={() => void page.refetch()} />}
        {page.data && <Stretches asked={asked} page={page.data} box={box} onEverything={everything} />}
      </div>
      {page.data && (
        <Suspense fallback={null}>
          <CalendarFoot />
        </Suspense>
      )}
    </nav>
  );
}
