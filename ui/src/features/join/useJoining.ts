import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { asCoreError } from "../../ipc/core";
import { leaveJoin, prepareJoin, useArrivingLinks, useStartJoin, type StartJoin } from "./api";
import type { CallEnd } from "./call-end";
import { rememberName } from "./choices";
import { isBusy, next, type Guest, type Invitation, type Step } from "./join-state";

interface Joining {
  step: Step;
  /** A link that arrived during a call and waits for an answer. */
  question: string | null;
  decide: (invitation: Invitation) => void;
  join: (guest: Guest) => void;
  ended: (end: CallEnd) => void;
  back: () => void;
  answer: (leave: boolean) => void;
}

function firstStep(pendingLink: string | null): Step {
  return pendingLink === null
    ? { at: "door" }
    : { at: "deciding", invitation: { input: pendingLink, passcode: null } };
}

/** From a link to the call and out again; `loadCall` fetches what the call needs, once Join was pressed. */
export function useJoining(pendingLink: string | null, loadCall: () => Promise<unknown>): Joining {
  const [step, tell] = useReducer(next, pendingLink, firstStep);
  const [question, setQuestion] = useState<string | null>(null);
  const { mutateAsync } = useStartJoin();
  // Only the answers that belong to the newest link count.
  const round = useRef(0);

  const decide = useCallback((invitation: Invitation) => {
    const mine = ++round.current;
    tell({ type: "given", invitation });
    prepareJoin(invitation).then(
      (view) => {
        if (mine === round.current) tell({ type: "decided", invitation, view });
      },
      (error: unknown) => {
        if (mine === round.current) tell({ type: "undecidable", error: asCoreError(error) });
      },
    );
  }, []);

  useEffect(() => {
    if (pendingLink !== null) decide({ input: pendingLink, passcode: null });
  }, [pendingLink, decide]);

  const start = async (request: StartJoin): Promise<void> => {
    const mine = ++round.current;
    try {
      // Both take a while: the guest's pass and the call's own code come side by side.
      const [started] = await Promise.all([mutateAsync(request), loadCall()]);
      if (mine === round.current) tell({ type: "started", invitation: request.invitation, ...started });
      else leaveJoin(started.view.joinId);
    } catch (error) {
      if (mine === round.current) tell({ type: "notStarted", error: asCoreError(error) });
    }
  };

  const join = (guest: Guest): void => {
    if (step.at !== "decided" && step.at !== "ended") return;
    rememberName(guest.name);
    tell({ type: "join", guest });
    const invitation = { input: step.invitation.input, passcode: guest.passcode };
    const decideAgain = step.at === "ended" || guest.passcode !== step.invitation.passcode;
    void start({ view: step.view, invitation, displayName: guest.name, decideAgain });
  };

  const leave = (): void => {
    if (step.at === "call") leaveJoin(step.view.joinId);
  };

  useArrivingLinks((link) => {
    if (isBusy(step)) setQuestion(link);
    else decide({ input: link, passcode: null });
  });

  return {
    step,
    question,
    decide,
    join,
    ended: (end) => {
      leave();
      tell({ type: "ended", end });
    },
    back: () => {
      round.current += 1;
      leave();
      tell({ type: "back" });
    },
    answer: (goThere) => {
      setQuestion(null);
      if (!goThere || question === null) return;
      leave();
      decide({ input: question, passcode: null });
    },
  };
}
