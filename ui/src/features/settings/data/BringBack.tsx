import { Button, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { BackupView } from "../../../bindings/core";
import { chooseBackup } from "../../../ipc/files";
import { fullMoment, viewerZone } from "../../../lib/time";
import { Refusal, wrongIn } from "../Refusal";
import { useLookAtBackup, useRestore } from "./api";
import { Working } from "./Working";
import styles from "../settings.module.css";

function Facts({ view }: { view: BackupView }): ReactNode {
  return (
    <dl className={styles.facts}>
      <dt>Made</dt>
      <dd>{fullMoment(view.madeAt, viewerZone())}</dd>
      <dt>Profile</dt>
      <dd>
        <bdi>{view.name}</bdi>
        {view.sameProfile ? ", this one" : ", another one than this"}
      </dd>
      {view.account && (
        <>
          <dt>Account</dt>
          <dd>{view.account}</dd>
        </>
      )}
      <dt>Holds</dt>
      <dd>
        {view.events} events, {view.people} people
      </dd>
      {view.unsent > 0 && (
        <>
          <dt>Not sent by then</dt>
          <dd>{view.unsent} messages. They may have been sent since, so they are held until you decide.</dd>
        </>
      )}
    </dl>
  );
}

/** Asked only where the profile's own key does not open the file. */
function SecretForm({ wrong, pending, secret, onChange, onOpen }: { wrong: string | undefined; pending: boolean; secret: string; onChange: (secret: string) => void; onOpen: () => void }): ReactNode {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onOpen();
      }}
    >
      <Field label="Passphrase or recovery key of the copy" validationMessage={wrong}>
        <Input type="password" autoComplete="off" autoFocus value={secret} onChange={(_, { value }) => { onChange(value); }} />
      </Field>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={secret === "" || pending}>
          Open the copy
        </Button>
      </div>
    </form>
  );
}

/** A file that was saved before: looked at whole, told, and only then put in the place of what is here. */
export function BringBack(): ReactNode {
  const look = useLookAtBackup();
  const restore = useRestore();
  const [path, setPath] = useState<string | null>(null);
  const [secret, setSecret] = useState("");
  const given = { path: path ?? "", secret: secret === "" ? null : secret };
  const forget = (): void => {
    setPath(null);
    setSecret("");
    look.reset();
    restore.reset();
  };
  const choose = async (): Promise<void> => {
    const chosen = await chooseBackup();
    if (chosen === null) return;
    forget();
    setPath(chosen);
    look.mutate({ path: chosen, secret: null });
  };
  const asked = wrongIn(look.error, "secret");
  return (
    <>
      <h3>Bring a copy back</h3>
      <p className={styles.quiet}>The file is checked whole before anything changes. What is here now is kept aside, and your sign-in stays.</p>
      {path !== null && (asked !== undefined || (secret !== "" && !look.data)) && (
        <SecretForm wrong={asked} pending={look.isPending} secret={secret} onChange={setSecret} onOpen={() => { look.mutate(given); }} />
      )}
      <Refusal error={look.error} fields={["secret"]} />
      {look.data && !restore.isSuccess && <Facts view={look.data} />}
      {look.isPending || restore.isPending ? (
        <Working />
      ) : (
        <div className={styles.buttons}>
          {look.data && !restore.isSuccess && (
            <Button appearance="primary" onClick={() => { restore.mutate(given); }}>
              Put it in place
            </Button>
          )}
          {path !== null && !restore.isSuccess ? (
            <Button onClick={forget}>Leave it</Button>
          ) : (
            <Button onClick={() => void choose()}>Choose a file…</Button>
          )}
        </div>
      )}
      <Refusal error={restore.error} />
      {restore.data && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>
            The copy of {fullMoment(restore.data.backup.madeAt, viewerZone())} is in place.
            {restore.data.erasedAgain > 0 && " People who had been erased since are erased in it, too."}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
