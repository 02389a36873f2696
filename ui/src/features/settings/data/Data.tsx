import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { DataView, HeldDecision } from "../../../bindings/core";
import { ErrorFace, errorText } from "../../../components/Face";
import { useDesk } from "../../../lib/desk";
import { fullMoment, viewerZone } from "../../../lib/time";
import { tell } from "../../../lib/toasts";
import { Refusal } from "../Refusal";
import { BringBack } from "./BringBack";
import { MakeCopy } from "./MakeCopy";
import { useData, useForgetBefore, useReleaseHeld, useUndoRestore } from "./api";
import styles from "../settings.module.css";

/** Messages that may have been sent since the copy was made: a person decides about all of them. */
function Held({ data }: { data: DataView }): ReactNode {
  const release = useReleaseHeld();
  if (data.restoredFrom === null) return null;
  const decide = (decision: HeldDecision): void => {
    release.mutate(decision, {
      onSuccess: (report) => {
        if (report.problem === null) tell({ kind: "done", text: `${report.planned} planned again, ${report.delivered} sent already, ${report.skipped} left out.` });
      },
    });
  };
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>This is the data as of {fullMoment(data.restoredFrom, viewerZone())}.</MessageBarTitle>{" "}
        {data.held === 0
          ? "No message was left to send then. Queues stand still until you say that you have looked."
          : `${data.held} messages had not been sent then, and may have been since. None of them goes by itself, and queues stand still until you decide.`}
        {release.data?.problem && ` ${release.data.left} are still held: ${release.data.problem}`}
      </MessageBarBody>
      <MessageBarActions>
        {data.held === 0 ? (
          <Button disabled={release.isPending} onClick={() => { decide("delivered"); }}>
            I have looked
          </Button>
        ) : (
          <>
            <Button disabled={release.isPending} onClick={() => { decide("send"); }}>
              Ask which were sent, plan the others
            </Button>
            <Button disabled={release.isPending} onClick={() => { decide("delivered"); }}>
              All were sent
            </Button>
            <Button disabled={release.isPending} onClick={() => { decide("skip"); }}>
              None is wanted
            </Button>
          </>
        )}
      </MessageBarActions>
    </MessageBar>
  );
}

function Before(): ReactNode {
  const undo = useUndoRestore();
  const forget = useForgetBefore();
  return (
    <>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>What was here before the last copy is still kept.</MessageBarBody>
        <MessageBarActions>
          <Button disabled={undo.isPending} onClick={() => { undo.mutate(); }}>
            Go back to it
          </Button>
          <Button disabled={undo.isPending} onClick={() => { forget.mutate(undefined, { onError: (error) => { tell({ kind: "failed", text: errorText(error) }); } }); }}>
            Delete it
          </Button>
        </MessageBarActions>
      </MessageBar>
      <Refusal error={undo.error} />
    </>
  );
}

/** The profile's data: a copy of it, and back. */
export function Data(): ReactNode {
  const data = useData();
  const name = useDesk().data?.profile.name ?? "Lectern";
  return (
    <section className={styles.section}>
      <h2>Data</h2>
      {data.isError && <ErrorFace error={data.error} retry={() => void data.refetch()} />}
      {data.data && (
        <>
          <Held data={data.data} />
          {data.data.undoOffered && <Before />}
          <MakeCopy hasRecoveryKey={data.data.hasRecoveryKey} suggestedName={`${name}.lectern-backup`} />
          <BringBack />
        </>
      )}
    </section>
  );
}
