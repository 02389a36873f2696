import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { Decided, Decision, ListFacets, ListFilter, NewRegistrant, PersonDetail, RegistrantRow, RegistrationSettings } from "../../bindings/core";
import { call } from "../../ipc/core";
import { useRenewEvent } from "../../lib/desk";
import { keys } from "../../lib/keys";

export function useFacets(id: string): UseQueryResult<ListFacets> {
  return useQuery({ queryKey: keys.facets(id), queryFn: () => call("registration|registrant_facets", { id }), staleTime: 10_000 });
}

/** Everybody whom the list shows, also those who were not fetched. */
export function useEveryId(id: string): UseMutationResult<string[], Error, { query: string; filter: ListFilter; limit: number }> {
  return useMutation({ mutationFn: ({ query, filter, limit }) => call("registration|registrant_ids", { id, query, filter, offset: 0, limit }) });
}

export function useRules(id: string): UseQueryResult<RegistrationSettings> {
  return useQuery({ queryKey: keys.rules(id), queryFn: () => call("standing|registration_settings", { id }) });
}

export function useSetRules(id: string): UseMutationResult<RegistrationSettings, Error, RegistrationSettings> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: (settings) => call("standing|set_registration_settings", { id, settings }), onSettled: renew });
}

export function usePerson(registrantId: string): UseQueryResult<PersonDetail> {
  return useQuery({ queryKey: keys.person(registrantId), queryFn: () => call("standing|show_registrant", { registrantId }) });
}

export function useDecide(id: string): UseMutationResult<Decided, Error, { ids: string[]; decision: Decision }> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: ({ ids, decision }) => call("standing|decide_registrants", { id, registrantIds: ids, decision }), onSettled: renew });
}

export function usePromote(id: string): UseMutationResult<RegistrantRow, Error, string> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: (registrantId) => call("standing|promote_registrant", { id, registrantId }), onSettled: renew });
}

export function useTakeOffer(id: string): UseMutationResult<RegistrantRow, Error, string> {
  const renew = useRenewEvent(id);
  // What was offered may have run out meanwhile: then the list is another one too.
  return useMutation({ mutationFn: (registrantId) => call("standing|take_offer", { id, registrantId }), onSettled: renew });
}

export function useTransfer(id: string): UseMutationResult<RegistrantRow, Error, { registrantId: string; to: NewRegistrant }> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: ({ registrantId, to }) => call("standing|transfer_ticket", { id, registrantId, to }), onSettled: renew });
}

export function useNote(id: string): UseMutationResult<null, Error, { registrantId: string; note: string }> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: ({ registrantId, note }) => call("standing|note_registrant", { id, registrantId, note }), onSettled: renew });
}

export function useTag(id: string): UseMutationResult<number, Error, { ids: string[]; tag: string; on: boolean }> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: ({ ids, tag, on }) => call("standing|tag_registrants", { id, registrantIds: ids, tag, on }), onSettled: renew });
}

export function useGroup(id: string): UseMutationResult<number, Error, { ids: string[]; group: string | null }> {
  const renew = useRenewEvent(id);
  return useMutation({ mutationFn: ({ ids, group }) => call("standing|group_registrants", { id, registrantIds: ids, group }), onSettled: renew });
}
