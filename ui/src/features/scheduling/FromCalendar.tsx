import { useNavigate } from "@tanstack/react-router";
import { ArrowSync16Regular } from "@fluentui/react-icons/headless/svg/arrow-sync";
import { CalendarLtr16Regular } from "@fluentui/react-icons/headless/svg/calendar-ltr";
import { Warning16Regular } from "@fluentui/react-icons/headless/svg/warning";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import type { CalendarOffer } from "../../bindings/core";
import { errorText, errorTitle } from "../../components/Face";
import { PlainButton } from "../../components/PlainButton";
import { useNow } from "../../lib/hooks";
import { clockRange, counted, fullMoment, relative, viewerZone, weekday, whenForViewer } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useAdoptEvent, useCalendar, useSyncCalendar } from "./calendar";
import { matches } from "./matches";
import { OfferRow } from "./OfferRow";
import type * as InTeams from "./virtual/MadeInTeams";
import list from "./EventList.module.css";
import styles from "./FromCalendar.module.css";

/** Behind the calendar, as that is behind the events: it comes once the window stands. */
async function inTeams(): Promise<typeof InTeams> {
  await new Promise((stands) => setTimeout(stands, 400));
  return import("./virtual/MadeInTeams");
}

const MadeInTeams = lazy(async () => ({ default: (await inTeams()).MadeInTeams }));
const LookInTeams = lazy(async () => ({ default: (await inTeams()).LookInTeams }));

/** The core itself answers from what it knows where this is too often. */
const EVERY = 5 * 60_000;

function detail(offer: CalendarOffer): string {
  const when = `${weekday(offer.start, offer.zone)} ${clockRange(offer)}`;
  if (offer.series) return `${when} · ${offer.repeats ?? `series, ${counted(offer.coming, "date", "dates")} to come`}`;
  const yours = whenForViewer(offer);
  return yours === null ? when : `${when} · ${yours}`;
}

function Offer({ offer }: { offer: CalendarOffer }): ReactNode {
  const navigate = useNavigate();
  const adopt = useAdoptEvent();
  // The row is gone before its answer is told: what is done then must not belong to it.
  const take = (): void => {
    adopt.mutateAsync(offer.id).then(
      ({ id }) => navigate({ to: "/events/$eventId", params: { eventId: id } }),
      (error: unknown) => { tell({ kind: "failed", text: errorText(error) }); },
    );
  };
  return <OfferRow offer={offer} detail={detail(offer)} busy={adopt.isPending} onTake={take} />;
}

/** Teams meetings that the organizer made in Outlook or Teams: each can be taken over as an event. */
function Meetings({ query }: { query: string }): ReactNode {
  const offers = (useCalendar().data?.offers ?? []).filter((offer) => matches(offer.title, query));
  if (offers.length === 0) return null;
  return (
    <section aria-label="From your calendar">
      <h2 className={list.group}>From your calendar</h2>
      <ul>
        {offers.map((offer) => (
          <li key={offer.id} className={list.item}>
            <Offer offer={offer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was made elsewhere: meetings from the calendar, webinars and town halls from Teams. */
export function CalendarOffers({ query }: { query: string }): ReactNode {
  return (
    <>
      <Meetings query={query} />
      <Suspense fallback={null}>
        <MadeInTeams query={query} />
      </Suspense>
    </>
  );
}

/** How old the calendar is that is shown, and a way to read it now. It reads by itself while the window is open. */
export function CalendarFoot(): ReactNode {
  const calendar = useCalendar().data;
  const sync = useSyncCalendar();
  const [asked, setAsked] = useState(0);
  const now = useNow(30_000);
  const read = sync.mutate;
  useEffect(() => {
    read(false);
    const timer = setInterval(() => {
      read(false);
    }, EVERY);
    return () => {
      clearInterval(timer);
    };
  }, [read]);
  if (!calendar) return null;
  const age = calendar.syncedAt === null ? "Calendar not read yet" : `Calendar read ${relative(calendar.syncedAt, now)}`;
  return (
    <footer className={styles.foot} data-failed={sync.isError || undefined}>
      <span className={styles.icon} aria-hidden="true">
        {sync.isError ? <Warning16Regular /> : <CalendarLtr16Regular />}
      </span>
      <span className={styles.age} role="status" title={sync.isError ? errorText(sync.error) : calendar.syncedAt === null ? undefined : fullMoment(calendar.syncedAt, viewerZone())}>
        {sync.isPending ? "Reading your calendar…" : sync.isError ? `${errorTitle(sync.error)} · ${age.toLowerCase()}` : age}
        <Suspense fallback={null}>
          <LookInTeams asked={asked} every={EVERY} />
        </Suspense>
      </span>
      <PlainButton look="subtle" className={styles.refresh} aria-label="Read the calendar now" title="Read the calendar now" disabled={sync.isPending} icon={<ArrowSync16Regular />} onClick={() => { read(true); setAsked(asked + 1); }} />
    </footer>
  );
}
