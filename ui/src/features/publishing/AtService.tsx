import { Button, ProgressBar } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventPageView, PublishedView } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { StatusChip } from "../../components/StatusChip";
import { WaitingChanges } from "../../components/WaitingChanges";
import { hostOf, useSync } from "../../lib/published";
import { clockHere, count, counted, fullMoment, momentHere, viewerZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useUnpublish } from "./api";
import { Missing } from "./Missing";
import { OtherDesk, Over } from "./OtherDesk";
import { PageLink } from "./PageLink";
import { WhoWasLetIn } from "./WhoWasLetIn";
import styles from "./publishing.module.css";

/** Whether the service answers, and since when: an icon, a word and the times. */
function Contact({ published }: { published: PublishedView }): ReactNode {
  const { problem, syncedAt, service } = published;
  const last = syncedAt === null ? "" : `In touch last ${momentHere(syncedAt)}.`;
  const title = syncedAt === null ? undefined : fullMoment(syncedAt, viewerZone());
  if (problem === null) {
    return (
      <p className={styles.contact} title={title}>
        <StatusChip status="ok" word="In touch" /> <span>{hostOf(service)} decides. {last}</span>
      </p>
    );
  }
  const since = problem.since === null ? "" : ` since ${momentHere(problem.since)}`;
  const words = {
    offline: { status: "warning", word: `Offline${since}`, text: `${hostOf(service)} can’t be reached from here. What you change waits, in order, and goes to it by itself.` },
    unpaired: { status: "failed", word: `Turned away${since}`, text: problem.message },
    other: { status: "warning", word: `In trouble${since}`, text: problem.message },
  } as const;
  const { status, word, text } = words[problem.kind];
  return (
    <div className={styles.contact} title={title}>
      <StatusChip status={status} word={word} /> <span>{text} {last}</span>
    </div>
  );
}

/** What can be done about a service that did not answer. */
function Again({ published, onSettings }: { published: PublishedView; onSettings: () => void }): ReactNode {
  const sync = useSync(published.eventId);
  if (published.problem === null) return null;
  if (published.problem.kind === "unpaired") return <Button onClick={onSettings}>Pair again</Button>;
  return (
    <Button disabled={sync.isPending} onClick={() => sync.mutate()}>
      {sync.isPending ? "Trying…" : "Try now"}
    </Button>
  );
}

function Way({ published, label }: { published: PublishedView; label: string }): ReactNode {
  const { progress } = published;
  const known = progress !== null && progress.total > 0;
  return (
    <div className={styles.way}>
      <span role="status">
        {label}
        {known && `: ${count(progress.done)} of ${counted(progress.total, "person", "people")}`}
        {progress?.finishAt && ` · there at ${clockHere(progress.finishAt)}`}
      </span>
      <ProgressBar aria-label={label} {...(known ? { value: progress.done / progress.total } : published.problem === null ? {} : { value: 0 })} />
    </div>
  );
}

function useTakeBack({ eventId, publishedBy }: PublishedView): { isPending: boolean; error: Error | null; start: (done?: () => void) => void } {
  const unpublish = useUnpublish(eventId);
  return { isPending: unpublish.isPending, error: unpublish.error, start: (done) => { unpublish.mutate(undefined, { onSuccess: () => { tell({ kind: "done", text: publishedBy === null ? "The list is back: this desk decides about the event again." : `The event is the desk “${publishedBy}”’s again.` }); done?.(); } }); } };
}

function Filling({ published, onSettings }: { published: PublishedView; onSettings: () => void }): ReactNode {
  const back = useTakeBack(published);
  return (
    <>
      <Way published={published} label="Handing people over" />
      <p className={styles.quiet}>The page opens once everybody is there. If it is cut off, it goes on by itself; you can close the window.</p>
      {published.problem && <Contact published={published} />}
      {back.error && <p role="alert" className={styles.wrong}>{errorText(back.error)}</p>}
      <div className={styles.buttons}>
        <Again published={published} onSettings={onSettings} />
        <Button disabled={back.isPending} onClick={() => back.start()}>
          {back.isPending ? "Taking it back…" : "Stop, and take it back"}
        </Button>
      </div>
    </>
  );
}

function ComingBack({ published, onSettings }: { published: PublishedView; onSettings: () => void }): ReactNode {
  return (
    <>
      <Way published={published} label="The list is coming back" />
      <p className={styles.quiet}>Nobody can register any more. {published.publishedBy === null ? "Once everybody is here, this desk decides and sends again." : `The desk “${published.publishedBy}” takes it from there.`}</p>
      {published.problem && <Contact published={published} />}
      <div className={styles.buttons}>
        <Again published={published} onSettings={onSettings} />
      </div>
    </>
  );
}

/** What it means stands before it is done. */
function TakeBack({ published, onDone }: { published: PublishedView; onDone: () => void }): ReactNode {
  const back = useTakeBack(published);
  return (
    <div className={styles.asked}>
      <p>
        The page closes, its links lead nowhere, and join links lead to Teams.{" "}
        {published.publishedBy === null
          ? "Everybody who registered comes back to this desk’s list, and this desk decides and sends again."
          : "The list goes back to the desk that published it, which decides and sends again. What is known of it here stays for reading."}
      </p>
      {back.error && <p role="alert" className={styles.wrong}>{errorText(back.error)}</p>}
      <div className={styles.buttons}>
        <Button disabled={back.isPending} onClick={() => back.start(onDone)}>
          {back.isPending ? "Taking the list back…" : published.publishedBy === null ? "Unpublish, and take the list back" : "Unpublish, and give the list back"}
        </Button>
        <Button autoFocus appearance="subtle" onClick={onDone}>
          Leave it there
        </Button>
      </div>
    </div>
  );
}

function Open({ view, published, onChange, onSettings }: { view: EventPageView; published: PublishedView; onChange: () => void; onSettings: () => void }): ReactNode {
  const [leaving, setLeaving] = useState(false);
  const own = published.publishedBy === null;
  const owner = view.service?.role === "owner";
  return (
    <>
      <PageLink url={published.url} qrSvg={view.qrSvg} framedBy={published.look.framedBy} />
      {published.publishedBy !== null && <OtherDesk desk={published.publishedBy} owner={owner} />}
      <Contact published={published} />
      {published.waiting.length > 0 && <WaitingChanges published={published} />}
      {published.missingCount > 0 && <Missing published={published} />}
      {leaving ? (
        <TakeBack published={published} onDone={() => setLeaving(false)} />
      ) : (
        <div className={styles.buttons}>
          <Again published={published} onSettings={onSettings} />
          {own && <Button onClick={onChange}>Change the page</Button>}
          <WhoWasLetIn eventId={published.eventId} />
          {(own || owner) && (
            <Button appearance="subtle" onClick={() => setLeaving(true)}>
              Unpublish
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** An event that the service decides about, on its way there, there, or on its way back; or did. */
export function AtService(props: { view: EventPageView; published: PublishedView; onChange: () => void; onSettings: () => void }): ReactNode {
  const { over, publishedBy, service } = props.published;
  if (over !== null) return <Over service={service} desk={publishedBy ?? ""} since={over} />;
  if (props.published.state === "filling") return <Filling {...props} />;
  return props.published.state === "closed" ? <ComingBack {...props} /> : <Open {...props} />;
}
