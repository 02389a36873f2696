import { useNavigate } from "@tanstack/react-router";
import { Add20Regular } from "@fluentui/react-icons/headless/svg/add";
import { ArrowSync16Regular } from "@fluentui/react-icons/headless/svg/arrow-sync";
import { CalendarLtr16Regular } from "@fluentui/react-icons/headless/svg/calendar-ltr";
import { Warning16Regular } from "@fluentui/react-icons/headless/svg/warning";
import { useEffect, type ReactNode } from "react";
import type { CalendarOffer } from "../../bindings/core";
import { DateTile } from "../../components/DateTile";
import { errorText, errorTitle } from "../../components/Face";
import { PlainButton } from "../../components/PlainButton";
import { useNow } from "../../lib/hooks";
import { clockRange, counted, fullMoment, relative, viewerZone, weekday, whenForViewer, whenInZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useAdoptEvent, useCalendar, useSyncCalendar } from "./calendar";
import list from "./EventList.module.css";
import styles from "./FromCalendar.module.css";

/** The core itself answers from what it knows where this is too often. */
const EVERY = 5 * 60_000;

const accents = /\p{Diacritic}/gu;

function plain(text: string): string {
  return text.normalize("NFD").replace(accents, "").toLowerCase();
}

/** Whether a title is meant by what was typed, as the core finds events: accents and capitals don't matter. */
function matches(title: string, query: string): boolean {
  const own = plain(title).split(/[^\p{L}\p{N}]+/u);
  return plain(query).split(/[^\p{L}\p{N}]+/u).every((word) => own.some((one) => one.startsWith(word)));
}

function detail(offer: CalendarOffer): string {
  const when = `${weekday(offer.start, offer.zone)} ${clockRange(offer)}`;
  if (offer.series) return `${when} · ${offer.repeats ?? `series, ${counted(offer.coming, "date", "dates")} to come`}`;
  const yours = whenForViewer(offer);
  return yours === null ? when : `${when} · ${yours}`;
}

function Offer({ offer }: { offer: CalendarOffer }): ReactNode {
  const navigate = useNavigate();
  const adopt = useAdoptEvent();
  const now = useNow(60_000);
  const yours = whenForViewer(offer);
  const take = (): void => {
    adopt.mutate(offer.id, {
      onSuccess: ({ id }) => void navigate({ to: "/events/$eventId", params: { eventId: id } }),
      onError: (error) => { tell({ kind: "failed", text: errorText(error) }); },
    });
  };
  return (
    <div className={styles.offer} title={`${whenInZone(offer, now)}${yours ? ` · ${yours}` : ""}`}>
      <DateTile start={offer.start} zone={offer.zone} />
      <span className={list.words}>
        <bdi className={list.name}>{offer.title === "" ? "(No subject)" : offer.title}</bdi>
        <span className={list.when}>{detail(offer)}</span>
      </span>
      <PlainButton data-row look="outline" className={styles.take} disabled={adopt.isPending} aria-label={`Take over ${offer.title}`} title="Take over as an event" icon={<Add20Regular />} onClick={take} />
    </div>
  );
}

/** Teams meetings that the organizer made in Outlook or Teams: each can be taken over as an event. */
export function CalendarOffers({ query }: { query: string }): ReactNode {
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

/** How old the calendar is that is shown, and a way to read it now. It reads by itself while the window is open. */
export function CalendarFoot(): ReactNode {
  const calendar = useCalendar().data;
  const sync = useSyncCalendar();
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
      </span>
      <PlainButton look="subtle" className={styles.refresh} aria-label="Read the calendar now" title="Read the calendar now" disabled={sync.isPending} icon={<ArrowSync16Regular />} onClick={() => { read(true); }} />
    </footer>
  );
}
