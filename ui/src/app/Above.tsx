import type { ReactNode } from "react";
import { PlainButton } from "../components/PlainButton";
import GuideOffer from "./GuideOffer";
import { useSession } from "./session";
import styles from "./Shell.module.css";

/** The grant was revoked or has run out. */
function SignInBanner({ onSignIn }: { onSignIn: () => void }): ReactNode {
  return (
    <div className={styles.banner} role="alert">
      <span>
        <strong>Microsoft ended your sign-in.</strong> Sending is paused. Nothing is lost: what is planned waits here.
      </span>
      <PlainButton onClick={onSignIn}>Sign in again</PlainButton>
    </div>
  );
}

/** What stands above every page for as long as it has to be said; mostly nothing. */
export default function Above({ guide }: { guide: boolean }): ReactNode {
  const { account, onSignInAgain } = useSession();
  return (
    <>
      {account.needsSignIn && <SignInBanner onSignIn={onSignInAgain} />}
      {guide && <GuideOffer />}
    </>
  );
}
