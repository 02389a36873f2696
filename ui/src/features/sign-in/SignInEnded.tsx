import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { errorText, errorTitle, isCaptive, openNetworkPage } from "../../components/Face";
import { tell } from "../../lib/toasts";
import styles from "./SignInPage.module.css";

/** An attempt that will not sign anybody in any more. */
export type Ended = { state: "declined" } | { state: "expired" } | { state: "failed"; error: unknown };

interface Props {
  ended: Ended;
  way: "browser" | "code" | "sandbox";
  onAgain: () => void;
  onCode: () => void;
  onBack: () => void;
}

function words(ended: Ended): { title: string; text: string; again: string } {
  switch (ended.state) {
    case "declined":
      return { title: "The sign-in was declined", text: "Someone chose “No” on Microsoft’s page, or an administrator has to agree first. Nothing was changed.", again: "Try again" };
    case "expired":
      return { title: "That code has run out", text: "Codes last a few minutes. A new one takes a second.", again: "Get a new code" };
    case "failed":
      return { title: errorTitle(ended.error), text: errorText(ended.error), again: "Try again" };
  }
}

export function SignInEnded({ ended, way, onAgain, onCode, onBack }: Props): ReactNode {
  const { title, text, again } = words(ended);
  const captive = ended.state === "failed" && isCaptive(ended.error);
  return (
    <div className={styles.step} role="alert">
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.text}>{text}</p>
      <div className={styles.row}>
        {captive && (
          <Button appearance="primary" onClick={() => { openNetworkPage((error) => { tell({ kind: "failed", text: errorText(error) }); }); }}>
            Open the sign-in page
          </Button>
        )}
        <Button appearance={captive ? "secondary" : "primary"} onClick={onAgain}>
          {again}
        </Button>
        {way === "browser" && <Button onClick={onCode}>Use a code</Button>}
        <Button appearance="subtle" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  );
}
