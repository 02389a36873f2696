import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { BulkDone, BulkEdit, BulkUndone, BulkView, Chosen, ImportReport } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { call } from "../../ipc/core";
import { renewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";
import { tellUndone } from "../../lib/published";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import type { ImportAsked } from "./api";

/** After a change of many people: the lists that show them, and the list of such changes. */
function useRenewMany(id: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([renewEvent(client, id), client.invalidateQueries({ queryKey: keys.bulk(id) })]);
  };
}

/** What was done to many people of the event at once, latest first. */
export function useBulkList(id: string): UseQueryResult<BulkView[]> {
  return useQuery({ queryKey: keys.bulk(id), queryFn: () => call("registration|list_bulk", { id }) });
}

export function useRunImport(id: string): UseMutationResult<ImportReport, Error, ImportAsked> {
  const onSettled = useRenewMany(id);
  return useMutation({ mutationFn: ({ source, choices }) => call("registration|run_import", { id, choices, ...source }), onSettled });
}

export function useResumeImport(id: string): UseMutationResult<ImportReport, Error, string> {
  const onSettled = useRenewMany(id);
  return useMutation({ mutationFn: (bulkId) => call("registration|resume_import", { bulkId }), onSettled });
}

export function useForgetImport(id: string): UseMutationResult<null, Error, string> {
  const onSettled = useRenewMany(id);
  return useMutation({ mutationFn: (bulkId) => call("registration|forget_import", { bulkId }), onSettled });
}

export function useRemoveMany(id: string): UseMutationResult<BulkDone, Error, Chosen> {
  const onSettled = useRenewMany(id);
  return useMutation({ mutationFn: (chosen) => call("registration|remove_many", { id, chosen }), onSettled });
}

export function useEditMany(id: string): UseMutationResult<BulkDone, Error, { chosen: Chosen; edit: BulkEdit }> {
  const onSettled = useRenewMany(id);
  return useMutation({ mutationFn: ({ chosen, edit }) => call("registration|edit_many", { id, chosen, edit }), onSettled });
}

export function useStopBulk(): UseMutationResult<null, Error, void> {
  return useMutation({ mutationFn: () => call("registration|stop_bulk") });
}

function undoneText({ kind, people, left }: BulkUndone): string {
  const done = {
    import: `${counted(people, "person is", "people are")} off the list again.`,
    removal: `${counted(people, "person is", "people are")} back on the list.`,
    edit: `${counted(people, "person is", "people are")} as before.`,
  }[kind];
  if (left === 0) return done;
  return `${done} ${counted(left, "person stays", "people stay")} as they are: ${kind === "removal" ? "there is no place any more" : "they were changed again since"}.`;
}

/** Takes a change of many people back as a whole, and says what became of it. */
export function useUndoBulk(id: string): UseMutationResult<BulkUndone, Error, string> {
  const onSettled = useRenewMany(id);
  return useMutation({
    mutationFn: (bulkId) => call("registration|undo_bulk", { id, bulkId }),
    onSuccess: (undone) => {
      tell({ kind: "done", text: undoneText(undone) });
      if (undone.told > 0) {
        tell({ kind: "warning", text: `${counted(undone.told, "person", "people")} had been written to already. Their tickets don’t work any more, and a message that says so waits under Messages.` });
      }
    },
    onError: (error) => {
      tellUndone(error, `That could not be taken back. ${errorText(error)}`);
    },
    onSettled,
  });
}
