import { Button, Field, Input, Radio, RadioGroup, Textarea } from "@fluentui/react-components";
import { Delete20Regular } from "@fluentui/react-icons/headless/svg/delete";
import { Edit20Regular } from "@fluentui/react-icons/headless/svg/edit";
import { PersonAdd20Regular } from "@fluentui/react-icons/headless/svg/person-add";
import { useState, type ReactNode } from "react";
import type { NewPresenter, Presenter, VirtualEventDetail } from "../../../bindings/core";
import { errorText } from "../../../components/Face";
import { SidePanel } from "../../../components/SidePanel";
import { Skeleton } from "../../../components/Skeleton";
import { CoreError } from "../../../ipc/core";
import { tell } from "../../../lib/toasts";
import { useAddPresenter, useRemovePresenter } from "./api";
import { PresenterDetails } from "./PresenterDetails";
import { Refused } from "./Refused";
import styles from "./virtual.module.css";

const BLANK = { userId: "", name: "", email: "", jobTitle: "", company: "", bio: "", linkedIn: "" };
type Typed = typeof BLANK;

const labels: Record<keyof Typed, string> = {
  userId: "Their id in the directory",
  name: "Name",
  email: "Email",
  jobTitle: "Job title",
  company: "Company",
  bio: "About them",
  linkedIn: "LinkedIn profile",
};

function toPresenter(typed: Typed, member: boolean): NewPresenter {
  const given = (text: string): string | null => (text.trim() === "" ? null : text.trim());
  return {
    userId: member ? given(typed.userId) ?? "" : null,
    name: member ? null : given(typed.name),
    email: member ? null : given(typed.email),
    jobTitle: given(typed.jobTitle),
    company: given(typed.company),
    bio: given(typed.bio),
    linkedIn: given(typed.linkedIn),
  };
}

function AddPresenter({ event, onClose }: { event: VirtualEventDetail; onClose: () => void }): ReactNode {
  const [member, setMember] = useState(false);
  const [typed, setTyped] = useState(BLANK);
  const add = useAddPresenter(event.id);
  const wrong = (field: string): string | undefined => (add.error instanceof CoreError && add.error.field === field ? add.error.message : undefined);
  const text = (field: keyof Typed, hint?: string): ReactNode => (
    <Field label={labels[field]} hint={hint} validationMessage={wrong(field)}>
      {field === "bio" ? (
        <Textarea rows={3} value={typed.bio} onChange={(_, { value }) => { setTyped({ ...typed, bio: value }); }} />
      ) : (
        <Input value={typed[field]} onChange={(_, { value }) => { setTyped({ ...typed, [field]: value }); }} />
      )}
    </Field>
  );
  return (
    <SidePanel title="Add a presenter" onClose={onClose}>
      <form
        className={styles.fields}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          add.mutate(toPresenter(typed, member), { onSuccess: onClose });
        }}
      >
        <Field label="Who">
          <RadioGroup value={member ? "member" : "guest"} onChange={(_, { value }) => { setMember(value === "member"); }}>
            <Radio value="guest" label="A guest, by email" />
            <Radio value="member" label="Somebody of your organization" />
          </RadioGroup>
        </Field>
        {member ? text("userId", "A GUID; an administrator finds it in Entra.") : <>{text("name")}{text("email", "Teams invites them there.")}</>}
        {event.kind === "webinar" && (
          <>
            {text("jobTitle")}
            {text("company")}
            {text("bio", "Shown on the registration page.")}
            {text("linkedIn", "As in https://www.linkedin.com/in/…")}
          </>
        )}
        <Refused error={add.error} fields={Object.keys(BLANK)} />
        <div className={styles.buttons}>
          <Button appearance="primary" type="submit" disabled={add.isPending}>
            {add.isPending ? "Adding…" : "Add"}
          </Button>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

function aside(presenter: Presenter): string {
  return [presenter.jobTitle, presenter.company, presenter.email === presenter.name ? null : presenter.email].filter(Boolean).join(" · ");
}

/** Who speaks. */
export function PresentersSection({ event, loading }: { event: VirtualEventDetail; loading: boolean }): ReactNode {
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Presenter | null>(null);
  const remove = useRemovePresenter(event.id);
  const standing = event.state !== "cancelled";
  return (
    <section className={styles.section} aria-labelledby="presenters">
      <div className={styles.head}>
        <h2 id="presenters">Presenters</h2>
        {standing && (
          <Button icon={<PersonAdd20Regular />} onClick={() => { setAdding(true); }}>
            Add a presenter
          </Button>
        )}
      </div>
      {loading && event.presenters.length === 0 && <Skeleton rows={2} height={48} label="Loading the presenters" />}
      {!loading && event.presenters.length === 0 && <p className={styles.quiet}>Nobody beside you yet. Organizers can always speak.</p>}
      <ul className={styles.list}>
        {event.presenters.map((presenter) => (
          <li key={presenter.id} className={styles.item}>
            <span className={styles.words}>
              <bdi>{presenter.name}</bdi>
              {aside(presenter) !== "" && <span>{aside(presenter)}</span>}
            </span>
            {standing && event.kind === "webinar" && (
              <Button appearance="subtle" icon={<Edit20Regular />} aria-label={`Change how ${presenter.name} is introduced`} onClick={() => { setEdited(presenter); }} />
            )}
            {standing && (
              <Button
                appearance="subtle"
                icon={<Delete20Regular />}
                aria-label={`Remove ${presenter.name} from the presenters`}
                disabled={remove.isPending}
                onClick={() => {
                  remove.mutate(presenter.id, { onError: (error) => { tell({ kind: "failed", text: `${presenter.name} is still a presenter. ${errorText(error)}` }); } });
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {edited && <PresenterDetails key={edited.id} event={event} presenter={edited} onClose={() => { setEdited(null); }} />}
      {adding && <AddPresenter event={event} onClose={() => { setAdding(false); }} />}
    </section>
  );
}
