import type { ArrivedLink, CommandError, CompanionPhase, CompanionView, DeskState, DialIn, EventStanding, JoinCheck, JoinCredentials, JoinIdentity, JoinOffer, JoinView, LinkView } from "../../src/bindings/core";
import { DECISIONS } from "./decisions";

const DESK: DeskState = {
  profile: { name: "Sandbox", kind: "sandbox" },
  tenantName: "Contoso Events",
  account: null,
  open: true,
  configured: true,
  passphraseOffered: false,
  recoveryOffered: false,
  recoveryKeyDue: false,
  keychain: "ready",
  keychainMessage: null,
  scheme: "lectern-sandbox",
  version: "0.1.0",
  termsAccepted: true,
};

const OFFERS: JoinOffer[] = [
  { what: "av", available: true, reason: null },
  { what: "chat", available: true, reason: null },
  { what: "captions", available: true, reason: null },
  { what: "reactions", available: true, reason: null },
  { what: "polls", available: false, reason: "Only in Teams" },
];

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

const DIAL_IN: DialIn = {
  conferenceId: "234567890",
  tollNumbers: ["+1 323-555-0166", "+44 20 7946 0958"],
  tollFreeNumbers: ["+1 800-555-0199"],
  moreNumbersUrl: "https://dialin.teams.microsoft.com/00000000?id=234567890",
};

const CHECKS: JoinCheck[] = [
  { about: "link", status: "ok", message: "A Teams meeting." },
  { about: "cloud", status: "ok", message: "Microsoft’s worldwide cloud." },
  { about: "machine", status: "ok", message: "A sandbox: the call is simulated and asks nothing of this computer." },
  { about: "token", status: "ok", message: "A pass can be made for you here. It is made when you press Join." },
  { about: "event", status: "ok", message: "It has not begun yet. You can come in and wait." },
];

/** The same, with other words for some. */
function checksWith(...others: JoinCheck[]): JoinCheck[] {
  return CHECKS.map((check) => others.find(({ about }) => about === check.about) ?? check);
}

const WHY_MOVED = "The big hall is only free a day later. Everything else stays as it was.";

let joins = 0;

function embed(): JoinView {
  joins += 1;
  return {
    joinId: `join-${String(joins)}`,
    verdict: "embed",
    kind: "meeting",
    cloud: "global",
    needs: null,
    reason: "ok",
    message: "This meeting can be joined here.",
    surface: "window",
    companion: null,
    blockers: [],
    identities: [{ as: "guest", account: null, offers: OFFERS }],
    service: null,
    event: {
      title: "Autumn Product Briefing",
      start: inMinutes(4.5),
      end: inMinutes(94.5),
      zone: "Europe/Berlin",
      organizer: "Contoso Events",
      standing: "early",
      organizerMessage: null,
      movedFrom: null,
      dialIn: DIAL_IN,
      forbidden: [],
    },
    displayName: "Ana Reyes",
    offers: OFFERS,
    checks: CHECKS,
    simulated: true,
    canOpenTeams: true,
    termsNeeded: false,
  };
}

/** What the core itself says, in its own words. */
function decided(name: string): JoinView {
  const view = DECISIONS[name];
  if (view === undefined) throw new Error(`the core wrote no decision ${name}`);
  joins += 1;
  return { ...view, joinId: `join-${String(joins)}` };
}

const CALLS_ONLY = OFFERS.map((offer) => (offer.what === "chat" ? { ...offer, available: false, reason: "Calls only, when you join as your account" } : offer));

/** Somebody signed in at a machine with a key: a guest, herself in Teams, or her work account. */
const SIGNED_IN: JoinIdentity[] = [
  { as: "guest", account: null, offers: OFFERS },
  { as: "teams", account: "ana.reyes@contoso.example", offers: CALLS_ONLY },
  { as: "entra", account: "ana.reyes@contoso.example", offers: CALLS_ONLY },
];

/** A meeting whose organizer has switched everything off that can be. */
const QUIET: JoinOffer[] = OFFERS.map((offer) => {
  switch (offer.what) {
    case "av":
      return { ...offer, reason: "To watch and listen: the organizer has switched your camera and microphone off" };
    case "chat":
      return { ...offer, available: false, reason: "The organizer has switched the chat off" };
    case "reactions":
      return { ...offer, reason: "Raised hand only: the organizer has switched reactions off" };
    default:
      return offer;
  }
});

/** An event that has begun, or is over. */
function atItsTime(standing: EventStanding, start: number, end: number, check: JoinCheck): JoinView {
  const view = embed();
  return { ...view, checks: checksWith(check), event: view.event && { ...view.event, standing, start: inMinutes(start), end: inMinutes(end) } };
}

