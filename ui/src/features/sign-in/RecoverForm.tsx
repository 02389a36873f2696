import { Button, Checkbox, Field, Input, Textarea } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { errorText } from "../../components/Face";
import { useRecover } from "./api";
import styles from "./SignInPage.module.css";

const GROUPS = 56;
const SHORTEST = 12;

/** The way back to data whose key is gone: the recovery key from paper, into the keychain or under a new passphrase. */
export function RecoverForm({ needsPassphrase, onBack }: { needsPassphrase: boolean; onBack: (() => void) | undefined }): ReactNode {
  const recover = useRecover();
  const [key, setKey] = useState("");
  const [chosen, setChosen] = useState(needsPassphrase);
  const [passphrase, setPassphrase] = useState("");
  const typed = key.replace(/[\s.–-]/g, "").length;
  return (
    <form
      className={styles.passphrase}
      onSubmit={(event) => {
        event.preventDefault();
        recover.mutate({ key, passphrase: chosen ? passphrase : null });
      }}
    >
      <Field
        label="Recovery key"
        hint={typed === 0 ? "14 groups of four. Capitals and dashes don’t matter." : `${typed} of ${GROUPS} characters`}
        validationMessage={recover.error ? errorText(recover.error) : undefined}
      >
        <Textarea autoFocus rows={2} spellCheck={false} autoComplete="off" value={key} onChange={(_, { value }) => { setKey(value); }} />
      </Field>
      {!needsPassphrase && <Checkbox checked={chosen} label="Keep the key under a new passphrase instead of the keychain" onChange={(_, { checked }) => { setChosen(checked === true); }} />}
      {chosen && (
        <Field label="New passphrase" hint="At least 12 characters. Nobody can restore it.">
          <Input type="password" autoComplete="new-password" value={passphrase} onChange={(_, { value }) => { setPassphrase(value); }} />
        </Field>
      )}
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabled={typed < GROUPS || (chosen && Array.from(passphrase).length < SHORTEST) || recover.isPending}>
          Open my data
        </Button>
        {onBack && <Button onClick={onBack}>Back</Button>}
      </div>
    </form>
  );
}
