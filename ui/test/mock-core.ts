import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type { CommandError, DeskState, MessageState, RegistrantRow, TeamsWay } from "../src/bindings/core";
import type { Commands } from "../src/ipc/commands";
import * as seed from "./seed";

type Handlers = { [K in keyof Commands]?: (given: Commands[K]["arguments"]) => Commands[K]["answer"] | Promise<Commands[K]["answer"]> };

export interface Scenario {
  label?: "organizer" | "attendee";
  signedIn?: boolean;
  real?: boolean;
  appearance?: "light" | "dark" | "contrast" | "system";
  events?: "none" | "some";
  registrants?: number;
  keychain?: DeskState["keychain"];
  /** The profile does not open; `keychain` says why. */
  shut?: boolean;
  configured?: boolean;
  recoveryKeyDue?: boolean;
  services?: "none" | "some";
  needsSignIn?: boolean;
  /** Commands that are refused, each with its error. */
  failing?: Partial<Record<keyof Commands, CommandError>>;
  /** Commands that never answer. */
  hanging?: (keyof Commands)[];
  /** What the core has to say unasked. */
  notices?: string[];
  /** A probe has ended here before. */
  probed?: boolean;
  /** Whoever was sending was killed when all was out, before the results were known. */
  cutShort?: boolean;
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

function page(people: RegistrantRow[], query: string, offset: number, limit: number): Commands["registration|registrants"]["answer"] {
  const wanted = query.toLowerCase();
  const matching = wanted === "" ? people : people.filter((row) => `${row.name} ${row.email} ${row.company ?? ""}`.toLowerCase().includes(wanted));
  return { total: people.length, matching: matching.length, rows: matching.slice(offset, offset + limit) };
}

function serviceHandlers(scenario: Scenario): Handlers {
  const services = seed.services(scenario);
  return {
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
    "joining|explain_link": ({ input }) => seed.explained(input),
    "joining|take_pending_link": () => null,
    "windows|open_join_window": () => null,
    "windows|explore_sandbox": () => null,
    ...serviceHandlers(scenario),
    ...probeHandlers(scenario),
  };
}

function eventHandlers(scenario: Scenario): Handlers {
  let events = scenario.events === "none" ? [] : seed.events(scenario.registrants ?? 5);
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
    "scheduling|list_events": () => events,
    "scheduling|show_event": ({ id }) => find(id),
    "scheduling|create_event": ({ event }) => {
      const created = seed.created(event);
      events = [...events, created];
      return created;
    },
    "scheduling|change_event": ({ id, change }) => {
      const event = find(id);
      return replace({ ...event, title: change.title ?? event.title, description: change.description ?? event.description, zone: change.zone ?? event.zone });
    },
    "scheduling|cancel_event": ({ id }) => replace({ ...find(id), state: "cancelled" }),
    "scheduling|event_teams_ways": () => ({ ways: ["app", "browser", "web"], chosen: teamsWay }),
    "scheduling|open_event_in_teams": ({ id, way }) => {
      teamsWay = way ?? teamsWay;
      return { way: teamsWay, link: find(id).joinUrl ?? "" };
    },
    "scheduling|load_draft": () => ({ id: "7d0c3f4e-52a1-4b8e-9c36-1f2a3b4c5d6e", draft: null }),
    "scheduling|save_draft": () => null,
    "registration|open_registration": ({ id, capacity }) => replace({ ...find(id), registrationOpen: true, registrationMode: "own", capacity }),
    "registration|change_registration": ({ id, capacity }) => replace({ ...find(id), capacity }),
  };
}

function peopleHandlers(scenario: Scenario): Handlers {
  let people = seed.registrants(scenario.registrants ?? 5);
  const removed = new Map<string, RegistrantRow>();
  return {
    "registration|registrants": ({ query, offset, limit }) => page(people, query, offset, limit),
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
    "registration|preview_import": ({ fields }) => seed.importPreview(fields),
    "registration|run_import": () => seed.importReport,
    "registration|export_registrants": () => people.length,
  };
}

function messageHandlers(scenario: Scenario): Handlers {
  let rows = scenario.registrants === 0 ? [] : seed.messages();
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
  const handlers: Handlers = { ...deskHandlers(scenario, bridge.emit), ...eventHandlers(scenario), ...peopleHandlers(scenario), ...messageHandlers(scenario) };
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
