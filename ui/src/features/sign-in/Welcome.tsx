import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { ExploreSandbox } from "./ExploreSandbox";
import styles from "./SignInPage.module.css";

interface Props {
  sandbox: boolean;
  /** Without a place for the sign-in's keys there is nothing to begin; the note above says what to do. */
  blocked: boolean;
  onBegin: (way: "browser" | "code" | "sandbox") => void;
  onBack: (() => void) | undefined;
  /** Present in a real profile: its app registration can be mended here, where a wrong one leaves people. */
  onConfigure: (() => void) | null;
}

export function Welcome({ sandbox, blocked, onBegin, onBack, onConfigure }: Props): ReactNode {
  return (
    <div className={styles.step}>
      <h1 className={styles.title}>{onBack ? "Sign in again" : "Sign in"}</h1>
      <p className={styles.text}>
        {onBack
          ? "Microsoft ended your sign-in. Nothing is lost: what was planned waits here."
          : "Use the account that will own your events, best a shared one such as events@your-company.com."}
      </p>
      <div className={styles.buttons}>
        <Button appearance="primary" size="large" disabled={blocked} onClick={() => { onBegin("browser"); }}>
          Sign in with Microsoft
        </Button>
        <Button size="large" disabled={blocked} onClick={() => { onBegin("code"); }}>
          Use a code
        </Button>
        {!onBack && <ExploreSandbox disabled={sandbox && blocked} here={sandbox ? () => { onBegin("sandbox"); } : null} />}
        {onBack && (
          <Button appearance="subtle" onClick={onBack}>
            Not now
          </Button>
        )}
      </div>
      <p className={styles.aside}>
        {sandbox
          ? "This is a sandbox: its Microsoft is a stand-in on this computer. No account is needed."
          : "A code also works where this computer’s browser can’t be used: enter it on your phone."}
      </p>
      {onConfigure && (
        <Button appearance="subtle" size="small" onClick={onConfigure}>
          Change the app registration
        </Button>
      )}
    </div>
  );
}
