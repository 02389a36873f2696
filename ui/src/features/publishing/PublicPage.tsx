import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventPageView, PublicationView } from "../../bindings/core";
import { Card } from "../../components/Card";
import { ErrorFace, errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { hostOf, useFollowed } from "../../lib/published";
import { momentHere } from "../../lib/time";
import { usePublishing, useServe, useUnpublish, useVisitors } from "./api";
import { AtService } from "./AtService";
import { PageLink } from "./PageLink";
import { PublishPanel } from "./PublishPanel";
import { WhoWasLetIn } from "./WhoWasLetIn";
import styles from "./publishing.module.css";

/** What it means stands before it is done; publishing again takes it back. */
function Unpublish({ eventId, onDone }: { eventId: string; onDone: () => void }): ReactNode {
  const unpublish = useUnpublish(eventId);
  return (
    <div className={styles.asked}>
      <p>Nobody can register on the page any more, and join links lead to Teams. Everyone who is on the list stays there. You can publish it again at the same address.</p>
      {unpublish.isError && <p role="alert" className={styles.wrong}>{errorText(unpublish.error)}</p>}
      <div className={styles.buttons}>
        <Button disabled={unpublish.isPending} onClick={() => unpublish.mutate(undefined, { onSuccess: onDone })}>
          Take the page down
        </Button>
        <Button autoFocus appearance="subtle" onClick={onDone}>
          Leave it up
        </Button>
      </div>
    </div>
  );
}

function Asleep({ eventId }: { eventId: string }): ReactNode {
  const serve = useServe(eventId);
  return (
    <>
      <p>The sandbox’s service is not running, so nobody reaches the page now.</p>
      {serve.isError && <p role="alert" className={styles.wrong}>{errorText(serve.error)}</p>}
      <div className={styles.buttons}>
        <Button disabled={serve.isPending} onClick={() => serve.mutate()}>
          Start it
        </Button>
      </div>
    </>
  );
}

function Published({ eventId, publication, onChange }: { eventId: string; publication: PublicationView; onChange: () => void }): ReactNode {
  const [leaving, setLeaving] = useState(false);
  useVisitors(eventId, publication.url !== null);
  return (
    <>
      {publication.url === null ? <Asleep eventId={eventId} /> : <PageLink url={publication.url} qrSvg={publication.qrSvg} framedBy={publication.look.framedBy} />}
      <p className={styles.quiet}>
        People register there by themselves, and get their own link to join. Published {momentHere(publication.publishedAt)}. While it runs, the sandbox’s service sends all planned mail by itself, into the sandbox’s mailbox.
      </p>
      {leaving ? (
        <Unpublish eventId={eventId} onDone={() => setLeaving(false)} />
      ) : (
        <div className={styles.buttons}>
          <Button onClick={onChange}>Change the page</Button>
          <WhoWasLetIn eventId={eventId} />
          <Button appearance="subtle" onClick={() => setLeaving(true)}>
            Unpublish
          </Button>
        </div>
      )}
    </>
  );
}

/** Nothing to be seen on the web yet: what a page is for, and the one button, or why there is none. */
function Unpublished({ view, onPublish, onSettings }: { view: EventPageView; onPublish: () => void; onSettings: () => void }): ReactNode {
  const { publication, hindrance, place, service } = view;
  const down = publication && place === "here";
  return (
    <>
      <p>{down ? `The page at “/e/${publication.slug}” was taken down.` : "Publish a page on which people register by themselves. It works in every browser, and everyone gets their own link to join."}</p>
      {place === "service" && service && (
        <p className={styles.quiet}>
          “<bdi>{service.name}</bdi>” at {hostOf(service.publicOrigin)} then decides about the list, and sends the mails, also while this computer is off. You go on working with the list here.
        </p>
      )}
      {place === "nowhere" ? (
        <>
          <p className={styles.quiet}>A page needs your organization’s service, which is there around the clock. Pair this desk with it first.</p>
          <div className={styles.buttons}>
            <Button onClick={onSettings}>Pair with a service</Button>
          </div>
        </>
      ) : hindrance === null ? (
        <div className={styles.buttons}>
          <Button onClick={onPublish}>{down ? "Publish it again" : "Publish a page"}</Button>
        </div>
      ) : (
        <p className={styles.quiet}>{hindrance}</p>
      )}
    </>
  );
}

function chip({ publication, published, place }: EventPageView): ReactNode {
  if (published?.over) return <StatusChip status="skipped" word="Over" />;
  if (published) return published.state === "open" ? <StatusChip status="published" /> : <StatusChip status="sending" word={published.state === "filling" ? "Being published" : "Coming back"} />;
  if (publication?.state === "open") return <StatusChip status="published" />;
  return publication && place === "here" ? <StatusChip status="cancelled" word="Taken down" /> : "Not published";
}

/** The event's own page on the web: whether it is there, how people get to it, and how it comes and goes. */
export default function PublicPage({ eventId, onSettings }: { eventId: string; onSettings: () => void }): ReactNode {
  const view = usePublishing(eventId);
  const followed = useFollowed(eventId);
  const [editing, setEditing] = useState(false);
  if (view.isPending) return <Skeleton rows={1} height={120} label="Looking for the event’s page" />;
  if (view.isError) return <ErrorFace error={view.error} retry={() => void view.refetch()} />;
  // Looked at more often than the rest.
  const shown = view.data.published && followed ? { ...view.data, published: followed } : view.data;
  const { publication, published } = shown;
  const edit = (): void => setEditing(true);
  return (
    <Card title="Registration page" aside={chip(shown)}>
      <div className={styles.page}>
        {published ? (
          <AtService view={shown} published={published} onChange={edit} onSettings={onSettings} />
        ) : publication?.state === "open" ? (
          <Published eventId={eventId} publication={publication} onChange={edit} />
        ) : (
          <Unpublished view={shown} onPublish={edit} onSettings={onSettings} />
        )}
      </div>
      {editing && <PublishPanel eventId={eventId} view={shown} onClose={() => setEditing(false)} />}
    </Card>
  );
}
