import { lazy, Suspense, useState, type ReactNode } from "react";
import type { DeskState } from "../../bindings/core";
import { Fluent } from "../../components/Fluent";
import { shutBy } from "./keychain";
import { useSignIn } from "./useSignIn";
import { Welcome } from "./Welcome";
import styles from "./SignInPage.module.css";

// Only the welcome is part of the window's first screen; the rest arrives while Microsoft is being asked.
const BrowserWait = lazy(async () => ({ default: (await import("./BrowserWait")).BrowserWait }));
const CodeScreen = lazy(async () => ({ default: (await import("./CodeScreen")).CodeScreen }));
const Configure = lazy(async () => ({ default: (await import("./Configure")).Configure }));
const KeychainNote = lazy(async () => ({ default: (await import("./KeychainNote")).KeychainNote }));
const SignInEnded = lazy(async () => ({ default: (await import("./SignInEnded")).SignInEnded }));

interface Props {
  desk: DeskState;
  /** The accounts that are here already. */
  others?: ReactNode;
  onSignedIn: () => void;
  /** Present where someone was signed in before and may stay so. */
  onBack: (() => void) | undefined;
}

function Step({ desk, onSignedIn, onBack }: Props): ReactNode {
  const signIn = useSignIn(onSignedIn);
  const { way, ended, begin, stop } = signIn;
  const useCode = (): void => begin("code");
  const sandbox = desk.profile.kind === "sandbox";
  const [configuring, setConfiguring] = useState(false);
  if (desk.open && (configuring || !desk.configured)) return <Configure first={!desk.configured} onDone={() => setConfiguring(false)} />;
  if (way === "none") {
    const onConfigure = desk.open && !sandbox ? () => setConfiguring(true) : null;
    return <Welcome sandbox={sandbox} blocked={shutBy(desk) !== null} onBegin={begin} onBack={onBack} onConfigure={onConfigure} />;
  }
  if (ended) return <SignInEnded ended={ended} way={way} onAgain={() => begin(way)} onCode={useCode} onBack={stop} />;
  if (way === "browser") return <BrowserWait onCode={signIn.changeToCode} onBack={stop} />;
  const name = desk.tenantName ?? desk.profile.name;
  return (
    <CodeScreen
      code={signIn.code}
      arriving={signIn.arrived || way === "sandbox"}
      approval={sandbox ? { name, pending: signIn.approving, approve: signIn.approve } : null}
      onExpired={useCode}
      onBack={stop}
    />
  );
}

/** Everything between "nobody is signed in" and the desk. */
export function SignInPage(props: Props): ReactNode {
  const { desk } = props;
  return (
    <Fluent>
      <main className={styles.page}>
        <section className={styles.about}>
          <p className={styles.name}>Lectern</p>
          <ul className={styles.lines}>
            <li>Plan a Teams event and its meeting in one act.</li>
            <li>Register people and send each their own way in.</li>
            <li>Let them join here, in Teams or in the browser.</li>
          </ul>
          <p className={styles.version}>Version {desk.version}</p>
        </section>
        <section className={styles.ways}>
          <div className={styles.column}>
            <Suspense fallback={null}>
              {desk.keychainMessage !== null || shutBy(desk) ? <KeychainNote desk={desk} /> : null}
              <Step {...props} />
              {props.others}
            </Suspense>
          </div>
        </section>
      </main>
    </Fluent>
  );
}
