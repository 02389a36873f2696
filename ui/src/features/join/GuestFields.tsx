import { Avatar, Checkbox, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { JoinView } from "../../bindings/core";
import { initials } from "./choices";
import styles from "./JoinPage.module.css";
import { Terms } from "./Terms";

export interface GuestAnswers {
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
  const [showTerms, setShowTerms] = useState(false);
  const nameMissing = tried && answers.name.trim() === "";
  const termsMissing = tried && !answers.accepted;
  return (
    <div className={styles.fields}>
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
        <div className={styles.terms}>
          <Field {...(termsMissing ? { validationMessage: "Please accept the terms to join here, or join in Teams." } : {})}>
            <Checkbox
              checked={answers.accepted}
              label="I accept Microsoft’s terms for its calling software"
              onChange={(_, { checked }) => {
                onAnswers({ ...answers, accepted: checked === true });
              }}
            />
          </Field>
          <button
            type="button"
            className={styles.textButton}
            onClick={() => {
              setShowTerms(true);
            }}
          >
            Read the terms and notices
          </button>
        </div>
      )}
      {showTerms && (
        <Terms
          onClose={() => {
            setShowTerms(false);
          }}
        />
      )}
    </div>
  );
}
