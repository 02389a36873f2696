import { Button, Field, Input, MessageBar, MessageBarBody, Radio, RadioGroup } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { chooseWhereToSaveBackup } from "../../../ipc/files";
import { Refusal } from "../Refusal";
import { useMakeBackup } from "./api";
import { Working } from "./Working";
import styles from "../settings.module.css";

const SHORTEST = 12;

/** One encrypted file with all of this profile, while everybody works on. */
export function MakeCopy({ hasRecoveryKey, suggestedName }: { hasRecoveryKey: boolean; suggestedName: string }): ReactNode {
  const make = useMakeBackup();
  const [under, setUnder] = useState<"own" | "passphrase">("own");
  const [passphrase, setPassphrase] = useState("");
  const short = under === "passphrase" && Array.from(passphrase).length < SHORTEST;
  const begin = async (): Promise<void> => {
    const path = await chooseWhereToSaveBackup(suggestedName);
    if (path !== null) make.mutate({ path, passphrase: under === "passphrase" ? passphrase : null }, { onSuccess: () => setPassphrase("") });
  };
  return (
    <>
      <h3>Save a copy</h3>
      <p className={styles.quiet}>One encrypted file with this profile’s events, people and messages. Nobody is signed in by it, and keys of services are not in it.</p>
      <RadioGroup aria-label="What opens the copy" value={under} onChange={(_, { value }) => { setUnder(value === "passphrase" ? "passphrase" : "own"); }}>
        <Radio value="own" label={hasRecoveryKey ? "Opens in this profile, and elsewhere with its recovery key" : "Opens in this profile alone"} />
        <Radio value="passphrase" label="Opens with a passphrase" />
      </RadioGroup>
      {under === "passphrase" && (
        <Field className={styles.form} label="Passphrase of the copy" hint="At least 12 characters. Nobody can restore it.">
          <Input type="password" autoComplete="new-password" value={passphrase} onChange={(_, { value }) => { setPassphrase(value); }} />
        </Field>
      )}
      {make.isPending ? (
        <Working />
      ) : (
        <div className={styles.buttons}>
          <Button disabled={short} onClick={() => void begin()}>
            Save a copy…
          </Button>
        </div>
      )}
      <Refusal error={make.error} />
      {make.data && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>
            Saved as <bdi>{make.data.path}</bdi>. Keep it somewhere else than on this computer.
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
