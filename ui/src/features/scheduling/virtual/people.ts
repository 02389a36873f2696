import { useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { Colleague, InvitedChange, PresenterChange, VirtualEventDetail } from "../../../bindings/core";
import { call } from "../../../ipc/core";
import { keys } from "../../../lib/keys";
import { useVirtualChange } from "./api";

/** Whom Teams has named here: nobody else can be found but by the directory's id. */
export function useColleagues(): UseQueryResult<Colleague[]> {
  return useQuery({ queryKey: keys.colleagues, queryFn: () => call("webinars|known_colleagues"), staleTime: 0 });
}

export type Adding = UseMutationResult<VirtualEventDetail, Error, string>;

export function useAddCoOrganizer(id: string): Adding {
  const client = useQueryClient();
  return useVirtualChange(id, async (who) => {
    const event = await call("webinars|add_co_organizer", { id, who });
    await client.invalidateQueries({ queryKey: keys.colleagues });
    return event;
  });
}

export function useRemoveCoOrganizer(id: string): UseMutationResult<VirtualEventDetail, Error, string> {
  return useVirtualChange(id, (who) => call("webinars|remove_co_organizer", { id, who }));
}

/** What is not named stays. */
export function useChangeInvited(id: string): UseMutationResult<VirtualEventDetail, Error, Partial<InvitedChange>> {
  return useVirtualChange(id, (change) => call("webinars|change_invited", { id, change: { only: null, add: [], remove: [], ...change } }));
}

export function useInvite(id: string): Adding {
  return useVirtualChange(id, (who) => call("webinars|change_invited", { id, change: { only: null, add: [who], remove: [] } }));
}

export function useChangePresenter(id: string): UseMutationResult<VirtualEventDetail, Error, { presenter: string; change: PresenterChange }> {
  return useVirtualChange(id, ({ presenter, change }) => call("webinars|change_presenter", { id, presenter, change }));
}
