/** What the person chose before joining. Devices are named as the system names them; null: the system's choice. */
export interface DeviceChoices {
  microphoneOn: boolean;
  cameraOn: boolean;
  camera: string | null;
  microphone: string | null;
  speaker: string | null;
}

export const FIRST_CHOICES: DeviceChoices = {
  microphoneOn: true,
  cameraOn: false,
  camera: null,
  microphone: null,
  speaker: null,
};

const NAME_KEY = "lectern.join.name";

/** The name used last time; empty where this webview keeps nothing. */
export function rememberedName(): string {
  try {
    return localStorage.getItem(NAME_KEY) ?? "";
  } catch {
    return "";
  }
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    // Storage is switched off: the name is asked for again next time, which is no harm.
  }
}

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstCharacter(word: string): string {
  for (const { segment } of characters.segment(word)) return segment.toLocaleUpperCase();
  return "";
}

/** Up to two letters for an avatar: "Ana Reyes" → "AR"; whole characters, so that no script is cut in half. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => firstCharacter(word ?? "")).join("");
}
