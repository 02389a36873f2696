import { Button } from "@fluentui/react-components";
import { ArrowReply20Regular, Globe20Regular, Open48Regular } from "@fluentui/react-icons";
import { useEffect, useRef, type ReactNode } from "react";
import type { HandedOver, TeamsWay } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { handedOver } from "../../lib/handed-over";
import { useShortcut } from "../../lib/hooks";
import type { Offering } from "./join-state";
import styles from "./JoinPage.module.css";
import { Problem } from "./NotHere";
import { useBackWords } from "./place";

interface HandedOverPageProps {
  handed: HandedOver;
  before: Offering;
  error: Error | null;
  onTeams: (way: TeamsWay) => void;
  onReturn: () => void;
  onBack: () => void;
}

/** What was done, in words; no program tells whether another one really opened, so the other ways stay at hand. */
export function HandedOverPage({ handed, before, error, onTeams, onReturn, onBack }: HandedOverPageProps): ReactNode {
  useShortcut("escape", onReturn);
  const backWords = useBackWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const { view } = before;
  const { title, text, otherwise } = handedOver(handed.way, view.verdict === "browser" ? "page" : "meeting");
  const joinsHere = before.at === "decided" && view.surface !== null;
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          <Open48Regular />
        </span>
        {view.event !== null && <p className={styles.eyebrow} dir="auto">{view.event.title}</p>}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        <p className={styles.lead}>{text}</p>
        {error !== null && <Problem error={error} />}
        <div className={styles.actions}>
          {otherwise !== null && (
            <Button size="large" appearance="primary" icon={<Globe20Regular />} onClick={() => { onTeams(otherwise.way); }}>
              {otherwise.words}
            </Button>
          )}
          <CopyButton text={handed.link} size="large">
            Copy link
          </CopyButton>
          <Button size="large" icon={<ArrowReply20Regular />} onClick={onReturn}>
            {joinsHere ? "Join here instead" : "Back"}
          </Button>
        </div>
        <p className={styles.note}>
          You can close this window.{" "}
          <button type="button" className={styles.textButton} onClick={onBack}>
            {backWords}
          </button>
        </p>
      </div>
    </main>
  );
}
