import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import styles from "./JoinPage.module.css";
import { ModalDialog } from "./ModalDialog";

/** Where the build puts the third-party notices, Microsoft's licence for the calling SDK among them. */
const NOTICES = "/notices.html";

/** Lectern's terms for embedded calls, and the notices shipped with it. */
export function Terms({ onClose }: { onClose: () => void }): ReactNode {
  const [notices, setNotices] = useState(false);
  return (
    <ModalDialog title="Calls in this window" onDismiss={onClose}>
      <div className={styles.termsText}>
        <p>
          The call runs on Microsoft’s Azure Communication Services calling software, which Microsoft licenses and owns.
          You may use it only as part of Lectern. You may not take it apart, copy it out of Lectern, work around its
          limits, or pass it on by itself, and Microsoft gives no warranty for it and bears no liability to you.
        </p>
        <p>
          To place the call, your name, your sound and picture, and details about this computer and its connection go to
          Microsoft and are handled as its privacy statement says. The host’s organization decides about recording; you
          are told when it starts.
        </p>
      </div>
      {notices && <iframe className={styles.notices} title="Notices" src={NOTICES} sandbox="" />}
      <div className={styles.dialogActions}>
        {!notices && (
          <Button
            onClick={() => {
              setNotices(true);
            }}
          >
            Show all notices
          </Button>
        )}
        <Button appearance="primary" data-first="" onClick={onClose}>
          Close
        </Button>
      </div>
    </ModalDialog>
  );
}
