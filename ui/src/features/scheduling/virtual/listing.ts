import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RegistrantStatus, TeamsListRead, TeamsRegistration, TeamsRegistrations } from "../../../bindings/core";
import { call } from "../../../ipc/core";
import { keys } from "../../../lib/keys";

/** How many are fetched at once. */
const WINDOW = 100;
/** How often the list is looked at while another window or terminal reads it. */
const SOON = 3_000;

export interface ListWindow {
  /** The counts and when it was read; undefined while nothing has come. */
  list: TeamsRegistrations | undefined;
  rowAt: (index: number) => TeamsRegistration | undefined;
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

function pageQuery(id: string, query: string, status: RegistrantStatus | null, page: number) {
  return {
    queryKey: [...keys.teamsRegistrations(id), query, status, page],
    queryFn: () => call("webinars|show_registrations", { id, wanted: { query, status }, offset: page * WINDOW, limit: WINDOW }),
  };
}

/** Teams' list as it was read last, as far as it is visible. */
export function useTeamsList(id: string, query: string, status: RegistrantStatus | null, from: number, to: number): ListWindow {
  const first = useQuery({
    ...pageQuery(id, query, status, 0),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.running ? SOON : false),
  });
  const pages = useMemo(() => {
    const start = Math.max(1, Math.floor(from / WINDOW));
    return Array.from({ length: Math.max(0, Math.floor(to / WINDOW) - start + 1) }, (_, step) => start + step);
  }, [from, to]);
  const rest = useQueries({ queries: pages.map((page) => pageQuery(id, query, status, page)) });
  const failed = first.error ? first : rest.find((page) => page.error);
  return {
    list: first.data,
    rowAt: (index) => {
      const page = Math.floor(index / WINDOW);
      const data = page === 0 ? first.data : rest[pages.indexOf(page)]?.data;
      return data?.rows[index - page * WINDOW];
    },
    isStale: first.isPlaceholderData,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

export function useReadTeamsList(id: string): UseMutationResult<TeamsListRead, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("webinars|read_registrations", { id }),
    // Also a reading that was cut off has brought people.
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: keys.teamsRegistrations(id) }), client.invalidateQueries({ queryKey: keys.webinarFigures(id) })]),
  });
}

export function useExportTeamsList(id: string): UseMutationResult<number, Error, string> {
  return useMutation({ mutationFn: (path) => call("webinars|export_registrations", { id, path }) });
}
