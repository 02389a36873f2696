import type {
  AcsPrincipal,
  AddOutcome,
  Appearance,
  ArrivedLink,
  CalendarSaved,
  Check,
  CompanionEnd,
  CompanionPhase,
  CompanionView,
  DeskState,
  DeviceCode,
  EventChange,
  EventDetail,
  EventDraft,
  EventSummary,
  HandedOver,
  ImportField,
  ImportPreview,
  ImportReport,
  JoinAs,
  JoinCheck,
  JoinCredentials,
  JoinToken,
  JoinView,
  LinkView,
  Mails,
  MessagePage,
  MessagePreview,
  MessageState,
  NewEvent,
  NextEvent,
  NewRegistrant,
  ProbePlan,
  ProbeProgress,
  ProbeReport,
  RecoveryKey,
  RegistrantPage,
  Registration,
  RunProgress,
  RunReport,
  ServicesView,
  SignInProgress,
  SmtpChoice,
  Steer,
  TeamsWay,
  TeamsWays,
  TestMail,
  TicketView,
  WebviewAbilities,
} from "../bindings/core";

/** A list of people to import: a file the core reads itself, or bytes that were dropped on the window. */
export type ImportSource = { path: string } | { bytes: number[] };

interface Command<Arguments, Answer> {
  arguments: Arguments;
  answer: Answer;
}

type Nothing = Record<string, never>;

/** Every command of the core that a window may call, by room and name. */
export interface Commands {
  "session|state": Command<Nothing, DeskState>;
  "session|take_notice": Command<Nothing, string | null>;
  "session|appearance": Command<Nothing, Appearance>;
  "session|set_appearance": Command<{ appearance: Appearance }, null>;
  "session|accept_terms": Command<Nothing, null>;
  "session|unlock": Command<{ passphrase: string }, null>;
  "session|reopen": Command<Nothing, null>;
  "session|use_passphrase": Command<{ passphrase: string }, null>;
  "session|registration": Command<Nothing, Registration | null>;
  "session|configure": Command<{ registration: Registration }, null>;
  "session|recovery_key": Command<Nothing, RecoveryKey>;
  "session|confirm_recovery_key": Command<Nothing, null>;

  "signin|start_device_code": Command<Nothing, DeviceCode>;
  "signin|start_browser": Command<Nothing, null>;
  "signin|cancel_sign_in": Command<Nothing, null>;
  "signin|sign_out": Command<Nothing, null>;
  "signin|approve_in_sandbox": Command<{ userCode: string }, null>;

  "scheduling|list_events": Command<Nothing, EventSummary[]>;
  "scheduling|show_event": Command<{ id: string }, EventDetail>;
  "scheduling|create_event": Command<{ event: NewEvent }, EventDetail>;
  "scheduling|change_event": Command<{ id: string; change: EventChange }, EventDetail>;
  "scheduling|cancel_event": Command<{ id: string; comment: string }, EventDetail>;
  "scheduling|event_teams_ways": Command<{ id: string }, TeamsWays>;
  "scheduling|open_event_in_teams": Command<{ id: string; way: TeamsWay | null }, HandedOver>;
  "scheduling|load_draft": Command<Nothing, NextEvent>;
  "scheduling|save_draft": Command<{ draft: EventDraft | null }, null>;

  "registration|open_registration": Command<{ id: string; mode: "own"; capacity: number | null }, EventDetail>;
  "registration|change_registration": Command<{ id: string; capacity: number | null }, EventDetail>;
  "registration|registrants": Command<{ id: string; query: string; offset: number; limit: number }, RegistrantPage>;
  "registration|add_registrant": Command<{ id: string; registrant: NewRegistrant }, AddOutcome>;
  "registration|remove_registrants": Command<{ id: string; registrantIds: string[] }, number>;
  "registration|restore_registrants": Command<{ id: string; registrantIds: string[] }, number>;
  "registration|preview_import": Command<{ id: string; fields: (ImportField | null)[] | null } & ImportSource, ImportPreview>;
  "registration|run_import": Command<{ id: string; fields: (ImportField | null)[] } & ImportSource, ImportReport>;
  "registration|export_registrants": Command<{ id: string; path: string }, number>;
  "registration|ticket": Command<{ registrantId: string }, TicketView>;

