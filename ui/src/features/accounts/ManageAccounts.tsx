import { Button, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { KnownProfile } from "../../bindings/core";
import { ErrorFace, errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { call } from "../../ipc/core";
import { fullMoment, viewerZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { AccountLine } from "./AccountLine";
import { useProfiles, useRename } from "./api";
import { MoveNote } from "./MoveNote";
import { RemoveAccount } from "./RemoveAccount";
import { useMove, type Move } from "./useMove";
import styles from "./accounts.module.css";

type Doing = { what: "rename" | "remove"; id: string } | null;

function Rename({ known, onDone }: { known: KnownProfile; onDone: () => void }): ReactNode {
  const rename = useRename();
  const [name, setName] = useState(known.title);
  const before = known.name ?? "";
  const save = (): void => {
    rename.mutate({ id: known.id, name }, {
      onSuccess: () => {
        onDone();
        tell({
          kind: "done",
          text: name.trim() === "" ? "It is called as its account again." : `It is called “${name.trim()}” now.`,
          undo: () => { rename.mutate({ id: known.id, name: before }, { onError: (error) => { tell({ kind: "failed", text: errorText(error) }); } }); },
        });
      },
    });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => { if (event.key === "Escape") onDone(); }}
    >
      <Field label="Name on this computer" hint="Left empty, it is called as its account." validationMessage={rename.error ? errorText(rename.error) : undefined}>
        <Input autoFocus value={name} maxLength={200} onChange={(_, { value }) => { setName(value); }} />
      </Field>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={rename.isPending}>
          Keep the name
        </Button>
        <Button onClick={onDone}>Leave it</Button>
      </div>
    </form>
  );
}

function Facts({ known }: { known: KnownProfile }): ReactNode {
  return (
    <p className={styles.about}>
      {known.open ? "Open in this window" : known.lastUsed === null ? "Not used yet" : `Last used ${fullMoment(known.lastUsed, viewerZone())}`}
      {" · "}
      {known.cloudTitle}
      {known.kind === "sandbox" && " · Sandbox"}
      {known.twice && " · This account is here twice: both desks show its one calendar"}
    </p>
  );
}

function Row({ known, doing, onDo, move }: { known: KnownProfile; doing: Doing; onDo: (doing: Doing) => void; move: Move }): ReactNode {
  const mine = doing?.id === known.id ? doing.what : null;
  const done = (): void => { onDo(null); };
  return (
    <li className={styles.managed} aria-label={known.title}>
      <div className={styles.head}>
        <div className={styles.line}>
          <AccountLine known={known} />
        </div>
        <div className={styles.buttons}>
          {!known.open && known.problem === null && (
            <Button disabled={move.leaving} onClick={() => { move.begin(() => call("profiles|switch_profile", { id: known.id })); }}>
              Switch to it
            </Button>
          )}
          <Button disabled={known.problem !== null} onClick={() => { onDo({ what: "rename", id: known.id }); }}>
            Rename
          </Button>
          <Button disabled={known.problem !== null} onClick={() => { onDo({ what: "remove", id: known.id }); }}>
            Remove…
          </Button>
        </div>
      </div>
      <Facts known={known} />
      {mine === "rename" && <Rename known={known} onDone={done} />}
      {mine === "remove" && <RemoveAccount known={known} onDone={done} />}
    </li>
  );
}

/** Settings: the accounts on this computer, side by side. */
export function ManageAccounts(): ReactNode {
  const profiles = useProfiles();
  const move = useMove();
  const [doing, setDoing] = useState<Doing>(null);
  return (
    <section className={styles.section} aria-labelledby="accounts">
      <h2 id="accounts">Accounts on this computer</h2>
      <p className={styles.about}>Each keeps its own events, lists and keys; nothing goes from one to another. Only the one that is open sends.</p>
      {profiles.isPending && <Skeleton rows={2} height={64} />}
      {profiles.isError && <ErrorFace error={profiles.error} retry={() => void profiles.refetch()} />}
      {profiles.data && (
        <ul className={styles.rows}>
          {profiles.data.profiles.map((known) => (
            <Row key={known.dir} known={known} doing={doing} onDo={setDoing} move={move} />
          ))}
        </ul>
      )}
      <MoveNote move={move} />
      <div className={styles.buttons}>
        <Button disabled={move.leaving} onClick={() => { move.begin(() => call("profiles|add_profile")); }}>
          Add an account
        </Button>
      </div>
    </section>
  );
}
