import { useState } from "react";
import type { EventDraft, EventKind, GuideDefaults, NextEvent } from "../../bindings/core";
import { viewerZone } from "../../lib/time";
import { useCreateEvent } from "./api";
import { useCreateVirtualEvent } from "./virtual/api";
import { useDraftKeeper } from "./draft";
import { blankDraft, checkForm, isVirtual, refusedField, toNewEvent, toNewVirtualEvent, type Fold, type FormErrors } from "./event-form";

export interface Made {
  id: string;
  kind: EventKind;
}

interface EventForm {
  draft: EventDraft;
  fold: Fold | null;
  errors: FormErrors;
  /** A refusal that belongs to no field. */
  refused: Error | null;
  creating: boolean;
  change: (draft: EventDraft) => void;
  chooseFold: (fold: Fold) => void;
  submit: () => void;
  discard: () => void;
}

/** The form's state: what is typed, kept at every change, and what is wrong with it. */
export function useEventForm(next: NextEvent, usual: GuideDefaults | null, onCreated: (made: Made) => void, onDiscard: () => void): EventForm {
  const [draft, setDraft] = useState(() => next.draft ?? blankDraft(viewerZone(), usual));
  const [fold, setFold] = useState<Fold | null>(null);
  const [pressed, setPressed] = useState(false);
  const meeting = useCreateEvent();
  const other = useCreateVirtualEvent();
  const virtual = isVirtual(draft);
  const create = virtual ? other : meeting;
  const keep = useDraftKeeper(next.id);
  const wrong = checkForm(draft, fold);
  const refusedAt = refusedField(create.error);
  return {
    draft,
    fold,
    // Nobody is told that a field is empty before they had a chance to fill it.
    errors: { ...(pressed ? wrong : { start: wrong.start, end: wrong.end, recurrence: wrong.recurrence }), ...refusedAt },
    refused: refusedAt ? null : create.error,
    creating: create.isPending,
    change: (changed) => {
      setDraft(changed);
      keep(changed);
      if (meeting.isError) meeting.reset();
      if (other.isError) other.reset();
    },
    chooseFold: setFold,
    submit: () => {
      setPressed(true);
      if (Object.keys(wrong).length > 0 || create.isPending) return;
      const done = (made: Made): void => {
        keep(null);
        onCreated(made);
      };
      if (virtual) other.mutate(toNewVirtualEvent(draft, fold, next.id), { onSuccess: ({ id, kind }) => { done({ id, kind }); } });
      else meeting.mutate(toNewEvent(draft, fold, next.id), { onSuccess: ({ id }) => { done({ id, kind: "meeting" }); } });
    },
    discard: () => {
      keep(null);
      onDiscard();
    },
  };
}
