import { useShortcut } from "./hooks";

/** A key for the whole page. Handlers and the sheet of shortcuts read this one table, so that neither can know another key. */
interface PageKey {
  key: string;
  /** With Ctrl, or Command on a Mac. */
  chord?: true;
  /** Left to the field where somebody types, although it is a chord. */
  yields?: true;
  words: string;
}

const pageKeys = {
  palette: { key: "k", chord: true, words: "Search everything, or begin something" },
  sheet: { key: "?", words: "Show this list" },
  search: { key: "/", words: "Search the list in view" },
  newEvent: { key: "n", words: "New event" },
  join: { key: "m", words: "Join a meeting" },
  undo: { key: "z", chord: true, yields: true, words: "Undo, while the notice offers it" },
} satisfies Record<string, PageKey>;

type PageKeyName = keyof typeof pageKeys;

/** What a key does inside a list that has the focus: so many rows further. */
interface ListKey {
  keys: readonly string[];
  step: number;
  words: string;
}

/** Further than any list is long: to its beginning or its end. */
export const ALL = 1e9;

const listKeys: readonly ListKey[] = [
  { keys: ["ArrowDown", "j"], step: 1, words: "Next row" },
  { keys: ["ArrowUp", "k"], step: -1, words: "Row before" },
  { keys: ["PageDown"], step: 10, words: "Ten rows further" },
  { keys: ["PageUp"], step: -10, words: "Ten rows back" },
  { keys: ["Home"], step: -ALL, words: "First row" },
  { keys: ["End"], step: ALL, words: "Last row" },
];

/** What the elements do by themselves, and the table of people besides. */
const others: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ["Enter"], words: "Open the row" },
  { keys: ["Space"], words: "Select the person; with Shift and arrows, everybody on the way" },
  { keys: ["Ctrl+A"], words: "Select everybody on the list" },
  { keys: ["Esc"], words: "One step back; nothing typed is lost" },
];

const caps: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", PageDown: "Page Down", PageUp: "Page Up" };

interface ShownKeys {
  keys: string[];
  words: string;
}

function shownPageKey({ key, chord, words }: PageKey): ShownKeys {
  return { keys: [chord ? `Ctrl+${key.toUpperCase()}` : key.toUpperCase()], words };
}

/** The table as a person reads it. */
export const shortcutSheet: readonly { title: string; rows: readonly ShownKeys[] }[] = [
  { title: "Everywhere", rows: Object.values(pageKeys).map(shownPageKey) },
  { title: "In a list", rows: [...listKeys, ...others].map(({ keys, words }) => ({ keys: keys.map((key) => caps[key] ?? (key.length === 1 ? key.toUpperCase() : key)), words })) },
];

/** How far a key goes in a list; null: it is none of a list's keys. */
export function listStep({ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): number | null {
  if (ctrlKey || metaKey || altKey) return null;
  return listKeys.find(({ keys }) => keys.includes(key))?.step ?? null;
}

/** Moves the focus among the elements that `rows` names inside the list. True: it was one of a list's keys. */
export function moveInList(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "preventDefault">, list: HTMLElement, rows: string): boolean {
  const step = listStep(event);
  if (step === null) return false;
  const all = [...list.querySelectorAll<HTMLElement>(rows)];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!next) return false;
  event.preventDefault();
  next.focus();
  return true;
}

/** Hears a key of the table for as long as the component is there. */
export function usePageKey(name: PageKeyName, pressed: () => void): void {
  const { key, chord, yields }: PageKey = pageKeys[name];
  useShortcut(key, pressed, { ...(chord && { chord }), ...(yields && { yields }) });
}
