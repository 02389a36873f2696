import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, Tooltip } from "@fluentui/react-components";
import { Link, useNavigate } from "@tanstack/react-router";
import { MoreHorizontal20Regular } from "@fluentui/react-icons/headless/svg/more-horizontal";
import { useEffect, useState, type ReactNode } from "react";
import type { EventDetail, SeriesDate, SeriesView } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { useNow } from "../../lib/hooks";
import { count, fullMoment, viewerZone, whenForViewer, whenInZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useAdoptEvent, useSyncCalendar } from "./calendar";
import { CancelDateDialog } from "./CancelDateDialog";
import { DateDialog } from "./DateDialog";
import styles from "./SeriesDates.module.css";

const FIRST_SHOWN = 6;

export type KnownDate = SeriesDate & { id: string };

interface RowProps {
  event: EventDetail;
  date: SeriesDate;
  onChange: (date: KnownDate) => void;
  onCancel: (date: KnownDate) => void;
}

function DateMenu({ known, onChange, onCancel }: { known: KnownDate; onChange: () => void; onCancel: () => void }): ReactNode {
  const adopt = useAdoptEvent();
  const navigate = useNavigate();
  // The row is gone before its answer is told: what is done then must not belong to it.
  const take = (): void => {
    adopt.mutateAsync(known.id).then(
      ({ id }) => navigate({ to: "/events/$eventId", params: { eventId: id } }),
      (error: unknown) => { tell({ kind: "failed", text: errorText(error) }); },
    );
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content="More for this date" relationship="label">
          <Button appearance="subtle" size="small" icon={<MoreHorizontal20Regular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={onChange}>Change only this date</MenuItem>
          <MenuItem onClick={take}>Give this date a list of its own</MenuItem>
          <MenuItem onClick={onCancel}>Cancel only this date…</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function Row({ event, date, onChange, onCancel }: RowProps): ReactNode {
  const now = useNow(60_000);
  const span = { start: date.start, end: date.end, zone: event.zone };
  const yours = whenForViewer(span);
  const { id } = date;
  return (
    <li className={styles.date}>
      <span className={styles.when} title={fullMoment(date.start, viewerZone())}>
        {whenInZone(span, now)}
        {yours && ` · ${yours}`}
        {date.title !== null && (
          <>
            {" · "}
            <bdi>{date.title}</bdi>
          </>
        )}
      </span>
      {date.exception && <span className={styles.changed}>Changed</span>}
      {date.eventId !== null ? (
        <Link to="/events/$eventId" params={{ eventId: date.eventId }} className={styles.own}>
          Has its own list
        </Link>
      ) : (
        id !== null && event.state === "scheduled" && <DateMenu known={{ ...date, id }} onChange={() => { onChange({ ...date, id }); }} onCancel={() => { onCancel({ ...date, id }); }} />
      )}
    </li>
  );
}

/** The next dates of a series; each can be changed, cancelled, or given a list of its own. */
export function SeriesDates({ event, series }: { event: EventDetail; series: SeriesView }): ReactNode {
  const [all, setAll] = useState(false);
  const [changing, setChanging] = useState<KnownDate | null>(null);
  const [cancelling, setCancelling] = useState<KnownDate | null>(null);
  const read = useSyncCalendar().mutate;
  const counted = !series.fromCalendar && event.state === "scheduled";
  useEffect(() => {
    if (counted) read(true);
  }, [counted, event.id, read]);
  const shown = all ? series.dates : series.dates.slice(0, FIRST_SHOWN);
  return (
    <section className={styles.dates} aria-label="Dates">
      <h2>Dates</h2>
      <p className={styles.about}>
        {`It happens ${event.repeats ?? "again and again"}. Whoever registers comes in by the same link on every date.`}
        {!series.fromCalendar && " These dates are counted out; the calendar’s own appear when it has been read."}
      </p>
      {series.dates.length === 0 && <p className={styles.about}>No date is still to come.</p>}
      <ul>
        {shown.map((date) => (
          <Row key={date.id ?? date.start} event={event} date={date} onChange={setChanging} onCancel={setCancelling} />
        ))}
      </ul>
      {shown.length < series.dates.length && (
        <Button appearance="subtle" onClick={() => { setAll(true); }}>
          Show {count(series.dates.length - shown.length)} more
        </Button>
      )}
      {changing && <DateDialog event={event} date={changing} onClose={() => { setChanging(null); }} />}
      {cancelling && <CancelDateDialog event={event} date={cancelling} onClose={() => { setCancelling(null); }} />}
    </section>
  );
}
