import type { Attendance, Colleague, Enrolments, EventDraft, EventQuestion, EventsApplication, ExternalRegistration, Presenter, TeamsOffer, TeamsOffers, TeamsRegistration, TeamsRegistrations, TeamsRegistrationsSought, VirtualEventDetail, VirtualEventSummary, VirtualSetup } from "../src/bindings/core";
import type { Commands } from "../src/ipc/commands";
import type { Scenario } from "./mock-core";
import { refusal, template } from "./seed";

type Handlers = { [K in keyof Commands]?: (given: Commands[K]["arguments"]) => Commands[K]["answer"] };

const WHY = "A signed-in person's token can neither enrol outsiders nor read Teams' list of them: that takes an application's credential, which an administrator can put into this computer's keychain. Without it, share Teams' registration page, or make a meeting and register people with Lectern.";

const questions: EventQuestion[] = [
  { id: "q1", text: "Job title", required: false, predefined: true, answer: null, choices: [] },
  { id: "q2", text: "Which track do you want to hear first?", required: true, predefined: false, answer: "singleChoice", choices: ["Platform", "Security", "<b>Both</b>"] },
  { id: "q3", text: "שאלות למרצה?", required: false, predefined: false, answer: "multilineText", choices: [] },
];

const presenters: Presenter[] = [
  { id: "p1", name: "Priya Raman", email: "priya.raman@contoso.example", jobTitle: "Speaker Liaison", company: "Contoso", bio: null, linkedIn: null, userId: "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6" },
  { id: "p2", name: "Dr. Mina Okonkwo 🎤", email: "mina@fabrikam.example", jobTitle: null, company: '<img src=x onerror="alert(1)">', bio: "Has switched off more things than most people have switched on.", linkedIn: null, userId: null },
];

const ana: Colleague = { id: "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5", name: "Ana Reyes", email: null };
const long: Colleague = { id: "5d0f6a11-2b7c-4f0e-9a35-0c8f4f1d2b77", name: "Maximiliane Freifrau von Hohenwaldsteinburg-Achternbosch", email: "maximiliane.von-hohenwaldsteinburg@subdomain.contoso.example" };
const colleagues: Colleague[] = [ana, long, { id: "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6", name: "Priya Raman", email: "priya.raman@contoso.example" }, { id: "7a1e", name: "נועה לוי", email: null }];

/** What a copy of the webinar is given. */
const copiedSetup: VirtualSetup = {
  from: "Winter Security Webinar",
  attendeeMail: true,
  questions: [{ kind: "predefined", label: "jobTitle" }, { kind: "custom", text: "Which track do you want to hear first?", answer: "singleChoice", choices: ["Platform", "Security"], required: true }],
  withPeople: false,
  presenters: [{ userId: null, name: "Dr. Mina Okonkwo 🎤", email: "mina@fabrikam.example", jobTitle: null, company: null, bio: null, linkedIn: null }],
  coOrganizers: [ana],
  inviteOnly: false,
  invited: [],
  page: { url: null, capacity: 500, waitlist: true, approval: false },
  left: [],
};

const madeInTeams: TeamsOffer[] = [
  { id: "t1@t-1", kind: "webinar", title: "Identity in an hour", start: "2026-12-08T15:00:00Z", end: "2026-12-08T16:00:00Z", zone: "Europe/Berlin", state: "published", coOrganized: false, organizer: "Contoso Events" },
  { id: "t2@t-1", kind: "townHall", title: "All hands: what <b>comes</b> next year 🎉", start: "2026-12-16T09:00:00Z", end: "2026-12-16T10:30:00Z", zone: "Europe/Paris", state: "draft", coOrganized: true, organizer: "Ana Reyes" },
];

const page = "https://events.teams.microsoft.com/event/9f1c2a70-55f2-4c2e-8a55-6b3f2a1d0c9e@72f988bf-86f1-41af-91ab-2d7cd011db47";
const joinUrl = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_V2ViaW5hcg%40thread.v2/0?context=%7b%22Tid%22%3a%22t-1%22%7d";

