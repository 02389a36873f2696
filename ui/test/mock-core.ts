import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type { BulkDone, Chosen, CommandError, DeskState, ElsewhereField, ListFilter, MessageState, NextEvent, RegistrantRow, TeamsWay, TellChoice, VirtualEventSummary } from "../src/bindings/core";
import type { Commands } from "../src/ipc/commands";
import { accountHandlers } from "./mock-accounts";
import { dataHandlers } from "./mock-data";
import { eventsPage, manyEvents } from "./mock-listing";
import { overviewHandlers } from "./mock-overview";
import { privacyHandlers } from "./mock-privacy";
import { guideHandlers } from "./mock-guide";
import { decidingHandlers, publishingHandlers } from "./mock-service";
import { standing, standingHandlers } from "./mock-standing";
import { webinarHandlers } from "./mock-webinars";
import * as seed from "./seed";

export type Handlers = { [K in keyof Commands]?: (given: Commands[K]["arguments"]) => Commands[K]["answer"] | Promise<Commands[K]["answer"]> };

export interface Scenario {
  label?: "organizer" | "attendee";
  signedIn?: boolean;
  real?: boolean;
  appearance?: "light" | "dark" | "contrast" | "system";
  events?: "none" | "some";
  /** So many more meetings. */
  manyEvents?: number;
  /** Whether people are told of a change, as the core asks it. */
  telling?: TellChoice;
  /** What stands on the calendar and is no event here. */
  calendar?: "none" | "some" | "never";
  /** Drafts and a template are there. */
  drafts?: boolean;
  registrants?: number;
  /** What every event and offer is called, whatever the seed says. */
  titled?: string;
  /** A full event with a queue, offers and people to be decided on. */
  waiting?: boolean;
  keychain?: DeskState["keychain"];
  /** The profile does not open; `keychain` says why. */
  shut?: boolean;
  configured?: boolean;
  recoveryKeyDue?: boolean;
  services?: "none" | "some";
  /** The desk is paired with a service, as this. */
  service?: "owner" | "organizer";
  /** The first event, as the paired service decides about it; `service` says who this desk is there. */
  atService?: "filling" | "cutOff" | "open" | "waiting" | "refused" | "offline" | "turnedAway" | "comingBack" | "missing" | "otherDesk" | "over";
  /** So many tokens were given for the first event's tickets. */
  letIn?: number;
  /** The first event's page on the sandbox's own service. */
  page?: "none" | "open" | "closed" | "asleep";
  needsSignIn?: boolean;
  /** Commands that are refused, each with its error. */
  failing?: Partial<Record<keyof Commands, CommandError>>;
  /** Commands that never answer. */
  hanging?: (keyof Commands)[];
  /** What the core has to say unasked. */
  notices?: string[];
  /** The file to import is a workbook that another system wrote. */
  foreignList?: boolean;
  /** An import was cut off, or some changes of many people were done. */
  bulk?: "cutOff" | "some";
  /** A probe has ended here before. */
  probed?: boolean;
  /** So many messages, all but the first few delivered. */
  messages?: number;
  /** Whoever was sending was killed when all was out, before the results were known. */
  cutShort?: boolean;
  /** There are webinars and town halls. */
  webinars?: boolean;
  /** A copy of the first of them was begun; `begun` is it. */
  copied?: boolean;
  begun?: NextEvent;
  /** Others are made in Teams, and no events here. */
  madeInTeams?: boolean;
  cloudWithoutWebinars?: boolean;
  /** Microsoft's retired registration is switched on. */
  external?: boolean;
  /** The profile's cloud. */
  cloud?: "global" | "china";
  /** A copy was brought back, and its messages are held. */
  restored?: boolean;
  /** The file that is chosen wants a passphrase. */
  shutCopy?: boolean;
  /** Somebody was erased, and some events have a time limit. */
  privacy?: boolean;
  /** Where the guide stands; without it somebody has put it off. */
  guide?: "offered" | "putOff" | "chosen";
  /** So many were at the webinar that is over. */
  attendance?: number;
  /** The accounts beside this one; "adding": one more is being added. */
  accounts?: "one" | "some" | "many" | "broken" | "adding";
  /** What has to end before the window goes to another account. */
  underWay?: string[];
  /** Ten thousand people are being enrolled, or their enrolment was paused. */
  enrolling?: "running" | "paused";
  /** So many on Teams' list of a webinar; without it nobody has read it. */
  teamsList?: number;
}

export interface MockCore {
  calls: { name: string; given: unknown }[];
  emit: (event: string, payload: unknown) => void;
}

interface Listener {
  event: string;
  handler: number;
}

