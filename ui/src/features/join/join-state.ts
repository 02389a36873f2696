import type { CompanionView, HandedOver, JoinAs, JoinCredentials, JoinView } from "../../bindings/core";
import type { CallEnd } from "./call-end";
import type { DeviceChoices } from "./choices";

export interface Invitation {
  /** The link or ticket code as it came. */
  input: string;
  passcode: string | null;
  /** The origin of the trusted service that the person said yes to. */
  confirmedService?: string | null;
  /** The call is wanted in a browser's window of its own. */
  separate?: boolean;
}

/** Nothing was asked about yet. */
export const EMPTY_LINK: Invitation = { input: "", passcode: null };

/** What the person decided on the pre-join page. */
export interface Guest {
  joinsAs: JoinAs;
  /** Empty for a Teams user, whose name Teams knows. */
  name: string;
  passcode: string | null;
  choices: DeviceChoices;
}

/** Where the way into Teams is offered, and where one comes back to. */
export type Offering =
  | { at: "decided"; invitation: Invitation; view: JoinView; error: Error | null }
  | { at: "companion"; invitation: Invitation; view: JoinView; companion: CompanionView }
  | { at: "ended"; invitation: Invitation; view: JoinView; guest: Guest; end: CallEnd };

export type Step =
  | { at: "door" }
  | { at: "deciding"; invitation: Invitation }
  | { at: "failed"; invitation: Invitation; error: Error }
  | Offering
  | { at: "handedOver"; handed: HandedOver; before: Offering }
  | { at: "joining"; invitation: Invitation; view: JoinView; guest: Guest }
  | { at: "call"; invitation: Invitation; view: JoinView; guest: Guest; credentials: JoinCredentials };

export type Happening =
  | { type: "given"; invitation: Invitation }
  | { type: "undecidable"; error: Error }
  | { type: "decided"; invitation: Invitation; view: JoinView }
  | { type: "join"; guest: Guest }
  | { type: "notStarted"; error: Error }
  | { type: "started"; invitation: Invitation; view: JoinView; credentials: JoinCredentials }
  | { type: "ended"; end: CallEnd }
  | { type: "companion"; companion: CompanionView }
  | { type: "notOpened"; error: Error }
  | { type: "handedOver"; joinId: string; handed: HandedOver }
  | { type: "return" }
  | { type: "back" };

/** What comes next. Happenings that no longer fit (an answer for a link that was replaced) change nothing. */
export function next(step: Step, happening: Happening): Step {
  switch (happening.type) {
    case "given":
      return { at: "deciding", invitation: happening.invitation };
    case "undecidable":
      return step.at === "deciding" ? { at: "failed", invitation: step.invitation, error: happening.error } : step;
    case "decided":
      return step.at === "deciding"
        ? { at: "decided", invitation: happening.invitation, view: happening.view, error: null }
        : step;
    case "join":
      return step.at === "decided" || step.at === "ended"
        ? { at: "joining", invitation: step.invitation, view: step.view, guest: happening.guest }
        : step;
    case "notStarted":
      return step.at === "joining"
        ? { at: "decided", invitation: step.invitation, view: step.view, error: happening.error }
        : step;
    case "started":
      return step.at === "joining"
        ? {
            at: "call",
            invitation: happening.invitation,
            view: happening.view,
            guest: step.guest,
            credentials: happening.credentials,
          }
        : step;
    case "ended":
      return step.at === "call"
        ? { at: "ended", invitation: step.invitation, view: step.view, guest: step.guest, end: happening.end }
        : step;
    case "companion":
      return withCompanion(step, happening.companion);
    case "notOpened":
      return step.at === "decided" || step.at === "companion"
        ? { at: "decided", invitation: step.invitation, view: step.view, error: happening.error }
        : step;
    case "handedOver":
      // Teams may have been asked for a link that was replaced meanwhile.
      if (step.at === "handedOver") return { ...step, handed: happening.handed };
      return (step.at === "decided" || step.at === "companion" || step.at === "ended") && step.view.joinId === happening.joinId
        ? { at: "handedOver", handed: happening.handed, before: step }
        : step;
    case "return":
      return step.at === "handedOver" ? step.before : step;
    case "back":
      return { at: "door" };
  }
}

/** How the call's own window is doing. Closed before there was a call, it leaves everything as it was. */
function withCompanion(step: Step, companion: CompanionView): Step {
  if (step.at !== "decided" && step.at !== "companion") return step;
  const { invitation, view } = step;
  if (companion.input !== invitation.input) return step;
  if (companion.phase === "closed") return step.at === "companion" ? { at: "decided", invitation, view, error: null } : step;
  return { at: "companion", invitation, view, companion };
}

const OVER: readonly CompanionView["phase"][] = ["left", "closed", "crashed", "notOpened"];

export function isLive({ phase }: CompanionView): boolean {
  return !OVER.includes(phase);
}

/** A new link is asked about only where opening it would end something. */
export function isBusy(step: Step): boolean {
  if (step.at === "companion") return isLive(step.companion) && !["opening", "preJoin"].includes(step.companion.phase);
  return step.at === "joining" || step.at === "call";
}
