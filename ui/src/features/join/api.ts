import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { ArrivedLink, CalendarSaved, HandedOver, JoinAs, JoinCheck, JoinCredentials, JoinView, LinkView, TeamsWay, TeamsWays } from "../../bindings/core";
import { call, on } from "../../ipc/core";
import { keys } from "../../lib/keys";
import { probeAbilities } from "./abilities";
import type { Invitation } from "./join-state";
import { prepareJoin } from "./prepare";

/** Everything about a link in words. Never fetched, and not kept once its page is closed. */
export function useExplainLink({ input, passcode }: Invitation): UseQueryResult<LinkView> {
  return useQuery({
    queryKey: ["explain-link", input, passcode],
    queryFn: () => call("joining|explain_link", { input, passcode, abilities: probeAbilities() }),
    enabled: input !== "",
    gcTime: 0,
    retry: false,
  });
}

export interface StartJoin {
  view: JoinView;
  invitation: Invitation;
  displayName: string;
  joinsAs: JoinAs;
  /** The decision is used up (its call is over) or lacks the passcode that was typed since: decide once more. */
  decideAgain: boolean;
}

export interface StartedJoin {
  view: JoinView;
  credentials: JoinCredentials;
}

/** Gets a pass for the call. The terms that the person accepted are noted first, once. */
export function useStartJoin(): UseMutationResult<StartedJoin, Error, StartJoin> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ view, invitation, displayName, joinsAs, decideAgain }: StartJoin) => {
      if (view.termsNeeded) {
        await call("session|accept_terms");
        await client.invalidateQueries({ queryKey: keys.desk });
      }
      const decided = decideAgain ? await prepareJoin(invitation) : view;
      const credentials = await call("joining|start_join", { joinId: decided.joinId, displayName, joinsAs });
      return { view: decided, credentials };
    },
  });
}

/** A fresh token for a call that goes on. */
export async function refreshToken(joinId: string): Promise<string> {
  return (await call("joining|refresh_join", { joinId })).token;
}

/** Tells the core that the guest is out. Where this does not arrive, the pass runs out by itself. */
export function leaveJoin(joinId: string): void {
  call("joining|leave_join", { joinId }).catch((error: unknown) => {
    console.warn("The core did not hear that the call is over:", error);
  });
}

/** The ways into Teams on this machine. Until they are known there is one, which is always there. */
export function useTeamsWays(joinId: string, wanted: boolean): TeamsWays {
  const ways = useQuery({ queryKey: keys.teamsWays(joinId), queryFn: () => call("joining|teams_ways", { joinId }), enabled: wanted, staleTime: Infinity });
  return ways.data ?? { ways: ["browser"], chosen: "browser" };
}

export interface OpenInTeams {
  joinId: string;
  /** null: as last time. */
  way: TeamsWay | null;
}

export function useOpenInTeams(): UseMutationResult<HandedOver, Error, OpenInTeams> {
  return useMutation({ mutationFn: (asked: OpenInTeams) => call("joining|open_in_teams", { ...asked }) });
}

/** Whether this network lets calls through. The core keeps its answer for a minute. */
export function useNetworkCheck(wanted: boolean): UseQueryResult<JoinCheck> {
  return useQuery({ queryKey: keys.joinNetwork, queryFn: () => call("joining|check_network"), enabled: wanted, staleTime: 60_000, retry: false });
}

export function useAddToCalendar(): UseMutationResult<CalendarSaved, Error, string> {
  return useMutation({ mutationFn: (joinId: string) => call("joining|add_to_calendar", { joinId }) });
}

/** Takes the links that arrive while the window is open: the newest each time, with how many it leaves behind. */
export function useArrivingLinks(wanted: boolean, heard: (arrived: ArrivedLink) => void): void {
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  useEffect(() => {
    if (!wanted) return undefined;
    const take = (): void => {
      call("joining|take_pending_link").then(
        (arrived) => {
          if (arrived !== null) latest.current(arrived);
        },
        (error: unknown) => {
          console.error("A link arrived and could not be taken:", error);
        },
      );
    };
    // Once more when nothing can be missed any more: one may have come while this page was loading.
    return on("join-link", take, take);
  }, [wanted]);
}
