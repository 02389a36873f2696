import { Button, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { Delete20Regular } from "@fluentui/react-icons/headless/svg/delete";
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { ExternalAudience, ExternalPerson, ExternalRegistration } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { errorText } from "../../components/Face";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";
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

function Person({ id, person }: { id: string; person: ExternalPerson }): ReactNode {
  const anew = useChange(id, (registrant: string) => call("external|register_external_anew", { id, person: registrant }));
  const remove = useChange(id, (registrant: string) => call("external|remove_external", { id, person: registrant }));
  return (
    <li className={styles.item}>
      <span className={styles.words}>
        <bdi>{person.name}</bdi>
        {person.joinUrl === null && <span>The link was lost: Microsoft tells it only once.</span>}
        <Refusal error={anew.error ?? remove.error} />
      </span>
      {person.joinUrl === null ? (
        <Button size="small" disabled={anew.isPending} onClick={() => { anew.mutate(person.id); }}>
          Register anew
        </Button>
      ) : (
        <CopyButton text={person.joinUrl} size="small" label={`Copy their link: ${person.name}`}>
          Copy their link
        </CopyButton>
      )}
      <Button appearance="subtle" icon={<Delete20Regular />} aria-label={`Take ${person.name} off`} disabled={remove.isPending} onClick={() => { remove.mutate(person.id); }} />
    </li>
  );
}

function Opened({ id, registration }: { id: string; registration: ExternalRegistration }): ReactNode {
  const [name, setName] = useState("");
  const add = useChange(id, (person: string) => call("external|register_external", { id, person: { name: person, tenantId: null, userId: null } }));
  const close = useChange(id, () => call("external|close_external", { id }));
  return (
    <>
      <p className={styles.quiet}>Each person gets a link of their own, which Microsoft tells only once: it is kept here. Names stay on your list; Microsoft is told only a number.</p>
      <form
        className={styles.one}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(name, { onSuccess: () => { setName(""); } });
        }}
      >
        <Field label="Name">
          <Input value={name} onChange={(_, { value }) => { setName(value); }} />
        </Field>
        <Button type="submit" disabled={name.trim() === "" || add.isPending}>
          Register
        </Button>
        <Button appearance="subtle" disabled={close.isPending} onClick={() => { close.mutate(id); }}>
          Close registration
        </Button>
      </form>
      <Refusal error={add.error ?? close.error} />
      <ul className={styles.list}>
        {registration.people.map((person) => (
          <Person key={person.id} id={id} person={person} />
        ))}
      </ul>
    </>
  );
}

/** Microsoft's retired registration for this meeting; shown only where it was switched on in Settings. */
export function External({ id }: { id: string }): ReactNode {
  const on = useQuery({ queryKey: keys.externalSwitch, queryFn: () => call("external|external_switch") }).data ?? false;
  const registration = useExternal(id, on).data;
  const open = useChange(id, (audience: ExternalAudience) => call("external|open_external", { id, audience }));
  if (!on || !registration) return null;
  return (
    <section className={styles.section} aria-labelledby="external">
      <h2 id="external">External registration (legacy)</h2>
      {registration.open ? (
        <Opened id={id} registration={registration} />
      ) : (
        <>
          <p className={styles.quiet}>Your tenant is asked first whether it still has it; nothing changes where it is gone.</p>
          <div className={styles.buttons}>
            <Button disabled={open.isPending} onClick={() => { open.mutate("everyone"); }}>
              {open.isPending ? "Asking Microsoft…" : "Open external registration"}
            </Button>
          </div>
          <Refusal error={open.error} />
        </>
      )}
    </section>
  );
}