function event(id: string, more: Partial<VirtualEventDetail>): VirtualEventDetail {
  return {
    id,
    kind: "webinar",
    title: "Winter Security Webinar",
    start: "2026-12-10T15:00:00Z",
    end: "2026-12-10T16:30:00Z",
    zone: "Europe/Berlin",
    state: "published",
    organizer: "Contoso Events",
    description: "What changed in identity this year, and what to switch on first.",
    audience: "everyone",
    attendeeMail: true,
    eventId: `${id}@t-1`,
    page: { url: page, capacity: 500, waitlist: true, approval: false },
    sessions: [{ id: "s1", joinUrl, start: "2026-12-10T15:00:00Z", end: "2026-12-10T16:30:00Z" }],
    questions,
    presenters,
    coOrganizers: [ana],
    coOrganized: false,
    adopted: false,
    invited: null,
    settingUp: false,
    readAt: "2026-12-03T10:58:00Z",
    createdAt: "2026-11-20T09:00:00Z",
    problem: null,
    enrolment: { possible: false, why: WHY },
    ...more,
  };
}

function seeded(): VirtualEventDetail[] {
  return [
    event("web", {}),
    event("draft", { title: "Spring Developer Webinar", state: "draft", start: "2027-03-04T15:00:00Z", end: "2027-03-04T16:00:00Z", questions: [], presenters: [], coOrganizers: [], description: "" }),
    event("trusted", { title: "Partner Webinar", enrolment: { possible: true, why: null } }),
    event("hall", { title: "Company Town Hall", kind: "townHall", page: null, questions: [], audience: "organization", invited: { only: true, people: [ana, long] }, enrolment: { possible: false, why: "Microsoft documents no enrolment for town halls." } }),
    event("shared", { title: "Webinar With Ana", state: "draft", organizer: "Ana Reyes", coOrganized: true, adopted: true, coOrganizers: [{ id: "me", name: "Contoso Events", email: null }] }),
    event("copied", { title: "Winter Security Webinar, once more", state: "draft", problem: "Not taken over from “Winter Security Webinar”: the presenter Priya Raman (Microsoft Graph refused: The user '49a6d2b3' was not found in the tenant.)." }),
    event("over", { title: "Autumn Webinar", start: "2026-11-12T15:00:00Z", end: "2026-11-12T16:00:00Z" }),
    event("off", { title: "Cancelled Webinar", state: "cancelled" }),
    event("stuck", {
      title: "Webinar Nobody Agreed To",
      state: "creating",
      eventId: null,
      page: null,
      sessions: [],
      questions: [],
      presenters: [],
      readAt: null,
      problem: "Your organization has not agreed yet that Lectern may manage webinars and town halls for you (VirtualEvent.ReadWrite). Only an administrator can agree, at https://login.microsoftonline.com/contoso/adminconsent?client_id=c. Then try again; nothing typed is lost.",
    }),
  ];
}

function attendance(many: number): Attendance {
  const people = Array.from({ length: many }, (_, index) => ({
    name: index === 0 ? "Ana Reyes" : index === 1 ? '<b>"Bobby"</b>' : `Guest ${String(index).padStart(4, "0")}`,
    email: index === 1 ? null : `guest${index}@example.org`,
    role: index === 0 ? "Organizer" : "Attendee",
    seconds: 3_000 + index,
    firstJoined: "2026-11-12T14:58:00Z",
    lastLeft: "2026-11-12T15:55:00Z",
    registered: index > 0,
  }));
  return { reports: [{ id: "r1", start: "2026-11-12T14:55:00Z", end: "2026-11-12T16:02:00Z", participants: many }], people, readAt: "2026-11-12T17:00:00Z" };
}

const people: Enrolments["people"] = [
  { id: "e1", name: "Mina Okonkwo", email: "mina@fabrikam.example", state: "enrolled", joinUrl, problem: null },
  { id: "e2", name: "林 美咲", email: "m.hayashi@tailspin.example", state: "waiting", joinUrl: null, problem: null },
  { id: "e3", name: "Ada King", email: "ada@example.org", state: "refused", joinUrl: null, problem: "The webinar is full, and has no waiting list." },
];