/** The bridge keeps listeners as numbered callbacks; the mock calls them as the shell would. */
function listening(): { plugin: (command: string, given: Record<string, unknown>) => unknown; emit: MockCore["emit"] } {
  const listeners: Listener[] = [];
  return {
    plugin: (command, given) => {
      if (command !== "plugin:event|listen") return null;
      listeners.push({ event: String(given["event"]), handler: Number(given["handler"]) });
      return listeners.length;
    },
    emit: (event, payload) => {
      const callbacks = window as unknown as Record<string, ((message: unknown) => void) | undefined>;
      const { runCallback } = (window as unknown as { __TAURI_INTERNALS__: { runCallback?: (id: number, message: unknown) => void } }).__TAURI_INTERNALS__;
      for (const listener of listeners.filter((one) => one.event === event)) {
        const message = { event, id: listener.handler, payload };
        if (runCallback) runCallback(listener.handler, message);
        else callbacks[`_${listener.handler}`]?.(message);
      }
    },
  };
}

function found(people: RegistrantRow[], query: string, filter: ListFilter | null): RegistrantRow[] {
  const wanted = query.toLowerCase();
  const fits = (row: RegistrantRow): boolean =>
    (filter?.statuses ?? [row.status]).includes(row.status) && (filter?.tag === undefined || row.tags.includes(filter.tag)) && (filter?.group === undefined || row.group === filter.group);
  const matching = people.filter((row) => fits(row) && (wanted === "" || `${row.name} ${row.email} ${row.company ?? ""}`.toLowerCase().includes(wanted)));
  const { by, descending } = filter?.order ?? { by: "name", descending: false };
  const key = { name: () => "", registered: (row: RegistrantRow) => row.registeredAt, company: (row: RegistrantRow) => row.company ?? "~", status: (row: RegistrantRow) => row.status, queue: (row: RegistrantRow) => String(row.position ?? 9_999).padStart(4, "0") }[by];
  const sorted = by === "name" ? [...matching] : [...matching].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  return descending ? sorted.reverse() : sorted;
}

function page(people: RegistrantRow[], { query, filter, offset, limit }: Commands["registration|registrants"]["arguments"]): Commands["registration|registrants"]["answer"] {
  const matching = found(people, query, filter);
  return { total: people.length, matching: matching.length, order: filter?.order ?? { by: "name", descending: false }, rows: matching.slice(offset, offset + limit) };
}

function bulkHandlers(scenario: Scenario, people: () => RegistrantRow[], keep: (rows: RegistrantRow[]) => void): Handlers {
  const bulks = seed.bulks(scenario);
  const before = new Map<string, RegistrantRow[]>();
  const meant = (chosen: Chosen): RegistrantRow[] =>
    chosen.kind === "these" ? people().filter((row) => chosen.ids.includes(row.id)) : found(people(), chosen.query, chosen.filter).filter((row) => !chosen.except.includes(row.id));
  const change = (chosen: Chosen, next: (rows: RegistrantRow[], meant: ReadonlySet<string>) => RegistrantRow[]): BulkDone => {
    const rows = meant(chosen);
    const id = `b${before.size + 10}`;
    before.set(id, people());
    keep(next(people(), new Set(rows.map((row) => row.id))));
    return { id, people: rows.length, left: [] };
  };
  return {
    "registration|list_bulk": () => bulks,
    "registration|remove_many": ({ chosen }) => change(chosen, (rows, ids) => rows.filter((row) => !ids.has(row.id))),
    "registration|edit_many": ({ chosen, edit }) => change(chosen, (rows, ids) => rows.map((row) => (ids.has(row.id) ? { ...row, company: edit.company } : row))),
    "registration|undo_bulk": ({ bulkId }) => {
      const rows = before.get(bulkId);
      const known = bulks.find((bulk) => bulk.id === bulkId);
      if (known) Object.assign(known, { state: "undone", undoneAt: "2026-12-03T11:00:00Z" });
      const restored = rows ? rows.length - people().length : (known?.people ?? seed.importReport.imported);
      if (rows) keep(rows);
      return { id: bulkId, kind: rows ? "removal" : "import", people: restored, told: rows ? 0 : 3, left: 0 };
    },
    "registration|stop_bulk": () => null,
    "registration|resume_import": () => seed.importReport,
    "registration|forget_import": () => {
      bulks.length = 0;
      return null;
    },
  };
}

