import { Button, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { ServicesView } from "../../bindings/core";
import { tell } from "../../lib/toasts";
import { useRemoveAcs, useSetAcs } from "./api";
import { PrincipalForm } from "./Principal";
import { Refusal, wrongIn } from "./Refusal";
import styles from "./settings.module.css";

function ConnectionForm({ onDone }: { onDone: () => void }): ReactNode {
  const [connection, setConnection] = useState("");
  const set = useSetAcs();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate(connection, {
          onSuccess: (endpoint) => {
            tell({ kind: "done", text: `The key of ${endpoint} is in this computer’s keychain.` });
            onDone();
          },
        });
      }}
    >
      <Field label="Connection string" hint="In the Azure portal under Keys of the resource. It goes into this computer’s keychain and is never shown again." validationMessage={wrongIn(set.error, "connection")}>
        <Input type="password" autoComplete="off" value={connection} onChange={(_, { value }) => setConnection(value)} />
      </Field>
      <Refusal error={set.error} fields={["connection"]} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={connection.trim() === "" || set.isPending}>
          Keep it here
        </Button>
        <Button appearance="subtle" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** A key can't be shown again, so removing it can't be undone: this asks. */
function Removal({ onDone }: { onDone: () => void }): ReactNode {
  const remove = useRemoveAcs();
  return (
    <div className={styles.form}>
      <p>Remove the key from this computer? Guests then open their meetings in Teams, and ACS Email stops. To bring it back you need the connection string again.</p>
      <Refusal error={remove.error} />
      <div className={styles.buttons}>
        <Button disabled={remove.isPending} onClick={() => remove.mutate(undefined, { onSuccess: onDone })}>
          Remove the key
        </Button>
        <Button appearance="subtle" onClick={onDone}>
          Keep it
        </Button>
      </div>
    </div>
  );
}

/** The key of an Azure Communication Services resource on this machine: guests join here, and ACS Email can send. */
export function Acs({ services }: { services: ServicesView }): ReactNode {
  const [open, setOpen] = useState<"set" | "principal" | "remove" | null>(null);
  const { acsEndpoint, acsByPrincipal, acsFixed } = services;
  const close = (): void => setOpen(null);
  return (
    <>
      <p>
        {acsEndpoint ? (
          <>
            {acsByPrincipal ? "This computer speaks, as a service principal, to" : "This computer holds the key of"} <bdi>{acsEndpoint}</bdi>
          </>
        ) : (
          "This computer holds no key of an Azure Communication Services resource: guests open their meetings in Teams."
        )}
      </p>
      <p className={styles.quiet}>
        {acsFixed
          ? "A sandbox brings its own stand-in for the resource."
          : "Microsoft ends ACS Email and the embedded call’s library on 30 September 2028, and has taken no new customers since 23 October 2026. A mail server and Teams itself remain."}
      </p>
      {open === "set" && <ConnectionForm onDone={close} />}
      {open === "principal" && <PrincipalForm onDone={close} />}
      {open === "remove" && <Removal onDone={close} />}
      {open === null && !acsFixed && (
        <div className={styles.buttons}>
          <Button onClick={() => setOpen("set")}>{acsEndpoint && !acsByPrincipal ? "Replace the key" : "Enter a connection string"}</Button>
          <Button onClick={() => setOpen("principal")}>{acsByPrincipal ? "Replace the service principal" : "Use a service principal"}</Button>
          {acsEndpoint && (
            <Button appearance="subtle" onClick={() => setOpen("remove")}>
              Remove
            </Button>
          )}
        </div>
      )}
    </>
  );
}