function enrolments(many: Scenario["enrolling"]): Enrolments {
  const counts = { planned: 0, unsure: 0, enrolled: 1, waiting: 1, refused: 1, cancelling: 0, cancelled: 0 };
  const pace = { most: 15, seconds: 30, learned: false, finishAt: null };
  const few: Enrolments = { added: 0, enrolled: 1, stopped: null, people, counts, running: false, pace };
  if (many === undefined) return few;
  const others: Enrolments["people"] = Array.from({ length: 40 }, (_, n) => ({ id: `p${n}`, name: `Guest ${n}`, email: `guest${n}@example.org`, state: n < 20 ? "enrolled" : "planned", joinUrl: n < 20 ? joinUrl : null, problem: null }));
  return {
    ...few,
    enrolled: 3_481,
    people: [...people, ...others],
    counts: { ...counts, planned: 6_504, unsure: 15, enrolled: 3_481 },
    running: many === "running",
    pace: { ...pace, finishAt: "2026-12-03T14:37:30Z" },
  };
}

const known: Partial<TeamsRegistration>[] = [
  { firstName: '<b>"Bobby"</b>', lastName: "Tables", email: "bobby@example.org", answers: [{ question: "Which track do you want to hear first?", said: "<b>Both</b>" }, { question: "שאלות למרצה?", said: "מה חדש?" }] },
  { firstName: "שרה", lastName: "לוי 🎉", email: "sara@example.org" },
  { firstName: "林", lastName: "美咲", email: "m.hayashi@tailspin.example", status: "waitlisted" },
  { firstName: "Priya", lastName: "Raman", email: "priya.raman@contoso.example", userId: "49a6d2b3" },
  { firstName: "Ada", lastName: "King", email: "ada@example.org", source: "lectern", enrolmentId: "e1" },
  { firstName: "Grace", lastName: "Hopper", email: "grace@example.org", status: "cancelled", cancelledAt: "2026-12-02T09:00:00Z" },
];

function teamsList(many: number | undefined, { wanted, offset, limit }: { wanted: TeamsRegistrationsSought; offset: number; limit: number }): TeamsRegistrations {
  const all: TeamsRegistration[] = Array.from({ length: many ?? 0 }, (_, n) => ({
    id: `t${n}`,
    firstName: `Guest ${String(n).padStart(5, "0")}`,
    lastName: "Outside",
    email: `guest${n}@example.org`,
    userId: null,
    status: "registered",
    source: n % 3 === 0 ? "lectern" : "page",
    enrolmentId: null,
    registeredAt: new Date(Date.parse("2026-12-03T10:00:00Z") - n * 61_000).toISOString(),
    cancelledAt: null,
    answers: [],
    ...known[n],
  }));
  const counts = { all: all.length, registered: 0, waitlisted: 0, pendingApproval: 0, rejected: 0, cancelled: 0 };
  for (const { status } of all) if (status !== "offered") counts[status] += 1;
  const words = wanted.query.toLowerCase();
  const found = all.filter((one) => (wanted.status === null || one.status === wanted.status) && `${one.firstName} ${one.lastName} ${one.email}`.toLowerCase().includes(words));
  return { rows: found.slice(offset, offset + limit), matching: found.length, counts, readAt: many === undefined ? null : "2026-12-03T10:58:00Z", cutOff: false, running: false };
}

