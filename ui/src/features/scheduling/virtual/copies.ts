import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import type { NextEvent, TeamsOffer, TeamsOffers, Template, VirtualEventDetail } from "../../../bindings/core";
import { call } from "../../../ipc/core";
import { keys } from "../../../lib/keys";
import { useVirtualChange } from "./api";

/** What is made in Teams and is no event here, as it was last read. */
export function useTeamsOffers(): UseQueryResult<TeamsOffers> {
  return useQuery({ queryKey: keys.teamsOffers, queryFn: () => call("webinars|show_teams_offers") });
}

type Looking = UseMutationResult<TeamsOffers, Error, boolean>;

/** Asks Teams now and then while the window is open, and at once where somebody asked: then also where nobody has before. */
export function useLookInTeams(asked: number, every: number): Looking {
  const client = useQueryClient();
  const look = useMutation({
    mutationFn: (force: boolean) => call("webinars|look_for_teams_offers", { force }),
    onSuccess: (offers) => {
      client.setQueryData(keys.teamsOffers, offers);
    },
  });
  const ask = look.mutate;
  useEffect(() => {
    ask(asked > 0);
    const timer = setInterval(() => {
      ask(false);
    }, every);
    return () => {
      clearInterval(timer);
    };
  }, [ask, asked, every]);
  return look;
}

export function useAdoptVirtualEvent(): UseMutationResult<VirtualEventDetail, Error, Pick<TeamsOffer, "kind" | "id">> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, id }) => call("webinars|adopt_virtual_event", { kind, id }),
    onSuccess: async (event) => {
      client.setQueryData(keys.virtualEvent(event.id), event);
      await Promise.all([client.invalidateQueries({ queryKey: keys.events }), client.invalidateQueries({ queryKey: keys.teamsOffers })]);
    },
  });
}

/** A draft that is a copy of a webinar or town hall. */
export function useDuplicateVirtual(): UseMutationResult<NextEvent, Error, string> {
  return useMutation({ mutationFn: (id) => call("webinars|duplicate_virtual_event", { id }) });
}

export function useSaveVirtualTemplate(id: string): UseMutationResult<Template, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name) => call("webinars|save_virtual_template", { id, name }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.templates }),
  });
}

/** What could not be taken over has been read. */
export function useSeeProblem(id: string): UseMutationResult<VirtualEventDetail, Error, void> {
  return useVirtualChange(id, () => call("webinars|see_virtual_problem", { id }));
}
