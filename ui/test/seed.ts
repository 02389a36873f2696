import type {
  CloudFeature,
  CloudView,
  FeatureName,
  Account,
  CalendarOffer,
  CalendarView,
  BulkView,
  Check,
  CommandError,
  DeskState,
  DeviceCode,
  ErrorCode,
  EventDetail,
  EventDraft,
  Finding,
  ImportChoices,
  ImportField,
  ImportPreview,
  ImportReport,
  LinkView,
  MeetingOptions,
  MessageRow,
  MessageState,
  NewEvent,
  NewRegistrant,
  NextEvent,
  ProbePlan,
  ProbeReport,
  Recurrence,
  RegistrantRow,
  SeriesDate,
  ServicesView,
  Template,
  TicketView,
} from "../src/bindings/core";
import { resolveLocal } from "../src/lib/wall-clock";
import type { Scenario } from "./mock-core";

/** The day on which the screens are looked at; the clock of the page is set to it. */
export const NOW = Date.parse("2026-12-03T11:00:00Z");

export function refusal(code: ErrorCode, message: string, more: Partial<CommandError> = {}): CommandError {
  return { code, message, retryAfter: null, field: null, ...more };
}

export function account(needsSignIn: boolean): Account {
  return { userId: "u-1", tenantId: "t-1", username: "events@contoso.example", displayName: "Contoso Events", looksPersonal: false, needsSignIn };
}

export function desk(scenario: Scenario): DeskState {
  return {
    profile: { name: scenario.real ? "Contoso" : "sandbox", kind: scenario.real ? "real" : "sandbox" },
    tenantName: scenario.real ? null : "Contoso Events",
    account: scenario.signedIn === false ? null : account(scenario.needsSignIn ?? false),
    open: scenario.shut !== true,
    configured: scenario.configured ?? true,
    passphraseOffered: scenario.shut === true && scenario.keychain === "absent",
    recoveryOffered: (scenario.real ?? false) && (scenario.keychain === "gone" || scenario.keychain === "passphrase"),
    recoveryKeyDue: scenario.recoveryKeyDue ?? false,
    keychain: scenario.keychain ?? "ready",
    keychainMessage: null,
    scheme: scenario.real ? "lectern" : "lectern-sandbox",
    version: "0.1.0",
    termsAccepted: false,
  };
}

export function cloud(name: "global" | "china"): CloudView {
  const china = name === "china";
  const lacking = (feature: FeatureName, title: string, instead: string): CloudFeature => ({ feature, title, availability: china ? "lacking" : "available", instead: china ? instead : null });
  return {
    cloud: name,
    title: china ? "China, operated by 21Vianet" : "Worldwide (with GCC)",
    features: [
      { feature: "calendar", title: "Events on the calendar with a Teams link", availability: "available", instead: null },
      lacking("onlineMeetings", "A meeting’s options set from here", "Set lobby, chat and presenters on Teams’ own page of options."),
      lacking("virtualEvents", "Webinars and town halls", "Make a meeting with Lectern’s own registration."),
      lacking("meetingRegistration", "Microsoft’s retired registration of meetings", "Register people with Lectern’s own registration."),
    ],
  };
}

