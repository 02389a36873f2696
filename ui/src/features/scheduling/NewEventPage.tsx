import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Textarea } from "@fluentui/react-components";
import { useId, type ReactNode } from "react";
import type { EventDetail, NextEvent } from "../../bindings/core";
import { DateField } from "../../components/DateField";
import { ErrorFace, errorText, errorTitle } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { Skeleton } from "../../components/Skeleton";
import { TimeField } from "../../components/TimeField";
import { ZoneField } from "../../components/ZoneField";
import { viewerZone } from "../../lib/time";
import { useNextEvent } from "./api";
import { ClockNotes } from "./ClockNotes";
import { instants, moveStart, onYourClock, setEndTime, startsInPast } from "./event-form";
import { useEventForm } from "./useEventForm";
import styles from "./NewEventPage.module.css";

interface Props {
  onCreated: (event: EventDetail) => void;
  onDiscard: () => void;
}

function WhenFields({ form }: { form: ReturnType<typeof useEventForm> }): ReactNode {
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
        <ZoneField value={draft.zone} at={instants(draft, fold)?.start ?? Date.parse(`${draft.start}Z`)} error={errors.zone} onChange={(zone) => { change({ ...draft, zone }); }} />
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

function EventForm({ next, onCreated, onDiscard }: Props & { next: NextEvent }): ReactNode {
  const formId = useId();
  const form = useEventForm(next, onCreated, onDiscard);
  const { draft, errors, refused, change } = form;
  return (
    <>
      <PageHead
        title="New event"
        subtitle="It goes on your calendar together with its Teams meeting. Nobody is invited yet."
        actions={
          <>
            <Button appearance="subtle" onClick={form.discard}>
              Discard
            </Button>
            <Button appearance="primary" type="submit" form={formId} disabled={form.creating}>
              {form.creating ? "Creating…" : "Create event"}
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
          form.submit();
        }}
      >
        {refused && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{errorTitle(refused)}</MessageBarTitle> {errorText(refused)} Your draft is kept; “Create event” tries again and never makes two.
            </MessageBarBody>
          </MessageBar>
        )}
        <Field label="Title" required validationMessage={errors.title}>
          <Input size="large" autoFocus value={draft.title} onChange={(_, { value }) => { change({ ...draft, title: value }); }} />
        </Field>
        <WhenFields form={form} />
        <Field label="Description" hint="People see it in their confirmation and in the calendar entry." validationMessage={errors.description}>
          <Textarea rows={7} resize="vertical" value={draft.description} onChange={(_, { value }) => { change({ ...draft, description: value }); }} />
        </Field>
      </form>
    </>
  );
}

/** Says what and when; everything typed is kept until it is created or discarded. */
export function NewEventPage(props: Props): ReactNode {
  const next = useNextEvent();
  if (next.isPending) return <Skeleton rows={5} height={72} />;
  if (next.isError) return <ErrorFace error={next.error} retry={() => void next.refetch()} />;
  return <EventForm next={next.data} {...props} />;
}
