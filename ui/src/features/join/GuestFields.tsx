import { Avatar, Checkbox, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { JoinAs, JoinView } from "../../bindings/core";
import { initials } from "./choices";
import { JoinAsField } from "./JoinAsField";
import styles from "./JoinPage.module.css";
import { Terms } from "./Terms";

export interface GuestAnswers {
  joinsAs: JoinAs;
  name: string;
  passcode: string;
  /** Microsoft's terms for the calling SDK. */
  accepted: boolean;
}

interface GuestFieldsProps {
  view: JoinView;
  answers: GuestAnswers;
  /** Join was pressed: from here on, what is missing is said beside its field. */
  tried: boolean;
  onAnswers: (answers: GuestAnswers) => void;
}

export function GuestFields({ view, answers, tried, onAnswers }: GuestFieldsProps): ReactNode {
  const nameMissing = tried && answers.name.trim() === "";
  return (
    <div className={styles.fields}>
      <JoinAsField
        identities={view.identities}
        chosen={view.identities.find(({ as }) => as === answers.joinsAs)}
        onChosen={(joinsAs) => {
          onAnswers({ ...answers, joinsAs });
        }}
      />
      {/* Teams knows a Teams user's name, and the calling SDK refuses another. */}
      {answers.joinsAs !== "teams" && (
        <Field label="Your name in the meeting" {...(nameMissing ? { validationMessage: "The host needs to see who is asking." } : {})}>
          <Input
            size="large"
            dir="auto"
            autoComplete="name"
            maxLength={256}
            autoFocus
            value={answers.name}
            contentBefore={<Avatar size={24} aria-hidden="true" initials={initials(answers.name)} />}
            onChange={(_, { value }) => {
              onAnswers({ ...answers, name: value });
            }}
          />
        </Field>
      )}
      {view.needs === "passcode" && (
        <Field label="Passcode" hint="Only if the invitation names one.">
          <Input
            size="large"
            dir="ltr"
            autoComplete="off"
            value={answers.passcode}
            onChange={(_, { value }) => {
              onAnswers({ ...answers, passcode: value });
            }}
          />
        </Field>
      )}
      {view.termsNeeded && (
        <TermsField
          accepted={answers.accepted}
          missing={tried && !answers.accepted}
          onAccepted={(accepted) => {
            onAnswers({ ...answers, accepted });
          }}
        />
      )}
    </div>
  );
}

interface TermsFieldProps {
  accepted: boolean;
  missing: boolean;
  onAccepted: (accepted: boolean) => void;
}

/** Asked once, before the first call in this window: the calling software carries its maker's terms. */
function TermsField({ accepted, missing, onAccepted }: TermsFieldProps): ReactNode {
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.terms}>
      <Field {...(missing ? { validationMessage: "Please accept the terms to join here, or join in Teams." } : {})}>
        <Checkbox
          checked={accepted}
          label="I accept Microsoft’s terms for its calling software"
          onChange={(_, { checked }) => {
            onAccepted(checked === true);
          }}
        />
      </Field>
      <button
        type="button"
        className={styles.textButton}
        onClick={() => {
          setShown(true);
        }}
      >
        Read the terms and notices
      </button>
      {shown && (
        <Terms
          onClose={() => {
            setShown(false);
          }}
        />
      )}
    </div>
  );
}
