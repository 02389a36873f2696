import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { errorText } from "../../components/Face";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useBulkList, useForgetImport, useResumeImport, useUndoBulk } from "./bulk";
import { BulkRunning } from "./BulkRunning";

/** An import that the last program was killed in: nothing of it is on the list, and it can be gone on with. */
export function Interrupted({ eventId }: { eventId: string }): ReactNode {
  const cutOff = useBulkList(eventId).data?.find((bulk) => bulk.interrupted);
  const resume = useResumeImport(eventId);
  const forget = useForgetImport(eventId);
  const undo = useUndoBulk(eventId);
  if (!cutOff) return null;
  if (resume.isPending) return <BulkRunning eventId={eventId} what={cutOff.title} />;
  const goOn = async (): Promise<void> => {
    try {
      const { stopped, imported, bulkId } = await resume.mutateAsync(cutOff.id);
      if (stopped) tell({ kind: "done", text: "Stopped. Nobody was imported." });
      else tell({ kind: "done", text: `${counted(imported, "person is", "people are")} registered.`, ...(bulkId === null ? {} : { undo: () => { undo.mutate(bulkId); } }) });
    } catch (error) {
      tell({ kind: "failed", text: `Nobody was imported. ${errorText(error)}` });
    }
  };
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>
          The import of <bdi>{cutOff.title}</bdi> was cut off.
        </MessageBarTitle>{" "}
        Lectern ended while it ran. Nobody of it is on the list, and the file was kept.
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => void goOn()}>Go on with it</Button>
        <Button appearance="subtle" disabled={forget.isPending} onClick={() => { forget.mutate(cutOff.id); }}>
          Forget it
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
