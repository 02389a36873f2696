import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { JoinCredentials, JoinView } from "../../bindings/core";
import { call, on } from "../../ipc/core";
import { keys } from "../../lib/keys";
import { probeAbilities } from "./abilities";
import type { Invitation } from "./join-state";

/** What becomes of a link or ticket on this machine. */
export function prepareJoin({ input, passcode, confirmedService = null }: Invitation): Promise<JoinView> {
  return call("joining|prepare_join", { input, passcode, confirmedService, abilities: probeAbilities() });
}

export interface StartJoin {
  view: JoinView;
  invitation: Invitation;
  displayName: string;
  /** The decision is used up (its call is over) or lacks the passcode that was typed since: decide once more. */
  decideAgain: boolean;
}

export interface StartedJoin {
  view: JoinView;
  credentials: JoinCredentials;
}

/** Gets a guest's pass for the call. The terms that the person accepted are noted first, once. */
export function useStartJoin(): UseMutationResult<StartedJoin, Error, StartJoin> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ view, invitation, displayName, decideAgain }: StartJoin) => {
      if (view.termsNeeded) {
        await call("session|accept_terms");
        await client.invalidateQueries({ queryKey: keys.desk });
      }
      const decided = decideAgain ? await prepareJoin(invitation) : view;
      const credentials = await call("joining|start_join", { joinId: decided.joinId, displayName });
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

export function useOpenInTeams(): UseMutationResult<null, Error, string> {
  return useMutation({ mutationFn: (joinId: string) => call("joining|open_in_teams", { joinId }) });
}

/** Hears of links that arrive while the window is open. */
export function useArrivingLinks(heard: (link: string) => void): void {
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  useEffect(
    () =>
      on("join-link", (link) => {
        // The core also keeps it for a page that has yet to load: taken here, it does not come back with the next reload.
        call("joining|take_pending_link").catch(() => undefined);
        latest.current(link);
      }),
    [],
  );
}
