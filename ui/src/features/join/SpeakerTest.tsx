import { Button } from "@fluentui/react-components";
import { Speaker220Regular } from "@fluentui/react-icons";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { FoundDevice } from "./choices";
import styles from "./PreJoin.module.css";

const RATE = 22_050;
/** Two notes, a fifth apart: heard over a room's noise and mistaken for no other program's sound. */
const NOTES = [523.25, 783.99];
const NOTE_SECONDS = 0.35;

/** A short tone of our own, as a WAV file: nothing is fetched for it. */
export function tone(): Blob {
  const perNote = Math.round(RATE * NOTE_SECONDS);
  const samples = new Int16Array(perNote * NOTES.length);
  NOTES.forEach((frequency, note) => {
    for (let at = 0; at < perNote; at += 1) {
      // Swells and fades, so that it doesn't click.
      const swell = Math.sin((Math.PI * at) / perNote);
      samples[note * perNote + at] = Math.round(Math.sin((2 * Math.PI * frequency * at) / RATE) * swell * 9_000);
    }
  });
  const header = new DataView(new ArrayBuffer(44));
  const text = (offset: number, word: string): void => {
    new Uint8Array(header.buffer).set(new TextEncoder().encode(word), offset);
  };
  text(0, "RIFF");
  header.setUint32(4, 36 + samples.byteLength, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, RATE, true);
  header.setUint32(28, RATE * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, samples.byteLength, true);
  return new Blob([header.buffer, samples.buffer], { type: "audio/wav" });
}

type Playing = "no" | "playing" | "played" | "failed";

const WORDS: Readonly<Record<Playing, string>> = {
  no: "",
  playing: "Playing two notes…",
  played: "Nothing heard? Choose another speaker, or turn it up.",
  failed: "This speaker couldn’t be used. Choose another.",
};

interface SpeakerTestProps {
  name: string | null;
  found: readonly FoundDevice[];
  /** The speakers have no sound of their own: the system's is taken. */
  simulated: boolean;
}

/** Plays two notes through the chosen speaker, where this webview can choose one. */
export function SpeakerTest({ name, found, simulated }: SpeakerTestProps): ReactNode {
  const [state, setState] = useState<Playing>("no");
  const sound = useRef<HTMLAudioElement | null>(null);
  useEffect(
    () => () => {
      sound.current?.pause();
    },
    [],
  );
  const play = async (): Promise<void> => {
    setState("playing");
    const address = URL.createObjectURL(tone());
    const audio = new Audio(address);
    sound.current = audio;
    try {
      const sink = simulated ? undefined : found.find((device) => device.kind === "speaker" && device.name === name)?.id;
      if (sink !== undefined && typeof audio.setSinkId === "function") await audio.setSinkId(sink);
      const ended = new Promise((heard) => {
        audio.addEventListener("ended", heard, { once: true });
      });
      await audio.play();
      await ended;
      setState("played");
    } catch (error) {
      console.warn("The tone could not be played:", error);
      setState("failed");
    } finally {
      URL.revokeObjectURL(address);
    }
  };
  return (
    <div className={styles.speakerTest}>
      <Button type="button" size="small" icon={<Speaker220Regular />} disabled={state === "playing"} onClick={() => void play()}>
        Test speaker
      </Button>
      <span role="status" className={styles.quiet}>
        {WORDS[state]}
      </span>
    </div>
  );
}
