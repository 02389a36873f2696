import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import styles from "./JoinPage.module.css";
import { ModalDialog } from "./ModalDialog";

/** Where the build puts Microsoft's own terms, word for word, and the notices of everything else. */
const TEXTS = {
  terms: { address: "/terms.html", name: "Microsoft’s terms" },
  notices: { address: "/notices.html", name: "All notices" },
} as const;

/** What is accepted before the first embedded call: Microsoft's own terms, and not our words about them. */
export function Terms({ onClose }: { onClose: () => void }): ReactNode {
  const [shown, setShown] = useState<keyof typeof TEXTS>("terms");
  const { address, name } = TEXTS[shown];
  const other = shown === "terms" ? "notices" : "terms";
  return (
    <ModalDialog title="Terms for calls in this window" onDismiss={onClose}>
      <div className={styles.termsText}>
        <p>
          Calls run on two libraries of Microsoft’s. By ticking the box you accept Microsoft’s license terms for both, as
          they stand here in full. They are an agreement between you and Microsoft, and they also say what Microsoft
          learns about you. Joining in Teams needs no acceptance here.
        </p>
      </div>
      <iframe className={styles.notices} title={name} src={address} sandbox="" />
      <div className={styles.dialogActions}>
        <Button
          onClick={() => {
            setShown(other);
          }}
        >
          {TEXTS[other].name}
        </Button>
        <Button appearance="primary" data-first="" onClick={onClose}>
          Close
        </Button>
      </div>
    </ModalDialog>
  );
}
