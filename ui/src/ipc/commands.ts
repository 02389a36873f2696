import type {
  AcsPrincipal,
  AddOutcome,
  Appearance,
  ArrivedLink,
  Attendance,
  BackupMade,
  BackupProgress,
  BackupView,
  BulkDone,
  BulkEdit,
  BulkProgress,
  BulkUndone,
  BulkView,
  CalendarSaved,
  CalendarView,
  Check,
  Chosen,
  CloudView,
  Colleague,
  CompanionEnd,
  CompanionPhase,
  CompanionView,
  DataView,
  DateChange,
  Decided,
  Decision,
  DeskState,
  DeviceCode,
  DeviceRole,
  DeviceView,
  EnrolledWhom,
  EnrolProgress,
  Enrolments,
  Erasure,
  ErasureReport,
  ErasureRow,
  EventChange,
  EventDetail,
  EventDraft,
  EventPageView,
  EventsFilter,
  EventsPage,
  EventFigures,
  EventKind,
  EventsApplication,
  EventsConsent,
  ExternalAudience,
  ExternalComparison,
  ExternalProbe,
  ExternalRegistration,
  Found,
  GuideAdvice,
  GuideLevel,
  GuideNeeds,
  GuideSteps,
  GuideView,
  HandedAgain,
  HandedOver,
  HeldDecision,
  HeldReport,
  ImportChoices,
  ImportPreview,
  ImportReport,
  InvitedChange,
  JoinAs,
  JoinCheck,
  JoinCredentials,
  JoinToken,
  JoinView,
  LetIn,
  LinkView,
  MeetingOptions,
  ListFacets,
  ListFilter,
  Lost,
  Mails,
  MessagePage,
  MessagePreview,
  MessageState,
  NewEvent,
  NewEventQuestion,
  NewExternalPerson,
  NewPresenter,
  NewRegistrant,
  NewVirtualEvent,
  NextEvent,
  OptionsChange,
  Outsider,
  PageLook,
  PairedService,
  PairingOffer,
  PersonDetail,
  PersonExport,
  PresenterChange,
  PrivacyPreview,
  PrivacyRun,
  ProbePlan,
  ProbeProgress,
  ProbeReport,
  ProfilesView,
  PublishedView,
  RecoveryKey,
  RegistrantPage,
  RegistrantRow,
  Registration,
  RegistrationSettings,
  Restored,
  RetentionView,
  RunProgress,
  RunReport,
  ServicesView,
  SignInProgress,
  SmtpChoice,
  Steer,
  SyncReport,
  TeamsListRead,
  TeamsListReading,
  TeamsOffers,
  TeamsRegistrations,
  TeamsRegistrationsSought,
  TeamsWay,
  TeamsWays,
  TellChoice,
  Template,
  TestMail,
  TicketView,
  VirtualEventChange,
  VirtualEventDetail,
  VirtualEventSummary,
  WaitingEvent,
  WebinarFigures,
  WebviewAbilities,
} from "../bindings/core";

/** A list of people to import: a file the core reads itself, or what was dropped on the window, and handed over before. */
export type ImportSource = { path: string } | { dropped: true };

interface Command<Arguments, Answer> {
  arguments: Arguments;
  answer: Answer;
}

type Nothing = Record<string, never>;

/** Every command of the core that a window may call, by room and name. */
export interface Commands {
  "data|show_data": Command<Nothing, DataView>;
  "data|make_backup": Command<{ path: string; passphrase: string | null }, BackupMade>;
  "data|look_at_backup": Command<{ path: string; secret: string | null }, BackupView>;
  "data|restore_backup": Command<{ path: string; secret: string | null }, Restored>;
  "data|undo_restore": Command<Nothing, Restored>;
  "data|forget_before_restore": Command<Nothing, null>;
  "data|release_held": Command<{ decision: HeldDecision }, HeldReport>;
  "data|stop_backup": Command<Nothing, null>;

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
  "session|open_network_page": Command<Nothing, null>;
  "session|cloud": Command<Nothing, CloudView>;
  "session|recover": Command<{ key: string; passphrase: string | null }, null>;
  "session|renew_recovery_key": Command<Nothing, null>;

  "signin|start_device_code": Command<Nothing, DeviceCode>;
  "signin|start_browser": Command<Nothing, null>;
  "signin|cancel_sign_in": Command<Nothing, null>;
  "signin|sign_out": Command<Nothing, null>;
  "signin|approve_in_sandbox": Command<{ userCode: string }, null>;

