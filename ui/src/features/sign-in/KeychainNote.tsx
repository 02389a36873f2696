import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { KeychainStatus } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { keys } from "../../lib/keys";
import { useUnlock } from "./api";
import styles from "./SignInPage.module.css";

const words: Record<Exclude<KeychainStatus, "ready">, { title: string; text: string }> = {
  locked: { title: "Your keychain is locked", text: "Unlock it, then check again. Lectern keeps its keys there and nowhere else." },
  absent: { title: "This computer has no keychain", text: "Lectern keeps its keys in the system’s keychain. You can start one, or use a passphrase instead." },
  passphrase: { title: "Enter your passphrase", text: "You chose to protect this profile with a passphrase." },
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

/** Says why keys can't be kept, and offers a passphrase only when the person asks for one. */
export function KeychainNote({ status, message }: { status: Exclude<KeychainStatus, "ready">; message: string | null }): ReactNode {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const { title, text } = words[status];
  return (
    <div className={styles.passphrase}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{title}</MessageBarTitle> {message ?? text}
        </MessageBarBody>
      </MessageBar>
      {status === "passphrase" || asked ? (
        <PassphraseForm first={status !== "passphrase"} />
      ) : (
        <div className={styles.row}>
          <Button onClick={() => void client.invalidateQueries({ queryKey: keys.desk })}>Check again</Button>
          <Button appearance="subtle" onClick={() => { setAsked(true); }}>
            Use a passphrase instead
          </Button>
        </div>
      )}
    </div>
  );
}
