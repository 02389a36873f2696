import { Button, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { CalendarAdd20Regular } from "@fluentui/react-icons";
import { useState, type ReactNode } from "react";
import type { DialIn, JoinEvent, JoinView } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { errorText } from "../../components/Face";
import { useNow } from "../../lib/hooks";
import { whenInZone } from "../../lib/time";
import { useAddToCalendar } from "./api";
import styles from "./PreJoin.module.css";

/** That the event was moved, and the wait for one that has not begun. */
export function EventNotes({ event }: { event: JoinEvent }): ReactNode {
  const now = useNow(1_000);
  const starts = Date.parse(event.start);
  const ends = Date.parse(event.end);
  // Said aloud only to whoever has waited for it.
  const [waited] = useState(now < starts);
  const words = (): string => {
    if (now < starts) return "You can wait here: this page tells you when it starts.";
    return waited && now < ends ? "It has started. You can join now." : "";
  };
  return (
    <>
      {event.movedFrom !== null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>This event was moved.</MessageBarTitle> It was planned for {whenInZone(event.movedFrom, now)}. The time above is
            the new one.
            {event.organizerMessage !== null && (
              <blockquote className={styles.why} dir="auto">
                {event.organizerMessage}
                <footer>{event.organizer === "" ? "The organizer" : event.organizer}</footer>
              </blockquote>
            )}
          </MessageBarBody>
        </MessageBar>
      )}
      <p role="status" className={words() === "" ? styles.nothing : now < starts ? styles.quiet : styles.started}>
        {words()}
      </p>
    </>
  );
}

/** What one can take along: the calendar entry, and the telephone. */
export function TakeAlong({ view }: { view: JoinView }): ReactNode {
  const { event } = view;
  if (event === null) return null;
  return (
    <section className={styles.takeAlong} aria-label="For later">
      <AddToCalendar joinId={view.joinId} />
      {event.dialIn !== null && <ByTelephone dialIn={event.dialIn} />}
    </section>
  );
}

function AddToCalendar({ joinId }: { joinId: string }): ReactNode {
  const save = useAddToCalendar();
  const said = (): string => {
    if (save.isError) return errorText(save.error);
    if (save.data === undefined) return "";
    return save.data.opened ? `Your calendar was asked to open it. It is saved as ${save.data.path}.` : `Saved as ${save.data.path}. Open it with your calendar.`;
  };
  return (
    <div>
      <Button type="button" appearance="subtle" size="small" icon={<CalendarAdd20Regular />} disabled={save.isPending} onClick={() => { save.mutate(joinId); }}>
        Add to my calendar
      </Button>
      <p role="status" className={styles.quiet}>
        {said()}
      </p>
    </div>
  );
}

function ByTelephone({ dialIn }: { dialIn: DialIn }): ReactNode {
  const { conferenceId, tollNumbers, tollFreeNumbers, moreNumbersUrl } = dialIn;
  const lines = [
    ...tollNumbers.map((number) => ({ number, note: "" })),
    ...tollFreeNumbers.filter((number) => !tollNumbers.includes(number)).map((number) => ({ number, note: "free of charge" })),
  ];
  return (
    <details className={styles.telephone}>
      <summary>Join by telephone</summary>
      <dl className={styles.numbers}>
        {lines.map(({ number, note }) => (
          <div key={number}>
            <dt>{note === "" ? "Call" : `Call, ${note}`}</dt>
            <dd>
              <span dir="ltr">{number}</span>
              <CopyButton text={number} label={`Copy ${number}`} appearance="subtle" size="small">
                Copy
              </CopyButton>
            </dd>
          </div>
        ))}
        {conferenceId !== null && (
          <div>
            <dt>Then type</dt>
            <dd>
              <span dir="ltr">{conferenceId}#</span>
              <CopyButton text={conferenceId} label="Copy the conference ID" appearance="subtle" size="small">
                Copy
              </CopyButton>
            </dd>
          </div>
        )}
      </dl>
      {moreNumbersUrl !== null && (
        <CopyButton text={moreNumbersUrl} appearance="subtle" size="small">
          Copy the address with more numbers
        </CopyButton>
      )}
    </details>
  );
}