function serviceHandlers(scenario: Scenario): Handlers {
  const services = seed.services(scenario);
  return {
    ...decidingHandlers(scenario, services),
    "services|show_services": () => services,
    "services|set_acs": () => (services.acsEndpoint = "https://contoso.communication.azure.com/"),
    "services|set_acs_principal": ({ principal }) => {
      services.acsByPrincipal = true;
      return (services.acsEndpoint = principal.endpoint);
    },
    "services|pair_service": ({ service }) => (services.pairedServices = [...services.pairedServices, `https://${service}`]),
    "services|unpair_service": ({ service }) => (services.pairedServices = services.pairedServices.filter((paired) => paired !== service)),
    "services|switch_on_entra_users": ({ endpoint }) => (services.entraUsers = endpoint ?? services.acsEndpoint ?? ""),
    "services|switch_off_entra_users": () => {
      services.entraUsers = null;
      return null;
    },
    "services|remove_acs": () => {
      services.acsByPrincipal = false;
      services.acsEndpoint = null;
      return null;
    },
    "services|use_acs_email": ({ sender }) => {
      services.channel = { kind: "acsEmail", sender };
      return null;
    },
    "services|use_smtp": ({ server, password }) => {
      const { sender, ...rest } = server;
      services.channel = { kind: "smtp", sender };
      services.smtp = { ...rest, hasPassword: password !== null };
      return null;
    },
    "services|send_test_mail": () => ({ to: "events@contoso.example", delivered: true }),
  };
}

function probeHandlers(scenario: Scenario): Handlers {
  const plan = seed.probePlan(scenario);
  return {
    "probe|plan_probe": () => structuredClone(plan),
    "probe|run_probe": () => (plan.last = seed.probeReport(scenario, null)),
    "probe|probe_arrived": ({ mails }) => (plan.last = seed.probeReport(scenario, mails)),
    "probe|save_probe_report": () => null,
  };
}

function deskHandlers(scenario: Scenario, emit: MockCore["emit"]): Handlers {
  const state = seed.desk(scenario);
  const signIn = (): null => {
    state.account = seed.account(false);
    emit("sign-in", { state: "signedIn", account: state.account });
    return null;
  };
  return {
    "session|state": () => structuredClone(state),
    "session|take_notice": () => scenario.notices?.shift() ?? null,
    "session|appearance": () => scenario.appearance ?? "light",
    "session|set_appearance": () => null,
    "session|unlock": () => {
      state.open = true;
      return null;
    },
    "session|use_passphrase": () => {
      state.keychain = "passphrase";
      state.open = true;
      return null;
    },
    "session|reopen": () => null,
    "session|registration": () => null,
    "session|configure": () => {
      state.configured = true;
      return null;
    },
    "session|cloud": () => seed.cloud(scenario.cloud ?? "global"),
    "session|open_network_page": () => null,
    "session|recover": () => {
      state.open = true;
      return null;
    },
    "session|renew_recovery_key": () => {
      state.recoveryKeyDue = true;
      return null;
    },
    "session|recovery_key": () => ({ groups: seed.recoveryKey }),
    "session|confirm_recovery_key": () => {
      state.recoveryKeyDue = false;
      return null;
    },
    "signin|start_device_code": () => seed.deviceCode(),
    "signin|start_browser": () => null,
    "signin|cancel_sign_in": () => null,
    "signin|approve_in_sandbox": signIn,
    "signin|sign_out": () => {
      state.account = null;
      return null;
    },
    "doctor|run_doctor": () => seed.checks,
    "doctor|look_again": ({ id }) => {
      const found = seed.checks.find((check) => check.id === id);
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
      if (!found) throw seed.refusal("notFound", `There is no check ${id}.`);
      return { ...found, status: "ok", detail: "It answers now.", reason: null, fix: null, link: null, command: null };
    },
    "joining|explain_link": ({ input }) => seed.explained(input),
    "joining|take_pending_link": () => null,
    "windows|open_join_window": () => null,
    "windows|explore_sandbox": () => null,
    ...guideHandlers(scenario),
    ...serviceHandlers(scenario),
    ...publishingHandlers(scenario),
    ...probeHandlers(scenario),
  };
}

