import { Button, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail, RegistrantRow } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { CoreError } from "../../ipc/core";
import { whenWaits } from "../../lib/published";
import { tell } from "../../lib/toasts";
import { AnswerFields, type Given } from "./AnswerFields";
import { useRules, useTransfer } from "./standing";
import styles from "./registration.module.css";

interface Props {
  event: EventDetail;
  row: RegistrantRow;
  onClose: () => void;
  onDone: (row: RegistrantRow) => void;
}

/** Another person takes this one's place: the old ticket ends, a new one begins. */
export function TransferForm({ event, row, onClose, onDone }: Props): ReactNode {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [given, setGiven] = useState<Given>({});
  const rules = useRules(event.id);
  const transfer = useTransfer(event.id);
  const refused = transfer.error instanceof CoreError ? transfer.error : null;
  const wrong = (field: string): string | undefined => (refused?.field === field ? refused.message : undefined);
  if (rules.isPending) return <Skeleton rows={2} height={56} label="Loading the questions" />;
  const submit = (): void => {
    if (transfer.isPending || name.trim() === "" || email.trim() === "") return;
    transfer.mutate(
      { registrantId: row.id, to: { name, email, company: null, answers: given } },
      {
        onSuccess: (taken) => {
          tell({ kind: "done", text: `The place is ${taken.name}’s now. The old ticket doesn’t work any more.` });
          onDone(taken);
        },
        onError: whenWaits(onClose),
      },
    );
  };
  return (
    <form
      className={styles.fields}
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        submit();
      }}
    >
      <Field label="Name of the new person" required validationMessage={wrong("name")}>
        <Input autoFocus value={name} onChange={(_, { value }) => { setName(value); }} />
      </Field>
      <Field label="Email" required validationMessage={wrong("email")}>
        <Input type="email" value={email} onChange={(_, { value }) => { setEmail(value); }} />
      </Field>
      <AnswerFields questions={rules.data?.rules.questions ?? []} given={given} onGiven={setGiven} />
      <div aria-live="polite">
        {refused && refused.field !== "name" && refused.field !== "email" && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{errorText(refused)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div className={styles.actions}>
        <Button appearance="primary" type="submit" disabled={transfer.isPending || name.trim() === "" || email.trim() === ""}>
          Give the place
        </Button>
        <Button appearance="subtle" onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}
