import { Button } from "@fluentui/react-components";
import { PeopleCheckmark24Regular } from "@fluentui/react-icons/headless/svg/people-checkmark";
import type { ReactNode } from "react";
import type { LetInRow } from "../../bindings/core";
import { EmptyFace, ErrorFace, errorText } from "../../components/Face";
import { SidePanel } from "../../components/SidePanel";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { fullMoment, momentHere, viewerZone } from "../../lib/time";
import { useLetIn } from "./api";
import styles from "./publishing.module.css";

function Row({ row }: { row: LetInRow }): ReactNode {
  const zone = viewerZone();
  const good = `Good until ${fullMoment(row.until, zone)}.`;
  return (
    <li>
      <span className={styles.who}>
        <bdi className={styles.name}>{row.name ?? "Somebody who is not on the list any more"}</bdi>
        {row.email !== null && <bdi className={styles.quiet}>{row.email}</bdi>}
      </span>
      <span className={styles.what}>
        {row.again ? <StatusChip status="planned" word="Another token" /> : <StatusChip status="ok" word="Let in" />}
        <time className={styles.quiet} dateTime={row.at} title={`${fullMoment(row.at, zone)}. ${good}`}>
          {momentHere(row.at)}
        </time>
      </span>
      {row.endedAt !== null && (
        <span className={styles.what}>
          <StatusChip status="warning" word="Ended" />
          <span className={styles.quiet}>A key of this join was used twice, {momentHere(row.endedAt)}.</span>
        </span>
      )}
    </li>
  );
}

function List({ eventId }: { eventId: string }): ReactNode {
  const list = useLetIn(eventId);
  if (list.isPending) return <Skeleton rows={5} height={56} label="Reading who was let in" />;
  if (!list.data) return <ErrorFace error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) return <EmptyFace icon={<PeopleCheckmark24Regular />} title="Nobody yet" text="Once the doors are open, whoever comes in by their own link stands here." action={<Button onClick={() => void list.refetch()}>Look again</Button>} />;
  return (
    <>
      <div className={styles.buttons}>
        <Button disabled={list.isFetching} onClick={() => void list.refetch()}>
          {list.isRefetching ? "Looking…" : "Look again"}
        </Button>
      </div>
      <ol className={styles.letIn} aria-label="Who was let in">
        {rows.map((row) => (
          <Row key={row.number} row={row} />
        ))}
      </ol>
      {list.isError && <p role="alert" className={styles.wrong}>{errorText(list.error)}</p>}
      {list.hasNextPage && (
        <Button disabled={list.isFetching} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? "Reading…" : "Show more"}
        </Button>
      )}
    </>
  );
}

/** The trail of tokens, without them: when, whom, and for how long. */
export default function LetInPanel({ eventId, onClose }: { eventId: string; onClose: () => void }): ReactNode {
  return (
    <SidePanel title="Who was let in" onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.quiet}>Every token to join that the service gave for a ticket, the first one first. Whoever joined in Teams got none, and is not here.</p>
        <List eventId={eventId} />
      </div>
    </SidePanel>
  );
}
