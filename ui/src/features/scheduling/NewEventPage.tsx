import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Textarea } from "@fluentui/react-components";
import { useId, useState, type ReactNode } from "react";
import type { EventDetail, EventDraft } from "../../bindings/core";
import { DateField } from "../../components/DateField";
import { ErrorFace, errorText, errorTitle } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { Skeleton } from "../../components/Skeleton";
import { TimeField } from "../../components/TimeField";
import { ZoneField } from "../../components/ZoneField";
import { viewerZone } from "../../lib/time";
import { useCreateEvent, useDraft } from "./api";
import { ClockNotes } from "./ClockNotes";
import { draftId, forgetDraftId, useDraftKeeper } from "./draft";
import { blankDraft, checkForm, instants, moveStart, onYourClock, refusedField, setEndTime, startsInPast, toNewEvent, type Fold } from "./event-form";
import styles from "./NewEventPage.module.css";

interface Props {
  onCreated: (event: EventDetail) => void;
  onDiscard: () => void;
}

function EventForm({ kept, onCreated, onDiscard }: Props & { kept: EventDraft | null }): ReactNode {
  const formId = useId();
  const [draft, setDraft] = useState(() => kept ?? blankDraft(viewerZone()));
  const [fold, setFold] = useState<Fold | null>(null);
  const [pressed, setPressed] = useState(false);
  const create = useCreateEvent();
  const keep = useDraftKeeper();

  const change = (next: EventDraft): void => {
    setDraft(next);
    keep(next);
    if (create.isError) create.reset();
  };
  const wrong = checkForm(draft, fold);
  // Nobody is told that a field is empty before they had a chance to fill it.
  const errors = { ...(pressed ? wrong : { start: wrong.start, end: wrong.end }), ...(refusedField(create.error) ?? {}) };
  const whole = create.error && !refusedField(create.error) ? create.error : null;

  const submit = (): void => {
    setPressed(true);
    if (Object.keys(wrong).length > 0 || create.isPending) return;
    create.mutate(toNewEvent(draft, fold, draftId()), {
      onSuccess: (event) => {
        keep(null);
        forgetDraftId();
        onCreated(event);
      },
    });
  };
  const discard = (): void => {
    keep(null);
    forgetDraftId();
    onDiscard();
  };

  return (
    <>
      <PageHead
        title="New event"
        subtitle="It goes on your calendar together with its Teams meeting. Nobody is invited yet."
        actions={
          <>
            <Button appearance="subtle" onClick={discard}>
              Discard
            </Button>
            <Button appearance="primary" type="submit" form={formId} disabled={create.isPending}>
              {create.isPending ? "Creating…" : "Create event"}
            </Button>
          </>
        }
      />
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {whole && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{errorTitle(whole)}</MessageBarTitle> {errorText(whole)} Your draft is kept; “Create event” tries again and never makes two.
            </MessageBarBody>
          </MessageBar>
        )}
        <Field label="Title" required validationMessage={errors.title}>
          <Input size="large" autoFocus value={draft.title} onChange={(_, { value }) => { change({ ...draft, title: value }); }} />
        </Field>
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
          <ZoneField value={draft.zone} at={instants(draft, fold)?.start ?? Date.parse(`${draft.start}Z`)} error={errors.zone} onChange={(zone) => { change({ ...draft, zone }); }} />
        </div>
        <ClockNotes
          draft={draft}
          fold={fold}
          foldError={errors.fold}
          past={startsInPast(draft, fold, Date.now())}
          yours={onYourClock(draft, fold, viewerZone())}
          onFold={setFold}
          onMove={(field, local) => { change(field === "start" ? moveStart(draft, local) : { ...draft, end: local }); }}
        />
        <Field label="Description" hint="People see it in their confirmation and in the calendar entry." validationMessage={errors.description}>
          <Textarea rows={7} resize="vertical" value={draft.description} onChange={(_, { value }) => { change({ ...draft, description: value }); }} />
        </Field>
      </form>
    </>
  );
}

/** Says what and when; everything typed is kept until it is created or discarded. */
export function NewEventPage(props: Props): ReactNode {
  const draft = useDraft();
  if (draft.isPending) return <Skeleton rows={5} height={72} />;
  if (draft.isError) return <ErrorFace error={draft.error} retry={() => void draft.refetch()} />;
  return <EventForm kept={draft.data} {...props} />;
}
