import { Button, Field, Input } from "@fluentui/react-components";
import { Add20Regular } from "@fluentui/react-icons/headless/svg/add";
import { useState, type ReactNode } from "react";
import type { Colleague } from "../../../bindings/core";
import { SidePanel } from "../../../components/SidePanel";
import { CoreError } from "../../../ipc/core";
import { useColleagues, type Adding } from "./people";
import { Refused } from "./Refused";
import styles from "./virtual.module.css";

/** How somebody is called here. */
export function called({ id, name, email }: Colleague): string {
  return name ?? email ?? id;
}

/** Who it is besides their name. */
export function aside({ name, email }: Colleague): string {
  return name === null || email === null ? "" : email;
}

function Known({ people, busy, onPick }: { people: Colleague[]; busy: boolean; onPick: (one: Colleague) => void }): ReactNode {
  if (people.length === 0) return null;
  return (
    <section aria-label="Known from your events" className={styles.known}>
      <h3>Known from your events</h3>
      <ul className={styles.list}>
        {people.map((one) => (
          <li key={one.id} className={styles.item}>
            <span className={styles.words}>
              <bdi>{called(one)}</bdi>
              {aside(one) !== "" && <span>{aside(one)}</span>}
            </span>
            <Button appearance="subtle" icon={<Add20Regular />} disabled={busy} aria-label={`Add ${called(one)}`} onClick={() => { onPick(one); }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Somebody of the organization: one whom Teams has named here, or anybody by the directory's id. */
export function PickColleague({ title, there, adding, onClose }: { title: string; there: Colleague[]; adding: Adding; onClose: () => void }): ReactNode {
  const [who, setWho] = useState("");
  const known = (useColleagues().data ?? []).filter(({ id, name, email }) => (name ?? email) !== null && !there.some((one) => one.id.toLowerCase() === id.toLowerCase()));
  const add = (wanted: string): void => { adding.mutate(wanted, { onSuccess: onClose }); };
  const wrong = adding.error instanceof CoreError && adding.error.field === "who" ? adding.error.message : undefined;
  return (
    <SidePanel title={title} onClose={onClose}>
      <form
        className={styles.fields}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          add(who);
        }}
      >
        <Known people={known} busy={adding.isPending} onPick={({ id }) => { add(id); }} />
        <Field label={known.length > 0 ? "Somebody else" : "Who"} hint="By their id in the directory (a GUID; an administrator finds it in Entra). Teams finds nobody by email." validationMessage={wrong}>
          <Input value={who} onChange={(_, { value }) => { setWho(value); }} />
        </Field>
        <Refused error={adding.error} fields={["who"]} />
        <div className={styles.buttons}>
          <Button appearance="primary" type="submit" disabled={adding.isPending || who.trim() === ""}>
            {adding.isPending ? "Adding…" : "Add"}
          </Button>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
