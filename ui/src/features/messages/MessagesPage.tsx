import { Button, MessageBar, MessageBarBody, MessageBarTitle, ToggleButton } from "@fluentui/react-components";
import { Mail24Regular } from "@fluentui/react-icons/headless/svg/mail";
import { Send20Regular } from "@fluentui/react-icons/headless/svg/send";
import { useState, type ReactNode } from "react";
import type { EventDetail, MessageCounts, MessageRow, MessageState } from "../../bindings/core";
import { EmptyFace, ErrorFace, errorText, errorTitle } from "../../components/Face";
import { PrimaryAction } from "../../components/PrimaryAction";
import { Skeleton } from "../../components/Skeleton";
import { statusWord } from "../../components/StatusChip";
import { useRemembered } from "../../lib/remembered";
import { count, counted } from "../../lib/time";
import { useMessages, useRunMessages, useRunProgress } from "./api";
import { MessageList } from "./MessageList";
import { PreviewPane } from "./PreviewPane";
import { Running, RunResult } from "./Running";
import { Unclear } from "./Unclear";
import styles from "./messages.module.css";

const order: MessageState[] = ["planned", "sending", "delivered", "failed", "ambiguous", "skipped"];

function totalOf(counts: MessageCounts): number {
  return order.reduce((sum, state) => sum + counts[state], 0);
}

/** What pressing the button does. What a run that was cut short left on its way is asked for; it is not sent again. */
function nextStep({ planned, sending }: MessageCounts): string {
  if (planned > 0) return `Send ${counted(planned, "message", "messages")} now`;
  return sending > 0 ? `Ask whether ${counted(sending, "message", "messages")} arrived` : "Nothing to send";
}

function Filters({ counts, chosen, onChoose }: { counts: MessageCounts; chosen: MessageState | null; onChoose: (state: MessageState | null) => void }): ReactNode {
  return (
    <div className={styles.filters} role="group" aria-label="Show">
      <ToggleButton size="small" shape="circular" checked={chosen === null} onClick={() => { onChoose(null); }}>
        All {count(totalOf(counts))}
      </ToggleButton>
      {order
        .filter((state) => counts[state] > 0 || state === chosen)
        .map((state) => (
          <ToggleButton key={state} size="small" shape="circular" checked={chosen === state} onClick={() => { onChoose(chosen === state ? null : state); }}>
            {statusWord(state)} {count(counts[state])}
          </ToggleButton>
        ))}
    </div>
  );
}

function isState(value: unknown): value is MessageState | null {
  return value === null || order.includes(value as MessageState);
}

/** The event's messages: what went out, what waits, and what only the organizer can decide. */
export function MessagesPage({ event }: { event: EventDetail }): ReactNode {
  const [state, setState] = useRemembered<MessageState | null>(`messages-shown/${event.id}`, null, isState);
  const [chosen, setChosen] = useState<MessageRow | null>(null);
  const messages = useMessages(event.id, state);
  const run = useRunMessages(event.id);
  const progress = useRunProgress(event.id);

  if (messages.isPending) return <Skeleton rows={6} height={56} label="Loading messages" />;
  if (!messages.data) return <ErrorFace error={messages.error} retry={() => void messages.refetch()} />;
  const { counts, rows } = messages.data;
  if (totalOf(counts) === 0) {
    return <EmptyFace icon={<Mail24Regular />} title="No messages yet" text="Everyone who is registered gets a confirmation with their way in. It waits here until you send it." />;
  }
  const total = state === null ? totalOf(counts) : counts[state];
  const running = progress?.running === true || run.isPending;
  const failure = run.error ?? progress?.error ?? null;
  const report = run.data ?? progress?.report ?? null;
  const open = rows.find((row) => row.id === chosen?.id) ?? chosen ?? rows[0] ?? null;
  return (
    <div className={styles.page}>
      <PrimaryAction>
        <Button appearance="primary" icon={<Send20Regular />} disabled={running || counts.planned + counts.sending === 0} onClick={() => { run.mutate(); }}>
          {nextStep(counts)}
        </Button>
      </PrimaryAction>
      {running && <Running progress={progress} />}
      {!running && failure && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{errorTitle(failure)}</MessageBarTitle> {errorText(failure)} What was not sent waits; nothing goes out twice.
          </MessageBarBody>
        </MessageBar>
      )}
      {!running && !failure && report && <RunResult report={report} />}
      {counts.ambiguous > 0 && <Unclear eventId={event.id} total={counts.ambiguous} onPreview={setChosen} />}
      <Filters
        counts={counts}
        chosen={state}
        onChoose={setState}
      />
      <div className={styles.split}>
        <div className={styles.column}>
          {total === 0 ? <p className={styles.none}>No message is in this state.</p> : <MessageList eventId={event.id} state={state} total={total} openId={open?.id ?? null} onOpen={setChosen} />}
        </div>
        {open && <PreviewPane key={open.id} message={open} />}
      </div>
    </div>
  );
}
