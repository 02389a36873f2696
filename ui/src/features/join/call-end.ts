/** How a call ended, as the calling SDK tells it; `code` null: the call never came about. */
export interface CallEnd {
  code: number | null;
  subCode: number | null;
}

export type EndKind =
  | "left"
  | "endedByHost"
  | "removed"
  | "denied"
  | "network"
  | "media"
  | "token"
  | "guestsForbidden"
  | "badLink"
  | "notFound"
  | "unsupported"
  | "elsewhere"
  | "timeout"
  | "service"
  | "unknown";

export interface EndWords {
  title: string;
  text: string;
  /** Trying the same again can help. */
  rejoin: boolean;
  /** What to offer first. */
  first: "rejoin" | "teams" | "back";
}

// Sub-codes first: they tell more. Source: learn.microsoft.com, "Troubleshooting call end response codes"; 5854 and
// 5751 from the UI Library; 5221–5223 from reports of guests whom the tenant does not let in; 402xx are the SDK's own.
const BY_SUB_CODE: Readonly<Record<number, EndKind>> = {
  7: "network",
  3100: "network",
  3101: "network",
  3112: "network",
  4097: "endedByHost",
  4502: "network",
  4507: "token",
  4521: "network",
  4525: "network",
  5000: "removed",
  5221: "guestsForbidden",
  5222: "guestsForbidden",
  5223: "guestsForbidden",
  5300: "removed",
  5317: "removed",
  5751: "badLink",
  5854: "denied",
  7000: "endedByHost",
  10003: "elsewhere",
  10009: "token",
  40100: "unsupported",
  40119: "unsupported",
  40209: "badLink",
  40210: "badLink",
  40216: "unsupported",
  // A pass of the other kind than the adapter's: a Teams user's for a guest's, or the other way round.
  40229: "token",
  40231: "token",
  40238: "badLink",
  301004: "media",
  301005: "media",
};

const BY_CODE: Readonly<Record<number, EndKind>> = {
  0: "left",
  400: "badLink",
  401: "token",
  403: "guestsForbidden",
  404: "notFound",
  408: "timeout",
  410: "media",
  487: "left",
  490: "network",
  491: "network",
  495: "token",
  496: "network",
  497: "network",
  498: "network",
};

export function endKind({ code, subCode }: CallEnd): EndKind {
  const known = subCode === null ? undefined : BY_SUB_CODE[subCode];
  if (known !== undefined) return known;
  if (code === null) return "unknown";
  return BY_CODE[code] ?? (code >= 500 && code < 600 ? "service" : "unknown");
}

export const END_WORDS: Readonly<Record<EndKind, EndWords>> = {
  left: { title: "You left", text: "The meeting may still be going on. You can go back in.", rejoin: true, first: "rejoin" },
  endedByHost: { title: "The host ended the meeting", text: "Thank you for being there.", rejoin: false, first: "back" },
  removed: {
    title: "You were removed from the meeting",
    text: "Someone who runs the meeting removed you. If that was a mistake, ask the host before you come back.",
    rejoin: true,
    first: "back",
  },
  denied: {
    title: "The host didn’t let you in",
    text: "Your request to join was declined in the lobby. Ask the host to admit you, then try again.",
    rejoin: true,
    first: "rejoin",
  },
  network: {
    title: "The connection was lost",
    text: "This computer couldn’t reach Microsoft’s calling service. Check the network, then rejoin.",
    rejoin: true,
    first: "rejoin",
  },
  media: {
    title: "Sound and video couldn’t get through",
    text: "The meeting was reached, but a firewall or VPN seems to block calls. Another network, or Teams, may work.",
    rejoin: true,
    first: "rejoin",
  },
  token: {
    title: "Your pass for this call ran out",
    text: "Guests get a short-lived pass. Rejoin to get a new one.",
    rejoin: true,
    first: "rejoin",
  },
  guestsForbidden: {
    title: "This organization doesn’t let guests in from other apps",
    text: "The host’s organization allows guests only through Teams itself. Join there instead.",
    rejoin: false,
    first: "teams",
  },
  badLink: {
    title: "Teams didn’t accept this link",
    text: "The meeting link or passcode is not valid any more, or is for a kind of meeting that only Teams can join.",
    rejoin: false,
    first: "teams",
  },
  notFound: {
    title: "The meeting wasn’t found",
    text: "It may have been cancelled or moved. Ask the host for the current link.",
    rejoin: false,
    first: "back",
  },
  unsupported: {
    title: "This window can’t make calls",
    text: "The system’s web view lacks what a call needs. Join in Teams instead.",
    rejoin: false,
    first: "teams",
  },
  elsewhere: {
    title: "You joined somewhere else",
    text: "The call was taken up in another window or on another device.",
    rejoin: true,
    first: "back",
  },
  timeout: {
    title: "The meeting didn’t answer",
    text: "Microsoft’s calling service took too long. Try again in a moment, or join in Teams.",
    rejoin: true,
    first: "rejoin",
  },
  service: {
    title: "Microsoft’s calling service had a problem",
    text: "This was not your fault and usually passes. Try again, or join in Teams.",
    rejoin: true,
    first: "rejoin",
  },
  unknown: {
    title: "The call ended",
    text: "The calling service gave no reason that we know. Try again, or join in Teams.",
    rejoin: true,
    first: "rejoin",
  },
};

/** What to quote to someone who looks after the network: "490 / 4525"; null where nothing went wrong. */
export function endReference(end: CallEnd): string | null {
  const kind = endKind(end);
  if (end.code === null || kind === "left" || kind === "endedByHost") return null;
  return end.subCode === null ? String(end.code) : `${String(end.code)} / ${String(end.subCode)}`;
}

/** The end that an error thrown while placing a call amounts to. */
export function endFromError(error: unknown): CallEnd {
  const numberAt = (key: "code" | "subCode"): number | null => {
    if (typeof error !== "object" || error === null || !(key in error)) return null;
    const value: unknown = Reflect.get(error, key);
    return typeof value === "number" ? value : null;
  };
  return { code: numberAt("code"), subCode: numberAt("subCode") };
}