  "scheduling|show_event": Command<{ id: string }, EventDetail>;
  "scheduling|create_event": Command<{ event: NewEvent }, EventDetail>;
  "scheduling|change_event": Command<{ id: string; change: EventChange }, EventDetail>;
  "scheduling|cancel_event": Command<{ id: string; comment: string; tell: boolean | null }, EventDetail>;
  "scheduling|tell_choice": Command<{ id: string }, TellChoice>;
  "scheduling|event_teams_ways": Command<{ id: string }, TeamsWays>;
  "scheduling|open_event_in_teams": Command<{ id: string; way: TeamsWay | null }, HandedOver>;
  "scheduling|change_date": Command<{ id: string; date: string; change: DateChange }, EventDetail>;
  "scheduling|cancel_date": Command<{ id: string; date: string; comment: string }, EventDetail>;
  "scheduling|list_drafts": Command<Nothing, NextEvent[]>;
  "scheduling|load_draft": Command<{ id: string | null }, NextEvent>;
  "scheduling|begin_draft": Command<Nothing, NextEvent>;
  "scheduling|save_draft": Command<{ id: string; draft: EventDraft | null }, null>;
  "scheduling|duplicate_event": Command<{ id: string }, NextEvent>;
  "scheduling|list_templates": Command<Nothing, Template[]>;
  "scheduling|save_template": Command<{ id: string; name: string }, Template>;
  "scheduling|remove_template": Command<{ id: string }, null>;
  "scheduling|begin_from_template": Command<{ id: string }, NextEvent>;
  "scheduling|show_options": Command<{ id: string }, MeetingOptions>;
  "scheduling|change_options": Command<{ id: string; change: OptionsChange }, MeetingOptions>;
  "scheduling|show_calendar": Command<Nothing, CalendarView>;
  "scheduling|sync_calendar": Command<{ force: boolean }, SyncReport>;
  "scheduling|adopt_event": Command<{ id: string }, EventDetail>;
  "scheduling|see_elsewhere": Command<{ id: string }, null>;

  "webinars|virtual_events_offered": Command<Nothing, boolean>;
  "webinars|events_consent": Command<Nothing, EventsConsent>;
  "webinars|agree_in_sandbox": Command<Nothing, null>;
  "webinars|list_virtual_events": Command<Nothing, VirtualEventSummary[]>;
  "webinars|show_virtual_event": Command<{ id: string }, VirtualEventDetail>;
  "webinars|refresh_virtual_event": Command<{ id: string; now: boolean }, VirtualEventDetail>;
  "webinars|create_virtual_event": Command<{ event: NewVirtualEvent }, VirtualEventDetail>;
  "webinars|go_on_with_virtual_event": Command<{ id: string }, VirtualEventDetail>;
  "webinars|edit_virtual_event": Command<{ id: string; change: VirtualEventChange }, VirtualEventDetail>;
  "webinars|publish_virtual_event": Command<{ id: string }, VirtualEventDetail>;
  "webinars|cancel_virtual_event": Command<{ id: string }, VirtualEventDetail>;
  "webinars|show_teams_offers": Command<Nothing, TeamsOffers>;
  "webinars|look_for_teams_offers": Command<{ force: boolean }, TeamsOffers>;
  "webinars|adopt_virtual_event": Command<{ kind: EventKind; id: string }, VirtualEventDetail>;
  "webinars|duplicate_virtual_event": Command<{ id: string }, NextEvent>;
  "webinars|save_virtual_template": Command<{ id: string; name: string }, Template>;
  "webinars|see_virtual_problem": Command<{ id: string }, VirtualEventDetail>;
  "webinars|known_colleagues": Command<Nothing, Colleague[]>;
  "webinars|add_co_organizer": Command<{ id: string; who: string }, VirtualEventDetail>;
  "webinars|remove_co_organizer": Command<{ id: string; who: string }, VirtualEventDetail>;
  "webinars|change_invited": Command<{ id: string; change: InvitedChange }, VirtualEventDetail>;
  "webinars|read_presenters": Command<{ id: string }, VirtualEventDetail>;
  "webinars|add_presenter": Command<{ id: string; presenter: NewPresenter }, VirtualEventDetail>;
  "webinars|change_presenter": Command<{ id: string; presenter: string; change: PresenterChange }, VirtualEventDetail>;
  "webinars|remove_presenter": Command<{ id: string; presenter: string }, VirtualEventDetail>;
  "webinars|read_questions": Command<{ id: string }, VirtualEventDetail>;
  "webinars|add_question": Command<{ id: string; question: NewEventQuestion }, VirtualEventDetail>;
  "webinars|remove_question": Command<{ id: string; question: string }, VirtualEventDetail>;
  "webinars|show_attendance": Command<{ id: string }, Attendance>;
  "webinars|read_attendance": Command<{ id: string }, Attendance>;
  "webinars|export_attendance": Command<{ id: string; path: string }, number>;
  "webinars|show_registrations": Command<{ id: string; wanted: TeamsRegistrationsSought; offset: number; limit: number }, TeamsRegistrations>;
  "webinars|read_registrations": Command<{ id: string }, TeamsListRead>;
  "webinars|export_registrations": Command<{ id: string; path: string }, number>;
  "webinars|show_enrolments": Command<{ id: string }, Enrolments>;
  "webinars|enrol": Command<{ id: string; people: Outsider[] }, Enrolments>;
  "webinars|enrol_from_file": Command<{ id: string; path: string }, Enrolments>;
  "webinars|withdraw_enrolments": Command<{ id: string; whom: EnrolledWhom }, Enrolments>;
  "webinars|pause_enrolling": Command<Nothing, null>;
  "webinars|give_up_enrolling": Command<{ id: string }, number>;
  "webinars|events_application": Command<Nothing, EventsApplication | null>;
  "webinars|set_events_application": Command<{ application: EventsApplication; secret: string }, EventsApplication>;
  "webinars|remove_events_application": Command<Nothing, null>;

