import { Button, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { CalendarCancelRegular, DismissCircle48Regular, PeopleCommunity48Regular, Globe48Regular, Warning48Regular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import type { ErrorCode, JoinEvent, JoinView, TeamsWay } from "../../bindings/core";
import { errorText, errorTitle } from "../../components/Face";
import { asCoreError } from "../../ipc/core";
import { useNow, useShortcut } from "../../lib/hooks";
import { whenInZone } from "../../lib/time";
import styles from "./JoinPage.module.css";
import own from "./PreJoin.module.css";
import { useBackWords } from "./place";
import { TeamsButton } from "./TeamsButton";
import { WhatWorks } from "./WhatWorks";

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
  onTeams: (way: TeamsWay | null) => void;
  onExplain: () => void;
  onBack: () => void;
}

/** A link that cannot be joined in this window: what it is, why not, and what to do. */
export function NotHere({ view, error, onTeams, onExplain, onBack }: NotHereProps): ReactNode {
  useShortcut("escape", onBack);
  const backWords = useBackWords();
  const verdict = view.verdict === "embed" ? "teams" : view.verdict;
  if (view.event?.standing === "cancelled") return <CalledOff event={view.event} onBack={onBack} />;
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          {ICONS[verdict]}
        </span>
        <h1 className={styles.title}>{TITLES[verdict]}</h1>
        <p className={styles.lead}>{view.message}</p>
        {error !== null && <Problem error={error} />}
        <div className={styles.actions}>
          {view.canOpenTeams && (
            <TeamsButton view={view} words={verdict === "browser" ? "Open in the browser" : "Open in Teams"} appearance="primary" onTeams={onTeams} />
          )}
          <Button size="large" appearance={view.canOpenTeams ? "secondary" : "primary"} onClick={onBack}>
            {backWords}
          </Button>
        </div>
        <p className={styles.note}>
          <button type="button" className={styles.textButton} onClick={onExplain}>
            What is this link?
          </button>
        </p>
        {view.checks.length > 0 && (
          <div className={styles.underAlone}>
            <WhatWorks view={view} devices={null} folded />
          </div>
        )}
      </div>
    </main>
  );
}

/** An event that does not take place, with what its organizer wrote. */
function CalledOff({ event, onBack }: { event: JoinEvent; onBack: () => void }): ReactNode {
  const now = useNow(60_000);
  const backWords = useBackWords();
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          <CalendarCancelRegular fontSize={48} />
        </span>
        <p className={styles.eyebrow} dir="auto">
          {event.title}
        </p>
        <h1 className={styles.title}>This event was cancelled</h1>
        <p className={own.wasPlanned}>
          <span className={styles.hidden}>It was planned for </span>
          {whenInZone(event, now)}
        </p>
        {event.organizerMessage === null ? (
          <p className={styles.lead}>Its organizer left no message. {event.organizer === "" ? "" : `Ask ${event.organizer} if you wonder why.`}</p>
        ) : (
          <blockquote className={own.quote} dir="auto">
            {event.organizerMessage}
            <footer>{event.organizer === "" ? "The organizer" : event.organizer}</footer>
          </blockquote>
        )}
        <div className={styles.actions}>
          <Button size="large" appearance="primary" onClick={onBack}>
            {backWords}
          </Button>
        </div>
      </div>
    </main>
  );
}

interface UndecidedProps {
  error: Error;
  onRetry: () => void;
  /** Where a link beside the ticket leads into Teams. */
  view?: JoinView;
  onTeams?: (way: TeamsWay | null) => void;
  onBack: () => void;
}

/** The core could not say what becomes of the link. What is wrong with the link itself stays wrong: then another comes first. */
export function Undecided({ error, view, onRetry, onTeams, onBack }: UndecidedProps): ReactNode {
  useShortcut("escape", onBack);
  const backWords = useBackWords();
  const { code } = asCoreError(error);
  const ways = [
    { words: "Try again", go: onRetry },
    { words: backWords, go: onBack },
  ];
  if (code === "invalid" || code === "notFound") ways.reverse();
  return (
    <main className={styles.page}>
      <div className={styles.face} role="alert">
        <span className={styles.faceIcon} aria-hidden="true">
          <Warning48Regular />
        </span>
        <h1 className={styles.title}>{FAILED[asCoreError(error).code] ?? errorTitle(error)}</h1>
        <p className={styles.lead}>{errorText(error)}</p>
        <div className={styles.actions}>
          {ways.map(({ words, go }, place) => (
            <Button key={words} appearance={place === 0 ? "primary" : "secondary"} size="large" onClick={go}>
              {words}
            </Button>
          ))}
          {view?.canOpenTeams === true && onTeams !== undefined && <TeamsButton view={view} words="Open in Teams" appearance="secondary" onTeams={onTeams} />}
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
