import { Button, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { ServicesView } from "../../bindings/core";
import { usePairing } from "./api";
import { Refusal, wrongIn } from "./Refusal";
import styles from "./settings.module.css";

function AddService({ onDone }: { onDone: () => void }): ReactNode {
  const [service, setService] = useState("");
  const pairing = usePairing();
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        pairing.mutate({ service, trusted: true }, { onSuccess: onDone });
      }}
    >
      <Field label="Service" hint="Its name as the organizer gave it, as in events.contoso.com." validationMessage={wrongIn(pairing.error, "service")}>
        <Input autoFocus autoComplete="off" spellCheck={false} value={service} onChange={(_, { value }) => setService(value)} />
      </Field>
      <Refusal error={pairing.error} fields={["service"]} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={service.trim() === "" || pairing.isPending}>
          Trust it
        </Button>
        <Button appearance="subtle" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Services that turn tickets into passes without a question each time. */
export function TrustedServices({ services }: { services: ServicesView }): ReactNode {
  const [adding, setAdding] = useState(false);
  const pairing = usePairing();
  const others = services.pairedServices.filter((origin) => origin !== services.serviceDesk?.publicOrigin);
  return (
    <>
      <p className={styles.quiet}>A ticket’s link can name the organizer’s own service. Lectern asks before it sends a ticket there, but for those that you list here.</p>
      {others.length > 0 && (
        <ul className={styles.paired}>
          {others.map((origin) => (
            <li key={origin} className={styles.row}>
              <bdi dir="ltr">{origin}</bdi>
              <Button
                size="small"
                appearance="subtle"
                aria-label={`Ask again about ${origin}`}
                disabled={pairing.isPending}
                onClick={() => pairing.mutate({ service: origin, trusted: false })}
              >
                Ask again
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Refusal error={pairing.error} />
      {adding ? (
        <AddService onDone={() => setAdding(false)} />
      ) : (
        <div className={styles.buttons}>
          <Button onClick={() => setAdding(true)}>Add a service</Button>
        </div>
      )}
    </>
  );
}
