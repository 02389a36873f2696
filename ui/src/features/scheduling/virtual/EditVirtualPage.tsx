import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useId, useState, type ReactNode } from "react";
import type { EventDraft, VirtualEventDetail } from "../../../bindings/core";
import { ErrorFace, errorText, errorTitle } from "../../../components/Face";
import { PageHead } from "../../../components/PageHead";
import { Skeleton } from "../../../components/Skeleton";
import { asCoreError } from "../../../ipc/core";
import { tell } from "../../../lib/toasts";
import { EventFields, type FormFields } from "../EventFields";
import { changeOf, checkForm, draftOf, NO_CHANGE, refusedField } from "../event-form";
import { AudienceField } from "./AudienceField";
import { useEditVirtualEvent, useVirtualEvent } from "./api";
import { kindName } from "./words";
import form from "../NewEventPage.module.css";

function useVirtualEdit(event: VirtualEventDetail, onDone: () => void) {
  // What the form began with stays the measure, also when Teams tells something newer meanwhile.
  const [original] = useState(() => draftOf(event));
  const [draft, setDraft] = useState<EventDraft>(() => ({ ...original.draft, kind: event.kind, audience: event.audience }));
  const [audience] = useState(event.audience);
  const [fold, setFold] = useState(original.fold);
  const save = useEditVirtualEvent(event.id);
  const wrong = checkForm(draft, fold, original.draft.title);
  const refusedAt = refusedField(save.error);
  const fields: FormFields = {
    draft,
    fold,
    errors: { ...wrong, ...refusedAt },
    change: (next) => {
      setDraft({ ...next, kind: event.kind });
      if (save.isError) save.reset();
    },
    chooseFold: setFold,
  };
  const submit = (overwrite: boolean): void => {
    if (Object.keys(wrong).length > 0 || save.isPending) return;
    const change = changeOf(original.draft, draft, fold, overwrite);
    const opened = draft.audience === audience ? null : draft.audience;
    if (!change && opened === null) {
      onDone();
      return;
    }
    const done = ({ title }: VirtualEventDetail): void => {
      tell({ kind: "done", text: `“${title}” is changed.` });
      onDone();
    };
    save.mutate({ ...(change ?? { ...NO_CHANGE, overwrite }), audience: opened }, { onSuccess: done });
  };
  return { fields, submit, saving: save.isPending, refused: refusedAt ? null : save.error };
}

function EditForm({ event, onDone }: { event: VirtualEventDetail; onDone: () => void }): ReactNode {
  const formId = useId();
  const { fields, submit, saving, refused } = useVirtualEdit(event, onDone);
  return (
    <>
      <PageHead
        title={`Edit ${kindName[event.kind]}`}
        subtitle="It changes in Teams too."
        actions={
          <>
            <Button appearance="subtle" onClick={onDone}>
              Discard
            </Button>
            <Button appearance="primary" type="submit" form={formId} disabled={saving}>
              {saving ? "Saving…" : "Save changes"}
            </Button>
          </>
        }
      />
      <form
        id={formId}
        className={form.form}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          submit(false);
        }}
      >
        {refused && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{errorTitle(refused)}</MessageBarTitle> {errorText(refused)} What you typed is kept.
            </MessageBarBody>
            {asCoreError(refused).code === "conflict" && (
              <MessageBarActions>
                <Button disabled={saving} onClick={() => { submit(true); }}>
                  Save mine over it
                </Button>
              </MessageBarActions>
            )}
          </MessageBar>
        )}
        <AudienceField value={fields.draft.audience ?? "everyone"} onChange={(audience) => { fields.change({ ...fields.draft, audience }); }} />
        <EventFields form={fields} />
      </form>
    </>
  );
}

/** Changes a webinar or town hall, with the form it was made by. */
export function EditVirtualPage({ id, onDone }: { id: string; onDone: () => void }): ReactNode {
  const event = useVirtualEvent(id);
  if (event.data) return <EditForm key={id} event={event.data} onDone={onDone} />;
  if (event.isError) return <ErrorFace error={event.error} retry={() => void event.refetch()} />;
  return <Skeleton rows={5} height={72} />;
}
