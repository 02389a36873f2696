import { Button, Field, Textarea } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { errorText } from "../../components/Face";
import { useExplainLink } from "./api";
import styles from "./JoinPage.module.css";
import { LinkExplained } from "./LinkExplained";
import { ModalDialog } from "./ModalDialog";
import { EMPTY_LINK, type Invitation } from "./join-state";

interface ExplainLinkProps {
  /** The link to explain; without one, the dialog asks for it. */
  about: Invitation | null;
  onClose: () => void;
}

/** "What is this link?" Says it in words; nothing is opened or fetched. */
export function ExplainLink({ about, onClose }: ExplainLinkProps): ReactNode {
  const [asked, setAsked] = useState(about);
  const explained = useExplainLink(asked ?? EMPTY_LINK);
  return (
    <ModalDialog title="What is this link?" onDismiss={onClose}>
      {about === null && <LinkField onGiven={(input) => { setAsked({ input, passcode: null }); }} />}
      <div aria-live="polite">
        {explained.data !== undefined && <LinkExplained key={asked?.input} link={explained.data} />}
        {explained.isError && <p className={styles.lead}>{errorText(explained.error)}</p>}
      </div>
      <div className={styles.dialogActions}>
        <Button appearance={about === null ? "secondary" : "primary"} {...(about === null ? {} : { "data-first": "" })} onClick={onClose}>
          Close
        </Button>
      </div>
    </ModalDialog>
  );
}

function LinkField({ onGiven }: { onGiven: (input: string) => void }): ReactNode {
  const [input, setInput] = useState("");
  const submit = (): void => {
    if (input.trim() !== "") onGiven(input);
  };
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Link" hint="Paste any link. Nothing is opened, and nothing is kept.">
        <Textarea
          data-first=""
          rows={3}
          resize="none"
          dir="ltr"
          value={input}
          onChange={(_, { value }) => { setInput(value); }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
      </Field>
      <div>
        <Button type="submit" appearance="primary">
          Explain it
        </Button>
      </div>
    </form>
  );
}
