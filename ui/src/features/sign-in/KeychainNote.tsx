import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { DeskState } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { useReopen, useUnlock, useUsePassphrase } from "./api";
import { shutBy } from "./keychain";
import { RecoverForm } from "./RecoverForm";
import styles from "./SignInPage.module.css";

const titles = { locked: "Your keychain is locked.", absent: "This computer has no keychain.", passphrase: "This profile is under a passphrase.", gone: "The key of this profile is gone." };

function PassphraseForm({ first }: { first: boolean }): ReactNode {
  const unlock = useUnlock();
  const begin = useUsePassphrase();
  const given = first ? begin : unlock;
  const [passphrase, setPassphrase] = useState("");
  return (
    <form
      className={styles.passphrase}
      onSubmit={(event) => {
        event.preventDefault();
        given.mutate(passphrase);
      }}
    >
      <Field
        label={first ? "New passphrase" : "Passphrase"}
        hint={first ? "At least 12 characters. Nobody can restore it: without it, or the recovery key that you will be shown, this profile stays closed for good." : undefined}
        validationMessage={given.error ? errorText(given.error) : undefined}
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
        <Button type="submit" appearance="primary" disabled={passphrase === "" || given.isPending}>
          {first ? "Use this passphrase" : "Unlock"}
        </Button>
      </div>
    </form>
  );
}

/** Says why the profile stays shut, and offers a passphrase only where there is no keychain and the person asks for one. */
export function KeychainNote({ desk }: { desk: DeskState }): ReactNode {
  const reopen = useReopen();
  const [asked, setAsked] = useState(false);
  const [recovering, setRecovering] = useState(false);
  const shut = shutBy(desk);
  if (shut === null) {
    return (
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{desk.keychainMessage}</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <div className={styles.passphrase}>
      <MessageBar intent={shut === "passphrase" ? "info" : "warning"} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{titles[shut]}</MessageBarTitle> {shut === "passphrase" ? "Enter it to open your events." : desk.keychainMessage}
        </MessageBarBody>
      </MessageBar>
      {recovering ? (
        <RecoverForm needsPassphrase={shut === "passphrase" || shut === "absent"} onBack={() => setRecovering(false)} />
      ) : shut === "passphrase" || asked ? (
        <PassphraseForm first={shut !== "passphrase"} />
      ) : (
        <div className={styles.row}>
          <Button disabled={reopen.isPending} onClick={() => reopen.mutate()}>
            Check again
          </Button>
          {desk.passphraseOffered && (
            <Button appearance="subtle" onClick={() => setAsked(true)}>
              Use a passphrase instead
            </Button>
          )}
        </div>
      )}
      {desk.recoveryOffered && !recovering && (
        <div className={styles.row}>
          <Button appearance={shut === "gone" ? "primary" : "subtle"} onClick={() => setRecovering(true)}>
            Use the recovery key
          </Button>
        </div>
      )}
    </div>
  );
}