  "external|external_switch": Command<Nothing, boolean>;
  "external|switch_external": Command<{ on: boolean }, boolean>;
  "external|probe_external": Command<{ id: string }, ExternalProbe>;
  "external|open_external": Command<{ id: string; audience: ExternalAudience }, ExternalRegistration>;
  "external|compare_external": Command<{ id: string }, ExternalComparison>;
  "external|list_external": Command<{ id: string }, ExternalRegistration>;
  "external|register_external": Command<{ id: string; person: NewExternalPerson }, ExternalRegistration>;
  "external|register_external_anew": Command<{ id: string; person: string; userId: string | null }, ExternalRegistration>;
  "external|remove_external": Command<{ id: string; person: string }, ExternalRegistration>;
  "external|close_external": Command<{ id: string }, ExternalRegistration>;

  "registration|open_registration": Command<{ id: string; mode: "own"; capacity: number | null }, EventDetail>;
  "registration|change_registration": Command<{ id: string; capacity: number | null }, EventDetail>;
  "registration|registrants": Command<{ id: string; query: string; filter: ListFilter | null; offset: number; limit: number }, RegistrantPage>;
  "registration|registrant_facets": Command<{ id: string }, ListFacets>;
  "registration|registrant_ids": Command<{ id: string; query: string; filter: ListFilter | null; offset: number; limit: number }, string[]>;
  "registration|add_registrant": Command<{ id: string; registrant: NewRegistrant }, AddOutcome>;
  "registration|remove_registrants": Command<{ id: string; registrantIds: string[] }, number>;
  "registration|restore_registrants": Command<{ id: string; registrantIds: string[] }, number>;
  "registration|drop_piece": Command<{ piece: string; first: boolean }, null>;
  "registration|preview_import": Command<{ id: string; choices: ImportChoices } & ImportSource, ImportPreview>;
  "registration|run_import": Command<{ id: string; choices: ImportChoices } & ImportSource, ImportReport>;
  "registration|resume_import": Command<{ bulkId: string }, ImportReport>;
  "registration|forget_import": Command<{ bulkId: string }, null>;
  "registration|list_bulk": Command<{ id: string }, BulkView[]>;
  "registration|remove_many": Command<{ id: string; chosen: Chosen }, BulkDone>;
  "registration|edit_many": Command<{ id: string; chosen: Chosen; edit: BulkEdit }, BulkDone>;
  "registration|undo_bulk": Command<{ id: string; bulkId: string }, BulkUndone>;
  "registration|stop_bulk": Command<Nothing, null>;
  "registration|export_registrants": Command<{ id: string; path: string }, number>;
  "registration|ticket": Command<{ registrantId: string }, TicketView>;

  "standing|registration_settings": Command<{ id: string }, RegistrationSettings>;
  "standing|set_registration_settings": Command<{ id: string; settings: RegistrationSettings }, RegistrationSettings>;
  "standing|decide_registrants": Command<{ id: string; registrantIds: string[]; decision: Decision }, Decided>;
  "standing|promote_registrant": Command<{ id: string; registrantId: string }, RegistrantRow>;
  "standing|take_offer": Command<{ id: string; registrantId: string }, RegistrantRow>;
  "standing|transfer_ticket": Command<{ id: string; registrantId: string; to: NewRegistrant }, RegistrantRow>;
  "standing|show_registrant": Command<{ registrantId: string }, PersonDetail>;
  "standing|note_registrant": Command<{ id: string; registrantId: string; note: string }, null>;
  "standing|tag_registrants": Command<{ id: string; registrantIds: string[]; tag: string; on: boolean }, number>;
  "standing|group_registrants": Command<{ id: string; registrantIds: string[]; group: string | null }, number>;

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

  "doctor|run_doctor": Command<{ abilities: WebviewAbilities }, Check[]>;
  "doctor|look_again": Command<{ id: string; abilities: WebviewAbilities }, Check>;

