import { Button, Checkbox } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { PublishedView } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { StatusChip } from "../../components/StatusChip";
import { hostOf } from "../../lib/published";
import { count, counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useHandAgain, useLetGo } from "./api";
import styles from "./publishing.module.css";

function people(value: number): string {
  return counted(value, "person", "people");
}

/** What it means stands before it is done. */
function LetGo({ whom, letting, onGo, onKeep }: { whom: number; letting: boolean; onGo: () => void; onKeep: () => void }): ReactNode {
  return (
    <div className={styles.asked}>
      <p>They go off this desk’s list as well, and their tickets let nobody in any more. Nobody is written to. Their rows stay, as cancelled.</p>
      <div className={styles.buttons}>
        <Button disabled={letting} onClick={onGo}>{`Let go of ${people(whom)}`}</Button>
        <Button autoFocus appearance="subtle" onClick={onKeep}>
          Keep them
        </Button>
      </div>
    </div>
  );
}

/** Whom a service that was brought back from an older copy lacks: nobody is given up without a word of the organizer’s. */
export function Missing({ published }: { published: PublishedView }): ReactNode {
  const { eventId, service, missing, missingCount } = published;
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [leaving, setLeaving] = useState(false);
  const again = useHandAgain(eventId);
  const letGo = useLetGo(eventId);
  // Some of them may have been heard of meanwhile.
  const chosen = missing.map(({ id }) => id).filter((id) => marked.includes(id));
  const whom = chosen.length > 0 ? chosen.length : missingCount;
  const full = again.data?.full ?? [];
  const busy = again.isPending || letGo.isPending;
  const error = again.error ?? letGo.error;
  const toggle = (id: string): void => setMarked(marked.includes(id) ? marked.filter((one) => one !== id) : [...marked, id]);
  const handAgain = (): void => {
    letGo.reset();
    again.mutate(chosen, {
      onSuccess: ({ taken, full: left }) => {
        setMarked([]);
        if (left.length > 0) tell({ kind: "failed", text: `${people(taken)} went to the service. For ${people(left.length)} there is no place left.` });
        else tell({ kind: "done", text: `${people(taken)} went to the service’s list, with their tickets.` });
      },
    });
  };
  const leave = (): void => {
    again.reset();
    letGo.mutate(chosen, {
      onSuccess: (gone) => { setMarked([]); tell({ kind: "done", text: `${people(gone)} went off the list. Nobody was written to.` }); },
      onSettled: () => setLeaving(false),
    });
  };
  return (
    <section className={styles.missing} aria-label="People whom the service lacks">
      <p>
        <StatusChip status="warning" word={`${people(missingCount)} missing`} />
      </p>
      <p>{hostOf(service)} was brought back from an older copy, and does not know {missingCount === 1 ? "somebody who is" : "people who are"} on this desk’s list. Hand them over again, with their tickets, or let go of them.</p>
      <ul className={styles.people}>
        {missing.map(({ id, name, email, status }) => (
          <li key={id}>
            <Checkbox checked={marked.includes(id)} disabled={busy} onChange={() => toggle(id)} label={<><bdi className={styles.name}>{name}</bdi> <span className={styles.quiet}><bdi>{email}</bdi></span></>} />
            {full.includes(id) ? <StatusChip status="refused" word="No place left" /> : <StatusChip status={status} />}
          </li>
        ))}
      </ul>
      {missingCount > missing.length && <p className={styles.quiet}>And {count(missingCount - missing.length)} more.</p>}
      {error && <p role="alert" className={styles.wrong}>{errorText(error)}</p>}
      {leaving ? (
        <LetGo whom={whom} letting={busy} onGo={leave} onKeep={() => setLeaving(false)} />
      ) : (
        <div className={styles.buttons}>
          <Button disabled={busy} onClick={handAgain}>
            {again.isPending ? "Handing over…" : chosen.length > 0 ? `Hand ${count(whom)} over again` : "Hand over again"}
          </Button>
          <Button appearance="subtle" disabled={busy} onClick={() => setLeaving(true)}>
            {chosen.length > 0 ? `Let go of ${count(whom)}` : "Let go"}
          </Button>
        </div>
      )}
    </section>
  );
}