function eventHandlers(scenario: Scenario, webinars: () => VirtualEventSummary[]): Handlers {
  let events = scenario.events === "none" ? [] : seed.events(scenario.registrants ?? 5);
  const [first] = events;
  if (scenario.manyEvents !== undefined && first) events = [...events, ...manyEvents(scenario.manyEvents, first)];
  const calendar = seed.calendar(scenario.calendar ?? "none");
  if (scenario.titled !== undefined) {
    const title = scenario.titled;
    const renamed = ({ before, ...field }: ElsewhereField): ElsewhereField => (field.field === "title" ? { ...field, before: title, after: title } : { before, ...field });
    events = events.map((event) => ({ ...event, title, elsewhere: event.elsewhere.map((change) => ({ ...change, fields: change.fields.map(renamed) })) }));
    calendar.offers = calendar.offers.map((offer) => ({ ...offer, title }));
  }
  const drafts = scenario.drafts ? seed.drafts : [];
  let fresh: Commands["scheduling|load_draft"]["answer"] = { id: "7d0c3f4e-52a1-4b8e-9c36-1f2a3b4c5d6e", draft: null };
  let templates = scenario.drafts ? [seed.template] : [];
  let options = seed.options;
  let teamsWay: TeamsWay = "app";
  const find = (id: string): (typeof events)[number] => {
    const event = events.find((one) => one.id === id);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
    if (!event) throw seed.refusal("notFound", "This event is no longer in your profile.");
    return event;
  };
  const replace = (event: (typeof events)[number]): typeof event => {
    events = events.map((one) => (one.id === event.id ? event : one));
    return event;
  };
  return {
    "overview|events_page": (given) => eventsPage(events, webinars(), given),
    "scheduling|show_event": ({ id }) => find(id),
    "scheduling|create_event": ({ event }) => {
      const created = seed.created(event);
      events = [...events, created];
      return created;
    },
    "scheduling|change_event": ({ id, change }) => {
      const event = find(id);
      const planned = event.messages.planned + (change.tell === true ? (scenario.telling?.people ?? 0) : 0);
      return replace({ ...event, messages: { ...event.messages, planned }, title: change.title ?? event.title, description: change.description ?? event.description, zone: change.zone ?? event.zone });
    },
    "scheduling|tell_choice": () => scenario.telling ?? { people: 0, tell: true, byService: false },
    "scheduling|cancel_event": ({ id }) => replace({ ...find(id), state: "cancelled" }),
    "scheduling|event_teams_ways": () => ({ ways: ["app", "browser", "web"], chosen: teamsWay }),
    "scheduling|open_event_in_teams": ({ id, way }) => {
      teamsWay = way ?? teamsWay;
      return { way: teamsWay, link: find(id).joinUrl ?? "" };
    },
    "scheduling|list_drafts": () => drafts.filter(({ draft }) => draft !== null),
    "scheduling|load_draft": ({ id }) => drafts.find((draft) => draft.id === id) ?? scenario.begun ?? fresh,
    "scheduling|begin_draft": () => fresh,
    "scheduling|save_draft": () => null,
    "scheduling|duplicate_event": ({ id }) => {
      const copy = { id: "copy", draft: seed.copied(find(id)) };
      fresh = copy;
      return copy;
    },
    "scheduling|list_templates": () => templates,
    "scheduling|save_template": ({ id, name }) => {
      const template = { ...seed.template, id: `t-${id}`, name };
      templates = [...templates, template];
      return template;
    },
    "scheduling|remove_template": ({ id }) => {
      templates = templates.filter((template) => template.id !== id);
      return null;
    },
    "scheduling|begin_from_template": () => (drafts[0] ?? fresh),
    "scheduling|show_options": () => options,
    "scheduling|change_options": ({ change }) => {
      const changed = Object.entries(change.values).filter(([, value]) => value !== null);
      options = { ...options, ...(Object.fromEntries(changed) as Partial<typeof options>) };
      return options;
    },
    "scheduling|change_date": ({ id }) => find(id),
    "scheduling|cancel_date": ({ id, date }) => {
      const event = find(id);
      return replace({ ...event, series: event.series && { ...event.series, dates: event.series.dates.filter((one) => one.id !== date) } });
    },
    "scheduling|show_calendar": () => calendar,
    "scheduling|sync_calendar": () => ({ pages: 1, entries: 0, elsewhere: [], calendar }),
    "scheduling|adopt_event": ({ id }) => {
      const offer = calendar.offers.find((one) => one.id === id);
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
      if (!offer) throw seed.refusal("notFound", "This is no longer on your calendar. Refresh the list.");
      calendar.offers = calendar.offers.filter((one) => one.id !== id);
      const adopted = seed.adopted(offer);
      events = [...events, adopted];
      return adopted;
    },
    "scheduling|see_elsewhere": ({ id }) => {
      replace({ ...find(id), elsewhere: [], changedElsewhere: false });
      return null;
    },
    "registration|open_registration": ({ id, capacity }) => replace({ ...find(id), registrationOpen: true, registrationMode: "own", capacity }),
    "registration|change_registration": ({ id, capacity }) => replace({ ...find(id), capacity }),
  };
}

