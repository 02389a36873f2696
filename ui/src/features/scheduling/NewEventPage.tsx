import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useId, useState, type ReactNode } from "react";
import type { EventKind, GuideDefaults, NextEvent } from "../../bindings/core";
import { ErrorFace, errorText, errorTitle } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { Skeleton } from "../../components/Skeleton";
import { useGuideDefaults, useNextEvent } from "./api";
import { EventFields } from "./EventFields";
import { StartFrom } from "./StartFrom";
import { AudienceField } from "./virtual/AudienceField";
import { ConsentActions } from "./virtual/ConsentActions";
import { KindField } from "./virtual/KindField";
import { TakenOver } from "./virtual/TakenOver";
import { useEventForm, type Made } from "./useEventForm";
import styles from "./NewEventPage.module.css";

interface Props {
  onCreated: (made: Made) => void;
  onDiscard: () => void;
}

const creates: Record<EventKind, string> = { meeting: "Create event", webinar: "Create webinar", townHall: "Create town hall" };

const subtitles: Record<EventKind, string> = {
  meeting: "It goes on your calendar together with its Teams meeting. Nobody is invited yet.",
  webinar: "It begins as a draft in Teams that only you see. Nobody can register until you publish it.",
  townHall: "It begins as a draft in Teams that only you see. Nobody can watch until you publish it.",
};

function ByGuide({ onNot }: { onNot: () => void }): ReactNode {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>Registration opens with the event, as you chose in the guide. Places can be limited afterwards.</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={onNot}>
          Not for this event
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

interface FormProps extends Props {
  next: NextEvent;
  usual: GuideDefaults | null;
  onChosen: (draftId: string) => void;
}

function EventForm({ next, usual, onCreated, onDiscard, onChosen }: FormProps): ReactNode {
  const formId = useId();
  const form = useEventForm(next, usual, onCreated, onDiscard);
  const { refused } = form;
  const kind = form.draft.kind ?? "meeting";
  return (
    <>
      <PageHead
        title="New event"
        subtitle={subtitles[kind]}
        actions={
          <>
            <StartFrom current={next.id} onChosen={onChosen} />
            <Button appearance="subtle" onClick={form.discard}>
              Discard
            </Button>
            <Button appearance="primary" type="submit" form={formId} disabled={form.creating}>
              {form.creating ? "Creating…" : creates[kind]}
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
              <MessageBarTitle>{errorTitle(refused)}</MessageBarTitle> {errorText(refused)} Your draft is kept; “{creates[kind]}” tries again and never makes two.
            </MessageBarBody>
            <ConsentActions error={refused} again={form.submit} />
          </MessageBar>
        )}
        <KindField value={kind} onChange={(chosen) => { form.change({ ...form.draft, kind: chosen }); }} />
        {kind !== "meeting" && <AudienceField value={form.draft.audience ?? "everyone"} onChange={(audience) => { form.change({ ...form.draft, audience }); }} />}
        {kind === "meeting" && form.draft.setup?.from === "" && <ByGuide onNot={() => { form.change({ ...form.draft, setup: null }); }} />}
        {kind === "meeting" && form.draft.setup?.options && form.draft.setup.from !== "" && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>
              Meeting options{form.draft.setup.registration ? " and registration" : ""} as in “<bdi>{form.draft.setup.from}</bdi>”.
            </MessageBarBody>
          </MessageBar>
        )}
        {kind !== "meeting" && form.draft.setup?.webinar && <TakenOver setup={form.draft.setup.webinar} kind={kind} onChange={(webinar) => { if (form.draft.setup) form.change({ ...form.draft, setup: { ...form.draft.setup, webinar } }); }} />}
        <EventFields form={form} />
      </form>
    </>
  );
}

/** Says what and when; everything typed is kept until it is created or discarded. */
export function NewEventPage(props: Props): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const next = useNextEvent(chosen);
  const usual = useGuideDefaults();
  if (next.isPending || usual.isPending) return <Skeleton rows={5} height={72} />;
  if (next.isError) return <ErrorFace error={next.error} retry={() => void next.refetch()} />;
  return <EventForm key={next.data.id} next={next.data} usual={usual.data ?? null} {...props} onChosen={setChosen} />;
}