/** What the core would say to each case's link; of every other, what it said. */
const VIEWS: Readonly<Record<string, () => JoinView>> = {
  embed,
  terms: () => ({ ...embed(), termsNeeded: true, needs: "passcode", event: null, displayName: null }),
  long: () => ({
    ...embed(),
    displayName: "ماكسيميليان فون هوهنبرغ",
    event: {
      title: "The Annual Regional Partner & Customer Advisory Roundtable on Sustainable Supply Chains <img src=x onerror=alert(1)>",
      start: inMinutes(-12),
      end: inMinutes(48),
      zone: "Asia/Kolkata",
      organizer: "Contoso Deutschland GmbH, Regional Events and Partner Relations",
      standing: "running",
      organizerMessage: null,
      movedFrom: null,
      dialIn: null,
      forbidden: null,
    },
  }),
  companion: () => ({ ...decided("companion"), event: embed().event }),
  service: () => ({
    ...embed(),
    kind: "ticket",
    message: "Do you want to get your ticket from events.contoso.example?",
    surface: null,
    event: null,
    displayName: null,
    service: { origin: "https://events.contoso.example", host: "events.contoso.example", confirmed: false },
  }),
  slowservice: () => ({
    ...embed(),
    surface: null,
    event: null,
    service: { origin: "https://events.contoso.example", host: "events.contoso.example", confirmed: true },
    blockers: [
      { code: "service", message: "events.contoso.example did not answer in time. Try again in a moment, or use the Teams link in the same mail." },
    ],
  }),
  offline: () => decided("meeting"),
  real: () => ({ ...embed(), simulated: false, checks: checksWith({ about: "machine", status: "ok", message: "This window can make calls." }) }),
  signedin: () => ({ ...embed(), identities: SIGNED_IN }),
  quiet: () => {
    const view = embed();
    return {
      ...view,
      offers: QUIET,
      identities: [{ as: "guest", account: null, offers: QUIET }],
      checks: [
        ...CHECKS,
        {
          about: "allowed",
          status: "warning",
          message: "Its organizer has switched off the chat, cameras, microphones and reactions for attendees. A presenter can change that in the meeting.",
        },
      ],
      event: view.event && { ...view.event, forbidden: ["chat", "camera", "microphone", "reactions"] },
    };
  },
  realas: () => ({ ...embed(), simulated: false, identities: SIGNED_IN }),
  moved: () => {
    const view = embed();
    return {
      ...view,
      checks: checksWith({ about: "event", status: "warning", message: `Moved since you registered, by its organizer, who wrote: “${WHY_MOVED}”` }),
      event: view.event && { ...view.event, organizerMessage: WHY_MOVED, movedFrom: { start: inMinutes(-1_440), end: inMinutes(-1_350), zone: "Europe/Berlin" } },
    };
  },
  cancelled: () => {
    const view = embed();
    return {
      ...view,
      verdict: "refuse",
      surface: null,
      canOpenTeams: false,
      event: view.event && {
        ...view.event,
        standing: "cancelled",
        organizerMessage: "The hall is flooded, and nobody wants to watch that on video. A new date follows by mail.",
      },
    };
  },
  over: () => atItsTime("over", -100, -10, { about: "event", status: "warning", message: "It is over by its plan. The meeting may still be open." }),
  running: () => atItsTime("running", -10, 80, { about: "event", status: "ok", message: "It is on now." }),
};

const EXPLAINED: LinkView = {
  verdict: "embed",
  kind: "meeting",
  cloud: "gcch",
  needs: "gcch-resource",
  reason: "needs-gcch-resource",
  message:
    "This is a meeting in the US government cloud GCC High. It can be joined here only with a communication resource of that cloud; otherwise open it in Teams.",
  further: decided("noWebrtc").blockers.map(({ message }) => message),
  here: false,
  host: "gov.teams.microsoft.us",
  wrappers: ["lectern", "safeLinks"],
  secrets: ["ticket", "context"],
  clean: {
    whole: `https://gov.teams.microsoft.us/l/meetup-join/19%3agcch%3ameeting_AAAA%40thread.v2/0?context=${"%7b%22Tid%22%3a%22".repeat(12)}`,
    hidden: "https://gov.teams.microsoft.us/l/meetup-join/19%3agcch%3ameeting_AAAA%40thread.v2/0?context=<redacted>",
  },
};

const FAILURE: CommandError = {
  code: "notFound",
  message: "This ticket is not on this machine’s lists. Open the link in the organizer’s mail instead, or ask the organizer.",
  retryAfter: null,
  field: null,
};

const CREDENTIALS: JoinCredentials = {
  userId: "8:acs:00000000-0000-0000-0000-000000000001_00000000-0000-0000-0000-000000000002",
  displayName: "Ana Reyes",
  endpoint: "https://sandbox.invalid",
  token: "simulated",
  expiresOn: inMinutes(60),
  locator: { meetingLink: "https://teams.microsoft.com/meet/2345678901234?p=abcDEF" },
  simulated: true,
  as: "guest",
  callOnly: false,
};

