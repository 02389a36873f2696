import { Mic16Regular } from "@fluentui/react-icons";
import { useEffect, useState, type ReactNode } from "react";
import type { FoundDevice } from "./choices";
import styles from "./PreJoin.module.css";

const EVERY_MS = 100;
/** Below this a room's own noise lies, above the other nobody speaks. */
const QUIETEST_DB = -60;
const LOUDEST_DB = -10;
const STEPS = 20;

/** From samples to 0…1 as loudness is heard, in steps: the page is drawn anew only where the bar would move. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) || 1e-10);
  const part = (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB);
  return Math.round(Math.min(1, Math.max(0, part)) * STEPS) / STEPS;
}

interface Heard {
  level: number;
  problem: string | null;
}

function whyNotHeard(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "The microphone is blocked. Allow it in the system’s privacy settings.";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "No microphone was found.";
  if (name === "NotReadableError") return "Another program is using the microphone.";
  return "The microphone couldn’t be started.";
}

/** Listens to the microphone until the page goes; nothing of it is kept or sent. */
function useLevel(deviceId: string | undefined, onOpened: () => void): Heard {
  const [heard, setHeard] = useState<Heard>({ level: 0, problem: null });
  useEffect(() => {
    let stop = (): void => undefined;
    let over = false;
    const begin = async (): Promise<void> => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: deviceId === undefined ? true : { deviceId: { exact: deviceId } } });
      const context = new AudioContext();
      stop = () => {
        for (const track of stream.getTracks()) track.stop();
        void context.close();
      };
      if (over) {
        stop();
        return;
      }
      const analyser = context.createAnalyser();
      analyser.fftSize = 1024;
      context.createMediaStreamSource(stream).connect(analyser);
      // Where the page may make no sound before a click, the context would also not listen.
      void context.resume().catch(() => undefined);
      const samples = new Float32Array(analyser.fftSize);
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const level = loudness(samples);
        setHeard((before) => (before.level === level && before.problem === null ? before : { level, problem: null }));
      }, EVERY_MS);
      const close = stop;
      stop = () => {
        clearInterval(timer);
        close();
      };
      onOpened();
    };
    begin().catch((error: unknown) => {
      if (!over) setHeard({ level: 0, problem: whyNotHeard(error) });
    });
    return () => {
      over = true;
      stop();
    };
  }, [deviceId, onOpened]);
  return heard;
}

interface MicrophoneLevelProps {
  name: string | null;
  found: readonly FoundDevice[];
  /** From now on the system tells the devices' names. */
  onOpened: () => void;
}

/** How loud one is: a bar that moves says more than any device's name. */
export function MicrophoneLevel({ name, found, onOpened }: MicrophoneLevelProps): ReactNode {
  const deviceId = name === null ? undefined : found.find((device) => device.kind === "microphone" && device.name === name)?.id;
  const { level, problem } = useLevel(deviceId, onOpened);
  if (problem !== null) {
    return (
      <p className={styles.levelProblem} role="status">
        {problem}
      </p>
    );
  }
  const percent = Math.round(level * 100);
  return (
    <div className={styles.level}>
      <Mic16Regular aria-hidden="true" />
      <div
        role="meter"
        aria-label="Microphone level"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={percent === 0 ? "silent" : percent < 40 ? "quiet" : "good"}
        className={styles.bar}
      >
        <span className={styles.barFill} style={{ inlineSize: `${String(percent)}%` }} />
      </div>
    </div>
  );
}
