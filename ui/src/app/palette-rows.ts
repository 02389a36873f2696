import type { Found, FoundMessage, FoundPerson } from "../bindings/core";
import { statusWord } from "../components/StatusChip";
import { momentIn } from "../lib/time";

/** One thing to choose. */
export interface Act {
  id: string;
  words: string;
  aside: string;
  run: () => void;
  /** It changes what is shown instead of going somewhere. */
  stays?: true;
}

export interface ActGroup {
  title: string;
  acts: Act[];
}

export interface Ways {
  event: (id: string, isVirtual: boolean) => void;
  person: (person: FoundPerson) => void;
  message: (message: FoundMessage) => void;
  /** Shows all of one group. */
  all: (title: string) => void;
}

/** So many of each group before all of one are asked for. */
export const FEW = 4;
export const MANY = 50;
/** Where the core stops counting people. */
const COUNTED = 1_000;

/** Acts by the words typed: each must be in the act's words. */
export function matching(acts: Act[], query: string): Act[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return acts.filter((act) => words.every((word) => act.words.toLowerCase().includes(word)));
}

function cut(title: string, acts: Act[], total: number, whole: string | null, ways: Ways): ActGroup[] {
  if (acts.length === 0 || (whole !== null && whole !== title)) return [];
  const shown = whole === title ? acts : acts.slice(0, FEW);
  const number = total >= COUNTED ? "1,000+" : String(total);
  const more: Act[] = shown.length < total && whole !== title ? [{ id: `all ${title}`, words: `Show all ${number}`, aside: title, run: () => { ways.all(title); }, stays: true }] : [];
  return [{ title, acts: [...shown, ...more] }];
}

/** What is found, in groups; with `whole`, all of that group and nothing else. */
export function groups(acts: Act[], found: Found | undefined, whole: string | null, ways: Ways): ActGroup[] {
  const events = (found?.events ?? []).map(({ id, title, start, zone, isVirtual }) => ({ id, words: title, aside: momentIn(start, zone), run: () => { ways.event(id, isVirtual); } }));
  const people = (found?.people ?? []).map((person) => ({ id: person.registrantId, words: `${person.name} · ${person.email}`, aside: person.eventTitle, run: () => { ways.person(person); } }));
  const messages = (found?.messages ?? []).map((message) => ({ id: message.id, words: `To ${message.name}: ${statusWord(message.state).toLowerCase()}`, aside: message.eventTitle, run: () => { ways.message(message); } }));
  return [
    ...cut("Begin or go to", acts, acts.length, whole, ways),
    ...cut("Events", events, found?.eventsTotal ?? 0, whole, ways),
    ...cut("People", people, found?.peopleTotal ?? 0, whole, ways),
    ...cut("Messages", messages, found?.messagesTotal ?? 0, whole, ways),
  ];
}
