import { Button, Link, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { DeviceCode } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { QrCode } from "../../components/QrCode";
import { TimeRing } from "../../components/TimeRing";
import { openOutside } from "../../ipc/outside";
import { useNow } from "../../lib/hooks";
import { tell } from "../../lib/toasts";
import { SignInEnded } from "./SignInEnded";
import styles from "./SignInPage.module.css";

interface Props {
  code: DeviceCode | null;
  /** The approval is on its way, so there is nothing left to type. */
  arriving: boolean;
  /** Only in a sandbox, where the stand-in's own person can say yes. */
  approval: { name: string; pending: boolean; approve: (userCode: string) => void } | null;
  onExpired: () => void;
  onBack: () => void;
}

export function CodeScreen({ code, arriving, approval, onExpired, onBack }: Props): ReactNode {
  const now = useNow(1_000);
  if (!code || arriving) return <Spinner label={code ? "Signing in" : "Asking Microsoft for a code"} />;
  const left = (Date.parse(code.expiresAt) - now) / 1_000;
  if (left <= 0) return <SignInEnded ended={{ state: "expired" }} way="code" onAgain={onExpired} onCode={onExpired} onBack={onBack} />;
  return (
    <div className={styles.step}>
      <h1 className={styles.title}>Enter this code</h1>
      <p className={styles.text}>
        On this or any other device, open{" "}
        <Link
          inline
          href={code.verificationUri}
          onClick={(event) => {
            event.preventDefault();
            openOutside(code.verificationUri).catch(() => {
              tell({ kind: "failed", text: `Your browser did not open. The address is ${code.verificationUri}.` });
            });
          }}
        >
          {code.verificationUri.replace(/^https?:\/\//, "")}
        </Link>{" "}
        and sign in there.
      </p>
      <div className={styles.codeCard}>
        <div>
          <output className={styles.code} aria-label={`Code ${code.userCode.split("").join(" ")}`}>
            {code.userCode}
          </output>
          <CopyButton text={code.userCode}>Copy code</CopyButton>
          <TimeRing left={left} of={code.expiresIn} />
        </div>
        <QrCode svg={code.qrSvg} label={`QR code of ${code.verificationUri}`} size={144} />
      </div>
      <div className={styles.row}>
        {approval && (
          <Button appearance="primary" disabled={approval.pending} onClick={() => { approval.approve(code.userCode); }}>
            Approve as {approval.name}
          </Button>
        )}
        <Button appearance={approval ? "subtle" : "secondary"} onClick={onBack}>
          Back
        </Button>
      </div>
      <p className={styles.aside}>Some organizations block sign-in by code. If Microsoft says so, go back and use “Sign in with Microsoft”.</p>
    </div>
  );
}