  "messages|list_messages": Command<{ id: string; state: MessageState | null; offset: number; limit: number }, MessagePage>;
  "messages|stop_messages": Command<Nothing, null>;
  "messages|preview_message": Command<{ id: string }, MessagePreview>;
  "messages|run_messages": Command<Nothing, RunReport>;
  "messages|resolve_message": Command<{ messageId: string; as: "delivered" | "skipped" | "again" }, null>;

  "joining|explain_link": Command<{ input: string; abilities: WebviewAbilities; passcode: string | null }, LinkView>;
  "joining|prepare_join": Command<{ input: string; abilities: WebviewAbilities; passcode: string | null; confirmedService: string | null; separate: boolean }, JoinView>;
  "joining|start_join": Command<{ joinId: string; displayName: string; joinsAs: JoinAs }, JoinCredentials>;
  "joining|refresh_join": Command<{ joinId: string }, JoinToken>;
  "joining|leave_join": Command<{ joinId: string }, null>;
  "joining|check_network": Command<Nothing, JoinCheck>;
  "joining|teams_ways": Command<{ joinId: string }, TeamsWays>;
  "joining|open_in_teams": Command<{ joinId: string; way: TeamsWay | null }, HandedOver>;
  "joining|add_to_calendar": Command<{ joinId: string }, CalendarSaved>;
  "joining|take_pending_link": Command<Nothing, ArrivedLink | null>;
  "companion|open_companion": Command<{ input: string; passcode: string | null; confirmedService: string | null; joinId: string }, CompanionView>;
  "companion|companion_state": Command<Nothing, CompanionView | null>;
  "companion|steer_companion": Command<{ steer: Steer }, null>;
  "companion|close_companion": Command<Nothing, null>;

  // Of the companion's page itself: what its server answers.
  "companion|place": Command<Nothing, { input: string; sandbox: string | null; appearance: Appearance; choices: Record<string, string> }>;
  "companion|remember": Command<{ choices: Record<string, string> }, null>;
  "companion|report": Command<{ phase: CompanionPhase; muted: boolean | null; end: CompanionEnd | null }, null>;

  "windows|open_join_window": Command<{ input: string }, null>;
  "windows|explore_sandbox": Command<Nothing, null>;

  "doctor|run_doctor": Command<Nothing, Check[]>;

  "probe|plan_probe": Command<Nothing, ProbePlan>;
  "probe|run_probe": Command<{ othersLink: string | null }, ProbeReport>;
  "probe|probe_arrived": Command<{ mails: Mails }, ProbeReport>;
  "probe|save_probe_report": Command<{ path: string }, null>;

  "services|show_services": Command<Nothing, ServicesView>;
  "services|set_acs": Command<{ connection: string }, string>;
  "services|set_acs_principal": Command<{ principal: AcsPrincipal; secret: string }, string>;
  "services|pair_service": Command<{ service: string }, string[]>;
  "services|unpair_service": Command<{ service: string }, string[]>;
  "services|switch_on_entra_users": Command<{ endpoint: string | null }, string>;
  "services|switch_off_entra_users": Command<Nothing, null>;
  "services|remove_acs": Command<Nothing, null>;
  "services|use_acs_email": Command<{ sender: string }, null>;
  "services|use_smtp": Command<{ server: SmtpChoice; password: string | null }, null>;
  "services|send_test_mail": Command<Nothing, TestMail>;
}

/** What the core tells a window unasked, by event name. */
export interface CoreEvents {
  "sign-in": SignInProgress;
  messages: RunProgress;
  /** Which question a probe asks now. */
  probe: ProbeProgress;
  /** The core has something to say that nobody asked for; it waits to be taken. */
  notice: null;
  /** A link waits to be taken. */
  "join-link": null;
  /** How the companion is doing. */
  companion: CompanionView;
  /** In the companion: what the desktop window asks for. */
  steer: Steer;
}
