import { useState } from "react";
import type { EventDetail, EventDraft } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useChangeEvent } from "./api";
import { changeOf, checkForm, draftOf, isMoved, refusedField, type Fold } from "./event-form";
import type { FormFields } from "./EventFields";
import { saidOfTelling, useTelling, type Telling } from "./TellPeople";

interface EditForm extends FormFields {
  /** Why it is moved, for those who are invited; asked once the time is another. */
  message: { wanted: boolean; text: string; change: (text: string) => void };
  telling: Telling;
  /** A refusal that belongs to no field. */
  refused: Error | null;
  saving: boolean;
  /** With `overwrite` also over what was edited elsewhere. */
  submit: (overwrite: boolean) => void;
  discard: () => void;
}

/** What was typed survives the window; once the event is another, it is of no use any more. */
function place(event: EventDetail): string {
  return `lectern.edit.${event.id}`;
}

interface Typed {
  draft: EventDraft;
  message: string;
}

function kept(event: EventDetail, original: EventDraft): Typed {
  const nothing = { draft: original, message: "" };
  try {
    const found = JSON.parse(localStorage.getItem(place(event)) ?? "null") as { from: EventDraft; to: EventDraft; message?: string } | null;
    const stands = found !== null && changeOf(found.from, original, null, false) === null;
    return stands ? { draft: { ...original, ...found.to }, message: found.message ?? "" } : nothing;
  } catch {
    return nothing;
  }
}

/** The form over an event that stands: what differs is saved, and can be taken back. */
export function useEditForm(event: EventDetail, onDone: () => void): EditForm {
  // What the event was when the form was opened: looking at it again meanwhile must not count as typing.
  const [original] = useState(() => draftOf(event));
  const [{ draft, message }, setTyped] = useState(() => kept(event, original.draft));
  const [fold, setFold] = useState<Fold | null>(original.fold);
  const save = useChangeEvent(event.id);
  const moves = isMoved(original.draft, draft);
  const telling = useTelling(event.id, moves);
  const wrong = checkForm(draft, fold, original.draft.title);
  const refusedAt = refusedField(save.error);
  const change = (typed: Typed): void => {
    setTyped(typed);
    localStorage.setItem(place(event), JSON.stringify({ from: original.draft, to: typed.draft, message: typed.message }));
    if (save.isError) save.reset();
  };
  const leave = (): void => {
    localStorage.removeItem(place(event));
    onDone();
  };
  const undo = async (): Promise<void> => {
    try {
      // Mails that wait are taken back with it; who got one already is told of the way back.
      const back = changeOf(draft, original.draft, original.fold, false, "", telling.tell);
      if (back) await save.mutateAsync(back);
      tell({ kind: "done", text: `“${original.draft.title}” is as it was.` });
    } catch (error) {
      tell({ kind: "failed", text: `That could not be taken back. ${errorText(error)}` });
    }
  };
  return {
    draft,
    fold,
    stands: true,
    errors: { ...wrong, ...refusedAt },
    refused: refusedAt ? null : save.error,
    saving: save.isPending,
    change: (next) => { change({ draft: next, message }); },
    telling,
    message: { wanted: moves, text: message, change: (text) => { change({ draft, message: text }); } },
    chooseFold: setFold,
    submit: (overwrite) => {
      if (Object.keys(wrong).length > 0 || save.isPending) return;
      const wanted = changeOf(original.draft, draft, fold, overwrite, message, telling.tell);
      if (!wanted) {
        leave();
        return;
      }
      save.mutate(wanted, {
        onSuccess: ({ title, messages }) => {
          const left = wanted.tell !== null ? saidOfTelling(telling, messages.planned) : messages.delivered > 0 ? ` ${counted(messages.delivered, "confirmation has", "confirmations have")} left already and still ${messages.delivered === 1 ? "says" : "say"} what was before.` : "";
          tell({ kind: "done", text: `“${title}” is changed.${left}`, undo: () => void undo() });
          leave();
        },
      });
    },
    discard: leave,
  };
}
