import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, ProgressBar } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EnrolPace, EnrolProgress, Enrolments, VirtualEventDetail } from "../../../bindings/core";
import { clockHere, count, counted, momentHere } from "../../../lib/time";
import { useEventProgress } from "../../../lib/progress";
import { useGiveUp, usePause, useWithdraw, type Enrolling } from "./enrolling";
import { Refused } from "./Refused";
import styles from "./virtual.module.css";

const phases = { comparing: "Reading Teams’ list", enrolling: "Enrolling", cancelling: "Taking people off", links: "Fetching each one’s link" } as const;

/** Hours of waiting want a reason, and the reason says how sure it is. */
function why({ most, seconds, learned }: EnrolPace): string {
  const pace = `Teams lets an app send ${count(most)} in ${count(seconds)} seconds`;
  return learned ? `${pace}, as it has said by refusing more.` : `${pace}. Microsoft does not document that: if it is less, Lectern slows down by itself.`;
}

function figures(progress: EnrolProgress): string {
  const { done, total, refused, putOff, finishAt, waitingUntil } = progress;
  const parts = [`${count(done)} of ${count(total)}`];
  if (refused > 0) parts.push(`${count(refused)} refused`);
  if (putOff > 0) parts.push(`${count(putOff)} put off by Teams, sent again`);
  if (finishAt !== null) parts.push(`done about ${momentHere(finishAt)}`);
  if (waitingUntil !== null) parts.push(`next at ${clockHere(waitingUntil)}`);
  return parts.join(" · ");
}

/** What is known of a run that a terminal does, or that has not told anything yet. */
function standing({ counts, pace }: Enrolments): string {
  const parts = [`${count(counts.enrolled)} enrolled`, `${count(counts.planned + counts.unsure + counts.cancelling)} to go`];
  if (counts.refused > 0) parts.push(`${count(counts.refused)} refused`);
  if (pace.finishAt !== null) parts.push(`done about ${momentHere(pace.finishAt)}`);
  return parts.join(" · ");
}

function Running({ event, enrolments }: { event: VirtualEventDetail; enrolments: Enrolments }): ReactNode {
  const progress = useEventProgress("enrolling", event.id, true);
  const pause = usePause();
  const giveUp = useGiveUp(event.id);
  const title = progress ? phases[progress.phase] : "Under way";
  const stopping = pause.isPending || pause.isSuccess || giveUp.isPending || giveUp.isSuccess;
  return (
    <div className={styles.running} role="status">
      <strong>{title}</strong>
      <span className={styles.figures}>{progress ? figures(progress) : standing(enrolments)}</span>
      <ProgressBar aria-label={title} {...(progress && progress.total > 0 ? { value: progress.done / progress.total } : {})} />
      <div className={styles.buttons}>
        <Button size="small" disabled={stopping} onClick={() => { pause.mutate(); }}>
          {pause.isPending || pause.isSuccess ? "Pausing" : "Pause"}
        </Button>
        <Button size="small" appearance="subtle" disabled={stopping} onClick={() => { giveUp.mutate(); }}>
          Stop
        </Button>
      </div>
      <p className={styles.quiet}>{why(enrolments.pace)} Whatever happens, nobody is enrolled twice. Stopping lets go of those who were not sent yet.</p>
    </div>
  );
}

function Left({ event, enrolments, enrol }: { event: VirtualEventDetail; enrolments: Enrolments; enrol: Enrolling }): ReactNode {
  const giveUp = useGiveUp(event.id);
  const { planned, unsure, cancelling } = enrolments.counts;
  const waiting = [
    planned + unsure > 0 ? `${counted(planned + unsure, "person waits", "people wait")} to be enrolled.` : "",
    cancelling > 0 ? `${counted(cancelling, "person is", "people are")} still to be taken off.` : "",
  ];
  const { finishAt } = enrolments.pace;
  return (
    <div className={styles.running}>
      <strong>{waiting.join(" ").trim()}</strong>
      {finishAt !== null && <span className={styles.figures}>Begun now, it would be done about {momentHere(finishAt)}.</span>}
      <div className={styles.buttons}>
        <Button size="small" appearance="primary" disabled={giveUp.isPending} onClick={() => { enrol.mutate({ people: [] }); }}>
          Go on
        </Button>
        <Button size="small" appearance="subtle" disabled={giveUp.isPending} onClick={() => { giveUp.mutate(); }}>
          {planned > 0 ? "Don’t enrol the rest" : "Leave them on the list"}
        </Button>
      </div>
      <p className={styles.quiet}>{why(enrolments.pace)}</p>
    </div>
  );
}

/** Teams tells people by itself that they are off the list, so it is asked first. */
function TakeOff({ event, enrolments }: { event: VirtualEventDetail; enrolments: Enrolments }): ReactNode {
  const [asking, setAsking] = useState(false);
  const withdraw = useWithdraw(event.id);
  const { enrolled, waiting, planned } = enrolments.counts;
  const people = counted(enrolled + waiting, "person", "people");
  return (
    <div className={styles.buttons}>
      <Button appearance="subtle" size="small" disabled={withdraw.isPending} onClick={() => { setAsking(true); }}>
        Take everybody off the list
      </Button>
      <Refused error={withdraw.error} fields={[]} />
      <Dialog open={asking} onOpenChange={(_, { open }) => { setAsking(open); }}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>Take {people} off the list?</DialogTitle>
            <DialogContent>
              Their links stop working, and Teams may tell them so by mail. {planned > 0 && `${counted(planned, "person", "people")} not sent yet will not be enrolled. `}
              You can pause it and keep those who are still on the list.
            </DialogContent>
            <DialogActions>
              <Button onClick={() => { setAsking(false); }}>Keep them</Button>
              <Button
                appearance="primary"
                onClick={() => {
                  setAsking(false);
                  withdraw.mutate("everybody");
                }}
              >
                Take them off
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </div>
  );
}

/** An enrolment of many while it runs, or what is left of one that was paused or cut off. */
export function UnderWay({ event, enrolments, enrol }: { event: VirtualEventDetail; enrolments: Enrolments; enrol: Enrolling }): ReactNode {
  const { counts, running } = enrolments;
  if (running || enrol.isPending) return <Running event={event} enrolments={enrolments} />;
  return (
    <>
      {counts.planned + counts.unsure + counts.cancelling > 0 && <Left event={event} enrolments={enrolments} enrol={enrol} />}
      {counts.enrolled + counts.waiting > 0 && <TakeOff event={event} enrolments={enrolments} />}
    </>
  );
}