function peopleHandlers(scenario: Scenario): Handlers {
  let people = scenario.waiting ? standing(seed.registrants(scenario.registrants ?? 40)) : seed.registrants(scenario.registrants ?? 5);
  const removed = new Map<string, RegistrantRow>();
  return {
    ...bulkHandlers(scenario, () => people, (rows) => { people = rows; }),
    ...overviewHandlers(scenario, () => people),
    "registration|registrants": (given) => page(people, given),
    "registration|registrant_ids": ({ query, filter, offset, limit }) => found(people, query, filter).slice(offset, offset + limit).map((row) => row.id),
    "registration|add_registrant": ({ registrant }) => {
      const same = people.find((row) => row.email === registrant.email.toLowerCase());
      if (same) return { outcome: "duplicate", registrant: same };
      const row = seed.added(registrant, people.length);
      people = [...people, row];
      return { outcome: "registered", registrant: row };
    },
    "registration|remove_registrants": ({ registrantIds }) => {
      for (const row of people) if (registrantIds.includes(row.id)) removed.set(row.id, row);
      people = people.filter((row) => !registrantIds.includes(row.id));
      return registrantIds.length;
    },
    "registration|restore_registrants": ({ registrantIds }) => {
      people = [...people, ...registrantIds.flatMap((id) => removed.get(id) ?? [])];
      return registrantIds.length;
    },
    "registration|ticket": () => seed.ticket,
    ...standingHandlers(
      () => people,
      (next) => { people = next; },
    ),
    "registration|preview_import": ({ choices }) => ({ ...seed.importPreview(choices, scenario), ...(choices.sheet ? { sheet: choices.sheet } : {}) }),
    "registration|drop_piece": () => null,
    "registration|run_import": () => seed.importReport,
    "registration|export_registrants": () => people.length,
  };
}

function messageHandlers(scenario: Scenario): Handlers {
  let rows = scenario.registrants === 0 ? [] : seed.messages(scenario.messages);
  if (scenario.cutShort) rows = rows.map((row) => (row.state === "planned" ? { ...row, state: "sending" } : row));
  const count = (state: MessageState): number => rows.filter((row) => row.state === state).length;
  const counts = (): Commands["messages|list_messages"]["answer"]["counts"] => ({
    planned: count("planned"),
    sending: count("sending"),
    delivered: count("delivered"),
    failed: count("failed"),
    ambiguous: count("ambiguous"),
    skipped: count("skipped"),
  });
  return {
    "messages|list_messages": ({ state, offset, limit }) => ({ counts: counts(), rows: rows.filter((row) => state === null || row.state === state).slice(offset, offset + limit) }),
    "messages|preview_message": () => seed.preview,
    "messages|stop_messages": () => null,
    "messages|run_messages": () => ({ sent: count("planned"), failed: 0, waiting: 0, ambiguous: 0 }),
    "messages|resolve_message": ({ messageId, as }) => {
      const next = { delivered: "delivered", skipped: "skipped", again: "planned" } as const;
      rows = rows.map((row) => (row.id === messageId ? { ...row, state: next[as] } : row));
      return null;
    },
  };
}

/** A core that holds a small world in memory, with the shapes of the real one; for tests and for looking at screens. */
export function installMockCore(scenario: Scenario = {}): MockCore {
  const calls: MockCore["calls"] = [];
  const bridge = listening();
  const webinars = webinarHandlers(scenario);
  const handlers: Handlers = { ...deskHandlers(scenario, bridge.emit), ...eventHandlers(scenario, webinars.listed), ...peopleHandlers(scenario), ...messageHandlers(scenario), ...webinars.handlers, ...dataHandlers(scenario), ...privacyHandlers(scenario), ...accountHandlers(scenario) };
  mockWindows(scenario.label ?? "organizer");
  (window as { __TAURI_EVENT_PLUGIN_INTERNALS__?: unknown }).__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener: () => undefined };
  mockIPC(async (command, given) => {
    if (command.startsWith("plugin:event|")) return bridge.plugin(command, given as Record<string, unknown>);
    if (command === "plugin:dialog|open") return "/home/ana/Guests autumn.csv";
    if (command === "plugin:dialog|save") return "/home/ana/Autumn Product Briefing.csv";
    const name = command.replace(/^plugin:/, "") as keyof Commands;
    calls.push({ name, given });
    if (scenario.hanging?.includes(name)) return new Promise(() => undefined);
    const error = scenario.failing?.[name];
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
    if (error) throw error;
    const handler = handlers[name] as ((given: unknown) => unknown) | undefined;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- as above
    if (!handler) throw seed.refusal("internal", `The mock core has no command “${name}”.`);
    return structuredClone(await handler(given));
  });
  return { calls, emit: bridge.emit };
}
