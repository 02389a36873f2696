import { useEffect, type Dispatch } from "react";
import type { Steer } from "../../bindings/core";
import { asCoreError, call, on } from "../../ipc/core";
import { isLive, type Happening, type Invitation, type Step } from "./join-state";
import { useInCompanion } from "./place";

export interface CompanionControl {
  /** Opens the call's own window; where it is there already, that one. */
  open: () => void;
  steer: (steer: Steer) => void;
  close: () => void;
}

/** The call's own window as this one sees it. `nothingAsked`: no link waits to be opened, so a call that goes on is shown. */
export function useCompanion(
  step: Step,
  tell: Dispatch<Happening>,
  decide: (invitation: Invitation) => void,
  nothingAsked: boolean,
): CompanionControl {
  const inCompanion = useInCompanion();
  useEffect(() => {
    if (inCompanion) return undefined;
    return on("companion", (companion) => {
      tell({ type: "companion", companion });
    });
  }, [inCompanion, tell]);

  // This window may have been loaded again, or closed and opened, while the call went on in the other.
  useEffect(() => {
    if (inCompanion || !nothingAsked) return;
    void call("companion|companion_state")
      .then((companion) => {
        if (companion !== null && isLive(companion)) decide({ input: companion.input, passcode: null, separate: true });
      })
      .catch(() => undefined);
  }, [inCompanion, nothingAsked, decide]);
  const decided = step.at === "decided" && step.view.surface === "companion" ? step.view.joinId : null;
  useEffect(() => {
    if (inCompanion || decided === null) return;
    void call("companion|companion_state")
      .then((companion) => {
        if (companion !== null && isLive(companion)) tell({ type: "companion", companion });
      })
      .catch(() => undefined);
  }, [inCompanion, decided, tell]);

  const failed = (error: unknown): void => {
    tell({ type: "notOpened", error: asCoreError(error) });
  };
  return {
    open: () => {
      if (step.at !== "decided" && step.at !== "companion") return;
      const { input, passcode, confirmedService = null } = step.invitation;
      call("companion|open_companion", { input, passcode, confirmedService, joinId: step.view.joinId }).then((companion) => {
        tell({ type: "companion", companion });
      }, failed);
    },
    steer: (steer) => {
      call("companion|steer_companion", { steer }).catch(failed);
    },
    close: () => {
      void call("companion|close_companion").catch(() => undefined);
    },
  };
}
