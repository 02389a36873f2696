import { Button } from "@fluentui/react-components";
import { ShieldLock48Regular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import type { JoinView, TeamsWay } from "../../bindings/core";
import { useShortcut } from "../../lib/hooks";
import styles from "./JoinPage.module.css";
import { Problem } from "./NotHere";
import { TeamsButton } from "./TeamsButton";

interface ConfirmServiceProps {
  view: JoinView;
  error: Error | null;
  onYes: () => void;
  onTeams: (way: TeamsWay | null) => void;
  onBack: () => void;
}

/** A ticket is sent to nobody before the person has read the name and said yes. */
export function ConfirmService({ view, error, onYes, onTeams, onBack }: ConfirmServiceProps): ReactNode {
  useShortcut("escape", onBack);
  const host = view.service?.host ?? "";
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          <ShieldLock48Regular />
        </span>
        <h1 className={styles.title}>Do you want to get your ticket from this service?</h1>
        <p className={styles.serviceHost}>
          <bdi dir="ltr">{host}</bdi>
        </p>
        <p className={styles.lead}>
          The link you opened names it. Say yes only if you know the name, from the organizer’s mail or website. It gets your ticket’s code and nothing else.
        </p>
        {error !== null && <Problem error={error} />}
        <div className={styles.actions}>
          <Button appearance="primary" size="large" onClick={onYes}>
            Yes, get my ticket
          </Button>
          {view.canOpenTeams && <TeamsButton view={view} words="Open in Teams" appearance="secondary" onTeams={onTeams} />}
          <Button size="large" onClick={onBack}>
            Use another link
          </Button>
        </div>
      </div>
    </main>
  );
}
