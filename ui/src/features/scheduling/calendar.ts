import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { CalendarView, EventDetail, SyncReport } from "../../bindings/core";
import { call } from "../../ipc/core";
import { renewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

// Apart from what is done with one event: the list reads the calendar at each start.

/** What stands on the calendar and is no event here, as it was last read. */
export function useCalendar(): UseQueryResult<CalendarView> {
  return useQuery({ queryKey: keys.calendar, queryFn: () => call("scheduling|show_calendar") });
}

/** Reads the calendar; `true` also where that was done a moment ago. */
export function useSyncCalendar(): UseMutationResult<SyncReport, Error, boolean> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (force) => call("scheduling|sync_calendar", { force }),
    onSuccess: async ({ calendar, elsewhere, entries }) => {
      client.setQueryData(keys.calendar, calendar);
      await Promise.all(elsewhere.map((id) => renewEvent(client, id)));
      // A series' page shows the calendar's dates.
      if (entries > 0) await Promise.all([client.invalidateQueries({ queryKey: keys.events }), client.invalidateQueries({ queryKey: keys.anyEvent })]);
    },
  });
}

export function useAdoptEvent(): UseMutationResult<EventDetail, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id) => call("scheduling|adopt_event", { id }),
    onSuccess: async (event) => {
      client.setQueryData(keys.event(event.id), event);
      await Promise.all([client.invalidateQueries({ queryKey: keys.events }), client.invalidateQueries({ queryKey: keys.calendar })]);
    },
  });
}
