import { Button } from "@fluentui/react-components";
import {
  ArrowClockwise20Regular,
  CallEnd48Regular,
  DoorArrowLeftRegular,
  PlugDisconnected48Regular,
  ShieldProhibitedRegular,
} from "@fluentui/react-icons";
import { useEffect, useRef, type ReactNode } from "react";
import type { JoinView, TeamsWay } from "../../bindings/core";
import { useShortcut } from "../../lib/hooks";
import { END_WORDS, endKind, endReference, type CallEnd, type EndKind } from "./call-end";
import styles from "./JoinPage.module.css";
import { Problem } from "./NotHere";
import { TeamsButton } from "./TeamsButton";

function endIcon(kind: EndKind): ReactNode {
  if (kind === "left" || kind === "endedByHost" || kind === "elsewhere") return <CallEnd48Regular />;
  if (kind === "removed" || kind === "denied") return <DoorArrowLeftRegular fontSize={48} />;
  if (kind === "guestsForbidden" || kind === "token") return <ShieldProhibitedRegular fontSize={48} />;
  return <PlugDisconnected48Regular />;
}

interface EndPageProps {
  view: JoinView;
  end: CallEnd;
  error: Error | null;
  onRejoin: () => void;
  onTeams: (way: TeamsWay | null) => void;
  onBack: () => void;
}

/** What really happened, and what to do now. */
export function EndPage({ view, end, error, onRejoin, onTeams, onBack }: EndPageProps): ReactNode {
  useShortcut("escape", onBack);
  // The call took the focus with it; here it starts again at what happened, so that it is read out.
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const kind = endKind(end);
  const words = END_WORDS[kind];
  const reference = endReference(end);
  const teams = view.canOpenTeams && kind !== "endedByHost";
  const look = (which: typeof words.first): "primary" | "secondary" => (words.first === which ? "primary" : "secondary");
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          {endIcon(kind)}
        </span>
        {view.event !== null && <p className={styles.eyebrow}>{view.event.title}</p>}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {words.title}
        </h1>
        <p className={styles.lead}>{words.text}</p>
        {error !== null && <Problem error={error} />}
        <div className={styles.actions}>
          {words.rejoin && (
            <Button size="large" appearance={look("rejoin")} icon={<ArrowClockwise20Regular />} onClick={onRejoin}>
              Rejoin
            </Button>
          )}
          {teams && (
            <TeamsButton view={view} words="Teams instead" appearance={look("teams")} onTeams={onTeams} />
          )}
          <Button size="large" appearance={words.first === "back" ? "primary" : "subtle"} onClick={onBack}>
            Join something else
          </Button>
        </div>
        {reference !== null && <p className={styles.note}>If you ask for help, quote {reference}.</p>}
      </div>
    </main>
  );
}
