import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import type { DeskState } from "../../bindings/core";
import { useApproveInSandbox, useCancelSignIn, useSignInProgress, useStartBrowser, useStartDeviceCode } from "./api";
import { Fluent } from "../../components/Fluent";
import { Welcome } from "./Welcome";
import styles from "./SignInPage.module.css";

// Only the welcome is part of the window's first screen; the rest arrives while Microsoft is being asked.
const BrowserWait = lazy(async () => ({ default: (await import("./BrowserWait")).BrowserWait }));
const CodeScreen = lazy(async () => ({ default: (await import("./CodeScreen")).CodeScreen }));
const KeychainNote = lazy(async () => ({ default: (await import("./KeychainNote")).KeychainNote }));
const SignInEnded = lazy(async () => ({ default: (await import("./SignInEnded")).SignInEnded }));

interface Props {
  desk: DeskState;
  onSignedIn: () => void;
  /** Present where someone was signed in before and may stay so. */
  onBack: (() => void) | undefined;
}

type Way = "none" | "browser" | "code" | "sandbox";

/** Everything between "nobody is signed in" and the desk. */
export function SignInPage({ desk, onSignedIn, onBack }: Props): ReactNode {
  const client = useQueryClient();
  const [way, setWay] = useState<Way>("none");
  const { progress, reset } = useSignInProgress();
  const deviceCode = useStartDeviceCode();
  const browser = useStartBrowser();
  const cancel = useCancelSignIn();
  const approve = useApproveInSandbox();
  const signedIn = useRef(onSignedIn);
  useEffect(() => {
    signedIn.current = onSignedIn;
  });

  const arrived = progress?.state === "signedIn";
  useEffect(() => {
    if (!arrived) return;
    void client.invalidateQueries().then(() => {
      signedIn.current();
    });
  }, [arrived, client]);

  const begin = (chosen: Exclude<Way, "none">): void => {
    reset();
    approve.reset();
    setWay(chosen);
    if (chosen === "browser") browser.mutate();
    else if (chosen === "code") deviceCode.mutate();
    else {
      deviceCode.mutate(undefined, {
        onSuccess: (code) => {
          approve.mutate(code.userCode);
        },
      });
    }
  };
  const stop = (): void => {
    setWay("none");
    reset();
    deviceCode.reset();
    browser.reset();
    cancel.mutate();
  };

  const sandbox = desk.profile.kind === "sandbox";
  const refused = deviceCode.error ?? browser.error ?? approve.error;
  const ended = refused ? { state: "failed" as const, error: refused } : progress;
  const body = (): ReactNode => {
    if (way === "none") return <Welcome sandbox={sandbox} keychain={desk.keychain} onBegin={begin} onBack={onBack} />;
    if (ended && ended.state !== "pending" && ended.state !== "signedIn") {
      return <SignInEnded ended={ended} way={way} onAgain={() => { begin(way); }} onCode={() => { begin("code"); }} onBack={stop} />;
    }
    if (way === "browser") return <BrowserWait onCode={() => { cancel.mutate(undefined, { onSettled: () => { begin("code"); } }); }} onBack={stop} />;
    return (
      <CodeScreen
        code={deviceCode.data ?? null}
        arriving={arrived || way === "sandbox"}
        approval={sandbox ? { name: desk.tenantName ?? desk.profile.name, pending: approve.isPending, approve: approve.mutate } : null}
        onExpired={() => { begin("code"); }}
        onBack={stop}
      />
    );
  };

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
            {desk.keychain !== "ready" && <KeychainNote status={desk.keychain} message={desk.keychainMessage} />}
            {body()}
          </Suspense>
        </div>
      </section>
    </main>
    </Fluent>
  );
}
