import { Field, Input, Textarea } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { EventDraft, EventKind } from "../../bindings/core";
import { DateField } from "../../components/DateField";
import { TimeField } from "../../components/TimeField";
import { ZoneField } from "../../components/ZoneField";
import { viewerZone } from "../../lib/time";
import { ClockNotes } from "./ClockNotes";
import { RepeatField } from "./RepeatField";
import { instants, isVirtual, moveStart, onYourClock, setEndTime, startsInPast, type Fold, type FormErrors } from "./event-form";
import styles from "./NewEventPage.module.css";

export interface FormFields {
  draft: EventDraft;
  fold: Fold | null;
  errors: FormErrors;
  change: (draft: EventDraft) => void;
  chooseFold: (fold: Fold) => void;
  /** The event is on the calendar already. */
  stands?: boolean;
}

/** Start and end, with what the clocks do there; `zoneFixed` for a date whose series has its zone. */
export function WhenFields({ form, zoneFixed = false }: { form: FormFields; zoneFixed?: boolean }): ReactNode {
  const { draft, fold, errors, change } = form;
  return (
    <>
      <div className={styles.when}>
        <DateField label="Date" value={draft.start.slice(0, 10)} onChange={(date) => { change(moveStart(draft, `${date}${draft.start.slice(10)}`)); }} />
        <TimeField label="Starts" value={draft.start.slice(11)} error={errors.start} onChange={(time) => { change(moveStart(draft, `${draft.start.slice(0, 11)}${time}`)); }} />
        <TimeField
          label="Ends"
          value={draft.end.slice(11)}
          error={errors.end}
          hint={draft.end.slice(0, 10) === draft.start.slice(0, 10) ? undefined : "The next day"}
          onChange={(time) => { change(setEndTime(draft, time)); }}
        />
        {!zoneFixed && <ZoneField value={draft.zone} at={instants(draft, fold)?.start ?? Date.parse(`${draft.start}Z`)} error={errors.zone} onChange={(zone) => { change({ ...draft, zone }); }} />}
      </div>
      <ClockNotes
        draft={draft}
        fold={fold}
        foldError={errors.fold}
        past={startsInPast(draft, fold, Date.now())}
        yours={onYourClock(draft, fold, viewerZone())}
        onFold={form.chooseFold}
        onMove={(field, local) => { change(field === "start" ? moveStart(draft, local) : { ...draft, end: local }); }}
      />
    </>
  );
}

const seen: Record<EventKind, string> = {
  meeting: "People see it in their confirmation and in the calendar entry.",
  webinar: "People see it on Teams’ registration page.",
  townHall: "People see it on Teams’ page of the town hall.",
};

/** What an event is, whether it is being made or changed: title, time, description. */
export function EventFields({ form, afterTime }: { form: FormFields; afterTime?: ReactNode }): ReactNode {
  const { draft, errors, change } = form;
  const virtual = isVirtual(draft);
  return (
    <>
      <Field label="Title" required validationMessage={errors.title}>
        <Input size="large" autoFocus value={draft.title} onChange={(_, { value }) => { change({ ...draft, title: value }); }} />
      </Field>
      <WhenFields form={form} />
      {!virtual && <RepeatField draft={draft} error={errors.recurrence} fixed={form.stands ?? false} onChange={(recurrence) => { change({ ...draft, recurrence }); }} />}
      {afterTime}
      <Field label="Description" hint={seen[draft.kind ?? "meeting"]} validationMessage={errors.description}>
        <Textarea rows={7} resize="vertical" value={draft.description} onChange={(_, { value }) => { change({ ...draft, description: value }); }} />
      </Field>
    </>
  );
}
