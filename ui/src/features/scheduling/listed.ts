import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EventSummary, VirtualEventSummary } from "../../bindings/core";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";
import type { Listed } from "./groups";

/** How soon to look again at one that Microsoft has not finished making. */
const SOON = 3_000;

// Apart from what is asked and done once an event is open: each start loads this.

export function useEvents(): UseQueryResult<EventSummary[]> {
  return useQuery({
    queryKey: keys.events,
    queryFn: () => call("scheduling|list_events"),
    refetchInterval: ({ state }) => (state.data?.some((event) => event.state === "creating") ? SOON : false),
  });
}

export function useVirtualEvents(): UseQueryResult<VirtualEventSummary[]> {
  return useQuery({
    queryKey: keys.virtualEvents,
    queryFn: () => call("webinars|list_virtual_events"),
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
