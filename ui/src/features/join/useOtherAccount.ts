import { useEffect, useRef } from "react";
import { on } from "../../ipc/core";
import type { Invitation, Step } from "./join-state";
import { useInCompanion } from "./place";

/** Another account was opened in the organizer's window: what was decided here is decided anew, with what that one has. In a call nobody changes accounts. */
export function useOtherAccount(step: Step, decide: (invitation: Invitation) => void): void {
  const inCompanion = useInCompanion();
  const invitation = step.at === "deciding" || step.at === "decided" || step.at === "failed" ? step.invitation : null;
  const latest = useRef(invitation);
  useEffect(() => {
    latest.current = invitation;
  });
  useEffect(() => {
    if (inCompanion) return undefined;
    return on("account", () => {
      if (latest.current) decide(latest.current);
    });
  }, [inCompanion, decide]);
}
