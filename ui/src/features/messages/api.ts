import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { MessagePage, MessagePreview, MessageRow, MessageState, RunProgress, RunReport } from "../../bindings/core";
import { call, on } from "../../ipc/core";
import { renewEvent, useRenewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

/** Rows are fetched from the core in windows of this size, and only those that are looked at. */
const WINDOW = 200;

function pageQuery(id: string, state: MessageState | null, page: number) {
  return {
    queryKey: [...keys.messages(id), state, page],
    queryFn: () => call("messages|list_messages", { id, state, offset: page * WINDOW, limit: WINDOW }),
  };
}

/** The first window, with the counts of all. */
export function useMessages(id: string, state: MessageState | null): UseQueryResult<MessagePage> {
  return useQuery({ ...pageQuery(id, state, 0), placeholderData: keepPreviousData });
}

/** The rows `from`–`to`, as far as they have come. */
export function useMessageRows(id: string, state: MessageState | null, from: number, to: number): (index: number) => MessageRow | undefined {
  const start = Math.floor(from / WINDOW);
  const pages = Array.from({ length: Math.max(1, Math.floor(to / WINDOW) - start + 1) }, (_, step) => start + step);
  const found = useQueries({ queries: pages.map((page) => ({ ...pageQuery(id, state, page), staleTime: 10_000 })) });
  return (index) => {
    const page = Math.floor(index / WINDOW);
    return found[page - start]?.data?.rows[index - page * WINDOW];
  };
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
