import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { BackupMade, BackupProgress, BackupView, DataView, HeldDecision, HeldReport, Restored } from "../../../bindings/core";
import { call, on } from "../../../ipc/core";
import { keys } from "../../../lib/keys";

export function useData(): UseQueryResult<DataView> {
  return useQuery({ queryKey: keys.data, queryFn: () => call("data|show_data") });
}

/** How far a copy is, as the core tells it; null before the first step. */
export function useBackupProgress(): BackupProgress | null {
  const [progress, setProgress] = useState<BackupProgress | null>(null);
  useEffect(() => on("backup", setProgress), []);
  return progress;
}

export function useMakeBackup(): UseMutationResult<BackupMade, Error, { path: string; passphrase: string | null }> {
  return useMutation({ mutationFn: (given) => call("data|make_backup", given) });
}

export function useLookAtBackup(): UseMutationResult<BackupView, Error, { path: string; secret: string | null }> {
  return useMutation({ mutationFn: (given) => call("data|look_at_backup", given) });
}

/** Another store stands in this one's place: whatever was shown of it is asked for again. */
function useReplacing<Given, Answer>(replace: (given: Given) => Promise<Answer>): UseMutationResult<Answer, Error, Given> {
  const client = useQueryClient();
  return useMutation({ mutationFn: replace, onSuccess: () => client.invalidateQueries() });
}

export function useRestore(): UseMutationResult<Restored, Error, { path: string; secret: string | null }> {
  return useReplacing((given) => call("data|restore_backup", given));
}

export function useUndoRestore(): UseMutationResult<Restored, Error, void> {
  return useReplacing(() => call("data|undo_restore"));
}

export function useForgetBefore(): UseMutationResult<null, Error, void> {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call("data|forget_before_restore"), onSuccess: () => client.invalidateQueries({ queryKey: keys.data }) });
}

export function useReleaseHeld(): UseMutationResult<HeldReport, Error, HeldDecision> {
  return useReplacing((decision) => call("data|release_held", { decision }));
}

export function useStopBackup(): UseMutationResult<null, Error, void> {
  return useMutation({ mutationFn: () => call("data|stop_backup") });
}
