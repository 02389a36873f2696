import { Button, Field, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Textarea } from "@fluentui/react-components";
import { useId, type ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { ErrorFace, errorText, errorTitle } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { Skeleton } from "../../components/Skeleton";
import { asCoreError } from "../../ipc/core";
import { useEvent } from "./api";
import { EventFields } from "./EventFields";
import { TellPeople } from "./TellPeople";
import { useEditForm } from "./useEditForm";
import styles from "./NewEventPage.module.css";

/** Asked where people will find the event at another time than the one they know. */
function Why({ form: { message, errors } }: { form: ReturnType<typeof useEditForm> }): ReactNode {
  return (
    <Field label="Why it moves" hint="Optional. The join page shows it to everybody who registered before, with the old time and the new one." validationMessage={errors.message}>
      <Textarea rows={2} resize="vertical" value={message.text} onChange={(_, { value }) => { message.change(value); }} />
    </Field>
  );
}

function EditForm({ event, onDone }: { event: EventDetail; onDone: () => void }): ReactNode {
  const formId = useId();
  const form = useEditForm(event, onDone);
  const { refused } = form;
  return (
    <>
      <PageHead
        title="Edit event"
        subtitle={event.series ? "Every date of the series changes on your calendar. Another time or rule takes back what was changed on single dates." : "It changes on your calendar too. Confirmations that have not left yet say what is new."}
        actions={
          <>
            <Button appearance="subtle" onClick={form.discard}>
              Discard
            </Button>
            <Button appearance="primary" type="submit" form={formId} disabled={form.saving}>
              {form.saving ? "Saving…" : "Save changes"}
            </Button>
          </>
        }
      />
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          form.submit(false);
        }}
      >
        {refused && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{errorTitle(refused)}</MessageBarTitle> {errorText(refused)} What you typed is kept.
            </MessageBarBody>
            {asCoreError(refused).code === "conflict" && (
              <MessageBarActions>
                <Button disabled={form.saving} onClick={() => { form.submit(true); }}>
                  Save mine over it
                </Button>
              </MessageBarActions>
            )}
          </MessageBar>
        )}
        <EventFields form={form} afterTime={form.message.wanted && <><Why form={form} /><TellPeople telling={form.telling} what="with the old time and the new one" /></>} />
      </form>
    </>
  );
}

/** Changes an event that is on the calendar, with the form it was made by. */
export function EditEventPage({ eventId, onDone }: { eventId: string; onDone: () => void }): ReactNode {
  const event = useEvent(eventId);
  if (event.data) return <EditForm key={eventId} event={event.data} onDone={onDone} />;
  if (event.isError) return <ErrorFace error={event.error} retry={() => void event.refetch()} />;
  return <Skeleton rows={5} height={72} />;
}
