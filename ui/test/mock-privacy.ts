import type { ErasureReport, PrivacyPreview, RetentionView } from "../src/bindings/core";
import type { Handlers, Scenario } from "./mock-core";

const unreachable = [
  "1 message was sent already: in the person's mailbox, and in the mail service's own records.",
  "Teams' own registration for “Teams Town Hall: what’s next”, where it took one. Remove it in Teams.",
  "Guest identities in Azure Communication Services: Lectern deletes them there, at once or when it is reached.",
  "Your calendar and your organization's: Lectern puts no registrant on them, and takes nobody off who was invited there.",
  "Lists that were exported, files that were imported, and backups outside this profile's folder.",
];

const found: PrivacyPreview = {
  email: "ana.reyes@fabrikam.example",
  found: true,
  names: ["Ana Reyes", "Ana Reyes <script>alert(1)</script> سارة 🎉"],
  events: [
    { eventId: "autumn", title: "Autumn Product Briefing", start: "2026-12-03T13:00:00Z", zone: "Europe/Berlin", status: "registered", upcoming: true, guest: null, answers: 3, tags: 2, note: true },
    { eventId: "autumn", title: "Autumn Product Briefing", start: "2026-12-03T13:00:00Z", zone: "Europe/Berlin", status: "registered", upcoming: true, guest: "Théo Dubois", answers: 0, tags: 0, note: false },
    { eventId: "sydney", title: "Sydney Partner Day", start: "2026-09-14T00:00:00Z", zone: "Australia/Sydney", status: "cancelled", upcoming: false, guest: null, answers: 0, tags: 0, note: false },
  ],
  webinars: ["Teams Town Hall: what’s next"],
  namesakes: [{ id: "x1", eventTitle: "Old style briefing", name: "Ana Reyes", hasLink: true }],
  planned: 1,
  inFlight: 0,
  sent: 1,
  files: ["lectern.db.before-10", "rejected-1796126400.csv"],
  mentions: ["title or description of an event (1)"],
  stays: [
    "One row on each list, with its status and times, under the pseudonym erased-3f9a1c2b77d0e4f1: the figures stay right, and a list that is imported again neither brings the person back nor writes to them twice.",
    "How each message ended, without its reader.",
    "The history: what was done, when and by whom. What it said of the person goes.",
  ],
  unreachable,
  blocked: null,
};

const nobody: PrivacyPreview = { ...found, email: "nobody@fabrikam.example", found: false, names: [], events: [], webinars: [], namesakes: [], planned: 0, sent: 0, files: [], mentions: [] };

const report: ErasureReport = {
  id: "r1",
  pseudonym: "erased-3f9a1c2b77d0e4f1",
  people: 3,
  enrolments: 1,
  externals: 0,
  listed: 1,
  attended: 0,
  cancelledMessages: 1,
  inFlight: 0,
  files: [
    { file: "lectern.db.before-10", fate: "rewritten" },
    { file: "rejected-1796126400.csv", fate: "removed" },
    { file: "lectern.db.before-4", fate: "left" },
  ],
  remains: ["title or description of an event (1)"],
  unreachable,
  waiting: 0,
  finished: true,
};

const kept: RetentionView = { eventId: "autumn", title: "Autumn Product Briefing", days: null, forNew: null, dueAt: null, endless: false, people: 214, erasedAt: null, erased: 0 };

/** What is kept of people: one of them is known, and one event has a time limit, in a scenario that has `privacy`. */
export function privacyHandlers(scenario: Scenario): Handlers {
  let view = kept;
  const some = scenario.privacy === true;
  return {
    "privacy|preview_person": ({ email }) => (email.toLowerCase().startsWith("ana") ? found : { ...nobody, email }),
    "privacy|export_person": ({ path }) => ({ email: found.email, file: path, registrations: 3, messages: 2, enrolments: 1, listed: 1 }),
    "privacy|erase_person": () => report,
    "privacy|list_erasures": () =>
      some
        ? [
            { id: "r2", at: "2026-12-02T09:00:00Z", who: "Lectern", pseudonym: null, eventTitle: "Sydney Partner Day", people: 180, finished: true },
            { id: "r1", at: "2026-11-20T15:30:00Z", who: "events@contoso.example", pseudonym: "erased-9d21ab01c4478e02", eventTitle: null, people: 2, finished: false },
          ]
        : [],
    "privacy|show_retention": ({ id }) => ({ ...view, eventId: id }),
    "privacy|set_retention": ({ id, days, forNew }) => {
      view = { ...view, eventId: id, days, forNew: forNew ? days : view.forNew, dueAt: days === null ? null : "2027-01-02T13:30:00Z" };
      return view;
    },
    "privacy|list_retentions": () =>
      some
        ? [
            { ...kept, days: 30, dueAt: "2027-01-02T13:30:00Z" },
            { ...kept, eventId: "weekly", title: "Weekly office hour", days: 90, endless: true, people: 12 },
            { ...kept, eventId: "sydney", title: "Sydney Partner Day", days: 60, dueAt: "2026-11-14T00:00:00Z", people: 0, erasedAt: "2026-12-02T09:00:00Z", erased: 180 },
          ]
        : [],
    "privacy|run_privacy": () => ({ erased: [], finished: 0, waiting: 0, blocked: [], nextAt: null }),
  };
}
