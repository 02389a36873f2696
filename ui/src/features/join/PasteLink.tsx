import { Button, Field, Textarea } from "@fluentui/react-components";
import { LinkMultiple24Regular } from "@fluentui/react-icons";
import { useState, type ReactNode } from "react";
import styles from "./JoinPage.module.css";

interface PasteLinkProps {
  onGiven: (input: string) => void;
  onExplain: (input: string) => void;
}

/** Nothing to join yet: a link or ticket is pasted. */
export function PasteLink({ onGiven, onExplain }: PasteLinkProps): ReactNode {
  const [input, setInput] = useState("");
  const [missing, setMissing] = useState(false);
  const hand = (to: (input: string) => void): void => {
    if (input.trim() === "") setMissing(true);
    else to(input.trim());
  };
  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          hand(onGiven);
        }}
      >
        <span className={styles.badge} aria-hidden="true">
          <LinkMultiple24Regular />
        </span>
        <h1 className={styles.title}>Join an event</h1>
        <p className={styles.lead}>
          Paste the link from your invitation, or type the ticket code from your confirmation.
        </p>
        <Field
          label="Link or ticket code"
          hint="A ticket code has 26 letters and digits; dashes and capitals don’t matter."
          {...(missing ? { validationMessage: "Paste a link or type a code first." } : {})}
        >
          <Textarea
            autoFocus
            rows={3}
            resize="none"
            dir="ltr"
            value={input}
            onChange={(_, { value }) => {
              setInput(value);
              setMissing(false);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              hand(onGiven);
            }}
          />
        </Field>
        <div className={styles.actions}>
          <Button type="submit" appearance="primary" size="large">
            Continue
          </Button>
          <Button size="large" appearance="subtle" onClick={() => { hand(onExplain); }}>
            What is this link?
          </Button>
        </div>
        <p className={styles.note}>You see where the link leads before anything opens. Links are not kept on this computer.</p>
      </form>
    </main>
  );
}
