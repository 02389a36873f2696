import { Button, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import styles from "./SignInPage.module.css";

export function BrowserWait({ onCode, onBack }: { onCode: () => void; onBack: () => void }): ReactNode {
  return (
    <div className={styles.step}>
      <h1 className={styles.title}>Continue in your browser</h1>
      <p className={styles.text}>A page from Microsoft has opened there. Come back when it says that you are signed in; this window notices by itself.</p>
      <Spinner size="small" label="Waiting for your browser" />
      <div className={styles.row}>
        <Button onClick={onCode}>Use a code instead</Button>
        <Button appearance="subtle" onClick={onBack}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
