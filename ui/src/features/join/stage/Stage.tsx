import {
  CallWithChatComposite,
  COMPOSITE_LOCALE_EN_US,
  createAzureCommunicationCallWithChatAdapter,
  darkTheme,
  lightTheme,
  type CallingTheme,
  type CallWithChatAdapter,
  type CallWithChatCompositeOptions,
  type CompositeLocale,
} from "@azure/communication-react";
import { AzureCommunicationTokenCredential } from "@azure/communication-common";
import { createTheme, initializeIcons, type Theme as V8Theme } from "@fluentui/react";
import { Spinner } from "@fluentui/react-components";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { JoinCredentials } from "../../../bindings/core";
import { useAppearance } from "../../../lib/desk";
import { loadTheme, themeName } from "../../../lib/themes";
import type { CallEnd } from "../call-end";
import { endFromError } from "../call-end";
import type { DeviceChoices } from "../choices";
import { useInCompanion } from "../place";
import { SimulatedCallWithChatAdapter } from "../simulated/adapter";
import { REACTION_PICTURES } from "../simulated/reactions";
import { paletteFrom } from "./composite-theme";
import { answerDesktop } from "./companion";
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

const OPTIONS: CallWithChatCompositeOptions = {
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

interface Open {
  adapter: CallWithChatAdapter;
  simulated: SimulatedCallWithChatAdapter | null;
}

function openSimulated({ userId, displayName }: JoinCredentials): Open {
  const simulated = new SimulatedCallWithChatAdapter({ userId, displayName, reactions: REACTION_PICTURES });
  return { adapter: simulated, simulated };
}

/** Never through the library's hook: that one has no way to fail. */
async function openReal(credentials: JoinCredentials, tokenRefresher: () => Promise<string>): Promise<Open> {
  const { locator } = credentials;
  const adapter = await createAzureCommunicationCallWithChatAdapter({
    userId: { communicationUserId: credentials.userId },
    displayName: credentials.displayName,
    endpoint: credentials.endpoint,
    credential: new AzureCommunicationTokenCredential({ token: credentials.token, tokenRefresher, refreshProactively: true }),
    locator:
      "meetingLink" in locator
        ? { meetingLink: locator.meetingLink }
        : { meetingId: locator.meetingId, ...(locator.passcode === null ? {} : { passcode: locator.passcode }) },
  });
  return { adapter, simulated: null };
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
      const unwatch = watchEnd(opened.adapter, end);
      const unanswer = latest.current.inCompanion ? answerDesktop(opened.adapter) : (): void => undefined;
      // Never the composite's own configuration page: it repeats what ours has settled. A call that is not answered yet
      // can come back to it.
      const show = (): void => {
        setOpen(opened.adapter.getState().page === "configuration" ? null : opened);
      };
      opened.adapter.onStateChange(show);
      let unwatchJoining = (): void => undefined;
      clear = () => {
        unwatch();
        unwatchJoining();
        unanswer();
        opened.adapter.offStateChange(show);
      };
      await bringDevices(opened.adapter, chosen);
      if (isOver()) return;
      opened.adapter.joinCall({ microphoneOn: chosen.microphoneOn, cameraOn: chosen.cameraOn });
      unwatchJoining = watchJoining(opened.adapter, JOINING_LIMIT_MS, () => {
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
        ({ adapter }) => {
          adapter.dispose();
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
          <CallWithChatComposite adapter={open.adapter} fluentTheme={theme} locale={LOCALE} options={OPTIONS} />
        </div>
      )}
      {open?.simulated != null && <SimulationMenu adapter={open.simulated} />}
    </main>
  );
}
