import { Button, Field, Input, MessageBar, MessageBarBody, Radio, RadioGroup } from "@fluentui/react-components";
import { Delete20Regular } from "@fluentui/react-icons/headless/svg/delete";
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { ExternalAudience, ExternalPerson, ExternalProbe, ExternalRegistration } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { errorText } from "../../components/Face";
import { asCoreError, call } from "../../ipc/core";
import { keys } from "../../lib/keys";
import { count } from "../../lib/time";
import styles from "./virtual/virtual.module.css";

function useExternal(id: string, on: boolean): UseQueryResult<ExternalRegistration> {
  return useQuery({ queryKey: keys.external(id), queryFn: () => call("external|list_external", { id }), enabled: on });
}

function useChange<Given>(id: string, change: (given: Given) => Promise<ExternalRegistration>): UseMutationResult<ExternalRegistration, Error, Given> {
  const client = useQueryClient();
  // Also what went wrong may have left a row behind.
  return useMutation({ mutationFn: change, onSettled: () => client.invalidateQueries({ queryKey: keys.external(id) }) });
}

function Refusal({ error }: { error: Error | null }): ReactNode {
  return (
    error && (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{errorText(error)}</MessageBarBody>
      </MessageBar>
    )
  );
}

/** Microsoft asks for it where only the organization may register, and nothing of it is kept. */
function UserId({ value, error, onChange }: { value: string; error: Error | null; onChange: (value: string) => void }): ReactNode {
  const refused = error !== null && asCoreError(error).field === "userId" ? errorText(error) : undefined;
  return (
    <Field label="User id (object id in Entra)" validationMessage={refused}>
      <Input value={value} onChange={(_, given) => { onChange(given.value); }} />
    </Field>
  );
}

function Anew({ id, person, organization }: { id: string; person: ExternalPerson; organization: boolean }): ReactNode {
  const [userId, setUserId] = useState("");
  const anew = useChange(id, (registrant: string) => call("external|register_external_anew", { id, person: registrant, userId: organization ? userId : null }));
  return (
    <>
      {organization && <UserId value={userId} error={anew.error} onChange={setUserId} />}
      <Button size="small" disabled={anew.isPending || (organization && userId.trim() === "")} onClick={() => { anew.mutate(person.id); }}>
        Register anew
      </Button>
      <Refusal error={anew.error} />
    </>
  );
}

function Person({ id, person, organization }: { id: string; person: ExternalPerson; organization: boolean }): ReactNode {
  const remove = useChange(id, (registrant: string) => call("external|remove_external", { id, person: registrant }));
  return (
    <li className={styles.item}>
      <span className={styles.words}>
        <bdi>{person.name}</bdi>
        {person.joinUrl === null && <span>The link was lost: Microsoft tells it only once.</span>}
        <Refusal error={remove.error} />
      </span>
      {person.joinUrl === null ? (
        <Anew id={id} person={person} organization={organization} />
      ) : (
        <CopyButton text={person.joinUrl} size="small" label={`Copy their link: ${person.name}`}>
          Copy their link
        </CopyButton>
      )}
      <Button appearance="subtle" icon={<Delete20Regular />} aria-label={`Take ${person.name} off`} disabled={remove.isPending} onClick={() => { remove.mutate(person.id); }} />
    </li>
  );
}

/** What Microsoft's own list says beside what is kept here. It has no links, so only the numbers can be compared. */
function Compared({ id, here }: { id: string; here: number }): ReactNode {
  const compare = useMutation({ mutationFn: () => call("external|compare_external", { id }) });
  const listed = compare.data?.listed;
  return (
    <>
      <div className={styles.buttons}>
        <Button size="small" appearance="subtle" disabled={compare.isPending} onClick={() => { compare.mutate(); }}>
          Compare with Microsoft’s list
        </Button>
        <span className={styles.quiet} role="status">
          {listed !== undefined && (listed === here ? `Microsoft lists as many: ${count(listed)}.` : `Microsoft lists ${count(listed)}, here are ${count(here)}. Somebody was registered or taken off elsewhere, or an answer was lost.`)}
        </span>
      </div>
      <Refusal error={compare.error} />
    </>
  );
}

