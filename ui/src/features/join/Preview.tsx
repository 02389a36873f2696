import { Select } from "@fluentui/react-components";
import { Mic20Regular, MicOff20Regular, Video20Regular, VideoOff20Regular, VideoOff48Regular } from "@fluentui/react-icons";
import { useEffect, useRef, type ReactNode } from "react";
import type { JoinView } from "../../bindings/core";
import { initials, type DeviceChoices } from "./choices";
import styles from "./JoinPage.module.css";
import { useDevices, type Devices } from "./useDevices";

interface PreviewProps {
  view: JoinView;
  name: string;
  choices: DeviceChoices;
  onChoices: (choices: DeviceChoices) => void;
}

/** How one will be seen and heard: the camera's picture where this webview can show it, else a calm panel. */
export function Preview({ view, name, choices, onChoices }: PreviewProps): ReactNode {
  const here = view.surface !== null;
  const devices = useDevices(here, view.simulated, choices);
  return (
    <section className={styles.preview} aria-label="Camera and microphone">
      <div className={styles.stage}>
        <Picture devices={devices} name={name} caption={caption(here, devices, choices)} />
        {here && <Toggles choices={choices} onChoices={onChoices} />}
      </div>
      {here && <Pickers devices={devices} choices={choices} onChoices={onChoices} />}
    </section>
  );
}

function caption(here: boolean, devices: Devices, choices: DeviceChoices): string {
  if (!here) return "No call in this window";
  if (devices.problem !== null) return devices.problem;
  if (!choices.cameraOn) return "Your camera is off";
  return devices.simulated ? "Your camera will be on" : "Starting your camera…";
}

function Picture({ devices, name, caption: words }: { devices: Devices; name: string; caption: string }): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = devices.stream;
  }, [devices.stream]);
  if (devices.stream !== null) {
    return <video ref={video} className={styles.video} autoPlay playsInline muted aria-label="Your camera’s picture" />;
  }
  const letters = initials(name);
  return (
    <div className={styles.noVideo}>
      {letters === "" ? (
        <VideoOff48Regular aria-hidden="true" />
      ) : (
        <span className={styles.initials} aria-hidden="true">
          {letters}
        </span>
      )}
      <p role="status">{words}</p>
    </div>
  );
}

function Toggles({ choices, onChoices }: { choices: DeviceChoices; onChoices: (choices: DeviceChoices) => void }): ReactNode {
  const { microphoneOn, cameraOn } = choices;
  return (
    <div className={styles.toggles}>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={microphoneOn}
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
    { key: "microphone", label: "Microphone", names: devices.microphones },
    { key: "speaker", label: "Speaker", names: devices.speakers },
    ...(choices.cameraOn ? [{ key: "camera", label: "Camera", names: devices.cameras } as const] : []),
  ] as const;
  return (
    <div className={styles.pickers}>
      {kinds.map(({ key, label, names }) => (
        <Select
          key={key}
          aria-label={label}
          value={choices[key] ?? ""}
          onChange={(_, { value }) => {
            onChoices({ ...choices, [key]: value === "" ? null : value });
          }}
        >
          <option value="">{`${label}: the system’s choice`}</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      ))}
    </div>
  );
}