// A drawing of about the density of a real code; nothing reads it.
function squares(): string {
  const cells: string[] = [];
  let state = 7;
  for (let y = 0; y < 29; y += 1) {
    for (let x = 0; x < 29; x += 1) {
      state = (state * 1103515245 + 12345) % 2147483648;
      const finder = (x < 7 || x > 21) && y < 7 ? true : x < 7 && y > 21;
      if (!finder && (state >> 16) % 2 === 0) cells.push(`M${x} ${y}h1v1h-1z`);
    }
  }
  const finders = [[0, 0], [22, 0], [0, 22]].map(([x = 0, y = 0]) => `M${x} ${y}h7v7h-7zM${x + 1} ${y + 1}v5h5v-5zM${x + 2} ${y + 2}h3v3h-3z`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill-rule="evenodd" d="${finders.join("")}${cells.join("")}"/></svg>`;
}

export function deviceCode(): DeviceCode {
  return { userCode: "F7KQ-M2ZD", verificationUri: "https://microsoft.com/devicelogin", expiresAt: new Date(Date.now() + 14 * 60_000).toISOString(), expiresIn: 900, interval: 5, qrSvg: squares() };
}

const counts = { planned: 0, sending: 0, delivered: 0, failed: 0, ambiguous: 0, skipped: 0 };

function event(id: string, title: string, start: string, hours: number, zone: string, more: Partial<EventDetail> = {}): EventDetail {
  return {
    id,
    title,
    start,
    end: new Date(Date.parse(start) + hours * 3_600_000).toISOString(),
    zone,
    state: "scheduled",
    registrationOpen: false,
    registered: 0,
    capacity: null,
    joinUrl: "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzI0%40thread.v2/0?context=%7b%22Tid%22%3a%22t-1%22%7d",
    organizer: "Contoso Events",
    description: "",
    eventId: `AAMk${id}`,
    meetingId: `MSo1${id}`,
    webLink: "https://outlook.office365.com/calendar/item/AAMk",
    messages: counts,
    registrationMode: null,
    createdAt: "2026-11-15T09:12:00Z",
    problem: null,
    repeats: null,
    changedElsewhere: false,
    series: null,
    elsewhere: [],
    ...more,
  };
}

const open = { registrationOpen: true, registrationMode: "own" } as const;

export function events(registrants: number): EventDetail[] {
  return [
    event("autumn", "Autumn Product Briefing", "2026-12-03T13:00:00Z", 1.5, "Europe/Berlin", {
      ...open,
      registered: registrants,
      capacity: registrants > 1_000 ? null : 250,
      description: "What ships this winter, and what it means for partners.\n\nDoors open ten minutes early. Captions in English and German.",
      messages: registrants === 0 ? counts : { ...counts, delivered: 3, planned: 2, ambiguous: 2, failed: 1 },
    }),
    event("partners", "Partner Office Hours", "2026-12-03T16:00:00Z", 0.75, "Europe/Berlin", { ...open, registered: 18, messages: { ...counts, delivered: 18 } }),
    event("k8s", "Kubernetes for Auditors", "2026-12-05T08:00:00Z", 3, "Europe/Berlin", { ...open, registered: 96, capacity: 100, messages: { ...counts, delivered: 90, planned: 6 } }),
    event("sydney", "Quarterly Review with Sydney", "2026-12-07T22:00:00Z", 1, "Australia/Sydney", {
      changedElsewhere: true,
      elsewhere: [
        {
          noticedAt: "2026-12-03T10:50:00Z",
          editedAt: "2026-12-03T10:42:00Z",
          fields: [
            { field: "title", before: "Review with Sydney", after: "Quarterly Review with Sydney" },
            { field: "time", before: "Monday, 7 December 2026, 10:00–11:00 (Australia/Sydney)", after: "Tuesday, 8 December 2026, 09:00–10:00 (Australia/Sydney)" },
          ],
        },
      ],
    }),
    event("hostile", '<img src=x onerror="alert(1)"> and a title that goes on for much longer than any screen is wide, because somebody pasted the whole invitation into it', "2026-12-08T15:00:00Z", 1, "America/New_York", {
      problem: "Teams didn’t accept the change because the event was edited elsewhere at 14:02. Open it in Outlook to compare.",
    }),
    event("hebrew", "סדנת Graph API למפתחים", "2026-12-11T09:00:00Z", 2, "Asia/Jerusalem", { state: "creating", joinUrl: null, webLink: null }),
    event("circle", "Reading circle", "2026-12-08T17:00:00Z", 1.5, "Europe/Paris", {
      ...open,
      registered: 34,
      messages: { ...counts, delivered: 34 },
      repeats: "every week on Tuesday, until 23 February 2027",
      series: { rule: weekly, start: "2026-11-03T17:00:00Z", end: "2026-11-03T18:30:00Z", dates: weeklyDates(), fromCalendar: true },
    }),
    event("old", "Summer Roadshow", "2026-07-02T09:00:00Z", 2, "Europe/Paris", { ...open, registered: 412, messages: { ...counts, delivered: 412 } }),
    event("gone", "Cancelled Town Hall", "2026-12-09T15:00:00Z", 1, "Europe/Berlin", { state: "cancelled" }),
  ];
}

function instantOf(local: string, wanted: NewEvent): string {
  const resolved = resolveLocal(local, wanted.zone);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
  if (!resolved || resolved.kind === "gap") throw refusal("invalid", `Clocks skip ${local} there.`, { field: "start" });
  return new Date(resolved.kind === "once" ? resolved.instant : resolved[wanted.fold ?? "earlier"]).toISOString();
}

export function created(wanted: NewEvent): EventDetail {
  const start = instantOf(wanted.start, wanted);
  return { ...event(wanted.draftId, wanted.title, start, 1, wanted.zone), end: instantOf(wanted.end, wanted), description: wanted.description };
}

const weekly: Recurrence = { pattern: { kind: "weekly", days: ["tuesday"], firstDay: "monday" }, interval: 1, ending: { kind: "on", date: "2027-02-23" } };

function weeklyDates(): SeriesDate[] {
  return Array.from({ length: 12 }, (_, week) => {
    const start = Date.parse("2026-12-08T17:00:00Z") + week * 7 * 86_400_000 + (week === 2 ? 3_600_000 : 0);
    return { id: `AAMkDate${week}`, start: new Date(start).toISOString(), end: new Date(start + 5_400_000).toISOString(), exception: week === 2, title: week === 2 ? "Reading circle: an hour later" : null, eventId: week === 4 ? "k8s" : null };
  });
}

export const options: MeetingOptions = {
  lobby: "organization",
  lobbyDialIn: false,
  admitters: "organizerAndCoOrganizersAndPresenters",
  presenters: "organizer",
  chat: "someNewWord",
  camera: true,
  mic: false,
  reactions: true,
  recording: true,
  transcription: true,
  recordAutomatically: false,
  announced: false,
  people: [
    { upn: "ana.reyes@contoso.example", role: "coorganizer" },
    { upn: "a.very.long.sign-in.name@subdomain.of.a.subdomain.example", role: "presenter" },
  ],
  passcodeRequired: true,
  teamsUrl: "https://teams.microsoft.com/meetingOptions/?organizerId=1",
};

export const template: Template = {
  id: "t-1",
  name: "Monthly briefing",
  title: "Product briefing",
  description: "What is new.",
  clock: "14:00",
  minutes: 90,
  zone: "Europe/Berlin",
  kind: null,
  audience: null,
  recurrence: null,
  setup: { from: "Monthly briefing", options, registration: { capacity: 250 }, webinar: null },
};

export const drafts: NextEvent[] = [
  { id: "d-1", draft: { title: "Spring Product Briefing", description: "", start: "2027-03-18T14:00", end: "2027-03-18T15:30", zone: "Europe/Berlin", kind: null, audience: null, recurrence: null, setup: template.setup } },
  { id: "d-2", draft: { title: "", description: "", start: "2026-12-17T10:00", end: "2026-12-17T11:00", zone: "Europe/Paris", kind: null, audience: null, recurrence: weekly, setup: null } },
];

export function copied({ title, description, zone }: EventDetail): EventDraft {
  return { title, description, start: "2026-12-10T14:00", end: "2026-12-10T15:30", zone, kind: null, audience: null, recurrence: null, setup: { from: title, options, registration: { capacity: 250 }, webinar: null } };
}

const offers: CalendarOffer[] = [
  { id: "AAMkTownHall", title: "Contoso Town Hall: winter edition", start: "2026-12-12T16:00:00Z", end: "2026-12-12T17:00:00Z", zone: "Europe/Paris", series: false, repeats: null, coming: 1 },
  { id: "AAMkDesk", title: "Events desk: the week ahead", start: "2026-12-07T08:00:00Z", end: "2026-12-07T09:00:00Z", zone: "Europe/Paris", series: true, repeats: "every week on Monday", coming: 57 },
];

/** The calendar as it was last read: three minutes before the pictures are taken, or never. */
export function calendar(kind: NonNullable<Scenario["calendar"]>): CalendarView {
  return { syncedAt: kind === "never" ? null : new Date(NOW - 180_000).toISOString(), unfinished: false, waitsUntil: null, offers: kind === "some" ? [...offers] : [] };
}

export function adopted(offer: CalendarOffer): EventDetail {
  return event(offer.id, offer.title, offer.start, 1, offer.zone, { repeats: offer.repeats });
}

const known: [string, string, string | null, MessageState | null][] = [
  ["Ana Reyes", "ana.reyes@fabrikam.example", "Fabrikam", "delivered"],
  ["Bjørn Ødegård", "bjorn@nordtek.example", "Nordtek AS", "ambiguous"],
  ["Chloé Dubois", "chloe.dubois@litware.example", "Litware", "planned"],
  ["林 美咲", "m.hayashi@tailspin.example", "Tailspin Toys", "failed"],
  ['<img src=x onerror="alert(1)">', "mallory@evil.example", "'; DROP TABLE registrants; --", "delivered"],
  ["שרה לוי־כהן", "sara@adatum.example", "אדאטום בע״מ", "delivered"],
  ["Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maria Magdalena Theresia", "a.very.long.address.that.keeps.going.and.going@subdomain.of.a.subdomain.example", "A Company With a Name That Nobody Ever Shortened GmbH & Co. KG", "ambiguous"],
];

/** Somebody of whom nothing else is known. */
const plain = { guestOf: null, guests: 0, group: null, tags: [], offerUntil: null, position: null, erased: false };

export function registrants(howMany: number): RegistrantRow[] {
  return Array.from({ length: howMany }, (_, index) => {
    const [name, email, company, confirmation] = known[index] ?? [`Guest ${String(index + 1).padStart(6, "0")}`, `guest${index + 1}@example.org`, index % 3 === 0 ? "Northwind" : null, "planned" as const];
    return { id: `r${index}`, name, email, company, status: "registered", registeredAt: new Date(NOW - (index + 1) * 5_400_000 - (index % 7) * 900_000).toISOString(), source: index % 2 ? "import" : "manual", confirmation, ...plain };
  });
}

export function added(person: NewRegistrant, index: number): RegistrantRow {
  return { id: `new${index}`, name: person.name, email: person.email.toLowerCase(), company: person.company, status: "registered", registeredAt: new Date().toISOString(), source: "manual", confirmation: "planned", ...plain };
}

export const ticket: TicketView = {
  code: "4XR8N2QJ0W7KZC5T9VHB3MD6YF",
  link: "lectern-sandbox://join?ticket=4XR8N2QJ0W7KZC5T9VHB3MD6YF",
  joinUrl: "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzI0%40thread.v2/0",
  qrSvg: squares(),
};

export function messages(howMany = 8): MessageRow[] {
  const states: MessageState[] = ["delivered", "ambiguous", "planned", "failed", "delivered", "delivered", "ambiguous", "planned"];
  const people = registrants(howMany);
  return people.map((_, index) => states[index] ?? "delivered").map((state, index) => ({
    id: `m${index}`,
    registrantId: `r${index}`,
    name: people[index]?.name ?? "",
    email: people[index]?.email ?? "",
    kind: "confirmation",
    channel: "acsEmail",
    state,
    dueAt: "2026-12-02T16:41:00Z",
    at: state === "planned" ? null : "2026-12-02T16:42:10Z",
    subject: "You’re registered: Autumn Product Briefing",
    problem: state === "failed" ? "The address does not exist at tailspin.example." : null,
    operationId: `00000000-0000-4000-8000-00000000000${index}`,
  }));
}

export const preview = {
  subject: "You’re registered: Autumn Product Briefing",
  html: `<!doctype html><html><body style="font-family: sans-serif; margin: 24px; color: #242424"><h1 style="font-size: 20px">You’re registered, Ana</h1><p>Autumn Product Briefing<br>Thursday 3 December, 14:00–15:30 Berlin</p><p><a href="https://teams.microsoft.com/l/meetup-join/19" style="color: #0f548c">Join in Teams</a></p><p>Or in Lectern: lectern://join?ticket=…</p><script>alert(1)</script></body></html>`,
  text: "You’re registered, Ana\n\nAutumn Product Briefing\nThursday 3 December, 14:00–15:30 Berlin\n\nJoin in Teams: https://teams.microsoft.com/l/meetup-join/19",
};

const headers: [string, ImportField | null, string[]][] = [
  ["Vorname", "firstName", ["Ana", "Björn", "Zoë"]],
  ["Nachname", "lastName", ["Reyes", "Ødegård", "van der Berg"]],
  ["E-Mail-Adresse", "email", ["ana.reyes@fabrikam.example", "bjorn@nordtek.example", "zoe@woodgrove.example"]],
  ["Firma", "company", ["Fabrikam", "Nordtek AS", "Woodgrove Bank"]],
  ["Notiz", null, ["vegetarisch", "", "=1+1"]],
];

const workbook: Partial<ImportPreview> = {
  encoding: "XLSX",
  delimiter: null,
  sheets: ["Attendees", "Notes", "צ’ק־אין"],
  sheet: "Attendees",
  format: "eventbrite",
  leftOut: 2,
  errors: [
    { line: 17, column: "Attendee Status", code: "leftOut", message: "Left out: not coming any more, says the column." },
    { line: 40, column: "Attendee Status", code: "leftOut", message: "Left out: refunded, says the column." },
    { line: 91, column: "E-Mail-Adresse", code: "email", message: "The address is missing." },
  ],
};

export function importPreview({ fields, questions: chosen }: Pick<ImportChoices, "fields" | "questions">, scenario: Scenario = {}): ImportPreview {
  const columns = headers.map(([header, field, samples], index) => ({ header, field: fields ? (fields[index] ?? null) : field, question: chosen?.[index] ?? null, samples }));
  const answered = (id: string): boolean => columns.some(({ question }) => question === id);
  const asked = scenario.waiting ? [["food", "What do you eat?", true, false], ["nuts", "Do you need a meal without nuts?", false, false], ["photos", "I agree", true, true]] as const : [];
  const hasEmail = columns.some((column) => column.field === "email");
  return {
    encoding: "Windows-1252",
    delimiter: ";",
    sheets: [],
    sheet: null,
    format: null,
    leftOut: 0,
    columns,
    rows: 128,
    valid: hasEmail ? 119 : 0,
    duplicates: 6,
    errors: [
      { line: 17, column: "E-Mail-Adresse", code: "email", message: "“peter@” is no address: the part after @ is missing." },
      { line: 58, column: "Nachname", code: "name", message: "There is no name." },
      { line: 91, column: null, code: "width", message: "This row has 3 columns, the header has 5." },
    ],
    errorCount: 3,
    questions: asked.map(([id, label, required, consent]) => ({ id, label, required, consent, notAsked: required && !answered(id) && hasEmail ? 119 : 0 })),
    problem: hasEmail ? null : "No column holds email addresses. Choose which one does.",
    sample: [
      { line: 2, name: "Ana Reyes", email: "ana.reyes@fabrikam.example", company: "Fabrikam" },
      { line: 3, name: "Björn Ødegård", email: "bjorn@nordtek.example", company: "Nordtek AS" },
      { line: 4, name: "Zoë van der Berg", email: "zoe@woodgrove.example", company: "Woodgrove Bank" },
    ],
    ...(scenario.foreignList ? workbook : {}),
  };
}

export const importReport: ImportReport = { bulkId: "b1", stopped: false, rows: 128, imported: 119, notAsked: 0, duplicates: 6, errors: importPreview({ fields: null, questions: null }).errors, errorCount: 3, rejectedFile: "/home/ana/Guests autumn.rejected.csv" };

/** What was done to many people at once, latest first. */
export function bulks(scenario: Scenario): BulkView[] {
  const done = { state: "done", interrupted: false, waits: false, undoneAt: null } as const;
  if (scenario.bulk === "cutOff") return [{ id: "b9", kind: "import", state: "running", interrupted: true, waits: false, title: "Guests autumn.xlsx", people: 0, beganAt: "2026-12-03T10:40:00Z", undoneAt: null }];
  if (scenario.bulk !== "some") return [];
  return [
    { ...done, id: "b3", kind: "removal", title: "“northwind”", people: 1204, beganAt: "2026-12-03T10:40:00Z" },
    { ...done, id: "b2", kind: "import", title: "A very long name of a file that somebody exported twice and saved under another name (2) final.xlsx", people: 100_000, beganAt: "2026-12-02T17:05:00Z" },
    { id: "b1", kind: "import", state: "undone", interrupted: false, waits: false, title: "אורחים.csv", people: 12, beganAt: "2026-11-28T09:00:00Z", undoneAt: "2026-11-28T09:01:00Z" },
  ];
}

const check = (about: Check["about"], id: string, title: string, status: Check["status"], detail: string, more: Partial<Check> = {}): Check => ({
  id, about, title, status, detail, meaning: "Confirmations and notices leave this way.", reason: null, fix: null, link: null, command: null, report: `${status} ${title} [${id}]\n`, ...more,
});

export const checks: Check[] = [
  check("computer", "keychain", "Keychain", "ok", "This profile’s key is in the system’s keychain; a trial entry was written, read and deleted."),
  check("computer", "clock", "Clock", "skipped", "There was no answer to compare with."),
  check("computer", "window", "Calls in this window", "warning", "This webview (version 2.50.6) has no WebRTC.", { reason: "noWebRtc", meaning: "Joining a meeting without leaving Lectern.", fix: "Install Chrome, Edge or Chromium for calls outside Teams; until then meetings open in Teams." }),
  check("account", "account", "Account", "ok", "Signed in as events@contoso.example."),
  check("account", "scope:Calendars.ReadWrite", "Permission Calendars.ReadWrite", "ok", "Granted."),
  check("account", "scope:OnlineMeetings.ReadWrite", "Permission OnlineMeetings.ReadWrite", "failed", "Nobody has agreed to it in this organization.", { reason: "consentMissing", meaning: "Finding the Teams meeting of an event and setting its options.", fix: "See that OnlineMeetings.ReadWrite is among the app registration’s delegated permissions, then let an administrator agree at the link.", link: { label: "Administrator’s page to agree", address: "https://login.microsoftonline.com/contoso.example/adminconsent?client_id=535fb089-9ff3-47b6-9bfb-4f1264799865" } }),
  check("teams", "calendar", "Calendar (Calendars.ReadWrite)", "ok", "Graph answers."),
  check("teams", "policyGuests", "Meeting policy for people without an account", "unknown", "Microsoft answers this to Teams administrators only. Guests need “anonymous users can join”, or your calling resource among the allowed ones.", { meaning: "Whether guests get past the door of a meeting.", fix: "Ask an administrator to look under Meetings, Meeting policies, or to run the command.", link: { label: "Teams admin center", address: "https://admin.teams.microsoft.com" }, command: "Get-CsTeamsMeetingPolicy | Select-Object Identity, AllowAnonymousUsersToJoinMeeting; Get-CsTeamsAcsFederationConfiguration" }),
  check("guests", "calls", "Guest access to calls (ACS)", "ok", "The key for https://contoso.communication.azure.com/ works."),
  check("mail", "mail", "Sending", "failed", "The mail server does not let Lectern in: 535 5.7.8 wrong password.", { reason: "serverRefuses", fix: "Compare server, port, encryption, user and password with what your mail’s administrator says, in Settings, Services; check the network." }),
];

const finding = (id: string, question: string, status: Finding["status"], answer: string, sandbox: string): Finding => ({ id, question, status, answer, sandbox });

export function probeReport(scenario: Scenario, mails: "one" | "two" | null): ProbeReport {
  const asked = scenario.real ? "microsoft" : "sandbox";
  const repeated = "What does ACS Email do with a second mail under the same Operation-Id?";
  const nothingMore = "It takes it and sends nothing more.";
  const counted: Record<"one" | "two", Finding> = {
    one: finding("repeatedOperationId", repeated, "same", nothingMore, nothingMore),
    two: finding("repeatedOperationId", repeated, "differs", "It sends a second mail.", nothingMore),
  };
  const findings = [
    finding("repeatedTransactionId", "What does Graph do with a second event under the same transactionId?", "differs", "It refuses with 409.", "It answers with the first one; there is no second."),
    finding("eventPatchIfMatch", "Does Graph refuse a change of an event whose If-Match is out of date?", "same", "It refuses with 412.", "It refuses with 412."),
    finding("joinUrlFilterByShort", "Is one’s own meeting found by its short link?", "notAsked", "This tenant gives long links.", "It is found."),
    finding("eventsPageSize", "How many events has a page of the calendar?", "open", "The calendar holds too few events to fill a page.", "10, where nobody asks for another size."),
    finding("acsClockSkewSeconds", "How far off may the date of a signed request to the ACS resource be?", "differs", "900 s off is taken. At 1800 s it is refused. The same behind as ahead.", "300 s off is taken."),
    mails === null ? finding("repeatedOperationId", repeated, "count", "The second mail was taken as well. Look into your inbox, and tell the probe whether one mail came or two.", nothingMore) : counted[mails],
  ];
  return { kind: "lectern-probe", version: 1, made: "2026-12-03T10:20:00Z", asked, findings, switches: { repeatedTransactionId: "conflict409", acsClockSkewSeconds: 900 }, left: [] };
}

export function probePlan(scenario: Scenario): ProbePlan {
  return {
    asked: scenario.real ? "microsoft" : "sandbox",
    creates: [
      "An event with a Teams meeting on your calendar, on 2026-12-17 at 03:00 UTC, with nobody invited; perhaps a second one, since the request is repeated. They are deleted again, with their meetings.",
      "Four mails by ACS Email to events@contoso.example. They stay in the inbox.",
    ],
    questions: Array.from({ length: 11 }, (_, n) => `Question ${n + 1}`),
    notAsked: ["What does Graph answer to the link of somebody else’s meeting? It takes the link of such a meeting."],
    webinars: scenario.webinars ? [{ id: "w1", title: "Winter webinar: what is new in spring" }] : [],
    leftover: false,
    last: scenario.probed ? probeReport(scenario, null) : null,
  };
}

export const recoveryKey = ["7K2M", "0Q8R", "ZT4V", "9H3C", "XW1B", "6N5D", "J8PF", "2Y7S", "G0KM", "4R9T", "V3HC", "8X1W", "5B6N", "D0QZ"];

const UNTRUSTED = { acsByPrincipal: false, serviceDesk: null, pairedServices: [], entraUsers: null };

export function services(scenario: Scenario): ServicesView {
  if (!scenario.real) return { ...UNTRUSTED, acsEndpoint: "http://127.0.0.1:4103/", acsFixed: true, channel: { kind: "acsEmail", sender: "events@contoso.example" }, smtp: null };
  if (scenario.services === "none") return { ...UNTRUSTED, acsEndpoint: null, acsFixed: false, channel: null, smtp: null };
  return { ...UNTRUSTED, pairedServices: ["https://events.contoso.com"], acsEndpoint: "https://contoso.communication.azure.com/", acsFixed: false, channel: { kind: "acsEmail", sender: "DoNotReply@contoso.com" }, smtp: null };
}

const nothingInIt: LinkView = { verdict: "refuse", kind: "unknown", cloud: null, needs: null, reason: "unknown-host", message: "This link does not lead to Microsoft Teams, so it is not opened. Ask the organizer for the right one.", further: [], here: false, host: "teams.xn--microoft-cbg.com", wrappers: [], secrets: [] };

/** What the core says of a link: of a wrapped meeting's, or, without Microsoft in it, of a forged one. */
export function explained(input: string): LinkView {
  if (!input.includes("microsoft.com")) return nothingInIt;
  return {
    ...nothingInIt,
    verdict: "embed",
    kind: "meeting",
    cloud: "global",
    reason: "ok",
    message: "This is a Teams meeting. It can be joined here.",
    here: true,
    host: "teams.microsoft.com",
    wrappers: ["safeLinks", "launcher"],
    secrets: ["passcode"],
    clean: { whole: "https://teams.microsoft.com/meet/2345678901234?p=AbCdEf123", hidden: "https://teams.microsoft.com/meet/2345678901234?p=<redacted>" },
  };
}
