import { Button, Link } from "@fluentui/react-components";
import { PersonDelete20Regular } from "@fluentui/react-icons/headless/svg/person-delete";
import { useState, type ReactNode } from "react";
import type { EventDetail, PersonDetail, RegistrantRow } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { ErrorFace, errorText } from "../../components/Face";
import { QrCode } from "../../components/QrCode";
import { SidePanel } from "../../components/SidePanel";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { tellUndone, usePublished, waitingFor } from "../../lib/published";
import { count, fullMoment, momentHere, viewerZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useTicket } from "./api";
import { useDecisions } from "./decisions";
import { PersonAnswers, PersonHistory, PersonMessages } from "./PersonHistory";
import { PersonLabels } from "./PersonLabels";
import { usePerson, usePromote, useTakeOffer } from "./standing";
import { TransferForm } from "./TransferForm";
import styles from "./registration.module.css";

/** Fives, the last one taking what is left, are easier to read out and to type; spaces don't matter when it is entered. */
function spaced(code: string): string {
  return code.replaceAll("-", "").match(/.{5}(?=.{5})|.+/g)?.join(" ") ?? code;
}

function Ticket({ row }: { row: RegistrantRow }): ReactNode {
  const ticket = useTicket(row.id);
  if (ticket.isPending) return <Skeleton rows={2} height={96} label="Loading the ticket" />;
  if (ticket.isError) return <ErrorFace error={ticket.error} retry={() => void ticket.refetch()} />;
  const { code, link, qrSvg } = ticket.data;
  return (
    <div className={styles.ticket}>
      <QrCode svg={qrSvg} label={`QR code of ${row.name}’s ticket`} size={176} />
      <code>{spaced(code)}</code>
      <div className={styles.actions}>
        <CopyButton text={link} size="small">Copy link</CopyButton>
        <CopyButton text={code} size="small">Copy code</CopyButton>
      </div>
    </div>
  );
}

function Actions({ event, row, onRemove, onTransfer }: { event: EventDetail; row: RegistrantRow; onRemove: () => void; onTransfer: () => void }): ReactNode {
  const decide = useDecisions(event.id);
  const promote = usePromote(event.id);
  const take = useTakeOffer(event.id);
  const failed = (error: Error): void => { tellUndone(error, errorText(error)); };
  if (event.state !== "scheduled" && row.status !== "registered") return null;
  return (
    <div className={styles.actions}>
      {(row.status === "pendingApproval" || row.status === "rejected") && <Button onClick={() => { decide([row.id], "approve"); }}>Approve</Button>}
      {row.status === "pendingApproval" && <Button onClick={() => { decide([row.id], "reject"); }}>Reject</Button>}
      {row.status === "offered" && <Button onClick={() => { take.mutate(row.id, { onError: failed, onSuccess: () => { tell({ kind: "done", text: `${row.name} has the place.` }); } }); }}>Take the place for them</Button>}
      {row.status === "waitlisted" && row.position !== 1 && (
        <Button onClick={() => { promote.mutate(row.id, { onError: failed, onSuccess: () => { tell({ kind: "done", text: `${row.name} is next.` }); } }); }}>Move to the head of the queue</Button>
      )}
      {row.status === "registered" && row.guests === 0 && event.state === "scheduled" && <Button onClick={onTransfer}>Give the ticket to somebody else</Button>}
      {row.status !== "cancelled" && (
        <Button appearance="subtle" icon={<PersonDelete20Regular />} onClick={onRemove}>
          Remove from the list
        </Button>
      )}
    </div>
  );
}

