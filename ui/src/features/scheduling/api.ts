import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { EventChange, EventDetail, EventDraft, EventSummary, HandedOver, NewEvent, NextEvent, TeamsWay, TeamsWays } from "../../bindings/core";
import { call } from "../../ipc/core";
import { renewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

/** How soon to look again at an event that Microsoft has not finished making. */
const SOON = 3_000;

export function useEvents(): UseQueryResult<EventSummary[]> {
  return useQuery({
    queryKey: keys.events,
    queryFn: () => call("scheduling|list_events"),
    refetchInterval: ({ state }) => (state.data?.some((event) => event.state === "creating") ? SOON : false),
  });
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

/** The ways into Teams for whoever hosts. Until they are known there is one, which is always there. */
export function useEventTeamsWays(id: string): TeamsWays {
  const ways = useQuery({ queryKey: keys.eventTeamsWays(id), queryFn: () => call("scheduling|event_teams_ways", { id }), retry: false });
  return ways.data ?? { ways: ["browser"], chosen: "browser" };
}

/** By a way that is named, or (null) as last time. */
export function useOpenEventInTeams(id: string): UseMutationResult<HandedOver, Error, TeamsWay | null> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (way) => call("scheduling|open_event_in_teams", { id, way }),
    // The way that was named is chosen from now on.
    onSuccess: () => client.invalidateQueries({ queryKey: keys.eventTeamsWays(id) }),
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
