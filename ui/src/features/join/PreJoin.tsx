import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { Forbidden, JoinAs, JoinView, TeamsWay } from "../../bindings/core";
import { OnlyInTeams } from "../../components/OnlyInTeams";
import { useNow, usePaintedMark, useShortcut } from "../../lib/hooks";
import { relative, whenForViewer, whenInZone } from "../../lib/time";
import { firstChoices, rememberDevices, rememberedDevices, rememberedIdentity, rememberedName, rememberIdentity, settled, type DeviceChoices } from "./choices";
import { EventNotes, TakeAlong } from "./EventNotes";
import { GuestFields, type GuestAnswers } from "./GuestFields";
import type { Guest } from "./join-state";
import styles from "./JoinPage.module.css";
import { Problem } from "./NotHere";
import { useBackWords } from "./place";
import { Offers } from "./Offers";
import { Preview } from "./Preview";
import { TeamsButton } from "./TeamsButton";
import { useDevices, type Devices } from "./useDevices";
import { WhatWorks } from "./WhatWorks";

interface PreJoinProps {
  view: JoinView;
  /** Why the last attempt did not come about. */
  error: Error | null;
  /** What was typed before Teams was tried. */
  typed: GuestAnswers | null;
  onJoin: (guest: Guest) => void;
  /** What was typed, for whoever comes back. */
  onTeams: (way: TeamsWay | null, answers: GuestAnswers) => void;
  onExplain: () => void;
  /** The call in a browser's window of its own. */
  onSeparate: () => void;
  onBack: () => void;
}

/** The page before the call: whose event it is, what one will have here, and what not, with the reason. */
export function PreJoin({ view, error, typed, onJoin, onTeams, onExplain, onSeparate, onBack }: PreJoinProps): ReactNode {
  const here = view.surface !== null;
  const [answers, setAnswers] = useState<GuestAnswers>(
    typed ?? { joinsAs: rememberedIdentity(view.identities), name: view.displayName ?? rememberedName(), passcode: "", accepted: false },
  );
  const { devices, choices, choose } = useChoices(view, answers.joinsAs);
  const identity = view.identities.find(({ as }) => as === answers.joinsAs);
  const [tried, setTried] = useState(false);
  useShortcut("escape", onBack);
  usePaintedMark("pre-join");
  const openTeams = (way: TeamsWay | null): void => {
    onTeams(way, answers);
  };
  const submit = (): void => {
    if (!here) {
      openTeams(null);
      return;
    }
    setTried(true);
    const { joinsAs } = answers;
    const name = joinsAs === "teams" ? "" : answers.name.trim();
    if ((name === "" && joinsAs !== "teams") || (view.termsNeeded && !answers.accepted)) return;
    if (view.identities.length > 1) rememberIdentity(joinsAs);
    onJoin({ joinsAs, name, passcode: answers.passcode.trim() || null, choices });
  };
  return (
    <main className={styles.page}>
      <div className={styles.preJoin}>
        <Preview view={view} name={identity?.as === "teams" ? (identity.account ?? "") : answers.name} devices={devices} choices={choices} denied={(what) => denies(view, answers.joinsAs, what)} onChoices={choose} />
        <form
          noValidate
          className={styles.details}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <EventHead view={view} />
          {view.event !== null && <EventNotes event={view.event} />}
          {here && <GuestFields view={view} answers={answers} tried={tried} onAnswers={setAnswers} />}
          <Offers view={view} identity={identity} />
          {error !== null && <Problem error={error} />}
          <Actions view={view} listenOnly={choices.listenOnly === true} onTeams={openTeams} onExplain={onExplain} onSeparate={onSeparate} onBack={onBack} />
          <WhatWorks view={view} devices={devices} />
          <TakeAlong view={view} />
          {view.canOpenTeams && <OnlyInTeams summary="Hosting or presenting? Open it in Teams." />}
        </form>
      </div>
    </main>
  );
}

interface Chosen {
  devices: Devices & { lookAgain: () => void };
  choices: DeviceChoices;
  choose: (choices: DeviceChoices) => void;
}

/** What the organizer has switched off for attendees. A Teams user may be a presenter, whom that does not concern. */
function denies(view: JoinView, joinsAs: JoinAs, what: Forbidden): boolean {
  return joinsAs !== "teams" && (view.event?.forbidden ?? []).includes(what);
}

/** This machine's devices, and what is chosen of them: as last time, as far as it is plugged in. */
function useChoices(view: JoinView, joinsAs: JoinAs): Chosen {
  const [remembered, setRemembered] = useState(rememberedDevices);
  const [wanted, setWanted] = useState(() => firstChoices(remembered));
  const here = view.surface !== null;
  const devices = useDevices(here, view.simulated, wanted);
  const { counts, found } = devices;
  const nothing = here && counts !== null && counts.cameras + counts.microphones === 0;
  const [noMicrophone, noCamera] = [nothing || denies(view, joinsAs, "microphone"), nothing || denies(view, joinsAs, "camera")];
  const choices = {
    ...settled(wanted, remembered, found),
    ...(noMicrophone ? { microphoneOn: false } : {}),
    ...(noCamera ? { cameraOn: false } : {}),
    ...(nothing ? { listenOnly: true } : {}),
  };
  const choose = (chosen: DeviceChoices): void => {
    // What is denied here was not chosen, and is not remembered for other meetings.
    const mine = noMicrophone ? { ...chosen, microphoneOn: wanted.microphoneOn } : chosen;
    setWanted(mine);
    setRemembered(rememberDevices(mine, remembered, found));
  };
  return { devices, choices, choose };
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
function countdown(start: string, end: string, now: number): string {
  const begins = Date.parse(start);
  const ends = Date.parse(end);
  if (Number.isNaN(begins) || Number.isNaN(ends)) return "";
  if (now >= ends) return `ended ${relative(ends, now)}`;
  if (now >= begins) return now - begins < 60_000 ? "starting now" : `started ${relative(begins, now)}`;
  return begins - now < 60_000 ? "starts in less than a minute" : `starts ${relative(begins, now)}`;
}

interface ActionsProps {
  view: JoinView;
  listenOnly: boolean;
  onTeams: (way: TeamsWay | null) => void;
  onExplain: () => void;
  onSeparate: () => void;
  onBack: () => void;
}

function Actions({ view, listenOnly, onTeams, onExplain, onSeparate, onBack }: ActionsProps): ReactNode {
  const backWords = useBackWords();
  const here = view.surface !== null;
  return (
    <footer className={styles.foot}>
      <div className={styles.joinActions}>
        {here && (
          <Button type="submit" appearance="primary" size="large" className={styles.join ?? ""}>
            {listenOnly ? "Join and listen" : "Join now"}
          </Button>
        )}
        {view.canOpenTeams && (
          <TeamsButton
            view={view}
            words={here ? "Teams instead" : "Open in Teams"}
            appearance={here ? "secondary" : "primary"}
            submit={!here}
            {...(here ? {} : { className: styles.join ?? "" })}
            onTeams={onTeams}
          />
        )}
      </div>
      <p className={styles.note}>
        {here ? "You may wait in the lobby until the host lets you in. " : ""}
        <button type="button" className={styles.textButton} onClick={onExplain}>
          What is this link?
        </button>
        {" · "}
        {view.companion !== null && here && (
          <>
            <button type="button" className={styles.textButton} onClick={onSeparate}>
              Call in a window of its own
            </button>
            {" · "}
          </>
        )}
        <button type="button" className={styles.textButton} onClick={onBack}>
          {backWords}
        </button>
      </p>
    </footer>
  );
}
