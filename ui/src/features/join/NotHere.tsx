import { Button, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { DismissCircle48Regular, Open20Regular, PeopleCommunity48Regular, Globe48Regular, Warning48Regular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import type { ErrorCode, JoinView } from "../../bindings/core";
import { errorText, errorTitle } from "../../components/Face";
import { asCoreError } from "../../ipc/core";
import { useShortcut } from "../../lib/hooks";
import styles from "./JoinPage.module.css";

const TITLES = {
  teams: "This one opens in Teams",
  browser: "This one opens in your browser",
  refuse: "This isn’t a link we can open",
} as const;

const ICONS = {
  teams: <PeopleCommunity48Regular />,
  browser: <Globe48Regular />,
  refuse: <DismissCircle48Regular />,
} as const;

/** Beside what the core says: it is about the ticket or its service here, not about Microsoft. */
const FAILED: Readonly<Partial<Record<ErrorCode, string>>> = {
  notFound: "This ticket isn’t known",
  refused: "This ticket doesn’t let you in",
  remote: "The ticket’s service had a problem",
};

interface NotHereProps {
  view: JoinView;
  error: Error | null;
  /** Teams or the browser has been handed the link. */
  opened: boolean;
  onOpen: () => void;
  onBack: () => void;
}

/** A link that cannot be joined in this window: what it is, why not, and what to do. */
export function NotHere({ view, error, opened, onOpen, onBack }: NotHereProps): ReactNode {
  useShortcut("escape", onBack);
  const verdict = view.verdict === "embed" ? "teams" : view.verdict;
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          {ICONS[verdict]}
        </span>
        <h1 className={styles.title}>{TITLES[verdict]}</h1>
        <p className={styles.lead}>{view.message}</p>
        {error !== null && <Problem error={error} />}
        {opened && error === null && <p className={styles.note} role="status">Handed over. You can close this window.</p>}
        <div className={styles.actions}>
          {view.canOpenTeams && (
            <Button appearance="primary" size="large" icon={<Open20Regular />} onClick={onOpen}>
              {verdict === "browser" ? "Open in the browser" : "Open in Teams"}
            </Button>
          )}
          <Button size="large" appearance={view.canOpenTeams ? "secondary" : "primary"} onClick={onBack}>
            Use another link
          </Button>
        </div>
      </div>
    </main>
  );
}

interface UndecidedProps {
  error: Error;
  onRetry: () => void;
  /** Where a link beside the ticket leads there. */
  onTeams?: (() => void) | undefined;
  onBack: () => void;
}

/** The core could not say what becomes of the link. */
export function Undecided({ error, onRetry, onTeams, onBack }: UndecidedProps): ReactNode {
  useShortcut("escape", onBack);
  return (
    <main className={styles.page}>
      <div className={styles.face} role="alert">
        <span className={styles.faceIcon} aria-hidden="true">
          <Warning48Regular />
        </span>
        <h1 className={styles.title}>{FAILED[asCoreError(error).code] ?? errorTitle(error)}</h1>
        <p className={styles.lead}>{errorText(error)}</p>
        <div className={styles.actions}>
          <Button appearance="primary" size="large" onClick={onRetry}>
            Try again
          </Button>
          {onTeams && (
            <Button size="large" icon={<Open20Regular />} onClick={onTeams}>
              Open in Teams
            </Button>
          )}
          <Button size="large" onClick={onBack}>
            Use another link
          </Button>
        </div>
      </div>
    </main>
  );
}

/** A failure said in place, with nothing lost. */
export function Problem({ error }: { error: Error }): ReactNode {
  return (
    <MessageBar intent="error" layout="multiline" className={styles.problem ?? ""}>
      <MessageBarBody>{errorText(error)}</MessageBarBody>
    </MessageBar>
  );
}
