import { Button } from "@fluentui/react-components";
import { Open20Regular } from "@fluentui/react-icons/headless/svg/open";
import { useState, type ReactNode } from "react";
import type { PublicationView } from "../../bindings/core";
import { Card } from "../../components/Card";
import { CopyButton } from "../../components/CopyButton";
import { ErrorFace, errorText } from "../../components/Face";
import { QrCode } from "../../components/QrCode";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { openOutside } from "../../ipc/outside";
import { momentHere } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { usePublishing, useServe, useUnpublish, useVisitors } from "./api";
import { PublishPanel } from "./PublishPanel";
import styles from "./publishing.module.css";

function Link({ url, qrSvg }: { url: string; qrSvg: string | null }): ReactNode {
  const [code, setCode] = useState(false);
  const open = (): void => {
    openOutside(url).catch((error: unknown) => { tell({ kind: "failed", text: `The page was not opened. ${errorText(error)}` }); });
  };
  return (
    <>
      <p className={styles.address} dir="ltr">
        {url}
      </p>
      <div className={styles.buttons}>
        <CopyButton text={url}>Copy the link</CopyButton>
        <Button icon={<Open20Regular />} onClick={open}>
          Open
        </Button>
        {qrSvg && (
          <Button aria-expanded={code} onClick={() => setCode(!code)}>
            {code ? "Hide the QR code" : "QR code"}
          </Button>
        )}
      </div>
      {code && qrSvg && <QrCode svg={qrSvg} label={`QR code of ${url}`} size={200} />}
    </>
  );
}

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
      {publication.url === null ? <Asleep eventId={eventId} /> : <Link url={publication.url} qrSvg={publication.qrSvg} />}
      <p className={styles.quiet}>People register there by themselves, and get their own link to join. Published {momentHere(publication.publishedAt)}.</p>
      {leaving ? (
        <Unpublish eventId={eventId} onDone={() => setLeaving(false)} />
      ) : (
        <div className={styles.buttons}>
          <Button onClick={onChange}>Change the page</Button>
          <Button appearance="subtle" onClick={() => setLeaving(true)}>
            Unpublish
          </Button>
        </div>
      )}
    </>
  );
}

/** The event's own page on the web: whether it is there, how people get to it, and how it comes and goes. */
export default function PublicPage({ eventId }: { eventId: string }): ReactNode {
  const view = usePublishing(eventId);
  const [editing, setEditing] = useState(false);
  if (view.isPending) return <Skeleton rows={1} height={120} label="Looking for the event’s page" />;
  if (view.isError) return <ErrorFace error={view.error} retry={() => void view.refetch()} />;
  const { publication, hindrance } = view.data;
  const open = publication?.state === "open";
  return (
    <Card title="Registration page" aside={open ? <StatusChip status="published" /> : publication ? <StatusChip status="cancelled" word="Taken down" /> : "Not published"}>
      <div className={styles.page}>
        {open ? (
          <Published eventId={eventId} publication={publication} onChange={() => setEditing(true)} />
        ) : (
          <>
            <p>{publication ? `The page at “/e/${publication.slug}” was taken down.` : "Publish a page on which people register by themselves. It works in every browser, and everyone gets their own link to join."}</p>
            {hindrance === null ? (
              <div className={styles.buttons}>
                <Button onClick={() => setEditing(true)}>{publication ? "Publish it again" : "Publish a page"}</Button>
              </div>
            ) : (
              <p className={styles.quiet}>{hindrance}</p>
            )}
          </>
        )}
      </div>
      {editing && <PublishPanel eventId={eventId} view={view.data} onClose={() => setEditing(false)} />}
    </Card>
  );
}
