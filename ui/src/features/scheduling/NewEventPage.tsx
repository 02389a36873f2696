import { Button, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useId, useState, type ReactNode } from "react";
import type { EventDetail, NextEvent } from "../../bindings/core";
import { ErrorFace, errorText, errorTitle } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { Skeleton } from "../../components/Skeleton";
import { useNextEvent } from "./api";
import { EventFields } from "./EventFields";
import { StartFrom } from "./StartFrom";
import { useEventForm } from "./useEventForm";
import styles from "./NewEventPage.module.css";

interface Props {
  onCreated: (event: EventDetail) => void;
  onDiscard: () => void;
}

function EventForm({ next, onCreated, onDiscard, onChosen }: Props & { next: NextEvent; onChosen: (draftId: string) => void }): ReactNode {
  const formId = useId();
  const form = useEventForm(next, onCreated, onDiscard);
  const { refused } = form;
  return (
    <>
      <PageHead
        title="New event"
        subtitle="It goes on your calendar together with its Teams meeting. Nobody is invited yet."
        actions={
          <>
            <StartFrom current={next.id} onChosen={onChosen} />
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
        {form.draft.setup && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>
              Meeting options{form.draft.setup.registration ? " and registration" : ""} as in “<bdi>{form.draft.setup.from}</bdi>”.
            </MessageBarBody>
          </MessageBar>
        )}
        <EventFields form={form} />
      </form>
    </>
  );
}

/** Says what and when; everything typed is kept until it is created or discarded. */
export function NewEventPage(props: Props): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const next = useNextEvent(chosen);
  if (next.isPending) return <Skeleton rows={5} height={72} />;
  if (next.isError) return <ErrorFace error={next.error} retry={() => void next.refetch()} />;
  return <EventForm key={next.data.id} next={next.data} {...props} onChosen={setChosen} />;
}
