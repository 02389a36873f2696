import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { DeskState } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { keys } from "../../lib/keys";
import { useUnlock } from "./api";
import { shutBy } from "./keychain";
import styles from "./SignInPage.module.css";

const words = {
  locked: { title: "This profile is locked.", text: "Unlock your keychain, then check again.", passphrase: "Enter the passphrase" },
  absent: { title: "This computer has no keychain.", text: "Lectern keeps its keys in the system’s keychain. You can start one, or use a passphrase instead.", passphrase: "Use a passphrase instead" },
};

function PassphraseForm({ first }: { first: boolean }): ReactNode {
  const unlock = useUnlock();
  const [passphrase, setPassphrase] = useState("");
  return (
    <form
      className={styles.passphrase}
      onSubmit={(event) => {
        event.preventDefault();
        unlock.mutate(passphrase);
      }}
    >
      <Field
        label="Passphrase"
        hint={first ? "Nobody can restore it: without it, this profile stays closed." : undefined}
        validationMessage={unlock.error ? errorText(unlock.error) : undefined}
      >
        <Input
          type="password"
          autoFocus
          value={passphrase}
          onChange={(_, { value }) => {
            setPassphrase(value);
          }}
        />
      </Field>
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabled={passphrase === "" || unlock.isPending}>
          {first ? "Use this passphrase" : "Unlock"}
        </Button>
      </div>
    </form>
  );
}

/** Says why the profile stays shut, and asks for a passphrase only where the person wants to give one. */
export function KeychainNote({ desk }: { desk: DeskState }): ReactNode {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const shut = shutBy(desk);
  if (shut === null) {
    return (
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{desk.keychainMessage}</MessageBarBody>
      </MessageBar>
    );
  }
  const { title, text, passphrase } = words[shut];
  return (
    <div className={styles.passphrase}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{title}</MessageBarTitle> {desk.keychainMessage ?? text}
        </MessageBarBody>
      </MessageBar>
      {asked ? (
        <PassphraseForm first={shut === "absent"} />
      ) : (
        <div className={styles.row}>
          <Button onClick={() => void client.invalidateQueries({ queryKey: keys.desk })}>Check again</Button>
          <Button appearance="subtle" onClick={() => setAsked(true)}>
            {passphrase}
          </Button>
        </div>
      )}
    </div>
  );
}
