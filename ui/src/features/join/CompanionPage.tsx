import { Button, Spinner } from "@fluentui/react-components";
import {
  CallEnd20Regular,
  CheckmarkCircle48Regular,
  Mic20Regular,
  MicOff20Regular,
  Open20Regular,
  PlugDisconnected48Regular,
  WindowNew20Regular,
  WindowPlayRegular,
} from "@fluentui/react-icons";
import type { ReactNode } from "react";
import type { CompanionPhase, CompanionView, JoinView, TeamsWay } from "../../bindings/core";
import { useLasting, useShortcut } from "../../lib/hooks";
import { END_WORDS, endKind, endReference, type CallEnd } from "./call-end";
import { rememberedIdentity } from "./choices";
import styles from "./JoinPage.module.css";
import { EndPage } from "./EndPage";
import { isLive, type Offering } from "./join-state";
import { Problem } from "./NotHere";
import { Offers } from "./Offers";
import { TeamsButton } from "./TeamsButton";
import { WhatWorks } from "./WhatWorks";
import type { useJoining } from "./useJoining";

interface CompanionDoorProps {
  view: JoinView;
  /** The person asked for it, though the call could be here. */
  wished: boolean;
  error: Error | null;
  onOpen: () => void;
  onExplain: () => void;
  onTeams: (way: TeamsWay | null) => void;
  onBack: () => void;
}

/** The call runs in an installed browser: says so before it opens one. */
export function CompanionDoor({ view, wished, error, onOpen, onExplain, onTeams, onBack }: CompanionDoorProps): ReactNode {
  useShortcut("escape", onBack);
  const browser = view.companion ?? "a browser";
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          <WindowPlayRegular fontSize={48} />
        </span>
        {view.event !== null && <p className={styles.eyebrow} dir="auto">{view.event.title}</p>}
        <h1 className={styles.title}>This call opens in a window of its own</h1>
        <p className={styles.lead}>
          {`${browser} shows it${wished ? "" : ", because this system’s own web view can’t make calls"}. You choose your name, camera and microphone there; ${browser} keeps nothing of it, and your own tabs stay as they are.`}
        </p>
        {error !== null && <Problem error={error} />}
        <div className={styles.actions}>
          <Button size="large" appearance="primary" icon={<WindowNew20Regular />} onClick={onOpen} autoFocus>
            Open the call
          </Button>
          {view.canOpenTeams && <TeamsButton view={view} words="Teams instead" appearance="secondary" onTeams={onTeams} />}
        </div>
        <p className={styles.note}>
          <button type="button" className={styles.textButton} onClick={onExplain}>
            What is this link?
          </button>
          {" · "}
          <button type="button" className={styles.textButton} onClick={onBack}>
            Use another link
          </button>
        </p>
        <div className={styles.under}>
          <Offers view={view} identity={view.identities.find(({ as }) => as === rememberedIdentity(view.identities))} />
          <WhatWorks view={view} devices={null} />
        </div>
      </div>
    </main>
  );
}

interface CompanionPageProps {
  step: Extract<Offering, { at: "companion" }>;
  error: Error | null;
  joining: ReturnType<typeof useJoining>;
  onTeams: (way: TeamsWay | null) => void;
}

/** How the call's own window is doing, and what can be done about it from here. */
export function CompanionPage({ step, error, joining, onTeams }: CompanionPageProps): ReactNode {
  const { companion, view } = step;
  if (isLive(companion)) return <Live companion={companion} view={view} joining={joining} />;
  if (companion.phase === "left") {
    // Closed by hand, it is told as what it was: the person left.
    const end = companion.end ?? { code: 0, subCode: 0 };
    return <EndPage view={view} end={end} error={error} onRejoin={joining.companion.open} onTeams={onTeams} onBack={joining.back} />;
  }
  return <Gone companion={companion} view={view} error={error} joining={joining} onTeams={onTeams} />;
}

type Shown = Exclude<CompanionPhase, "left" | "closed" | "crashed" | "notOpened">;

