import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { Erasure, ErasureReport, ErasureRow, PersonExport, PrivacyPreview, RetentionView } from "../../bindings/core";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";

export function usePrivacyPreview(email: string): UseQueryResult<PrivacyPreview> {
  return useQuery({ queryKey: keys.privacyOf(email), queryFn: () => call("privacy|preview_person", { email }), enabled: email !== "", retry: false, gcTime: 0 });
}

export function useExportPerson(): UseMutationResult<PersonExport, Error, { email: string; path: string }> {
  return useMutation({ mutationFn: (given) => call("privacy|export_person", given) });
}

/** Whoever is erased is on lists, in panels and in outboxes: everything that is shown is asked for again. */
export function useErasePerson(): UseMutationResult<ErasureReport, Error, Erasure> {
  const client = useQueryClient();
  return useMutation({ mutationFn: (erasure) => call("privacy|erase_person", { erasure }), onSuccess: () => client.invalidateQueries() });
}

export function useErasures(): UseQueryResult<ErasureRow[]> {
  return useQuery({ queryKey: keys.erasures, queryFn: () => call("privacy|list_erasures") });
}

export function useRetentions(): UseQueryResult<RetentionView[]> {
  return useQuery({ queryKey: keys.retentions, queryFn: () => call("privacy|list_retentions") });
}

export function useRetention(id: string): UseQueryResult<RetentionView> {
  return useQuery({ queryKey: keys.retention(id), queryFn: () => call("privacy|show_retention", { id }) });
}

export function useSetRetention(id: string): UseMutationResult<RetentionView, Error, { days: number | null; forNew: boolean }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given) => call("privacy|set_retention", { id, ...given }),
    onSuccess: (view) => {
      client.setQueryData(keys.retention(id), view);
      return client.invalidateQueries({ queryKey: keys.retentions });
    },
  });
}
