import { Button, Field, Input, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Textarea } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { Presenter, VirtualEventDetail } from "../../../bindings/core";
import { errorText, errorTitle } from "../../../components/Face";
import { SidePanel } from "../../../components/SidePanel";
import { asCoreError, CoreError } from "../../../ipc/core";
import { useChangePresenter } from "./people";
import { Refused } from "./Refused";
import styles from "./virtual.module.css";

const labels = { jobTitle: "Job title", company: "Company", bio: "About them", linkedIn: "LinkedIn profile" } as const;
type Detail = keyof typeof labels;
const DETAILS = Object.keys(labels) as Detail[];

function typedOf(presenter: Presenter): Record<Detail, string> {
  const { jobTitle, company, bio, linkedIn } = presenter;
  return { jobTitle: jobTitle ?? "", company: company ?? "", bio: bio ?? "", linkedIn: linkedIn ?? "" };
}

/** How a presenter is introduced on the registration page. What nobody touched is not sent. */
export function PresenterDetails({ event, presenter, onClose }: { event: VirtualEventDetail; presenter: Presenter; onClose: () => void }): ReactNode {
  const [was] = useState(() => typedOf(presenter));
  const [typed, setTyped] = useState(was);
  const save = useChangePresenter(event.id);
  const wrong = (field: string): string | undefined => (save.error instanceof CoreError && save.error.field === field ? save.error.message : undefined);
  const changed = DETAILS.filter((field) => typed[field].trim() !== was[field]);
  const submit = (overwrite: boolean): void => {
    const touched = (field: Detail): string | null => (changed.includes(field) ? typed[field] : null);
    const change = { jobTitle: touched("jobTitle"), company: touched("company"), bio: touched("bio"), linkedIn: touched("linkedIn"), overwrite };
    save.mutate({ presenter: presenter.id, change }, { onSuccess: onClose });
  };
  const conflict = save.error !== null && asCoreError(save.error).code === "conflict";
  return (
    <SidePanel title={presenter.name} onClose={onClose}>
      <form
        className={styles.fields}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          submit(false);
        }}
      >
        <p className={styles.quiet}>Shown on the registration page. Nobody is invited anew.</p>
        {DETAILS.map((field) => (
          <Field key={field} label={labels[field]} validationMessage={wrong(field)}>
            {field === "bio" ? (
              <Textarea rows={5} value={typed.bio} onChange={(_, { value }) => { setTyped({ ...typed, bio: value }); }} />
            ) : (
              <Input value={typed[field]} onChange={(_, { value }) => { setTyped({ ...typed, [field]: value }); }} />
            )}
          </Field>
        ))}
        {conflict ? (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{errorTitle(save.error)}</MessageBarTitle> {errorText(save.error)} What you typed is kept.
            </MessageBarBody>
            <MessageBarActions>
              <Button disabled={save.isPending} onClick={() => { submit(true); }}>
                Save mine over it
              </Button>
            </MessageBarActions>
          </MessageBar>
        ) : (
          <Refused error={save.error} fields={DETAILS} />
        )}
        <div className={styles.buttons}>
          <Button appearance="primary" type="submit" disabled={save.isPending || changed.length === 0}>
            {save.isPending ? "Saving…" : "Save"}
          </Button>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
