import type { JoinAs, JoinIdentity } from "../../bindings/core";

/** What the person chose before joining. Devices are named as the system names them; null: the system's choice. */
export interface DeviceChoices {
  microphoneOn: boolean;
  cameraOn: boolean;
  camera: string | null;
  microphone: string | null;
  speaker: string | null;
  /** This machine has neither microphone nor camera: none is asked for. */
  listenOnly?: boolean;
}

export const FIRST_CHOICES: DeviceChoices = {
  microphoneOn: true,
  cameraOn: false,
  camera: null,
  microphone: null,
  speaker: null,
};

type DeviceKind = "camera" | "microphone" | "speaker";

export interface FoundDevice {
  kind: DeviceKind;
  id: string;
  name: string;
}

/** A device as it was when chosen. Systems rename devices and renumber them; seldom both at once. */
interface KnownDevice {
  id: string;
  name: string;
}

/** What is kept from one start to the next. The camera's being on is not: nobody should be seen by surprise. */
export interface Remembered extends Partial<Record<DeviceKind, KnownDevice>> {
  microphoneOn?: boolean;
}

const KINDS: readonly DeviceKind[] = ["camera", "microphone", "speaker"];
const NAME_KEY = "lectern.join.name";
const DEVICES_KEY = "lectern.join.devices";
const AS_KEY = "lectern.join.as";
const KEPT_KEYS = [NAME_KEY, DEVICES_KEY, AS_KEY];

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off: it is asked for again next time, which is no harm.
  }
}

/** What this browser keeps of the person's choices, by the keys it keeps them under. */
export function rememberedChoices(): Record<string, string> {
  return Object.fromEntries(KEPT_KEYS.map((key) => [key, read(key)]));
}

/** Puts back what was kept elsewhere, where nothing newer is here. */
export function keepChoices(choices: Readonly<Record<string, string>>): void {
  for (const key of KEPT_KEYS) {
    const kept = choices[key] ?? "";
    if (kept !== "" && read(key) === "") write(key, kept);
  }
}

/** The name used last time; empty where this webview keeps nothing. */
export function rememberedName(): string {
  return read(NAME_KEY);
}

export function rememberName(name: string): void {
  write(NAME_KEY, name);
}

/** Whom one joined as last time, as far as that is possible here; else whom the core names first. */
export function rememberedIdentity(identities: readonly JoinIdentity[]): JoinAs {
  const last = read(AS_KEY);
  return (identities.find(({ as }) => as === last) ?? identities[0])?.as ?? "guest";
}

/** Only where it was chosen: who had no choice chose nothing. */
export function rememberIdentity(joinsAs: JoinAs): void {
  write(AS_KEY, joinsAs);
}

function known(value: unknown): KnownDevice | undefined {
  if (typeof value !== "object" || value === null || !("id" in value) || !("name" in value)) return undefined;
  const { id, name } = value;
  return typeof id === "string" && typeof name === "string" ? { id, name } : undefined;
}

/** What was chosen last time; whatever else lies in the storage is taken for nothing. */
export function rememberedDevices(): Remembered {
  try {
    const kept: unknown = JSON.parse(read(DEVICES_KEY) || "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const fields: Record<string, unknown> = Object.fromEntries(Object.entries(kept));
    const remembered: Remembered = {};
    for (const kind of KINDS) {
      const device = known(fields[kind]);
      if (device !== undefined) remembered[kind] = device;
    }
    if (typeof fields["microphoneOn"] === "boolean") remembered.microphoneOn = fields["microphoneOn"];
    return remembered;
  } catch {
    return {};
  }
}

/** Keeps what was chosen, each device by name and id. A device that is unplugged now stays remembered. */
export function rememberDevices(choices: DeviceChoices, before: Remembered, found: readonly FoundDevice[]): Remembered {
  const kept: Remembered = { microphoneOn: choices.microphoneOn };
  for (const kind of KINDS) {
    const name = choices[kind];
    const device = found.find((one) => one.kind === kind && one.name === name);
    const older = before[kind];
    if (device !== undefined) kept[kind] = { id: device.id, name: device.name };
    else if (name !== null && older !== undefined) kept[kind] = older;
  }
  write(DEVICES_KEY, JSON.stringify(kept));
  return kept;
}

export function firstChoices(remembered: Remembered): DeviceChoices {
  const { microphoneOn, camera, microphone, speaker } = remembered;
  return {
    ...FIRST_CHOICES,
    microphoneOn: microphoneOn ?? true,
    camera: camera?.name ?? null,
    microphone: microphone?.name ?? null,
    speaker: speaker?.name ?? null,
  };
}

/** The choices as far as they are plugged in: the same device under another name, else the system's choice. */
export function settled(choices: DeviceChoices, remembered: Remembered, found: readonly FoundDevice[]): DeviceChoices {
  const name = (kind: DeviceKind): string | null => {
    const wanted = choices[kind];
    const here = found.filter((device) => device.kind === kind);
    if (wanted === null || here.length === 0 || here.some((device) => device.name === wanted)) return wanted;
    const { id, name: kept } = remembered[kind] ?? { id: "", name: "" };
    return (kept === wanted && here.find((device) => device.id === id)?.name) || null;
  };
  return { ...choices, camera: name("camera"), microphone: name("microphone"), speaker: name("speaker") };
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
