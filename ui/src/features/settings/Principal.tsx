import { Button, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { tell } from "../../lib/toasts";
import { useSetPrincipal } from "./api";
import { Refusal, wrongIn } from "./Refusal";
import styles from "./settings.module.css";

const EMPTY = { endpoint: "", tenant: "", clientId: "", secret: "" };
const FIELDS = ["endpoint", "tenant", "clientId", "secret"] as const;

/** An app registration with a role on the resource signs instead of the resource's key. */
export function PrincipalForm({ onDone }: { onDone: () => void }): ReactNode {
  const [given, setGiven] = useState(EMPTY);
  const set = useSetPrincipal();
  const text = (field: keyof typeof EMPTY, label: string, hint?: string): ReactNode => (
    <Field label={label} hint={hint} validationMessage={wrongIn(set.error, field)}>
      <Input type={field === "secret" ? "password" : "text"} autoComplete="off" spellCheck={false} value={given[field]} onChange={(_, { value }) => setGiven({ ...given, [field]: value })} />
    </Field>
  );
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const { secret, ...principal } = given;
        set.mutate(
          { principal, secret },
          {
            onSuccess: (endpoint) => {
              tell({ kind: "done", text: `This computer speaks to ${endpoint} as that service principal.` });
              onDone();
            },
          },
        );
      }}
    >
      {text("endpoint", "Resource", "As in https://contoso.communication.azure.com")}
      {text("tenant", "Directory (tenant) ID")}
      {text("clientId", "Application (client) ID", "An app registration with a role on the resource.")}
      {text("secret", "Secret", "It goes into this computer’s keychain and is never shown again.")}
      <Refusal error={set.error} fields={[...FIELDS]} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={FIELDS.some((field) => given[field].trim() === "") || set.isPending}>
          Keep it here
        </Button>
        <Button appearance="subtle" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
