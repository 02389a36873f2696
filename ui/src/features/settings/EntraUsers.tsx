import { Button, Field, Input, Switch } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { ServicesView } from "../../bindings/core";
import { useEntraUsers } from "./api";
import { Refusal, wrongIn } from "./Refusal";
import styles from "./settings.module.css";

/** A preview of Microsoft's, off until somebody wants it. Where this computer holds no key it needs the resource's address. */
export function EntraUsers({ services }: { services: ServicesView }): ReactNode {
  const [naming, setNaming] = useState(false);
  const [endpoint, setEndpoint] = useState("");
  const change = useEntraUsers();
  const on = services.entraUsers !== null;
  const close = (): void => {
    setNaming(false);
    setEndpoint("");
    change.reset();
  };
  return (
    <>
      <p className={styles.quiet}>
        A preview of Microsoft’s, which may change or end: work accounts that an administrator assigned to the calling resource join as themselves, for calls and without chat. For now in the
        terminal only, with <code>lectern join --as entra</code>.
      </p>
      <Switch
        checked={on}
        disabled={change.isPending}
        label={on ? `On, through ${services.entraUsers ?? ""}` : "Off"}
        onChange={(_, { checked }) => {
          if (checked && services.acsEndpoint === null) setNaming(true);
          else change.mutate({ on: checked, endpoint: null }, { onSuccess: close });
        }}
      />
      {!naming && <Refusal error={change.error} />}
      {naming && !on && (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ on: true, endpoint }, { onSuccess: close });
          }}
        >
          <Field label="Calling resource" hint="As in https://contoso.communication.azure.com" validationMessage={wrongIn(change.error, "endpoint")}>
            <Input autoFocus type="url" autoComplete="off" spellCheck={false} value={endpoint} onChange={(_, { value }) => setEndpoint(value)} />
          </Field>
          <Refusal error={change.error} fields={["endpoint"]} />
          <div className={styles.buttons}>
            <Button type="submit" appearance="primary" disabled={endpoint.trim() === "" || change.isPending}>
              Switch it on
            </Button>
            <Button appearance="subtle" onClick={close}>
              Cancel
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
