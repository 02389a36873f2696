import { Button, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { Skeleton } from "../../components/Skeleton";
import { ErrorFace } from "../../components/Face";
import { tell } from "../../lib/toasts";
import { useEventsApplication, useRemoveEventsApplication, useSetEventsApplication } from "./api";
import { Refusal, wrongIn } from "./Refusal";
import styles from "./settings.module.css";

const EMPTY = { tenant: "", clientId: "", secret: "" };
const FIELDS = ["tenant", "clientId", "secret"] as const;

function Form({ onDone }: { onDone: () => void }): ReactNode {
  const [given, setGiven] = useState(EMPTY);
  const set = useSetEventsApplication();
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
        const { secret, ...application } = given;
        set.mutate(
          { application, secret },
          {
            onSuccess: () => {
              tell({ kind: "done", text: "Outsiders can be enrolled from this computer." });
              onDone();
            },
          },
        );
      }}
    >
      {text("tenant", "Directory (tenant) ID")}
      {text("clientId", "Application (client) ID", "With VirtualEvent.Read.Chat and VirtualEventRegistration-Anon.ReadWrite, by a Teams app that an administrator installs for the event.")}
      {text("secret", "Secret", "It goes into this computer’s keychain and is never shown again.")}
      <Refusal error={set.error} fields={[...FIELDS]} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={FIELDS.some((field) => given[field].trim() === "") || set.isPending}>
          {set.isPending ? "Asking Entra…" : "Keep it here"}
        </Button>
        <Button appearance="subtle" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** The application that may enrol people from outside in webinars; only an administrator has one to give. */
export function EventsApplicationSetting(): ReactNode {
  const [naming, setNaming] = useState(false);
  const kept = useEventsApplication();
  const remove = useRemoveEventsApplication();
  if (kept.isPending) return <Skeleton rows={1} height={56} label="Loading" />;
  if (kept.isError) return <ErrorFace error={kept.error} retry={() => void kept.refetch()} />;
  return (
    <>
      <p className={styles.quiet}>
        {kept.data === null
          ? "Your own sign-in may not enrol people from outside: Microsoft wants an application for that. Without one, people register on Teams’ page."
          : `Application ${kept.data.clientId} enrols people from outside.`}
      </p>
      {naming ? (
        <Form onDone={() => { setNaming(false); }} />
      ) : (
        <div className={styles.buttons}>
          <Button onClick={() => { setNaming(true); }}>{kept.data === null ? "Enter an application" : "Enter another"}</Button>
          {kept.data !== null && (
            <Button appearance="subtle" disabled={remove.isPending} onClick={() => { remove.mutate(); }}>
              Take it away
            </Button>
          )}
        </div>
      )}
      <Refusal error={remove.error} />
    </>
  );
}
