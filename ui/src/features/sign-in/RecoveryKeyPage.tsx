import { Button, Checkbox, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { CopyButton } from "../../components/CopyButton";
import { ErrorFace, errorText } from "../../components/Face";
import { Fluent } from "../../components/Fluent";
import { Skeleton } from "../../components/Skeleton";
import { useConfirmRecoveryKey, useRecoveryKey } from "./api";
import styles from "./RecoveryKeyPage.module.css";

function Key({ groups, onLater }: { groups: string[]; onLater: () => void }): ReactNode {
  const confirm = useConfirmRecoveryKey();
  const [noted, setNoted] = useState(false);
  return (
    <>
      <ol className={styles.groups} aria-label="Recovery key">
        {groups.map((group, place) => (
          <li key={place}>{group}</li>
        ))}
      </ol>
      <div className={styles.row}>
        <CopyButton text={groups.join("-")}>Copy</CopyButton>
        <Button onClick={() => window.print()}>Print</Button>
      </div>
      <Checkbox checked={noted} label="I have noted it, in a place that is not this computer" onChange={(_, { checked }) => setNoted(checked === true)} />
      {confirm.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{errorText(confirm.error)}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.row}>
        <Button appearance="primary" disabled={!noted || confirm.isPending} onClick={() => confirm.mutate()}>
          Continue
        </Button>
        <Button appearance="subtle" onClick={onLater}>
          Ask me at the next start
        </Button>
      </div>
    </>
  );
}

/** Shown to the owner of a real profile until she says that she has noted the key, and never again. */
export function RecoveryKeyPage({ onLater }: { onLater: () => void }): ReactNode {
  const key = useRecoveryKey();
  return (
    <Fluent>
      <main className={styles.page}>
        <div className={styles.column}>
          <h1 className={styles.title}>Note the recovery key</h1>
          <p>
            Events and lists of people are encrypted on this computer, under a key that its keychain or your passphrase guards. If that is ever lost, this recovery key brings them back: Lectern asks
            for it when it opens, as <code>lectern profile recover --key-stdin</code> does in a terminal.
          </p>
          <p>Whoever has it and this computer’s files can read them, so keep it where you keep passwords. It is shown only now.</p>
          {key.isPending && <Skeleton rows={2} height={32} label="Fetching the key" />}
          {key.isError && <ErrorFace error={key.error} retry={() => void key.refetch()} />}
          {key.data && <Key groups={key.data.groups} onLater={onLater} />}
        </div>
      </main>
    </Fluent>
  );
}
