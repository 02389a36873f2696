import { Button } from "@fluentui/react-components";
import { Open20Regular } from "@fluentui/react-icons";
import { useState, type ReactNode } from "react";
import type { JoinView } from "../../bindings/core";
import { useNow, useShortcut } from "../../lib/hooks";
import { relative, whenForViewer, whenInZone } from "../../lib/time";
import { FIRST_CHOICES, rememberedName, type DeviceChoices } from "./choices";
import { GuestFields, type GuestAnswers } from "./GuestFields";
import type { Guest } from "./join-state";
import styles from "./JoinPage.module.css";
import { Problem } from "./NotHere";
import { Offers } from "./Offers";
import { Preview } from "./Preview";

interface PreJoinProps {
  view: JoinView;
  /** Why the last attempt did not come about. */
  error: Error | null;
  onJoin: (guest: Guest) => void;
  onTeams: () => void;
  onExplain: () => void;
  onBack: () => void;
}

/** The page before the call: whose event it is, what one will have here, and what not, with the reason. */
export function PreJoin({ view, error, onJoin, onTeams, onExplain, onBack }: PreJoinProps): ReactNode {
  const [choices, setChoices] = useState<DeviceChoices>(FIRST_CHOICES);
  const [answers, setAnswers] = useState<GuestAnswers>({
    name: view.displayName ?? rememberedName(),
    passcode: "",
    accepted: false,
  });
  const [tried, setTried] = useState(false);
  useShortcut("escape", onBack);
  const here = view.surface !== null;
  const submit = (): void => {
    if (!here) {
      onTeams();
      return;
    }
    setTried(true);
    const name = answers.name.trim();
    if (name === "" || (view.termsNeeded && !answers.accepted)) return;
    onJoin({ name, passcode: answers.passcode.trim() || null, choices });
  };
  return (
    <main className={styles.page}>
      <div className={styles.preJoin}>
        <Preview view={view} name={answers.name} choices={choices} onChoices={setChoices} />
        <form
          noValidate
          className={styles.details}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <EventHead view={view} />
          {here && <GuestFields view={view} answers={answers} tried={tried} onAnswers={setAnswers} />}
          <Offers view={view} />
          {error !== null && <Problem error={error} />}
          <Actions here={here} canOpenTeams={view.canOpenTeams} onTeams={onTeams} onExplain={onExplain} onBack={onBack} />
        </form>
      </div>
    </main>
  );
}

function EventHead({ view }: { view: JoinView }): ReactNode {
  const now = useNow(10_000);
  const { event } = view;
  if (event === null) {
    return (
      <header className={styles.head}>
        <p className={styles.eyebrow}>From the link you opened</p>
        <h1 className={styles.eventTitle}>{view.kind === "channel-meeting" ? "Channel meeting" : "Teams meeting"}</h1>
        <p className={styles.when}>The link alone doesn’t say its name or time.</p>
      </header>
    );
  }
  const viewer = whenForViewer(event);
  const eyebrow = [event.organizer, countdown(event.start, event.end, now)].filter(Boolean).join(" · ");
  return (
    <header className={styles.head}>
      <p className={styles.eyebrow}>{eyebrow}</p>
      <h1 className={styles.eventTitle} dir="auto">
        {event.title}
      </h1>
      <p className={styles.when}>
        {whenInZone(event, now)}
        {/* Kept together, so that the two times never break in the middle. */}
        {viewer === null ? "" : ` · ${viewer.replaceAll(" ", "\u00a0")}`}
      </p>
    </header>
  );
}

/** "starts in 4 minutes", "started 10 minutes ago", "ended yesterday" */
export function countdown(start: string, end: string, now: number): string {
  const begins = Date.parse(start);
  const ends = Date.parse(end);
  if (Number.isNaN(begins) || Number.isNaN(ends)) return "";
  if (now >= ends) return `ended ${relative(ends, now)}`;
  if (now >= begins) return now - begins < 60_000 ? "starting now" : `started ${relative(begins, now)}`;
  return begins - now < 60_000 ? "starts in less than a minute" : `starts ${relative(begins, now)}`;
}

interface ActionsProps {
  here: boolean;
  canOpenTeams: boolean;
  onTeams: () => void;
  onExplain: () => void;
  onBack: () => void;
}

function Actions({ here, canOpenTeams, onTeams, onExplain, onBack }: ActionsProps): ReactNode {
  return (
    <footer className={styles.foot}>
      <div className={styles.joinActions}>
        {here && (
          <Button type="submit" appearance="primary" size="large" className={styles.join ?? ""}>
            Join now
          </Button>
        )}
        {canOpenTeams && (
          <Button
            type={here ? "button" : "submit"}
            appearance={here ? "secondary" : "primary"}
            size="large"
            icon={<Open20Regular />}
            {...(here ? { onClick: onTeams } : { className: styles.join ?? "" })}
          >
            {here ? "Teams instead" : "Open in Teams"}
          </Button>
        )}
      </div>
      <p className={styles.note}>
        {here ? "You may wait in the lobby until the host lets you in. " : ""}
        <button type="button" className={styles.textButton} onClick={onExplain}>
          What is this link?
        </button>
        {" · "}
        <button type="button" className={styles.textButton} onClick={onBack}>
          Use another link
        </button>
      </p>
    </footer>
  );
}
