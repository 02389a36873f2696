import { Button, Field, Input, Link, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useRef, useState, type ReactNode } from "react";
import type { AddOutcome, EventDetail, NewRegistrant, RegistrantRow } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { SidePanel } from "../../components/SidePanel";
import { CoreError } from "../../ipc/core";
import { counted, shortMoment, viewerZone } from "../../lib/time";
import { useAddRegistrant } from "./api";
import styles from "./registration.module.css";

const blank = { name: "", email: "", company: "" };

function Outcome({ outcome, event, onShow }: { outcome: AddOutcome; event: EventDetail; onShow: (row: RegistrantRow) => void }): ReactNode {
  if (outcome.outcome === "full") {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>All {counted(event.capacity ?? event.registered, "place is", "places are")} taken. Remove someone first.</MessageBarBody>
      </MessageBar>
    );
  }
  const { registrant } = outcome;
  const added = outcome.outcome === "registered";
  return (
    <MessageBar intent={added ? "success" : "info"} layout="multiline">
      <MessageBarBody>
        <bdi>{registrant.name}</bdi> {added ? "is registered." : `is already on the list, since ${shortMoment(registrant.registeredAt, viewerZone())}. Nothing was changed.`}{" "}
        <Link onClick={() => { onShow(registrant); }}>Show</Link>
      </MessageBarBody>
    </MessageBar>
  );
}

/** Adds one person after the other: Enter adds and goes back to the name. */
export function AddPanel({ event, onClose, onShow }: { event: EventDetail; onClose: () => void; onShow: (row: RegistrantRow) => void }): ReactNode {
  const [person, setPerson] = useState(blank);
  const [pressed, setPressed] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const add = useAddRegistrant(event.id);
  const refused = add.error instanceof CoreError ? add.error : null;
  const missing = {
    name: pressed && person.name.trim() === "" ? "Whose name is it?" : undefined,
    email: pressed && !/^\S+@\S+$/.test(person.email.trim()) ? "An address such as ana@example.com." : undefined,
  };
  const fieldError = (field: keyof typeof blank): string | undefined => (refused?.field === field ? refused.message : undefined);

  const submit = (): void => {
    setPressed(true);
    if (person.name.trim() === "" || !/^\S+@\S+$/.test(person.email.trim()) || add.isPending) return;
    const registrant: NewRegistrant = { name: person.name.trim(), email: person.email.trim(), company: person.company.trim() === "" ? null : person.company.trim() };
    add.mutate(registrant, {
      onSuccess: (outcome) => {
        setPressed(false);
        if (outcome.outcome === "registered") setPerson(blank);
        name.current?.focus();
      },
    });
  };
  const change = (next: Partial<typeof blank>): void => {
    setPerson({ ...person, ...next });
    if (add.error) add.reset();
  };

  return (
    <SidePanel title="Add a person" onClose={onClose}>
      <form
        className={styles.fields}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          submit();
        }}
      >
        <Field label="Name" required validationMessage={missing.name ?? fieldError("name")}>
          <Input ref={name} autoFocus value={person.name} onChange={(_, { value }) => { change({ name: value }); }} />
        </Field>
        <Field label="Email" required validationMessage={missing.email ?? fieldError("email")}>
          <Input type="email" value={person.email} onChange={(_, { value }) => { change({ email: value }); }} />
        </Field>
        <Field label="Company" validationMessage={fieldError("company")}>
          <Input value={person.company} onChange={(_, { value }) => { change({ company: value }); }} />
        </Field>
        <div className={styles.actions}>
          <Button appearance="primary" type="submit" disabled={add.isPending}>
            Add
          </Button>
          <Button appearance="subtle" onClick={onClose}>
            Done
          </Button>
        </div>
        <div aria-live="polite">
          {add.data && !add.error && <Outcome outcome={add.data} event={event} onShow={onShow} />}
          {refused && refused.field === null && (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>{errorText(refused)}</MessageBarBody>
            </MessageBar>
          )}
        </div>
      </form>
    </SidePanel>
  );
}
