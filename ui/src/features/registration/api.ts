import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AddOutcome, EventDetail, ImportChoices, ImportPreview, ListFilter, ListOrder, NewRegistrant, RegistrantPage, RegistrantRow, TicketView } from "../../bindings/core";
import type { ImportSource } from "../../ipc/commands";
import { call } from "../../ipc/core";
import { useRenewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

/** Rows are fetched from the core in windows of this size, and only those that are looked at. */
const WINDOW = 100;

export function useOpenRegistration(id: string): UseMutationResult<EventDetail, Error, number | null> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: (capacity) => call("registration|open_registration", { id, mode: "own", capacity }), onSettled: renew });
}

export function useChangeRegistration(id: string): UseMutationResult<EventDetail, Error, number | null> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: (capacity) => call("registration|change_registration", { id, capacity }), onSettled: renew });
}

export interface RegistrantWindow {
  total: number;
  matching: number;
  rowAt: (index: number) => RegistrantRow | undefined;
  isPending: boolean;
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

export const byName: ListOrder = { by: "name", descending: false };

function pageQuery(id: string, query: string, filter: ListFilter, page: number) {
  return {
    queryKey: [...keys.registrants(id), query, filter, page],
    queryFn: () => call("registration|registrants", { id, query, filter, offset: page * WINDOW, limit: WINDOW }),
    staleTime: 10_000,
  };
}

/** The list as far as it is visible: the first window for the counts, and those that the rows `from`–`to` fall into. */
export function useRegistrants(id: string, query: string, filter: ListFilter, from: number, to: number): RegistrantWindow {
  const first = useQuery({ ...pageQuery(id, query, filter, 0), placeholderData: keepPreviousData });
  const pages = useMemo(() => {
    const start = Math.max(1, Math.floor(from / WINDOW));
    const end = Math.floor(to / WINDOW);
    return Array.from({ length: Math.max(0, end - start + 1) }, (_, step) => start + step);
  }, [from, to]);
  const rest = useQueries({ queries: pages.map((page) => pageQuery(id, query, filter, page)) });
  const kept = useQueryClient();
  const failed = first.error ? first : rest.find((page) => page.error);
  return {
    total: first.data?.total ?? 0,
    matching: first.data?.matching ?? 0,
    rowAt: (index) => {
      const page = Math.floor(index / WINDOW);
      const data = page === 0 ? first.data : rest[pages.indexOf(page)]?.data;
      // The list has jumped just now, and `from` and `to` follow: what was read before is shown at once.
      const known = data ?? kept.getQueryData<RegistrantPage>(pageQuery(id, query, filter, page).queryKey);
      return known?.rows[index - page * WINDOW];
    },
    isPending: first.isPending,
    isStale: first.isPlaceholderData,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

/** The first window of the whole list, in the core's order. */
export function useFirstRegistrants(id: string): UseQueryResult<RegistrantPage> {
  return useQuery(pageQuery(id, "", { order: byName }, 0));
}

export function useAddRegistrant(id: string): UseMutationResult<AddOutcome, Error, NewRegistrant> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: (registrant) => call("registration|add_registrant", { id, registrant }), onSettled: renew });
}

export function useRemoveRegistrants(id: string): UseMutationResult<number, Error, string[]> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: (registrantIds) => call("registration|remove_registrants", { id, registrantIds }), onSettled: renew });
}

export function useRestoreRegistrants(id: string): UseMutationResult<number, Error, string[]> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: (registrantIds) => call("registration|restore_registrants", { id, registrantIds }), onSettled: renew });
}

export function useTicket(registrantId: string): UseQueryResult<TicketView> {
  // A ticket is a secret: it is not kept once its panel is closed.
  return useQuery({ queryKey: keys.ticket(registrantId), queryFn: () => call("registration|ticket", { registrantId }), gcTime: 0 });
}

export interface ImportAsked {
  source: ImportSource;
  choices: ImportChoices;
}

export function usePreviewImport(id: string): UseMutationResult<ImportPreview, Error, ImportAsked> {
  return useMutation({ mutationFn: ({ source, choices }) => call("registration|preview_import", { id, choices, ...source }) });
}

export function useExportRegistrants(id: string): UseMutationResult<number, Error, string> {
  return useMutation({ mutationFn: (path) => call("registration|export_registrants", { id, path }) });
}
