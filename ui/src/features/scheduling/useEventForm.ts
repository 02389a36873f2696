import { useState } from "react";
import type { EventDetail, EventDraft, NextEvent } from "../../bindings/core";
import { viewerZone } from "../../lib/time";
import { useCreateEvent } from "./api";
import { useDraftKeeper } from "./draft";
import { blankDraft, checkForm, refusedField, toNewEvent, type Fold, type FormErrors } from "./event-form";

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
export function useEventForm(next: NextEvent, onCreated: (event: EventDetail) => void, onDiscard: () => void): EventForm {
  const [draft, setDraft] = useState(() => next.draft ?? blankDraft(viewerZone()));
  const [fold, setFold] = useState<Fold | null>(null);
  const [pressed, setPressed] = useState(false);
  const create = useCreateEvent();
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
      if (create.isError) create.reset();
    },
    chooseFold: setFold,
    submit: () => {
      setPressed(true);
      if (Object.keys(wrong).length > 0 || create.isPending) return;
      create.mutate(toNewEvent(draft, fold, next.id), {
        onSuccess: (event) => {
          keep(null);
          onCreated(event);
        },
      });
    },
    discard: () => {
      keep(null);
      onDiscard();
    },
  };
}
