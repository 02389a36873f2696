import { Button, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { ErasureRow, RetentionView } from "../../bindings/core";
import { ErrorFace } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { Skeleton } from "../../components/Skeleton";
import { counted, fullMoment, momentHere, viewerZone } from "../../lib/time";
import { useErasures, useRetentions } from "./api";
import { PersonFound } from "./PersonFound";
import styles from "./privacy.module.css";

function OnePerson({ asked }: { asked: string }): ReactNode {
  const [typed, setTyped] = useState(asked);
  const [email, setEmail] = useState(asked);
  return (
    <section className={styles.section} aria-label="One person">
      <h2>One person</h2>
      <p className={styles.quiet}>Everything that this profile keeps of an address, over all events: to give it to them, or to erase it. Looking changes nothing.</p>
      <form
        className={styles.lookup}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          setEmail(typed.trim());
        }}
      >
        <Field label="Email">
          <Input type="email" dir="ltr" autoComplete="off" spellCheck={false} value={typed} onChange={(_, { value }) => { setTyped(value); }} />
        </Field>
        <Button type="submit" disabled={typed.trim() === ""}>
          Look up
        </Button>
      </form>
      {email !== "" && <PersonFound key={email} email={email} />}
    </section>
  );
}

function due(view: RetentionView): string {
  if (view.days === null) return "Kept for good";
  if (view.people === 0 && view.erasedAt !== null) return `Erased ${momentHere(view.erasedAt)}: ${counted(view.erased, "person", "people")}`;
  if (view.dueAt === null) return "The series has no end: nobody is erased";
  return `${counted(view.people, "person is", "people are")} erased after ${momentHere(view.dueAt)}`;
}

function KeptForATime({ onEvent }: { onEvent: (id: string) => void }): ReactNode {
  const events = useRetentions();
  return (
    <section className={styles.section} aria-label="Events with a time limit">
      <h2>Events with a time limit</h2>
      <p className={styles.quiet}>Their people are erased by themselves, while Lectern is open or by “lectern privacy run”. It is set on the page of an event’s rules.</p>
      {events.isPending && <Skeleton rows={2} height={44} label="Loading the events" />}
      {events.isError && <ErrorFace error={events.error} retry={() => void events.refetch()} />}
      {events.data?.length === 0 && <p>The people of all events are kept for good.</p>}
      {events.data && events.data.length > 0 && (
        <ul className={styles.list}>
          {events.data.map((view) => (
            <li key={view.eventId} className={styles.entry}>
              <button type="button" className={styles.link} onClick={() => { onEvent(view.eventId); }}>
                <bdi>{view.title}</bdi>
              </button>
              <span className={styles.quiet} title={view.dueAt === null ? undefined : fullMoment(view.dueAt, viewerZone())}>
                {due(view)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ row }: { row: ErasureRow }): ReactNode {
  const zone = viewerZone();
  return (
    <li className={styles.entry}>
      <span>{row.pseudonym === null ? <bdi>{row.eventTitle ?? "An event"}</bdi> : <code>{row.pseudonym}</code>}</span>
      <span className={styles.quiet} title={fullMoment(row.at, zone)}>
        {momentHere(row.at)}, {counted(row.people, "row", "rows")}, {row.who === "Lectern" ? "by itself" : `by ${row.who}`}
        {!row.finished && ": goes on when no other window reads the data"}
      </span>
    </li>
  );
}

function Erased(): ReactNode {
  const rows = useErasures();
  return (
    <section className={styles.section} aria-label="Erased here">
      <h2>Erased here</h2>
      <p className={styles.quiet}>That it was done, when and by whom; not who it was.</p>
      {rows.isPending && <Skeleton rows={2} height={44} label="Loading what was erased" />}
      {rows.isError && <ErrorFace error={rows.error} retry={() => void rows.refetch()} />}
      {rows.data?.length === 0 && <p>Nobody was erased here.</p>}
      {rows.data && rows.data.length > 0 && (
        <ul className={styles.list}>
          {rows.data.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface Props {
  /** Whom somebody came here for; empty: nobody yet. */
  email: string;
  onEvent: (id: string) => void;
}

/** What is kept of people, and for how long. */
export function PrivacyPage({ email, onEvent }: Props): ReactNode {
  return (
    <>
      <PageHead title="Privacy" />
      <div className={styles.page}>
        <OnePerson asked={email} />
        <KeptForATime onEvent={onEvent} />
        <Erased />
      </div>
    </>
  );
}
