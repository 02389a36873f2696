import { Button, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { PairedService } from "../../../bindings/core";
import { tell } from "../../../lib/toasts";
import { Refusal, wrongIn } from "../Refusal";
import { usePairDesk } from "./api";
import styles from "../settings.module.css";

interface Props {
  /** Where a desk that was turned away comes back to. */
  before?: PairedService;
  onDone: () => void;
}

/** An address and a code become this desk's own key. */
export function PairForm({ before, onDone }: Props): ReactNode {
  const [address, setAddress] = useState(before?.origin ?? "");
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const pair = usePairDesk();
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        pair.mutate(
          { address, code, name: name.trim() === "" ? null : name },
          {
            onSuccess: ({ name: service }) => {
              tell({ kind: "done", text: `This desk is paired with “${service}”.` });
              onDone();
            },
          },
        );
      }}
    >
      <Field label="Address of the service" hint="As its operator gave it, as in https://events.contoso.com." validationMessage={wrongIn(pair.error, "address")}>
        <Input autoFocus={!before} autoComplete="off" spellCheck={false} dir="ltr" value={address} onChange={(_, { value }) => setAddress(value)} />
      </Field>
      <Field label="Pairing code" hint="The service printed it at its first start; later an owner’s desk makes one. It is good once, for 30 minutes." validationMessage={wrongIn(pair.error, "code")}>
        <Input autoFocus={!!before} autoComplete="off" spellCheck={false} dir="ltr" placeholder="4F7K-09XM-T2QA" value={code} onChange={(_, { value }) => setCode(value)} />
      </Field>
      <Field label="Name of this desk" hint="On the service’s list of devices. Left empty, it is this account." validationMessage={wrongIn(pair.error, "name")}>
        <Input autoComplete="off" value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Refusal error={pair.error} fields={["address", "code", "name"]} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={address.trim() === "" || code.trim() === "" || pair.isPending}>
          {pair.isPending ? "Pairing…" : "Pair"}
        </Button>
        <Button appearance="subtle" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
