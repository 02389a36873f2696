import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { EventsFilter, EventsPage, VirtualEventSummary } from "../../bindings/core";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";

// Apart from what is asked and done once an event is open: each start loads this.

/** Rows are fetched from the core in windows of this size, and only those that are looked at. */
export const WINDOW = 50;
/** How soon to look again at one that Microsoft has not finished making. */
const SOON = 3_000;
/** What comes becomes what is over while nobody presses anything. */
const NOW_AND_THEN = 60_000;

/** What the list is to show: words of titles, and what the core knows how to cut down and sort by. */
export interface Asked {
  query: string;
  filter: EventsFilter;
}

export const everything: Asked = { query: "", filter: {} };

/** One window of the list, with the counts of all of it. The first keeps what it shows while another search is under way. */
export function useEventsPage({ query, filter }: Asked, window = 0): UseQueryResult<EventsPage> {
  return useQuery({
    queryKey: [...keys.events, "page", query, filter, window],
    queryFn: () => call("overview|events_page", { query, filter, offset: window * WINDOW, limit: WINDOW }),
    refetchInterval: ({ state }) => (state.data?.rows.some((event) => event.state === "creating") ? SOON : NOW_AND_THEN),
    ...(window === 0 && { placeholderData: keepPreviousData<EventsPage> }),
  });
}

export function useVirtualEvents(): UseQueryResult<VirtualEventSummary[]> {
  return useQuery({ queryKey: keys.virtualEvents, queryFn: () => call("webinars|list_virtual_events") });
}