/** A token of the right shape that no service ever signed: the calling SDK reads its claims before it calls anyone. */
function unsignedToken(userId: string): string {
  const part = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    skypeid: userId.slice(2),
    scp: 1792,
    csi: String(now),
    iat: now,
    exp: now + 3_600,
    acsScope: "voip.join,chat.join.limited",
    resourceId: "00000000-0000-0000-0000-000000000001",
    // By this claim the calling SDK tells a Teams user's token from any other.
    ...(userId.startsWith("8:orgid:") ? { tid: "00000000-0000-0000-0000-000000000009" } : {}),
  };
  return `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part(claims)}.${part("unsigned")}`;
}

/** What a real resource would give: by the meeting's link, or, with `by=id`, by its number and passcode; with `cloud=gcch` one of GCC High. */
function real(query: URLSearchParams, userId: string): Partial<JoinCredentials> {
  if (query.get("cloud") === "gcch") {
    const gcch = userId.replace("8:acs:", "8:gcch-acs:");
    const locator = { meetingLink: "https://gov.teams.microsoft.us/meet/2345678901234?p=abcDEF" };
    return { simulated: false, userId: gcch, token: unsignedToken(gcch), endpoint: "https://agency.communication.azure.us", locator };
  }
  const byNumber = query.get("by") === "id" ? { locator: { meetingId: "2345678901234", passcode: "abcDEF" } } : {};
  return { simulated: false, token: unsignedToken(userId), endpoint: "https://contoso.communication.azure.com", ...byNumber };
}

/** A Teams user's own identity, or a work account's: calls only. */
function passOf(joinsAs: string): Partial<JoinCredentials> {
  if (joinsAs === "teams") return { as: "teams", callOnly: true, userId: "8:orgid:5b0c1c1e-0000-4000-8000-000000000009" };
  return joinsAs === "entra" ? { as: "entra", callOnly: true } : {};
}

function credentials(query: URLSearchParams, name: string, { displayName, joinsAs }: Record<string, unknown>): JoinCredentials {
  const pass = { ...CREDENTIALS, displayName: String(displayName), ...passOf(String(joinsAs)) };
  return name.startsWith("real") ? { ...pass, ...real(query, pass.userId) } : pass;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function linkOf(name: string): string {
  return `https://teams.microsoft.com/meet/123?case=${name}`;
}

/** The call's own window, as it would be told to the desktop window. */
export function companion(phase: CompanionPhase, muted: boolean | null = null): CompanionView {
  return { input: linkOf("companion"), phase, browser: "Chromium", muted, end: phase === "left" ? { code: 0, subCode: 0 } : null };
}

/** The link that waits; undefined: the one that started the window. */
let waiting: string | null | undefined;

/** As the system hands another link over. */
export function arrive(link: string): void {
  waiting = link;
}

/** Each link is handed over once, as by the core. */
function taken(name: string): ArrivedLink | null {
  const link = waiting === undefined ? (name === "door" ? null : linkOf(name)) : waiting;
  waiting = null;
  return link === null ? null : { link, passedOver: 0 };
}

function network(name: string): JoinCheck {
  const row = (status: JoinCheck["status"], message: string): JoinCheck => ({ about: "network", status, message });
  if (name === "real") return row("warning", "api.flightproxy.skype.com can’t be reached, so the call may not connect. Whoever runs this network can allow it.");
  if (name === "offline") return row("failed", "Microsoft’s calling service can’t be reached. Check the connection; where it is fine, a firewall or proxy may keep calls out.");
  return name in DECISIONS ? row("ok", "Microsoft’s calling service answers.") : row("skipped", "Not tried: a sandbox lets nothing out.");
}

/** Answers one command of the core; a rejected one throws the object that the bridge would hand over. */
export function answer(query: URLSearchParams, command: string, payload: unknown): unknown {
  const name = query.get("case") ?? "door";
  switch (command) {
    case "plugin:session|state":
      return DESK;
    case "plugin:session|appearance":
      return query.get("theme") ?? "light";
    case "plugin:joining|take_pending_link":
      return taken(name);
    case "plugin:joining|prepare_join": {
      if (name === "failed") return Promise.reject(Object.assign(new Error(FAILURE.message), FAILURE));
      return VIEWS[name]?.() ?? (name in DECISIONS ? decided(name) : embed());
    }
    case "plugin:joining|explain_link":
      return EXPLAINED;
    case "plugin:joining|start_join":
      return credentials(query, name, asRecord(payload));
    case "plugin:joining|check_network":
      return network(name);
    case "plugin:joining|teams_ways":
      return name === "consumer" || name === "webinar" ? { ways: ["browser"], chosen: "browser" } : { ways: ["app", "browser", "web"], chosen: "app" };
    case "plugin:joining|open_in_teams":
      return { way: asRecord(payload)["way"] ?? "app", link: "https://teams.microsoft.com/meet/2345678901234?p=abcDEF" };
    case "plugin:joining|add_to_calendar":
      return { path: "/home/ana/Downloads/Event Autumn Product Briefing.ics", opened: true };
    case "plugin:companion|open_companion":
      return companion("opening");
    case "plugin:joining|refresh_join":
      return { token: "simulated", expiresOn: inMinutes(60) };
    default:
      return null;
  }
}
