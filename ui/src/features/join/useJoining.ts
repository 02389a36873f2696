import { useCallback, useEffect, useReducer, useRef, type Dispatch } from "react";
import type { HandedOver, JoinView } from "../../bindings/core";
import { asCoreError } from "../../ipc/core";
import { leaveJoin, useStartJoin, type StartJoin } from "./api";
import type { CallEnd } from "./call-end";
import { rememberName } from "./choices";
import { useArrivals, type Question } from "./useArrivals";
import { useCompanion, type CompanionControl } from "./useCompanion";
import { prepareJoin } from "./prepare";
import { isBusy, next, type Guest, type Happening, type Invitation, type Step } from "./join-state";

interface Joining {
  step: Step;
  /** A link that arrived during a call and waits for an answer. */
  question: Question | null;
  /** How many links gave way to the one that is shown. */
  passedOver: number;
  decide: (invitation: Invitation) => void;
  join: (guest: Guest) => void;
  ended: (end: CallEnd) => void;
  back: () => void;
  /** Teams or the browser was given the meeting. */
  handedOver: (joinId: string, handed: HandedOver) => void;
  /** From what was handed over back to where that was offered. */
  comeBack: () => void;
  answer: (leave: boolean) => void;
  /** The call's own window, in an installed browser. */
  companion: CompanionControl;
}

function firstStep(pendingLink: string | null): Step {
  return pendingLink === null
    ? { at: "door" }
    : { at: "deciding", invitation: { input: pendingLink, passcode: null } };
}

interface Decision {
  /** `asked` is the core's answer, where it is on its way. */
  decide: (invitation: Invitation, asked?: Promise<JoinView>) => void;
  /** Makes every answer that is still out late; the function tells whether this round is the newest one. */
  newRound: () => () => boolean;
}

/** Asks the core what becomes of a link. Only the answer for the newest one counts. */
function useDecision(tell: Dispatch<Happening>): Decision {
  const round = useRef(0);
  const newRound = useCallback(() => {
    const mine = ++round.current;
    return () => mine === round.current;
  }, []);
  const decide = useCallback(
    (invitation: Invitation, asked?: Promise<JoinView>) => {
      const counts = newRound();
      tell({ type: "given", invitation });
      (asked ?? prepareJoin(invitation)).then(
        (view) => {
          if (counts()) tell({ type: "decided", invitation, view });
        },
        (error: unknown) => {
          if (counts()) tell({ type: "undecidable", error: asCoreError(error) });
        },
      );
    },
    [newRound, tell],
  );
  return { decide, newRound };
}

/** What a window was opened with. */
interface FirstLink {
  link: string | null;
  decision: Promise<JoinView> | null;
  /** How many links gave way to it. */
  passedOver: number;
}

/** From a link to the call and out again; `loadCall` fetches what the call needs, once Join was pressed. */
export function useJoining({ link: pendingLink, decision, passedOver }: FirstLink, loadCall: () => Promise<unknown>): Joining {
  const [step, tell] = useReducer(next, pendingLink, firstStep);
  const { mutateAsync } = useStartJoin();
  const { decide, newRound } = useDecision(tell);

  useEffect(() => {
    if (pendingLink !== null) decide({ input: pendingLink, passcode: null }, decision ?? undefined);
  }, [pendingLink, decision, decide]);

  const start = async (request: StartJoin): Promise<void> => {
    const counts = newRound();
    try {
      // Both take a while: the guest's pass and the call's own code come side by side.
      const [started] = await Promise.all([mutateAsync(request), loadCall()]);
      if (counts()) tell({ type: "started", invitation: request.invitation, ...started });
      else leaveJoin(started.view.joinId);
    } catch (error) {
      if (counts()) tell({ type: "notStarted", error: asCoreError(error) });
    }
  };

  const join = (guest: Guest): void => {
    if (step.at !== "decided" && step.at !== "ended") return;
    if (guest.name !== "") rememberName(guest.name);
    tell({ type: "join", guest });
    const invitation = { ...step.invitation, passcode: guest.passcode };
    const decideAgain = step.at === "ended" || guest.passcode !== step.invitation.passcode;
    void start({ view: step.view, invitation, displayName: guest.name, joinsAs: guest.joinsAs, decideAgain });
  };

  const companion = useCompanion(step, tell, decide, pendingLink === null);
  const leave = (): void => {
    if (step.at === "call") leaveJoin(step.view.joinId);
    if (step.at === "companion") companion.close();
  };

  const arrivals = useArrivals({ pending: pendingLink !== null, passedOver }, isBusy(step), (link) => {
    decide({ input: link, passcode: null });
  });

  return {
    step,
    question: arrivals.question,
    passedOver: arrivals.passedOver,
    companion,
    decide,
    join,
    ended: (end) => {
      leave();
      tell({ type: "ended", end });
    },
    back: () => {
      newRound();
      leave();
      arrivals.forget();
      tell({ type: "back" });
    },
    handedOver: (joinId, handed) => { tell({ type: "handedOver", joinId, handed }); },
    comeBack: () => { tell({ type: "return" }); },
    answer: (goThere) => {
      const question = arrivals.settle();
      if (!goThere || question === null) return;
      leave();
      decide({ input: question.link, passcode: null });
    },
  };
}
