import { Button } from "@fluentui/react-components";
import { PersonDelete20Regular } from "@fluentui/react-icons/headless/svg/person-delete";
import type { ReactNode } from "react";
import type { EventDetail, RegistrantRow } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { ErrorFace } from "../../components/Face";
import { QrCode } from "../../components/QrCode";
import { SidePanel } from "../../components/SidePanel";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { fullMoment, shortMoment, viewerZone } from "../../lib/time";
import { useMessagesOf, useTicket } from "./api";
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

function History({ event, row }: { event: EventDetail; row: RegistrantRow }): ReactNode {
  const messages = useMessagesOf(event.id, row.id).data ?? [];
  const zone = viewerZone();
  if (messages.length === 0) {
    return row.confirmation ? (
      <p className={styles.history}>
        <span>
          Confirmation <StatusChip status={row.confirmation} />
        </span>
      </p>
    ) : (
      <p className={styles.quiet}>No message yet.</p>
    );
  }
  return (
    <ul className={styles.history}>
      {messages.map((message) => (
        <li key={message.id}>
          Confirmation <StatusChip status={message.state} />
          <span className={styles.quiet} title={fullMoment(message.at ?? message.dueAt, zone)}>
            {shortMoment(message.at ?? message.dueAt, zone)}
          </span>
          {message.problem && <span className={styles.quiet}>{message.problem}</span>}
        </li>
      ))}
    </ul>
  );
}

/** One person: who they are, their way in, and what was sent to them. */
export function RegistrantPanel({ event, row, onRemove, onClose }: { event: EventDetail; row: RegistrantRow; onRemove: () => void; onClose: () => void }): ReactNode {
  const zone = viewerZone();
  return (
    <SidePanel title={row.name} onClose={onClose}>
      <div className={styles.panel}>
        <dl className={styles.facts}>
          <dt>Email</dt>
          <dd>{row.email}</dd>
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
          </dd>
          <dt>Since</dt>
          <dd title={fullMoment(row.registeredAt, zone)}>
            {shortMoment(row.registeredAt, zone)}, {row.source === "import" ? "from a list" : "by hand"}
          </dd>
        </dl>
        {row.status === "registered" && (
          <section>
            <h3>Ticket</h3>
            <Ticket row={row} />
          </section>
        )}
        <section>
          <h3>Messages</h3>
          <History event={event} row={row} />
        </section>
        {row.status === "registered" && (
          <div>
            <Button appearance="subtle" icon={<PersonDelete20Regular />} onClick={onRemove}>
              Remove from the list
            </Button>
          </div>
        )}
      </div>
    </SidePanel>
  );
}