  "guide|show_guide": Command<Nothing, GuideView>;
  "guide|advise_guide": Command<{ needs: GuideNeeds }, GuideAdvice>;
  "guide|choose_guide": Command<{ needs: GuideNeeds; level: GuideLevel }, GuideView>;
  "guide|put_off_guide": Command<Nothing, null>;
  "guide|guide_steps": Command<{ abilities: WebviewAbilities }, GuideSteps | null>;

  "privacy|preview_person": Command<{ email: string }, PrivacyPreview>;
  "privacy|export_person": Command<{ email: string; path: string }, PersonExport>;
  "privacy|erase_person": Command<{ erasure: Erasure }, ErasureReport>;
  "privacy|list_erasures": Command<Nothing, ErasureRow[]>;
  "privacy|show_retention": Command<{ id: string }, RetentionView>;
  "privacy|set_retention": Command<{ id: string; days: number | null; forNew: boolean }, RetentionView>;
  "privacy|list_retentions": Command<Nothing, RetentionView[]>;
  "privacy|run_privacy": Command<Nothing, PrivacyRun>;
  "overview|event_figures": Command<{ id: string }, EventFigures>;
  "overview|webinar_figures": Command<{ id: string }, WebinarFigures>;
  "overview|what_waits": Command<Nothing, WaitingEvent[]>;
  "overview|find_everywhere": Command<{ query: string; limit: number }, Found>;
  "overview|events_page": Command<{ query: string; filter: EventsFilter; offset: number; limit: number }, EventsPage>;

  "probe|plan_probe": Command<Nothing, ProbePlan>;
  "probe|run_probe": Command<{ othersLink: string | null; webinar: string | null }, ProbeReport>;
  "probe|probe_arrived": Command<{ mails: Mails }, ProbeReport>;
  "probe|save_probe_report": Command<{ path: string }, null>;

  "profiles|list_profiles": Command<Nothing, ProfilesView>;
  /** Empty: nothing is. */
  "profiles|under_way": Command<Nothing, string[]>;
  /** What has to end first; empty: it is done. */
  "profiles|switch_profile": Command<{ id: string }, string[]>;
  "profiles|add_profile": Command<Nothing, string[]>;
  "profiles|leave_new_profile": Command<Nothing, null>;
  "profiles|rename_profile": Command<{ id: string; name: string }, null>;
  "profiles|what_is_lost": Command<{ id: string }, Lost>;
  "profiles|remove_profile": Command<{ id: string }, string[]>;

  "services|show_services": Command<Nothing, ServicesView>;
  "services|set_acs": Command<{ connection: string }, string>;
  "services|set_acs_principal": Command<{ principal: AcsPrincipal; secret: string }, string>;
  "services|pair_service": Command<{ service: string }, string[]>;
  "publishing|show_publishing": Command<{ eventId: string }, EventPageView>;
  "publishing|show_published": Command<{ eventId: string }, PublishedView | null>;
  "publishing|check_address": Command<{ eventId: string; slug: string }, null>;
  "publishing|serve_pages": Command<Nothing, string>;
  "publishing|publish_event": Command<{ eventId: string; slug: string; look: PageLook }, null>;
  "publishing|unpublish_event": Command<{ eventId: string }, null>;
  "publishing|sync_event": Command<{ eventId: string }, PublishedView>;
  "publishing|dismiss_change": Command<{ eventId: string; changeId: string }, null>;
  /** People whom a restored service lacks; no ids: all of them. */
  "publishing|hand_again": Command<{ eventId: string; ids: string[] }, HandedAgain>;
  "publishing|let_go": Command<{ eventId: string; ids: string[] }, number>;
  /** Who got a token, after the row that is named; 0: from the beginning. */
  "publishing|who_was_let_in": Command<{ eventId: string; after: number }, LetIn>;

  "services|unpair_service": Command<{ service: string }, string[]>;
  "services|pair_desk": Command<{ address: string; code: string; name: string | null }, PairedService>;
  "services|unpair_desk": Command<{ hereOnly: boolean }, null>;
  "services|service_devices": Command<Nothing, DeviceView[]>;
  "services|revoke_device": Command<{ device: string }, DeviceView[]>;
  "services|offer_pairing_code": Command<{ role: DeviceRole }, PairingOffer>;
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
  /** How far an import or another change of many people is. */
  bulk: BulkProgress;
  /** How far a copy of the profile's data is. */
  backup: BackupProgress;
  /** How far the enrolment of people from outside is. */
  enrolling: EnrolProgress;
  /** How far a reading of Teams' list of who is registered is. */
  teamsList: TeamsListReading;
  /** A link waits to be taken. */
  "join-link": null;
  /** Another account is open: what the join window decided was decided at the one before. */
  account: null;
  /** How the companion is doing. */
  companion: CompanionView;
  /** In the companion: what the desktop window asks for. */
  steer: Steer;
}
