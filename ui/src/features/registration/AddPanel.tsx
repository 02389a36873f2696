import { Button, Field, Input, Link, MessageBar, MessageBarBody, Textarea } from "@fluentui/react-components";
import { useRef, useState, type ReactNode, type RefObject } from "react";
import type { AddOutcome, EventDetail, NewRegistrant, RegistrantRow } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { SidePanel } from "../../components/SidePanel";
import { CoreError } from "../../ipc/core";
import { waits } from "../../lib/published";
import { counted, momentHere } from "../../lib/time";
import { AnswerFields, type Given } from "./AnswerFields";
import { useAddRegistrant } from "./api";
import { useRules } from "./standing";
import styles from "./registration.module.css";

type Person = Record<"name" | "email" | "company" | "guests", string>;

const blank: Person = { name: "", email: "", company: "", guests: "" };

function missingIn(person: Person): Partial<Person> {
  const missing: Partial<Person> = {};
  if (person.name.trim() === "") missing.name = "Whose name is it?";
  if (!/^\S+@\S+$/.test(person.email.trim())) missing.email = "An address such as ana@example.com.";
  return missing;
}

function toRegistrant(person: Person, given: Given): NewRegistrant {
  const company = person.company.trim();
  const guests = person.guests.split("\n").map((guest) => guest.trim()).filter((guest) => guest !== "");
  return {
    name: person.name.trim(),
    email: person.email.trim(),
    company: company === "" ? null : company,
    ...(guests.length > 0 && { guests }),
    ...(Object.keys(given).length > 0 && { answers: given }),
  };
}

function Outcome({ outcome, event, onShow }: { outcome: AddOutcome; event: EventDetail; onShow: (row: RegistrantRow) => void }): ReactNode {
  if (outcome.outcome === "full") {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>All {counted(event.capacity ?? event.registered, "place is", "places are")} taken. Remove someone, or make more places.</MessageBarBody>
      </MessageBar>
    );
  }
  if (outcome.outcome === "refused") {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{outcome.message} Nobody was added.</MessageBarBody>
      </MessageBar>
    );
  }
  const { registrant } = outcome;
  const words: Record<typeof outcome.outcome, string> = {
    registered: "is registered.",
    waitlisted: "is on the waiting list.",
    pending: "waits for somebody to approve.",
    duplicate: `is already on the list, since ${momentHere(registrant.registeredAt)}. Nothing was changed.`,
  };
  return (
    <MessageBar intent={outcome.outcome === "registered" ? "success" : "info"} layout="multiline">
      <MessageBarBody>
        <bdi>{registrant.name}</bdi> {words[outcome.outcome]}{" "}
        <Link onClick={() => { onShow(registrant); }}>Show</Link>
      </MessageBarBody>
    </MessageBar>
  );
}

function Refusal({ error }: { error: CoreError }): ReactNode {
  return (
    <MessageBar intent={waits(error) ? "info" : "error"} layout="multiline">
      <MessageBarBody>{errorText(error)}</MessageBarBody>
    </MessageBar>
  );
}

function GuestsField({ most, value, wrong, onType }: { most: number; value: string; wrong: string | undefined; onType: (guests: string) => void }): ReactNode {
  return (
    <Field label="Guests" hint={`One name a line, ${counted(most, "guest", "guests")} at most.`} validationMessage={wrong}>
      <Textarea rows={2} resize="vertical" value={value} onChange={(_, data) => { onType(data.value); }} />
    </Field>
  );
}

function Answered({ outcome, refused, event, onShow }: { outcome: AddOutcome | undefined; refused: CoreError | null; event: EventDetail; onShow: (row: RegistrantRow) => void }): ReactNode {
  return (
    <div aria-live="polite">
      {outcome && <Outcome outcome={outcome} event={event} onShow={onShow} />}
      {refused && (refused.field === null || refused.field === "answers") && <Refusal error={refused} />}
    </div>
  );
}

function PersonFields({ name, person, wrong, onChange }: { name: RefObject<HTMLInputElement>; person: Person; wrong: (field: keyof Person) => string | undefined; onChange: (next: Partial<Person>) => void }): ReactNode {
  return (
    <>
      <Field label="Name" required validationMessage={wrong("name")}>
        <Input ref={name} autoFocus value={person.name} onChange={(_, { value }) => { onChange({ name: value }); }} />
      </Field>
      <Field label="Email" required validationMessage={wrong("email")}>
        <Input type="email" value={person.email} onChange={(_, { value }) => { onChange({ email: value }); }} />
      </Field>
      <Field label="Company" validationMessage={wrong("company")}>
        <Input value={person.company} onChange={(_, { value }) => { onChange({ company: value }); }} />
      </Field>
    </>
  );
}

/** Adds one person after the other: Enter adds and goes back to the name. */
export function AddPanel({ event, onClose, onShow }: { event: EventDetail; onClose: () => void; onShow: (row: RegistrantRow) => void }): ReactNode {
  const [person, setPerson] = useState(blank);
  const [given, setGiven] = useState<Given>({});
  const [pressed, setPressed] = useState(false);
  const rules = useRules(event.id).data?.rules;
  const name = useRef<HTMLInputElement>(null);
  const add = useAddRegistrant(event.id);
  const refused = add.error instanceof CoreError ? add.error : null;
  const missing = missingIn(person);
  const wrong = (field: keyof Person): string | undefined => (pressed ? missing[field] : undefined) ?? (refused?.field === field ? refused.message : undefined);

  const put = (next: Partial<Person>, answers: Given): void => {
    setPerson({ ...person, ...next });
    setGiven(answers);
  };
  const change = (next: Partial<Person>, answers: Given = given): void => {
    put(next, answers);
    if (add.error) add.reset();
  };
  const taken = (whole: boolean): void => {
    setPressed(false);
    if (whole) put(blank, {});
    name.current?.focus();
  };
  const submit = (): void => {
    setPressed(true);
    if (Object.keys(missing).length > 0 || add.isPending) return;
    add.mutate(toRegistrant(person, given), {
      onSuccess: (outcome) => { taken(!["full", "refused", "duplicate"].includes(outcome.outcome)); },
      onError: (error) => { if (waits(error)) taken(true); },
    });
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
        <PersonFields name={name} person={person} wrong={wrong} onChange={change} />
        {rules && rules.guests > 0 && <GuestsField most={rules.guests} value={person.guests} wrong={wrong("guests")} onType={(guests) => { change({ guests }); }} />}
        <AnswerFields questions={rules?.questions ?? []} given={given} onGiven={(next) => { change({}, next); }} />
        <div className={styles.actions}>
          <Button appearance="primary" type="submit" disabled={add.isPending}>
            Add
          </Button>
          <Button appearance="subtle" onClick={onClose}>
            Done
          </Button>
        </div>
        <Answered outcome={add.data} refused={refused} event={event} onShow={onShow} />
      </form>
    </SidePanel>
  );
}
