import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { MessageRow } from "../../bindings/core";
import { ErrorFace, errorText } from "../../components/Face";
import { counted, fullMoment, momentHere, viewerZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useMessages, useResolveMessage, type Resolution } from "./api";
import styles from "./messages.module.css";

const said: Record<Resolution, string> = {
  delivered: "marked as arrived",
  again: "will be sent again",
  skipped: "will not be sent",
};

interface Props {
  eventId: string;
  total: number;
  onPreview: (message: MessageRow) => void;
}

/** Messages that were under way when Lectern stopped. Nobody but the organizer can know whether they arrived. */
export function Unclear({ eventId, total, onPreview }: Props): ReactNode {
  const messages = useMessages(eventId, "ambiguous");
  const resolve = useResolveMessage(eventId);
  const decide = (message: MessageRow, as: Resolution): void => {
    resolve.mutate(
      { messageId: message.id, as },
      {
        onSuccess: () => { tell({ kind: "done", text: `The confirmation for ${message.name} is ${as === "delivered" ? "" : "decided: it "}${said[as]}.` }); },
        onError: (error) => { tell({ kind: "failed", text: `That was not kept. ${errorText(error)}` }); },
      },
    );
  };
  return (
    <section className={styles.unclear} aria-label="Unclear messages">
      <h2>{counted(total, "message needs", "messages need")} your decision</h2>
      <p>Lectern stopped while sending, so they may have arrived or not. It never sends one twice by itself: ask the person, or look into their mailbox.</p>
      {messages.isError && <ErrorFace error={messages.error} retry={() => void messages.refetch()} />}
      <ul>
        {(messages.data?.rows ?? []).filter((row) => row.state === "ambiguous").map((message) => (
          <li key={message.id}>
            <button type="button" className={styles.who} onClick={() => { onPreview(message); }}>
              <bdi>{message.name}</bdi>
              <span className={styles.quiet} title={fullMoment(message.at ?? message.dueAt, viewerZone())}>
                {message.email} · begun {momentHere(message.at ?? message.dueAt)}
              </span>
            </button>
            <Button size="small" disabled={resolve.isPending} onClick={() => { decide(message, "delivered"); }}>
              It arrived
            </Button>
            <Button size="small" disabled={resolve.isPending} onClick={() => { decide(message, "again"); }}>
              Send again
            </Button>
            <Button size="small" appearance="subtle" disabled={resolve.isPending} onClick={() => { decide(message, "skipped"); }}>
              Skip
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
