import { Button, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { KnownProfile, Lost } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useWhatIsLost } from "./api";
import { MoveNote } from "./MoveNote";
import { useMove } from "./useMove";
import styles from "./accounts.module.css";

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function LostList({ lost }: { lost: Lost }): ReactNode {
  const { counts, copies } = lost;
  return (
    <ul className={styles.lost}>
      {counts ? (
        <>
          <li>{counted(counts.events, "event", "events")}, {counted(counts.virtualEvents, "webinar or town hall", "webinars and town halls")}</li>
          <li>{counted(counts.people, "person on its lists", "people on its lists")}, with tickets, answers and notes</li>
          {counts.unsent > 0 && <li>{counted(counts.unsent, "message that has not left", "messages that have not left")}</li>}
        </>
      ) : (
        <li>All of its data. It can’t be counted: {lost.why}</li>
      )}
      {copies > 0 && <li>{counted(copies, "copy beside it", "copies beside it")}</li>}
      <li>Its sign-in and its keys. Without a copy that you saved elsewhere nothing of it comes back.</li>
      <li>In all {size(lost.bytes)} on this computer.</li>
    </ul>
  );
}

/** What is lost, and the question that is answered by typing: there is no way back. */
export function RemoveAccount({ known, onDone }: { known: KnownProfile; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  const lost = useWhatIsLost(known.id);
  const move = useMove();
  const [removing, setRemoving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [typed, setTyped] = useState("");
  const word = known.account?.username ?? known.title;
  const sure = typed.trim().toLowerCase() === word.toLowerCase();
  const remove = (): Promise<string[]> => call("profiles|remove_profile", { id: known.id });
  const begin = (): void => {
    if (known.open) {
      move.begin(remove);
      return;
    }
    setRemoving(true);
    remove()
      .then(async () => {
        await client.invalidateQueries({ queryKey: keys.profiles });
        tell({ kind: "done", text: `${known.title} is removed from this computer.` });
        onDone();
      }, setError)
      .finally(() => { setRemoving(false); });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) begin();
      }}
      onKeyDown={(event) => { if (event.key === "Escape") onDone(); }}
    >
      <p>Removed from this computer, for good. Its events stay on its calendar in Microsoft 365.</p>
      {lost.isPending && <Skeleton rows={3} height={20} label="Counting what is lost" />}
      {lost.isError && <p role="alert">It could not be looked into. {errorText(lost.error)}</p>}
      {lost.data && <LostList lost={lost.data} />}
      <Field label={<>Type <bdi>{word}</bdi> to remove it</>}>
        <Input autoFocus autoComplete="off" spellCheck={false} value={typed} onChange={(_, { value }) => { setTyped(value); }} />
      </Field>
      {error !== null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{errorText(error)}</MessageBarBody>
        </MessageBar>
      )}
      <MoveNote move={move} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={!sure || removing || move.leaving}>
          Remove it for good
        </Button>
        <Button onClick={onDone}>Keep it</Button>
      </div>
    </form>
  );
}
