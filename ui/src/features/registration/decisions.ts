import type { Decided, Decision } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { tellUndone } from "../../lib/published";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useDecide, useTag } from "./standing";

function approvedText({ registered, waitlisted, full }: Decided): string {
  const parts = [
    registered > 0 && `${counted(registered, "person is", "people are")} registered`,
    waitlisted > 0 && `${counted(waitlisted, "person is", "people are")} on the waiting list, since all places are taken`,
    full > 0 && `${counted(full, "person", "people")} could not be approved, since all places are taken`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "There was nobody to approve." : `${parts.join("; ")}.`;
}

/** Decides at once and offers to take it back. */
export function useDecisions(eventId: string): (ids: string[], decision: Decision) => void {
  const decide = useDecide(eventId).mutateAsync;
  const run = async (ids: string[], decision: Decision): Promise<void> => {
    try {
      const decided = await decide({ ids, decision });
      const undo = (): void => void run(ids.filter((id) => !decided.unchanged.includes(id)), "reconsider");
      if (decision === "approve") tell({ kind: decided.full > 0 ? "warning" : "done", text: approvedText(decided), ...(decided.registered + decided.waitlisted > 0 && { undo }) });
      else if (decision === "reject") tell({ kind: "done", text: `${counted(decided.rejected, "person is", "people are")} rejected.`, ...(decided.rejected > 0 && { undo }) });
      else tell({ kind: "done", text: `${counted(decided.pending, "person waits", "people wait")} for a decision again.` });
    } catch (error) {
      tellUndone(error, `Nothing was decided. ${errorText(error)}`);
    }
  };
  return (ids, decision) => void run(ids, decision);
}

/** Puts a tag on everybody named, and offers to take it off again. */
export function useTagging(eventId: string): (ids: string[], tag: string, on: boolean) => void {
  const change = useTag(eventId).mutateAsync;
  const run = async (ids: string[], tag: string, on: boolean): Promise<void> => {
    try {
      const people = await change({ ids, tag, on });
      const undo = (): void => void run(ids, tag, !on);
      // Some may have had it before: what was not changed for everybody can't be taken back for everybody.
      tell({ kind: "done", text: on ? `Tagged ${counted(people, "person", "people")} #${tag}.` : `#${tag} is off ${counted(people, "person", "people")}.`, ...(people === ids.length && { undo }) });
    } catch (error) {
      tellUndone(error, `Nobody was tagged. ${errorText(error)}`);
    }
  };
  return (ids, tag, on) => void run(ids, tag, on);
}
