import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { useDesk } from "../../lib/desk";
import { useRenewRecoveryKey } from "./api";
import { Refusal } from "./Refusal";
import styles from "./settings.module.css";

/** What opens the data when keychain or passphrase are lost: shown once, and made anew on demand. */
export function RecoveryKey({ onShow }: { onShow: () => void }): ReactNode {
  const desk = useDesk().data;
  const renew = useRenewRecoveryKey();
  const [sure, setSure] = useState(false);
  if (desk?.profile.kind !== "real") return null;
  return (
    <section className={styles.section}>
      <h2>Recovery key</h2>
      <p className={styles.quiet}>
        {desk.recoveryKeyDue
          ? "It opens your data when this computer’s keychain or your passphrase is lost. Nobody has said yet that it is noted."
          : "It opens your data when this computer’s keychain or your passphrase is lost. It was shown and noted, and is not shown again."}
      </p>
      <div className={styles.buttons}>
        {desk.recoveryKeyDue && (
          <Button appearance="primary" onClick={onShow}>
            Show it
          </Button>
        )}
        <Button disabled={sure || renew.isPending} onClick={() => { setSure(true); }}>
          Make a new one…
        </Button>
      </div>
      {sure && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>The key on paper stops working for this profile and for the copies in its folder. Copies that you saved elsewhere still need the old one: keep it with them.</MessageBarBody>
          <MessageBarActions>
            <Button
              disabled={renew.isPending}
              onClick={() => {
                renew.mutate(undefined, { onSuccess: onShow, onSettled: () => { setSure(false); } });
              }}
            >
              Make it and show it
            </Button>
            <Button disabled={renew.isPending} onClick={() => { setSure(false); }}>
              Keep the old one
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <Refusal error={renew.error} />
    </section>
  );
}
