import type { ReactNode } from "react";
import { PlainButton } from "../components/PlainButton";
import styles from "./Shell.module.css";

/** The grant was revoked or has run out. */
export default function SignInBanner({ onSignIn }: { onSignIn: () => void }): ReactNode {
  return (
    <div className={styles.banner} role="alert">
      <span>
        <strong>Microsoft ended your sign-in.</strong> Sending is paused. Nothing is lost: what is planned waits here.
      </span>
      <PlainButton onClick={onSignIn}>Sign in again</PlainButton>
    </div>
  );
}
