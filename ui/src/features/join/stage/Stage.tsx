import {
  CallComposite,
  CallWithChatComposite,
  COMPOSITE_LOCALE_EN_US,
  createAzureCommunicationCallAdapter,
  createAzureCommunicationCallWithChatAdapter,
  createTeamsCallAdapter,
  darkTheme,
  lightTheme,
  type CallCompositeOptions,
  type CallingTheme,
  type CallWithChatAdapter,
  type CallWithChatCompositeOptions,
  type CommonCallAdapter,
  type CompositeLocale,
} from "@azure/communication-react";
import {
  AzureCommunicationTokenCredential,
  createIdentifierFromRawId,
  isMicrosoftTeamsUserIdentifier,
  type MicrosoftTeamsUserIdentifier,
} from "@azure/communication-common";
import { createTheme, initializeIcons, type Theme as V8Theme } from "@fluentui/react";
import { Spinner } from "@fluentui/react-components";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { JoinCredentials } from "../../../bindings/core";
import { useAppearance } from "../../../lib/desk";
import { loadTheme } from "../../../lib/theme-tokens";
import { themeName } from "../../../lib/themes";
import type { CallEnd } from "../call-end";
import { endFromError } from "../call-end";
import type { DeviceChoices } from "../choices";
import { useInCompanion } from "../place";
import { SimulatedCallWithChatAdapter } from "../simulated/adapter";
import { SimulatedCallAdapter } from "../simulated/call-only";
import type { SimulatedMeeting } from "../simulated/meeting";
import { REACTION_PICTURES } from "../simulated/reactions";
import { paletteFrom } from "./composite-theme";
import { answerDesktop } from "./companion";
import type { MeetingCall } from "./meeting-call";
import { bringDevices, CallTimeout, within } from "./opening";
import { SimulationMenu } from "./SimulationMenu";
import styles from "./Stage.module.css";
import { watchEnd } from "./watch-end";
import { watchJoining } from "./watch-joining";

// The only file that loads the composite. Its chevrons are from a font, which ships with the window: no CDN is asked.
initializeIcons("/fonts/", { disableWarnings: true });

/** Offline the library needs about 16 s to give up on its first host; a slow network gets twice that. */
const OPENING_LIMIT_MS = 40_000;
/** The library itself tries three times, 15 s each, where the meeting's own host does not answer. */
const JOINING_LIMIT_MS = 50_000;

/** Where the library's own words are wrong for joining a meeting. */
const LOCALE: CompositeLocale = {
  ...COMPOSITE_LOCALE_EN_US,
  strings: {
    ...COMPOSITE_LOCALE_EN_US.strings,
    call: {
      ...COMPOSITE_LOCALE_EN_US.strings.call,
      configurationPageTitle: "Join the meeting",
      startCallButtonLabel: "Join now",
      rejoinCallButtonLabel: "Rejoin",
      lobbyScreenConnectingToCallTitle: "Joining the meeting",
      lobbyScreenWaitingToBeAdmittedTitle: "The host knows you are here",
      lobbyScreenWaitingToBeAdmittedMoreDetails: "You will be let in soon.",
      leftCallTitle: "Leaving…",
      leftCallMoreDetails: "",
    },
  },
};

const OPTIONS: CallWithChatCompositeOptions & CallCompositeOptions = {
  callControls: { displayType: "default", endCallButton: { hangUpForEveryone: false } },
  surveyOptions: { disableSurvey: true },
};

interface StageProps {
  title: string;
  credentials: JoinCredentials;
  choices: DeviceChoices;
  /** Asks the core for a fresh token. */
  refreshToken: () => Promise<string>;
  onEnded: (end: CallEnd) => void;
}

/** The library's adapter, and with it which of its composites shows the call. */
type Adapter = { of: "callWithChat"; adapter: CallWithChatAdapter } | { of: "call"; adapter: CommonCallAdapter };

interface Open {
  shown: Adapter;
  simulated: SimulatedMeeting | null;
}

function openSimulated({ userId, displayName, callOnly }: JoinCredentials): Open {
  const options = { userId, displayName, reactions: REACTION_PICTURES };
  if (callOnly) {
    const simulated = new SimulatedCallAdapter(options);
    return { shown: { of: "call", adapter: simulated }, simulated };
  }
  const simulated = new SimulatedCallWithChatAdapter(options);
  return { shown: { of: "callWithChat", adapter: simulated }, simulated };
}

function teamsUser(userId: string): MicrosoftTeamsUserIdentifier {
  const identifier = createIdentifierFromRawId(userId);
  if (!isMicrosoftTeamsUserIdentifier(identifier)) throw new Error("The pass names nobody of Teams.");
  return identifier;
}