function externalHandlers(scenario: Scenario): Handlers {
  let on = scenario.external ?? false;
  let registration: ExternalRegistration = { open: false, audience: null, people: [] };
  const change = (changed: ExternalRegistration): ExternalRegistration => (registration = changed);
  return {
    "external|external_switch": () => on,
    "external|switch_external": ({ on: wanted }) => (on = wanted),
    "external|probe_external": () => "undecided",
    "external|list_external": () => registration,
    "external|compare_external": () => ({ ...registration, listed: registration.people.length + 1 }),
    "external|open_external": ({ audience }) =>
      change({ open: true, audience, people: [{ id: "x1", name: "Ana Reyes", joinUrl }, { id: "x2", name: "שרה לוי", joinUrl: null }] }),
    "external|register_external": ({ person }) => change({ ...registration, people: [...registration.people, { id: "x3", name: person.name, joinUrl }] }),
    "external|register_external_anew": ({ person }) => change({ ...registration, people: registration.people.map((one) => (one.id === person ? { ...one, joinUrl } : one)) }),
    "external|remove_external": ({ person }) => change({ ...registration, people: registration.people.filter(({ id }) => id !== person) }),
    "external|close_external": () => change({ open: false, audience: null, people: [] }),
  };
}

function copyOf({ title, description, zone, kind, audience }: VirtualEventDetail): EventDraft {
  return { title, description, start: "2026-12-17T16:00", end: "2026-12-17T17:30", zone, kind, audience, recurrence: null, setup: { from: title, options: null, registration: null, webinar: { ...copiedSetup, from: title } } };
}

