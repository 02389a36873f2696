import { Select } from "@fluentui/react-components";
import { Mic20Regular, MicOff20Regular, Speaker248Regular, Video20Regular, VideoOff20Regular, VideoOff48Regular } from "@fluentui/react-icons";
import { useEffect, useRef, type ReactNode } from "react";
import type { Forbidden, JoinView } from "../../bindings/core";
import { initials, type DeviceChoices } from "./choices";
import styles from "./JoinPage.module.css";
import { MicrophoneLevel } from "./MicrophoneLevel";
import own from "./PreJoin.module.css";
import { SpeakerTest } from "./SpeakerTest";
import type { Devices } from "./useDevices";

interface PreviewProps {
  view: JoinView;
  name: string;
  devices: Devices & { lookAgain: () => void };
  choices: DeviceChoices;
  /** Whether the meeting's organizer has switched it off. */
  denied: (what: Forbidden) => boolean;
  onChoices: (choices: DeviceChoices) => void;
}

/** How one will be seen and heard: the camera's picture where this webview can show it, else a calm panel. */
export function Preview({ view, name, devices, choices, denied, onChoices }: PreviewProps): ReactNode {
  const here = view.surface !== null;
  const listenOnly = choices.listenOnly === true;
  return (
    <section className={styles.preview} aria-label="Camera and microphone">
      <div className={styles.stage}>
        <Picture devices={devices} name={name} listenOnly={listenOnly} caption={caption(here, devices, choices)} />
        {here && !listenOnly && <Toggles choices={choices} denied={denied} onChoices={onChoices} />}
      </div>
      {here && <Pickers devices={devices} choices={choices} onChoices={onChoices} />}
      {here && (
        <div className={own.tests}>
          {!listenOnly && !devices.simulated && choices.microphoneOn && (
            <MicrophoneLevel name={choices.microphone} found={devices.found} onOpened={devices.lookAgain} />
          )}
          <SpeakerTest name={choices.speaker} found={devices.found} simulated={devices.simulated} />
        </div>
      )}
    </section>
  );
}

function caption(here: boolean, devices: Devices, choices: DeviceChoices): string {
  if (!here) return "No call in this window";
  if (choices.listenOnly === true) return "No microphone or camera was found. You can listen here, or use Teams.";
  if (devices.problem !== null) return devices.problem;
  if (!choices.cameraOn) return "Your camera is off";
  return devices.simulated ? "Your camera will be on" : "Starting your camera…";
}

interface PictureProps {
  devices: Devices;
  name: string;
  listenOnly: boolean;
  caption: string;
}

function Picture({ devices, name, listenOnly, caption: words }: PictureProps): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = devices.stream;
  }, [devices.stream]);
  if (devices.stream !== null) {
    return <video ref={video} className={styles.video} autoPlay playsInline muted aria-label="Your camera’s picture" />;
  }
  const letters = initials(name);
  const icon = listenOnly ? <Speaker248Regular aria-hidden="true" /> : <VideoOff48Regular aria-hidden="true" />;
  return (
    <div className={styles.noVideo}>
      {letters === "" || listenOnly ? (
        icon
      ) : (
        <span className={styles.initials} aria-hidden="true">
          {letters}
        </span>
      )}
      <p role="status">{words}</p>
    </div>
  );
}

function Toggles({ choices, denied, onChoices }: Pick<PreviewProps, "choices" | "denied" | "onChoices">): ReactNode {
  const { microphoneOn, cameraOn } = choices;
  return (
    <div className={styles.toggles}>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={microphoneOn}
        disabled={denied("microphone")}
        onClick={() => {
          onChoices({ ...choices, microphoneOn: !microphoneOn });
        }}
      >
        {microphoneOn ? <Mic20Regular aria-hidden="true" /> : <MicOff20Regular aria-hidden="true" />}
        {microphoneOn ? "Mic on" : "Mic off"}
      </button>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={cameraOn}
        disabled={denied("camera")}
        onClick={() => {
          onChoices({ ...choices, cameraOn: !cameraOn });
        }}
      >
        {cameraOn ? <Video20Regular aria-hidden="true" /> : <VideoOff20Regular aria-hidden="true" />}
        {cameraOn ? "Camera on" : "Camera off"}
      </button>
    </div>
  );
}

interface PickersProps {
  devices: Devices;
  choices: DeviceChoices;
  onChoices: (choices: DeviceChoices) => void;
}

function Pickers({ devices, choices, onChoices }: PickersProps): ReactNode {
  const kinds = [
    ...(choices.listenOnly === true ? [] : [{ key: "microphone", label: "Microphone" } as const]),
    { key: "speaker", label: "Speaker" } as const,
    ...(choices.cameraOn ? [{ key: "camera", label: "Camera" } as const] : []),
  ];
  return (
    <div className={styles.pickers}>
      {kinds.map(({ key, label }) => (
        <Select
          key={key}
          aria-label={label}
          value={choices[key] ?? ""}
          onChange={(_, { value }) => {
            onChoices({ ...choices, [key]: value === "" ? null : value });
          }}
        >
          <option value="">{`${label}: the system’s choice`}</option>
          {devices.found
            .filter(({ kind }) => kind === key)
            .map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
        </Select>
      ))}
    </div>
  );
}