function words(phase: Shown, browser: string): { title: string; text: string } {
  switch (phase) {
    case "opening":
      return { title: `Opening ${browser}…`, text: "A window of its own opens for the call." };
    case "preJoin":
      return { title: `Go on in the ${browser} window`, text: "Choose your name, camera and microphone there, and join." };
    case "joining":
      return { title: "Joining the meeting…", text: `It goes on in the ${browser} window.` };
    case "lobby":
      return { title: "You are in the lobby", text: "The host knows you are here and will let you in soon." };
    case "inCall":
      return { title: "You are in the call", text: `It is in the ${browser} window. Keep Lectern open while it lasts.` };
    case "onHold":
      return { title: "The call is on hold", text: `Take it up again in the ${browser} window.` };
  }
}

function Live({ companion, view, joining }: { companion: CompanionView; view: JoinView; joining: ReturnType<typeof useJoining> }): ReactNode {
  const phase = companion.phase as Shown;
  const { title, text } = words(phase, companion.browser);
  // Only a long wait is shown to turn: until then the machine is left to the browser that starts.
  const waits = useLasting(phase, 2_000) && (phase === "opening" || phase === "joining");
  const inCall = phase === "inCall" || phase === "onHold";
  return (
    <main className={styles.page}>
      <div className={styles.face} aria-live="polite">
        <span className={styles.faceIcon} aria-hidden="true">
          {waits ? <Spinner size="large" /> : <WindowPlayRegular fontSize={48} />}
        </span>
        {view.event !== null && <p className={styles.eyebrow} dir="auto">{view.event.title}</p>}
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.lead}>{text}</p>
        <div className={styles.actions}>
          {inCall && companion.muted !== null && (
            <Button
              size="large"
              icon={companion.muted ? <Mic20Regular /> : <MicOff20Regular />}
              onClick={() => { joining.companion.steer(companion.muted === true ? "unmute" : "mute"); }}
            >
              {companion.muted ? "Unmute" : "Mute"}
            </Button>
          )}
          {inCall || phase === "lobby" ? (
            <Button size="large" icon={<CallEnd20Regular />} onClick={() => { joining.companion.steer("leave"); }}>
              Leave
            </Button>
          ) : (
            <Button size="large" onClick={joining.companion.close}>
              Close it
            </Button>
          )}
        </div>
      </div>
    </main>
  );
}

interface GoneProps extends Omit<CompanionPageProps, "step"> {
  companion: CompanionView;
  view: JoinView;
}

function Gone({ companion: { phase, browser }, view, error, joining, onTeams }: GoneProps): ReactNode {
  useShortcut("escape", joining.back);
  const crashed = phase === "crashed";
  return (
    <main className={styles.page}>
      <div className={styles.face} role="alert">
        <span className={styles.faceIcon} aria-hidden="true">
          <PlugDisconnected48Regular />
        </span>
        {view.event !== null && <p className={styles.eyebrow} dir="auto">{view.event.title}</p>}
        <h1 className={styles.title}>{crashed ? "The call’s window is gone" : `${browser} didn’t show the call`}</h1>
        <p className={styles.lead}>
          {crashed
            ? `${browser} ended in the middle of the call. The meeting may still be going on, and you can go back in.`
            : `It was started, but no window with the call came. Try it once more, or join in Teams.`}
        </p>
        {error !== null && <Problem error={error} />}
        <div className={styles.actions}>
          <Button size="large" appearance="primary" icon={<Open20Regular />} onClick={joining.companion.open}>
            {crashed ? "Go back in" : "Try again"}
          </Button>
          {view.canOpenTeams && <TeamsButton view={view} words="Teams instead" appearance="secondary" onTeams={onTeams} />}
          <Button size="large" appearance="subtle" onClick={joining.back}>
            Use another link
          </Button>
        </div>
      </div>
    </main>
  );
}

/** In the companion itself, once it has nothing more to show. The desktop window says the rest. */
export function Done({ end }: { end: CallEnd | null }): ReactNode {
  const told = end === null ? { title: "Nothing is open here", text: "" } : END_WORDS[endKind(end)];
  const reference = end === null ? null : endReference(end);
  return (
    <main className={styles.page}>
      <div className={styles.face}>
        <span className={styles.faceIcon} aria-hidden="true">
          <CheckmarkCircle48Regular />
        </span>
        <h1 className={styles.title}>{told.title}</h1>
        <p className={styles.lead}>{`${told.text} You can close this window and go on in Lectern.`.trim()}</p>
        {reference !== null && <p className={styles.note}>If you ask for help, quote {reference}.</p>}
      </div>
    </main>
  );
}
