import { Button, Checkbox, Field, Input, MessageBar, MessageBarBody, Switch } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { RetentionView } from "../../bindings/core";
import { ErrorFace, errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { counted, fullMoment, viewerZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useRetention, useSetRetention } from "./api";
import styles from "./privacy.module.css";

const USUAL = 30;

/** What will happen, before it does; and what did. */
function Foretold({ view }: { view: RetentionView }): ReactNode {
  const zone = viewerZone();
  const done = view.erasedAt === null ? null : `${counted(view.erased, "person was", "people were")} erased on ${fullMoment(view.erasedAt, zone)}; the figures stayed.`;
  const next =
    view.days === null
      ? "Nobody is erased by itself."
      : view.dueAt === null
        ? "This series has no end, so nobody is erased."
        : view.people === 0
          ? `Whoever is added is erased after ${fullMoment(view.dueAt, zone)}.`
          : `${counted(view.people, "person is", "people are")} erased after ${fullMoment(view.dueAt, zone)}.`;
  return (
    <>
      <p role="status">{next}</p>
      {done !== null && <p className={styles.quiet}>{done}</p>}
    </>
  );
}

function Form({ view }: { view: RetentionView }): ReactNode {
  const [on, setOn] = useState(view.days !== null);
  const [typed, setTyped] = useState(String(view.days ?? view.forNew ?? USUAL));
  const [forNew, setForNew] = useState(view.forNew !== null && view.forNew === view.days);
  const set = useSetRetention(view.eventId);
  const days = /^\d{1,5}$/u.test(typed.trim()) ? Number(typed) : null;
  const wanted = on ? days : null;
  const unchanged = wanted === view.days && forNew === (view.forNew !== null && view.forNew === view.days);
  const save = (): void => {
    set.mutate(
      { days: wanted, forNew },
      { onSuccess: (kept) => { tell({ kind: "done", text: kept.days === null ? "Saved. The people are kept for good." : `Saved. The people are kept for ${counted(kept.days, "day", "days")} after the event.` }); } },
    );
  };
  return (
    <>
      <Switch label="Erase the people some time after the event" checked={on} onChange={(_, { checked }) => { setOn(checked); }} />
      {on && (
        <Field label="Days after its end" validationMessage={days === null ? "Give a number of days, as in 30." : undefined}>
          <Input type="number" min={0} max={36500} value={typed} onChange={(_, { value }) => { setTyped(value); }} />
        </Field>
      )}
      <Checkbox label="Begin with this for events to come" checked={forNew} onChange={(_, { checked }) => { setForNew(checked === true); }} />
      <Foretold view={view} />
      <div aria-live="polite">
        {set.error && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>Nothing was changed. {errorText(set.error)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div className={styles.buttons}>
        <Button disabled={unchanged || (on && days === null) || set.isPending} onClick={save}>
          Save how long people are kept
        </Button>
      </div>
    </>
  );
}

/** How long one event's people are kept. */
export function Retention({ eventId }: { eventId: string }): ReactNode {
  const view = useRetention(eventId);
  return (
    <section className={styles.retention} aria-label="How long people are kept">
      <header>
        <h2>How long people are kept</h2>
        <p className={styles.quiet}>Names, addresses, answers and notes go; the figures of the event stay. There is no way back.</p>
      </header>
      <div className={styles.fields}>
        {view.isPending && <Skeleton rows={2} height={44} label="Loading how long people are kept" />}
        {view.isError && <ErrorFace error={view.error} retry={() => void view.refetch()} />}
        {view.data && <Form key={`${view.data.days ?? "good"} ${view.data.forNew ?? "good"}`} view={view.data} />}
      </div>
    </section>
  );
}
