import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { MessagePage, MessagePreview, MessageState, RunProgress, RunReport } from "../../bindings/core";
import { call, on } from "../../ipc/core";
import { renewEvent, useRenewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

export const PAGE = 100;

export function useMessages(id: string, state: MessageState | null, offset: number): UseQueryResult<MessagePage> {
  return useQuery({
    queryKey: [...keys.messages(id), state, offset],
    queryFn: () => call("messages|list_messages", { id, state, offset, limit: PAGE }),
    placeholderData: keepPreviousData,
  });
}

export function usePreview(messageId: string): UseQueryResult<MessagePreview> {
  return useQuery({ queryKey: keys.preview(messageId), queryFn: () => call("messages|preview_message", { id: messageId }) });
}

export function useRunMessages(id: string): UseMutationResult<RunReport, Error, void> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: () => call("messages|run_messages"), onSettled: renew });
}

/** Ends the run after the message in hand; the rest stays planned. */
export function useStopMessages(): UseMutationResult<null, Error, void> {
  return useMutation({ mutationFn: () => call("messages|stop_messages") });
}

export type Resolution = "delivered" | "skipped" | "again";

export function useResolveMessage(id: string): UseMutationResult<null, Error, { messageId: string; as: Resolution }> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: ({ messageId, as }) => call("messages|resolve_message", { messageId, as }), onSuccess: renew });
}

/** How the sending fares, as the core tells it; null while nothing has been told. The lists are renewed when it ends. */
export function useRunProgress(id: string): RunProgress | null {
  const client = useQueryClient();
  const [progress, setProgress] = useState<RunProgress | null>(null);
  useEffect(
    () =>
      on("messages", (told) => {
        setProgress(told);
        if (!told.running) void renewEvent(client, id);
      }),
    [client, id],
  );
  return progress;
}