const whom: Record<ExternalAudience, string> = { everyone: "Everyone may register, also from outside.", organization: "Only people of your organization may register." };

function Opened({ id, registration }: { id: string; registration: ExternalRegistration }): ReactNode {
  const [name, setName] = useState("");
  const [userId, setUserId] = useState("");
  const organization = registration.audience === "organization";
  const add = useChange(id, (person: string) => call("external|register_external", { id, person: { name: person, tenantId: null, userId: organization ? userId : null } }));
  const close = useChange(id, () => call("external|close_external", { id }));
  const incomplete = name.trim() === "" || (organization && userId.trim() === "");
  return (
    <>
      <p className={styles.quiet}>
        {registration.audience && `${whom[registration.audience]} `}Each person gets a link of their own, which Microsoft tells only once: it is kept here. Names stay on your list; Microsoft is told only a number{organization && " and the user id"}.
      </p>
      <form
        className={styles.one}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(name, {
            onSuccess: () => {
              setName("");
              setUserId("");
            },
          });
        }}
      >
        <Field label="Name">
          <Input value={name} onChange={(_, { value }) => { setName(value); }} />
        </Field>
        {organization && <UserId value={userId} error={add.error} onChange={setUserId} />}
        <Button type="submit" disabled={incomplete || add.isPending}>
          Register
        </Button>
        <Button appearance="subtle" disabled={close.isPending} onClick={() => { close.mutate(id); }}>
          Close registration
        </Button>
      </form>
      <Refusal error={add.error ?? close.error} />
      <ul className={styles.list}>
        {registration.people.map((person) => (
          <Person key={person.id} id={id} person={person} organization={organization} />
        ))}
      </ul>
      <Compared id={id} here={registration.people.length} />
    </>
  );
}

const answers: Record<ExternalProbe, string> = {
  open: "This meeting has one already: opening it here takes it over.",
  retired: "Your tenant has it no more. Register people with Lectern on this meeting, or make a webinar.",
  undecided: "Microsoft didn’t say: this meeting has none, and only opening one can tell.",
};

function Closed({ id }: { id: string }): ReactNode {
  const [audience, setAudience] = useState<ExternalAudience>("everyone");
  const open = useChange(id, (chosen: ExternalAudience) => call("external|open_external", { id, audience: chosen }));
  const ask = useMutation({ mutationFn: () => call("external|probe_external", { id }) });
  const busy = open.isPending || ask.isPending;
  return (
    <>
      <p className={styles.quiet}>Your tenant is asked first whether it still has it; nothing changes where it is gone.</p>
      <Field label="Who may register" hint="It can’t be changed while it is open.">
        <RadioGroup value={audience} onChange={(_, { value }) => { setAudience(value === "organization" ? "organization" : "everyone"); }}>
          <Radio value="everyone" label="Everyone, also from outside" />
          <Radio value="organization" label="Only people of my organization" />
        </RadioGroup>
      </Field>
      <div className={styles.buttons}>
        <Button disabled={busy} onClick={() => { open.mutate(audience); }}>
          {open.isPending ? "Asking Microsoft…" : "Open external registration"}
        </Button>
        <Button appearance="subtle" disabled={busy} onClick={() => { ask.mutate(); }}>
          Only ask
        </Button>
        <span className={styles.quiet} role="status">
          {ask.data && answers[ask.data]}
        </span>
      </div>
      <Refusal error={open.error ?? ask.error} />
    </>
  );
}

/** Microsoft's retired registration for this meeting; shown only where it was switched on in Settings. */
export function External({ id }: { id: string }): ReactNode {
  const on = useQuery({ queryKey: keys.externalSwitch, queryFn: () => call("external|external_switch") }).data ?? false;
  const registration = useExternal(id, on).data;
  if (!on || !registration) return null;
  return (
    <section className={styles.section} aria-labelledby="external">
      <h2 id="external">External registration (legacy)</h2>
      {registration.open ? <Opened id={id} registration={registration} /> : <Closed id={id} />}
    </section>
  );
}
