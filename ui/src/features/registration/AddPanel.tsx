import { Button, Field, Input, Link, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useRef, useState, type ReactNode } from "react";
import type { AddOutcome, EventDetail, NewRegistrant, RegistrantRow } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { SidePanel } from "../../components/SidePanel";
import { CoreError } from "../../ipc/core";
import { counted, shortMoment, viewerZone } from "../../lib/time";
import { useAddRegistrant } from "./api";
import styles from "./registration.module.css";

type Person = Record<"name" | "email" | "company", string>;

const blank: Person = { name: "", email: "", company: "" };

function missingIn(person: Person): Partial<Person> {
  const missing: Partial<Person> = {};
  if (person.name.trim() === "") missing.name = "Whose name is it?";
  if (!/^\S+@\S+$/.test(person.email.trim())) missing.email = "An address such as ana@example.com.";
  return missing;
}

function toRegistrant(person: Person): NewRegistrant {
  const company = person.company.trim();
  return { name: person.name.trim(), email: person.email.trim(), company: company === "" ? null : company };
}

function Outcome({ outcome, event, onShow }: { outcome: AddOutcome; event: EventDetail; onShow: (row: RegistrantRow) => void }): ReactNode {
  if (outcome.outcome === "full") {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>All {counted(event.capacity ?? event.registered, "place is", "places are")} taken. Remove someone, or make more places.</MessageBarBody>
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

function Refusal({ error }: { error: CoreError }): ReactNode {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{errorText(error)}</MessageBarBody>
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
  const missing = missingIn(person);
  const wrong = (field: keyof Person): string | undefined => (pressed ? missing[field] : undefined) ?? (refused?.field === field ? refused.message : undefined);

  const submit = (): void => {
    setPressed(true);
    if (Object.keys(missing).length > 0 || add.isPending) return;
    add.mutate(toRegistrant(person), {
      onSuccess: (outcome) => {
        setPressed(false);
        if (outcome.outcome === "registered") setPerson(blank);
        name.current?.focus();
      },
    });
  };
  const change = (next: Partial<Person>): void => {
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
        <Field label="Name" required validationMessage={wrong("name")}>
          <Input ref={name} autoFocus value={person.name} onChange={(_, { value }) => { change({ name: value }); }} />
        </Field>
        <Field label="Email" required validationMessage={wrong("email")}>
          <Input type="email" value={person.email} onChange={(_, { value }) => { change({ email: value }); }} />
        </Field>
        <Field label="Company" validationMessage={wrong("company")}>
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
          {add.data && <Outcome outcome={add.data} event={event} onShow={onShow} />}
          {refused && refused.field === null && <Refusal error={refused} />}
        </div>
      </form>
    </SidePanel>
  );
}
