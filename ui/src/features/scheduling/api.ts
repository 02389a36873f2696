import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EventChange, EventDetail, EventDraft, EventSummary, NewEvent, NextEvent } from "../../bindings/core";
import { call } from "../../ipc/core";
import { renewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";
import type { Listed } from "./groups";
import { useVirtualEvents } from "./virtual/api";

/** How soon to look again at an event that Microsoft has not finished making. */
const SOON = 3_000;

export function useEvents(): UseQueryResult<EventSummary[]> {
  return useQuery({
    queryKey: keys.events,
    queryFn: () => call("scheduling|list_events"),
    refetchInterval: ({ state }) => (state.data?.some((event) => event.state === "creating") ? SOON : false),
  });
}

/** Meetings, webinars and town halls together. Where only the meetings came, they are shown: one list must not hide the other. */
export function useListed(): Pick<UseQueryResult<Listed[]>, "isPending" | "isSuccess" | "isError" | "error" | "data" | "refetch"> {
  const meetings = useEvents();
  const others = useVirtualEvents().data;
  const data = useMemo(() => meetings.data && [...meetings.data, ...(others ?? [])], [meetings.data, others]);
  const { isPending, isSuccess, isError, error, refetch } = meetings;
  return { isPending, isSuccess, isError, error, data, refetch };
}

export function useEvent(id: string): UseQueryResult<EventDetail> {
  return useQuery({
    queryKey: keys.event(id),
    queryFn: () => call("scheduling|show_event", { id }),
    refetchInterval: ({ state }) => (state.data?.state === "creating" ? SOON : false),
  });
}

export function useCreateEvent(): UseMutationResult<EventDetail, Error, NewEvent> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (event) => call("scheduling|create_event", { event }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(event.id), event);
      await client.invalidateQueries({ queryKey: keys.events });
    },
  });
}

export function useChangeEvent(id: string): UseMutationResult<EventDetail, Error, EventChange> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change) => call("scheduling|change_event", { id, change }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(id), event);
      await renewEvent(client, id);
    },
  });
}

export function useCancelEvent(id: string): UseMutationResult<EventDetail, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (comment) => call("scheduling|cancel_event", { id, comment }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(id), event);
      await renewEvent(client, id);
    },
  });
}

export function useOpenJoinWindow(): UseMutationResult<null, Error, string> {
  return useMutation({ mutationFn: (input) => call("windows|open_join_window", { input }) });
}

/** Never from the cache: what became an event meanwhile is no draft any more. */
export function useNextEvent(): UseQueryResult<NextEvent> {
  return useQuery({ queryKey: keys.draft, queryFn: () => call("scheduling|load_draft"), staleTime: 0, gcTime: 0 });
}

export function useSaveDraft(): UseMutationResult<null, Error, EventDraft | null> {
  return useMutation({ mutationFn: (draft) => call("scheduling|save_draft", { draft }) });
}
