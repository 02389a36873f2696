import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { EventFigures, Found, WaitingEvent, WebinarFigures } from "../../bindings/core";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";

export function useFigures(id: string): UseQueryResult<EventFigures> {
  return useQuery({ queryKey: keys.figures(id), queryFn: () => call("overview|event_figures", { id }) });
}

/** Under the key of the attendance: whoever reads the reports anew renews this. */
export function useWebinarFigures(id: string): UseQueryResult<WebinarFigures> {
  return useQuery({ queryKey: keys.webinarFigures(id), queryFn: () => call("overview|webinar_figures", { id }) });
}

/** What waits for a person, over all events. Under the events' key: whatever renews the list renews this. */
export function useWaiting(): UseQueryResult<WaitingEvent[]> {
  return useQuery({ queryKey: keys.waiting, queryFn: () => call("overview|what_waits") });
}

/** Events, people and messages that the words are found in; nothing is asked while there are no words. */
export function useFound(query: string, limit: number): UseQueryResult<Found> {
  return useQuery({
    queryKey: [...keys.found, query, limit],
    queryFn: () => call("overview|find_everywhere", { query, limit }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: 30_000,
  });
}