function Facts({ eventId, row }: { eventId: string; row: RegistrantRow }): ReactNode {
  const zone = viewerZone();
  const waiting = waitingFor(usePublished(eventId).data ?? null).get(row.id);
  return (
    <dl className={styles.facts}>
      {!row.erased && (
        <>
          <dt>Email</dt>
          <dd>{row.email}</dd>
        </>
      )}
      {row.company && (
        <>
          <dt>Company</dt>
          <dd>
            <bdi>{row.company}</bdi>
          </dd>
        </>
      )}
      <dt>Status</dt>
      <dd>
        <StatusChip status={row.status} />
        {row.position !== null && ` number ${count(row.position)} in the queue`}
        {row.offerUntil !== null && (
          <span title={fullMoment(row.offerUntil, zone)}> until {momentHere(row.offerUntil)}</span>
        )}
      </dd>
      {waiting && (
        <>
          <dt>Waits for the service</dt>
          <dd>
            {waiting.what}, <span title={fullMoment(waiting.madeAt, zone)}>{momentHere(waiting.madeAt)}</span>
          </dd>
        </>
      )}
      <dt>Since</dt>
      <dd title={fullMoment(row.registeredAt, zone)}>
        {momentHere(row.registeredAt)}, {row.guestOf !== null ? "as a guest" : row.source === "import" ? "from a list" : "by hand"}
      </dd>
    </dl>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Detail({ event, detail, onShow }: { event: EventDetail; detail: PersonDetail; onShow: (row: RegistrantRow) => void }): ReactNode {
  return (
    <>
      {detail.guests.length > 0 && (
        <Part title="Guests">
          <ul className={styles.history}>
            {detail.guests.map((guest) => (
              <li key={guest.id}>
                <Link as="button" onClick={() => { onShow(guest); }}>
                  <bdi>{guest.name}</bdi>
                </Link>{" "}
                <StatusChip status={guest.status} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {detail.answers.length + detail.notAsked.length > 0 && (
        <Part title="Answers">
          <PersonAnswers answers={detail.answers} notAsked={detail.notAsked} />
        </Part>
      )}
      {!detail.registrant.erased && (
        <Part title="Tags, group and note">
          <PersonLabels eventId={event.id} detail={detail} />
        </Part>
      )}
      <Part title="Messages">
        <PersonMessages told={detail.told} />
      </Part>
      <Part title="History">
        <PersonHistory history={detail.history} />
      </Part>
    </>
  );
}

interface Props {
  event: EventDetail;
  row: RegistrantRow;
  onRemove: () => void;
  /** Another person's panel in the place of this one. */
  onShow: (row: RegistrantRow) => void;
  /** To what is kept of this address. */
  onPrivacy: (email: string) => void;
  onClose: () => void;
}

/** One person: where they stand, their way in, what they answered, what was sent, and who did what. */
export function RegistrantPanel({ event, row: listed, onRemove, onShow, onPrivacy, onClose }: Props): ReactNode {
  const person = usePerson(listed.id);
  const [transferring, setTransferring] = useState(false);
  const row = person.data?.registrant ?? listed;
  return (
    <SidePanel title={row.name} onClose={onClose}>
      <div className={styles.panel}>
        <Facts eventId={event.id} row={row} />
        {row.erased && <p>This person was erased. The row counts, and that is all.</p>}
        {row.erased ? null : transferring ? (
          <TransferForm event={event} row={row} onClose={() => { setTransferring(false); }} onDone={onShow} />
        ) : (
          <>
            <Actions event={event} row={row} onRemove={onRemove} onTransfer={() => { setTransferring(true); }} />
            <Link as="button" className={styles.privacy ?? ""} onClick={() => { onPrivacy(row.email); }}>
              Privacy…
            </Link>
          </>
        )}
        {row.status === "registered" && !row.erased && !transferring && (
          <Part title="Ticket">
            <Ticket row={row} />
          </Part>
        )}
        {person.isPending && <Skeleton rows={4} height={28} label="Loading the history" />}
        {person.isError && <ErrorFace error={person.error} retry={() => void person.refetch()} />}
        {person.data && <Detail event={event} detail={person.data} onShow={onShow} />}
      </div>
    </SidePanel>
  );
}