/** The part of the world that Teams keeps. `scenario.webinars` says whether there is any. */
export function webinarHandlers(scenario: Scenario): { handlers: Handlers; listed: () => VirtualEventSummary[] } {
  let events = scenario.webinars ? seeded() : [];
  let application: EventsApplication | null = null;
  const find = (id: string): VirtualEventDetail => {
    const found = events.find((one) => one.id === id);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
    if (!found) throw refusal("notFound", "There is no webinar or town hall here of that name.");
    return found;
  };
  const replace = (changed: VirtualEventDetail): VirtualEventDetail => {
    events = events.map((one) => (one.id === changed.id ? changed : one));
    return changed;
  };
  if (scenario.copied) scenario.begun = { id: "copy", draft: copyOf(find("web")) };
  let taken = scenario.madeInTeams ? madeInTeams : [];
  const offers = (): TeamsOffers => ({ readAt: "2026-12-03T10:57:00Z", waitsUntil: null, offers: taken });
  const summary = ({ id, kind, title, start, end, zone, state, organizer }: VirtualEventDetail): VirtualEventSummary => ({ id, kind, title, start, end, zone, state, organizer });
  const listed = (): VirtualEventSummary[] => events.map(summary);
  const handlers: Handlers = {
    "webinars|virtual_events_offered": () => scenario.cloudWithoutWebinars !== true,
    "webinars|events_consent": () => ({ address: "https://login.microsoftonline.com/contoso/adminconsent?client_id=c", sandbox: !scenario.real }),
    "webinars|agree_in_sandbox": () => null,
    "webinars|list_virtual_events": listed,
    "webinars|show_virtual_event": ({ id }) => find(id),
    "webinars|refresh_virtual_event": ({ id }) => find(id),
    "webinars|create_virtual_event": ({ event: wanted }) => {
      const made = event(wanted.draftId, { title: wanted.title, kind: wanted.kind, state: "draft", questions: [], presenters: [] });
      events = [...events, made];
      return made;
    },
    "webinars|go_on_with_virtual_event": ({ id }) => replace({ ...find(id), state: "draft", problem: null, eventId: `${id}@t-1` }),
    "webinars|edit_virtual_event": ({ id, change }) => replace({ ...find(id), title: change.title ?? find(id).title }),
    "webinars|publish_virtual_event": ({ id }) => replace({ ...find(id), state: "published" }),
    "webinars|cancel_virtual_event": ({ id }) => replace({ ...find(id), state: "cancelled" }),
    "webinars|show_teams_offers": () => offers(),
    "webinars|look_for_teams_offers": () => offers(),
    "webinars|adopt_virtual_event": ({ kind, id }) => {
      const offer = taken.find((one) => one.id === id);
      taken = taken.filter((one) => one.id !== id);
      const made = event(`adopted-${id.slice(0, 2)}`, { kind, title: offer?.title ?? "", state: offer?.state ?? "draft", adopted: true, coOrganized: offer?.coOrganized ?? false, organizer: offer?.organizer ?? "" });
      events = [...events, made];
      return made;
    },
    "webinars|duplicate_virtual_event": ({ id }) => (scenario.begun = { id: "copy", draft: copyOf(find(id)) }),
    "webinars|save_virtual_template": ({ id, name }) => ({ ...template, id: `t-${id}`, name, kind: find(id).kind, audience: find(id).audience }),
    "webinars|see_virtual_problem": ({ id }) => replace({ ...find(id), problem: null }),
    "webinars|known_colleagues": () => (scenario.webinars ? colleagues : []),
    "webinars|add_co_organizer": ({ id, who }) => replace({ ...find(id), coOrganizers: [...find(id).coOrganizers, colleagues.find((one) => one.id === who) ?? { id: who, name: null, email: null }] }),
    "webinars|remove_co_organizer": ({ id, who }) => replace({ ...find(id), coOrganizers: find(id).coOrganizers.filter((one) => one.id !== who) }),
    "webinars|change_invited": ({ id, change }) => {
      const { only, people: invited } = find(id).invited ?? { only: false, people: [] };
      const added = change.add.map((who) => colleagues.find((one) => one.id === who) ?? { id: who, name: null, email: null });
      return replace({ ...find(id), invited: { only: change.only ?? only, people: [...invited.filter((one) => !change.remove.includes(one.id)), ...added] } });
    },
    "webinars|change_presenter": ({ id, presenter, change }) =>
      replace({ ...find(id), presenters: find(id).presenters.map((one) => (one.id === presenter ? { ...one, jobTitle: change.jobTitle ?? one.jobTitle, company: change.company ?? one.company } : one)) }),
    "webinars|read_presenters": ({ id }) => find(id),
    "webinars|read_questions": ({ id }) => find(id),
    "webinars|add_question": ({ id, question }) =>
      replace({ ...find(id), questions: [...find(id).questions, { id: "q9", text: question.kind === "custom" ? question.text : question.label, required: false, predefined: question.kind === "predefined", answer: null, choices: [] }] }),
    "webinars|remove_question": ({ id, question }) => replace({ ...find(id), questions: find(id).questions.filter((one) => one.id !== question) }),
    "webinars|add_presenter": ({ id, presenter }) => replace({ ...find(id), presenters: [...find(id).presenters, { id: "p9", name: presenter.name ?? "Somebody", email: presenter.email, jobTitle: null, company: null, bio: null, linkedIn: null, userId: presenter.userId }] }),
    "webinars|remove_presenter": ({ id, presenter }) => replace({ ...find(id), presenters: find(id).presenters.filter((one) => one.id !== presenter) }),
    "webinars|show_attendance": () => (scenario.attendance === undefined ? { reports: [], people: [], readAt: null } : attendance(scenario.attendance)),
    "webinars|read_attendance": () => attendance(scenario.attendance ?? 3),
    "webinars|export_attendance": () => scenario.attendance ?? 3,
    "webinars|show_registrations": (asked) => teamsList(scenario.teamsList, asked),
    "webinars|read_registrations": () => ({ pages: 3, people: scenario.teamsList ?? 0, gone: 0 }),
    "webinars|export_registrations": () => scenario.teamsList ?? 0,
    "webinars|show_enrolments": () => enrolments(scenario.enrolling),
    "webinars|enrol": () => enrolments(undefined),
    "webinars|enrol_from_file": () => enrolments(undefined),
    "webinars|withdraw_enrolments": () => enrolments(undefined),
    "webinars|pause_enrolling": () => null,
    "webinars|give_up_enrolling": () => 6_504,
    "webinars|events_application": () => application,
    "webinars|set_events_application": ({ application: given }) => (application = given),
    ...externalHandlers(scenario),
    "webinars|remove_events_application": () => {
      application = null;
      return null;
    },
  };
  return { handlers, listed };
}
