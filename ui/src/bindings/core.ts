// The types that cross between the core and the window. Times are RFC 3339 instants unless named otherwise.

export type ErrorCode = "signInNeeded" | "keychainLocked" | "keychainAbsent" | "offline" | "throttled" | "refused" | "invalid" | "notFound" | "conflict" | "newerProfile" | "remote" | "internal";
export interface CommandError { code: ErrorCode; message: string; retryAfter: number | null; field: string | null }

// --- session ---
export type ProfileKind = "sandbox" | "real";
export type KeychainStatus = "ready" | "locked" | "absent" | "passphrase";
export interface Account { userId: string; tenantId: string; username: string; displayName: string; looksPersonal: boolean; needsSignIn: boolean }
export interface DeskState {
  profile: { name: string; kind: ProfileKind };
  tenantName: string | null;        // sandbox: the seeded tenant's name
  account: Account | null;
  keychain: KeychainStatus;
  keychainMessage: string | null;
  scheme: string;                   // "lectern" or "lectern-sandbox"
  version: string;
  termsAccepted: boolean;           // Microsoft's terms for the calling SDK
}
export type Appearance = "system" | "light" | "dark" | "contrast";

// --- sign-in ---
export interface DeviceCode { userCode: string; verificationUri: string; expiresAt: string; expiresIn: number; interval: number; qrSvg: string }
export type SignInProgress =
  | { state: "pending" }
  | { state: "signedIn"; account: Account }
  | { state: "declined" }
  | { state: "expired" }
  | { state: "failed"; error: CommandError };

// --- scheduling ---
export type EventState = "creating" | "scheduled" | "cancelled";
export interface EventSummary {
  id: string; title: string; start: string; end: string; zone: string; state: EventState;
  registrationOpen: boolean; registered: number; capacity: number | null; joinUrl: string | null; organizer: string;
}
export interface EventDetail extends EventSummary {
  description: string; eventId: string | null; meetingId: string | null; webLink: string | null;
  messages: MessageCounts; registrationMode: "own" | null; createdAt: string; problem: string | null;
}
/** Local wall-clock times in `zone` ("2026-12-01T18:00"). `fold`: which of the two, where clocks go back. */
export interface NewEvent { title: string; description: string; start: string; end: string; zone: string; fold: "earlier" | "later" | null; draftId: string }
export interface EventDraft { title: string; description: string; start: string; end: string; zone: string }

// --- registration ---
export interface RegistrantRow {
  id: string; name: string; email: string; company: string | null; status: "registered" | "cancelled";
  registeredAt: string; source: "manual" | "import"; confirmation: MessageState | null;
}
export interface RegistrantPage { total: number; matching: number; rows: RegistrantRow[] }
export interface NewRegistrant { name: string; email: string; company: string | null }
export type AddOutcome = { outcome: "registered"; registrant: RegistrantRow } | { outcome: "duplicate"; registrant: RegistrantRow } | { outcome: "full" };
export type ImportField = "name" | "firstName" | "lastName" | "email" | "company";
export interface ImportColumn { header: string; field: ImportField | null; samples: string[] }
export interface ImportError { line: number; column: string | null; code: string; message: string }
export interface ImportPreview {
  encoding: string; delimiter: string; columns: ImportColumn[]; rows: number; valid: number; duplicates: number;
  errors: ImportError[];             // the first 200
  errorCount: number; problem: string | null;   // why nothing can be imported yet (no email column, …)
  sample: { line: number; name: string; email: string; company: string | null }[];
}
export interface ImportReport { rows: number; imported: number; duplicates: number; errors: ImportError[]; errorCount: number; rejectedFile: string | null }
export interface TicketView { code: string; link: string; joinUrl: string | null; qrSvg: string }

// --- messages ---
export type MessageState = "planned" | "sending" | "delivered" | "failed" | "ambiguous" | "skipped";
export interface MessageCounts { planned: number; sending: number; delivered: number; failed: number; ambiguous: number; skipped: number }
export interface MessageRow {
  id: string; registrantId: string; name: string; email: string; kind: "confirmation"; channel: "acsEmail" | "smtp"; state: MessageState;
  dueAt: string; at: string | null; subject: string; problem: string | null; operationId: string;
}
export interface MessagePage { counts: MessageCounts; rows: MessageRow[] }
export interface MessagePreview { subject: string; html: string; text: string }
export interface RunReport { sent: number; failed: number; waiting: number; ambiguous: number }
export interface RunProgress { running: boolean; done: number; total: number; finishAt: string | null; report: RunReport | null; error: CommandError | null }

// --- join ---
export interface WebviewAbilities { secureContext: boolean; rtc: boolean; getUserMedia: boolean }
export type JoinOffer = { what: "av" | "chat" | "captions" | "reactions" | "polls"; available: boolean; reason: string | null };
export interface JoinView {
  joinId: string;
  verdict: "embed" | "teams" | "browser" | "refuse"; kind: string; cloud: string | null; needs: "gcch-resource" | "passcode" | null;
  reason: string; message: string;                   // message: in words, for people
  surface: "window" | null;                          // where the call can run here; null: only Teams
  blockers: { code: string; message: string }[];
  event: { title: string; start: string; end: string; zone: string; organizer: string } | null;
  displayName: string | null;                        // known from the ticket
  offers: JoinOffer[]; simulated: boolean; canOpenTeams: boolean; termsNeeded: boolean;
}
export interface JoinCredentials {
  userId: string; displayName: string; endpoint: string; token: string; expiresOn: string;
  locator: { meetingLink: string } | { meetingId: string; passcode: string | null }; simulated: boolean;
}
export interface JoinToken { token: string; expiresOn: string }

// --- doctor ---
export interface Check { id: string; title: string; status: "ok" | "warning" | "failed" | "skipped"; detail: string; fix: string | null }
