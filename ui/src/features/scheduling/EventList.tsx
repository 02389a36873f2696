import { Link, useLocation } from "@tanstack/react-router";
import { Add20Regular } from "@fluentui/react-icons/headless/svg/add";
import { CalendarLtr24Regular } from "@fluentui/react-icons/headless/svg/calendar-ltr";
import { Search20Regular } from "@fluentui/react-icons/headless/svg/search";
import { lazy, Suspense, useMemo, useRef, useState, type ReactNode } from "react";
import { EmptyFace, ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { useNow } from "../../lib/hooks";
import { moveInList, usePageKey } from "../../lib/shortcuts";
import { count } from "../../lib/time";
import { useListed } from "./listed";
import { EventRow } from "./EventRow";
import { groupEvents, type EventGroup, type Listed } from "./groups";
import styles from "./EventList.module.css";

const FIRST_SHOWN = 100;

// Behind the events themselves: the first screen does not wait for it.
const CalendarOffers = lazy(async () => ({ default: (await import("./FromCalendar")).CalendarOffers }));
const CalendarFoot = lazy(async () => ({ default: (await import("./FromCalendar")).CalendarFoot }));

function Group({ group, now }: { group: EventGroup; now: number }): ReactNode {
  const [all, setAll] = useState(false);
  const shown = all ? group.events : group.events.slice(0, FIRST_SHOWN);
  return (
    <section aria-label={group.title}>
      <h2 className={styles.group}>{group.title}</h2>
      <ul>
        {shown.map((event) => (
          <li key={event.id} className={styles.item}>
            <EventRow event={event} now={now} />
          </li>
        ))}
      </ul>
      {shown.length < group.events.length && (
        <button type="button" className={styles.more} onClick={() => { setAll(true); }}>
          Show {count(group.events.length - shown.length)} more
        </button>
      )}
    </section>
  );
}

function Groups({ events, query }: { events: Listed[]; query: string }): ReactNode {
  const now = useNow(30_000);
  const groups = useMemo(() => groupEvents(events, query, now), [events, query, now]);
  const offers = (
    <Suspense fallback={null}>
      <CalendarOffers query={query} />
    </Suspense>
  );
  const shown = (upcoming: boolean): ReactNode => groups.filter(({ title }) => (title === "Upcoming") === upcoming).map((group) => <Group key={group.title} group={group} now={now} />);
  return (
    <>
      {shown(true)}
      {groups.length === 0 && (events.length > 0 ? <p className={styles.nothing}>No event matches “{query}”.</p> : <EmptyFace icon={<CalendarLtr24Regular />} title="No events yet" text="Your Teams events appear here, the next one first." />)}
      {offers}
      {shown(false)}
    </>
  );
}

/** The organizer's events: what comes first, what is over below it. */
export function EventList(): ReactNode {
  const events = useListed();
  const [query, setQuery] = useState("");
  const search = useRef<HTMLInputElement>(null);
  const open = useLocation({ select: ({ pathname }) => pathname !== "/events" });
  // The registrants' search takes the key over where that list is open.
  usePageKey("search", () => {
    (document.querySelector<HTMLInputElement>("[data-page-search]") ?? search.current)?.focus();
  });
  return (
    <nav className={styles.list} aria-label="Events" data-open={open}>
      <header className={styles.head}>
        <h1 className={styles.title}>Events</h1>
        <Link to="/events/new" className={styles.add} aria-label="New event" title="New event">
          <Add20Regular aria-hidden="true" />
        </Link>
      </header>
      <div className={styles.search}>
        <Search20Regular aria-hidden="true" />
        <input
          ref={search}
          type="search"
          aria-label="Search events"
          placeholder="Search"
          value={query}
          onChange={(event) => { setQuery(event.target.value); }}
          onKeyDown={(event) => {
            if (event.key === "Escape") setQuery("");
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <div className={styles.rows} onKeyDown={(event) => { moveInList(event, event.currentTarget, "[data-row]"); }} data-ready={events.isSuccess || undefined}>
        {events.isPending && <Skeleton rows={6} height={68} label="Loading events" />}
        {events.isError && <ErrorFace error={events.error} retry={() => void events.refetch()} />}
        {events.data && <Groups events={events.data} query={query} />}
      </div>
      {events.data && (
        <Suspense fallback={null}>
          <CalendarFoot />
        </Suspense>
      )}
    </nav>
  );
}
