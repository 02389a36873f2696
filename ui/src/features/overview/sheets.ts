import type { EventFigures, MessageFigures, MessageState, QuestionFigures, SourceName } from "../../bindings/core";
import { statusWord } from "../../components/StatusChip";

/** What a chart shows, as a table: the first column says what, the others how many. */
export interface Sheet {
  columns: string[];
  rows: (string | number)[][];
}

/** How a part of a bar looks; what it means is said beside it. */
type Tone = "main" | "second" | "wait" | "bad" | "ask" | "quiet";

export interface Part {
  word: string;
  tone: Tone;
  value: number;
}

export interface Bar {
  label: string;
  parts: Part[];
}

/** A cell that a spreadsheet would take for a formula is taken for text. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const line = value.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}

/** As a spreadsheet takes it from the clipboard. */
export function tabbed({ columns, rows }: Sheet): string {
  return [columns, ...rows].map((row) => row.map(cell).join("\t")).join("\n");
}

const messageWords: Record<MessageFigures["kind"], string> = {
  confirmation: "Confirmation",
  waitlisted: "On the waiting list",
  offered: "A place is offered",
  pending: "To be approved",
  approved: "Approved",
  rejected: "Rejected",
  cancelled: "Cancelled",
  moved: "New time",
  calledOff: "Event cancelled",
};

const sourceWords: Record<SourceName, string> = {
  import: "Imported",
  manual: "By hand",
  page: "On the event’s page",
  guest: "Brought along",
  external: "Microsoft’s registration",
};

const states: [MessageState, Tone][] = [
  ["delivered", "main"],
  ["sending", "second"],
  ["planned", "wait"],
  ["ambiguous", "ask"],
  ["failed", "bad"],
  ["skipped", "quiet"],
];

export function growthSheet({ days }: EventFigures): Sheet {
  return { columns: ["Day", "Came", "Cancelled", "On the list"], rows: days.map(({ day, came, left, sum }) => [day, came, left, sum]) };
}

export function placesBar({ places }: EventFigures): Bar {
  const parts: Part[] = [
    { word: "Taken", tone: "main", value: places.registered },
    { word: "Offered", tone: "ask", value: places.offered },
  ];
  if (places.free !== null) parts.push({ word: "Free", tone: "quiet", value: places.free });
  return { label: places.capacity === null ? "No limit" : "Places", parts };
}

export function placesSheet({ places }: EventFigures): Sheet {
  const rows: Sheet["rows"] = [
    ["Taken", places.registered],
    ["Offered", places.offered],
    ...(places.free === null ? [] : [["Free", places.free]]),
    ["Waiting list", places.waitlisted],
    ["To approve", places.pending],
    ["Rejected", places.rejected],
    ["Cancelled", places.cancelled],
    ["On the list in all", places.listed],
  ];
  return { columns: ["Where", "People"], rows };
}

interface Counted {
  listed: number;
  registered: number;
}

function held({ listed, registered }: Counted): Part[] {
  return [
    { word: "With a place", tone: "main", value: registered },
    { word: "Without", tone: "quiet", value: listed - registered },
  ];
}

export function sourceBars({ sources }: EventFigures): Bar[] {
  return sources.map((one) => ({ label: sourceWords[one.source], parts: held(one) }));
}

export function sourceSheet({ sources }: EventFigures): Sheet {
  return { columns: ["Source", "On the list", "With a place"], rows: sources.map((one) => [sourceWords[one.source], one.listed, one.registered]) };
}

function said(word: string): string {
  return word === "yes" ? "Yes" : word === "no" ? "No" : word;
}

export function answerBars({ answers }: QuestionFigures): Bar[] {
  return answers.map((one) => ({ label: said(one.said), parts: held(one) }));
}

export function answerSheet({ answers, latest, label }: QuestionFigures): Sheet {
  if (answers.length === 0) return { columns: [label], rows: latest.map((text) => [text]) };
  return { columns: ["Answer", "On the list", "With a place"], rows: answers.map((one) => [said(one.said), one.listed, one.registered]) };
}

export function messageBars({ messages }: EventFigures): Bar[] {
  return messages.map(({ kind, counts }) => ({ label: messageWords[kind], parts: states.map(([state, tone]) => ({ word: statusWord(state), tone, value: counts[state] })) }));
}

export function messageSheet({ messages }: EventFigures): Sheet {
  return { columns: ["Message", ...states.map(([state]) => statusWord(state))], rows: messages.map(({ kind, counts }) => [messageWords[kind], ...states.map(([state]) => counts[state])]) };
}

/** Shares of the way from the evening before the first day to the last day, and of the most people. */
export function growthPoints(days: EventFigures["days"]): { x: number; y: number }[] {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];
  const day = 86_400_000;
  const start = Date.parse(first.day) - day;
  const length = Date.parse(last.day) - start;
  const most = Math.max(1, ...days.map(({ sum }) => sum));
  return [{ x: 0, y: 0 }, ...days.map((one) => ({ x: (Date.parse(one.day) - start) / length, y: one.sum / most }))];
}
