import { Button, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { DismissCircle48Regular, Open20Regular, PeopleCommunity48Regular, Globe48Regular, Warning48Regular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import type { JoinView } from "../../bindings/core";
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

interface NotHereProps {
  view: JoinView;
  error: Error | null;
  /** Teams or the browser has been handed the link. */
  opened: boolean;
  onOpen: () => void;
  onExplain: () => void;
  onBack: () => void;
}

/** A link that cannot be joined in this window: what it is, why not, and what to do. */
export function NotHere({ view, error, opened, onOpen, onExplain, onBack }: NotHereProps): ReactNode {
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
        <p className={styles.note}>
          <button type="button" className={styles.textButton} onClick={onExplain}>
            What is this link?
          </button>
        </p>
      </div>
    </main>
  );
}

/** The core could not say what becomes of the link. What is wrong with the link itself stays wrong: then another comes first. */
export function Undecided({ error, onRetry, onBack }: { error: Error; onRetry: () => void; onBack: () => void }): ReactNode {
  useShortcut("escape", onBack);
  const { code } = asCoreError(error);
  const ways = [
    { words: "Try again", go: onRetry },
    { words: "Use another link", go: onBack },
  ];
  if (code === "invalid" || code === "notFound") ways.reverse();
  return (
    <main className={styles.page}>
      <div className={styles.face} role="alert">
        <span className={styles.faceIcon} aria-hidden="true">
          <Warning48Regular />
        </span>
        <h1 className={styles.title}>{errorTitle(error)}</h1>
        <p className={styles.lead}>{errorText(error)}</p>
        <div className={styles.actions}>
          {ways.map(({ words, go }, place) => (
            <Button key={words} appearance={place === 0 ? "primary" : "secondary"} size="large" onClick={go}>
              {words}
            </Button>
          ))}
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