/** Never through the library's hooks: those have no way to fail. */
async function openReal(credentials: JoinCredentials, tokenRefresher: () => Promise<string>): Promise<Open> {
  const { displayName, endpoint } = credentials;
  const given = credentials.locator;
  const locator =
    "meetingLink" in given
      ? { meetingLink: given.meetingLink }
      : { meetingId: given.meetingId, ...(given.passcode === null ? {} : { passcode: given.passcode }) };
  const credential = new AzureCommunicationTokenCredential({ token: credentials.token, tokenRefresher, refreshProactively: true });
  if (credentials.as === "teams") {
    // No name: Teams knows it, and the calling SDK refuses another.
    const adapter = await createTeamsCallAdapter({ userId: teamsUser(credentials.userId), credential, locator });
    return { shown: { of: "call", adapter }, simulated: null };
  }
  const userId = { communicationUserId: credentials.userId };
  if (credentials.callOnly) {
    const adapter = await createAzureCommunicationCallAdapter({ userId, displayName, credential, locator });
    return { shown: { of: "call", adapter }, simulated: null };
  }
  const adapter = await createAzureCommunicationCallWithChatAdapter({ userId, displayName, endpoint, credential, locator });
  return { shown: { of: "callWithChat", adapter }, simulated: null };
}

/** Opens the adapter, joins at once, and tells how it ended. The adapter lives as long as the stage does. */
function useCall({ credentials, choices, refreshToken, onEnded }: StageProps): Open | null {
  const [open, setOpen] = useState<Open | null>(null);
  const inCompanion = useInCompanion();
  const latest = useRef({ credentials, choices, refreshToken, onEnded, inCompanion });
  useEffect(() => {
    latest.current = { credentials, choices, refreshToken, onEnded, inCompanion };
  });
  useEffect(() => {
    const { credentials: pass, choices: chosen } = latest.current;
    const life = new AbortController();
    const isOver = (): boolean => life.signal.aborted;
    let clear = (): void => undefined;
    const end = (how: CallEnd): void => {
      if (!isOver()) latest.current.onEnded(how);
    };
    const opening = pass.simulated
      ? Promise.resolve(openSimulated(pass))
      : openReal(pass, () => latest.current.refreshToken());
    const begin = async (): Promise<void> => {
      const opened = await within(OPENING_LIMIT_MS, opening);
      if (isOver()) return;
      const call: MeetingCall = opened.shown.adapter;
      const unwatch = watchEnd(call, end);
      const unanswer = latest.current.inCompanion ? answerDesktop(call) : (): void => undefined;
      // Never the composite's own configuration page: it repeats what ours has settled. A call that is not answered yet
      // can come back to it.
      const show = (): void => {
        setOpen(call.getState().page === "configuration" ? null : opened);
      };
      call.onStateChange(show);
      let unwatchJoining = (): void => undefined;
      clear = () => {
        unwatch();
        unwatchJoining();
        unanswer();
        call.offStateChange(show);
      };
      await bringDevices(call, chosen);
      if (isOver()) return;
      call.joinCall({ microphoneOn: chosen.microphoneOn, cameraOn: chosen.cameraOn });
      unwatchJoining = watchJoining(call, JOINING_LIMIT_MS, () => {
        end(endFromError(new CallTimeout()));
      });
    };
    begin().catch((error: unknown) => {
      console.error("The call could not be placed:", error);
      end(endFromError(error));
    });
    return () => {
      life.abort();
      clear();
      // Also one that comes after the time limit, or after the person went elsewhere.
      opening.then(
        ({ shown }) => {
          shown.adapter.dispose();
        },
        () => undefined,
      );
    };
  }, []);
  return open;
}

/** The window's theme in the composite's terms. */
function useCompositeTheme(): (V8Theme & CallingTheme) | null {
  const [theme, setTheme] = useState<(V8Theme & CallingTheme) | null>(null);
  const name = themeName(useAppearance().data ?? "system");
  useEffect(() => {
    let outdated = false;
    void loadTheme(name).then((ours) => {
      if (outdated) return;
      const isInverted = name !== "light";
      const { callingPalette } = isInverted ? darkTheme : lightTheme;
      const v8 = createTheme({
        palette: paletteFrom(ours),
        isInverted,
        defaultFontStyle: { fontFamily: ours.fontFamilyBase },
        semanticColors: { errorText: ours.colorPaletteRedForeground1 },
      });
      setTheme({ ...v8, callingPalette });
    });
    return () => {
      outdated = true;
    };
  }, [name]);
  return theme;
}

/** The call itself, filling the window. */
export default function Stage(props: StageProps): ReactNode {
  const open = useCall(props);
  const theme = useCompositeTheme();
  return (
    <main className={styles.stage}>
      <h1 className={styles.hidden}>{props.title}</h1>
      {open === null || theme === null ? (
        <div className={styles.opening}>
          <Spinner size="large" label="Joining the meeting…" labelPosition="below" />
        </div>
      ) : (
        <div className={styles.composite} data-composite="">
          {open.shown.of === "callWithChat" ? (
            <CallWithChatComposite adapter={open.shown.adapter} fluentTheme={theme} locale={LOCALE} options={OPTIONS} />
          ) : (
            <CallComposite adapter={open.shown.adapter} fluentTheme={theme} locale={LOCALE} options={OPTIONS} />
          )}
        </div>
      )}
      {open?.simulated != null && <SimulationMenu meeting={open.simulated} withChat={open.shown.of === "callWithChat"} />}
    </main>
  );
}
