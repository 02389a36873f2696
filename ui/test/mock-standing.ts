import type { PersonDetail, RegistrantRow, RegistrationSettings } from "../src/bindings/core";
import type { Handlers } from "./mock-core";
import { NOW } from "./seed";

/** The same people at an event that is full: some wait, some are offered a place, some are to be decided on. */
export function standing(people: RegistrantRow[]): RegistrantRow[] {
  let queue = 0;
  return people.map((row, index) => {
    if (index === 1) return { ...row, status: "offered", confirmation: null, offerUntil: new Date(NOW + 5 * 3_600_000).toISOString(), tags: ["speaker"] };
    if (index % 5 === 2) return { ...row, status: "waitlisted", confirmation: null, position: (queue += 1), ...(index === 2 && { tags: ["VIP", "סגל"], group: "Press", guests: 1 }) };
    if (index % 5 === 3) return { ...row, status: "pendingApproval", confirmation: null };
    return index % 5 === 4 ? { ...row, tags: ["VIP"] } : row;
  });
}

const settings: RegistrationSettings = {
  capacity: 250,
  rules: {
    approval: false,
    waitlist: true,
    offerMinutes: 1_440,
    window: { opens: null, closes: "2026-12-03T12:00", zone: "Europe/Berlin" },
    domains: { allowed: [], blocked: ["mailinator.example"] },
    guests: 1,
    questions: [
      { id: "food", label: "What do you eat?", required: true, kind: { type: "choice", options: ["Everything", "Vegetarian", "Vegan"] }, shownWhen: null },
      { id: "nuts", label: "Do you need a meal without nuts?", required: false, kind: { type: "yesNo" }, shownWhen: { question: "food", is: "Vegan" } },
      { id: "photos", label: "I agree", required: true, kind: { type: "consent", text: "We take photographs and show some of them on our site." }, shownWhen: null },
    ],
  },
};

function detail(row: RegistrantRow): PersonDetail {
  const at = (hours: number): string => new Date(NOW - hours * 3_600_000).toISOString();
  const waits = row.status === "waitlisted" || row.status === "offered";
  return {
    registrant: row,
    note: row.tags.includes("VIP") ? "Needs a place near the door." : "",
    answers: [
      { question: "food", label: "What do you eat?", answer: { type: "text", value: "Vegan" } },
      { question: "photos", label: "I agree", answer: { type: "consent", value: true, text: "We take photographs." } },
    ],
    notAsked: row.source === "import" && waits ? [{ question: "name", label: "What should your badge say?", consent: false }, { question: "film", label: "I may be filmed", consent: true }] : [],
    guests: row.guests > 0 ? [{ ...row, id: `${row.id}-guest`, name: "Théo Dubois", guestOf: row.id, guests: 0, position: null, tags: [] }] : [],
    history: waits
      ? [
          { at: at(50), who: "events@contoso.example", what: "imported", detail: { file: "Guests autumn.csv" } },
          { at: at(50), who: "events@contoso.example", what: "waitlisted", detail: {} },
          { at: at(3), who: "events@contoso.example", what: "tagged", detail: { tag: "VIP" } },
          ...(row.status === "offered" ? [{ at: at(1), who: "Lectern", what: "offered", detail: {} }] : []),
        ]
      : [{ at: row.registeredAt, who: "events@contoso.example", what: "registered", detail: {} }],
    told: waits ? [{ kind: "waitlisted", state: "delivered", at: at(49) }] : row.confirmation ? [{ kind: "confirmation", state: row.confirmation, at: row.registeredAt }] : [],
  };
}

/** What moves people on the list that `people` gives. */
export function standingHandlers(people: () => RegistrantRow[], change: (people: RegistrantRow[]) => void): Handlers {
  let kept = settings;
  const with_ = (ids: string[], next: (row: RegistrantRow) => RegistrantRow): void => { change(people().map((row) => (ids.includes(row.id) ? next(row) : row))); };
  const one = (id: string): RegistrantRow => people().find((row) => row.id === id) ?? (people()[0] as RegistrantRow);
  const counted = (words: string[]): { word: string; people: number }[] => [...new Set(words)].map((word) => ({ word, people: words.filter((other) => other === word).length }));
  const standingAt = (status: RegistrantRow["status"]): number => people().filter((row) => row.status === status).length;
  return {
    "registration|registrant_facets": () => ({
      waitlisted: standingAt("waitlisted"),
      offered: standingAt("offered"),
      pending: standingAt("pendingApproval"),
      rejected: standingAt("rejected"),
      tags: counted(people().flatMap((row) => row.tags)),
      groups: counted(people().flatMap((row) => row.group ?? [])),
    }),
    "standing|registration_settings": () => kept,
    "standing|set_registration_settings": ({ settings: wanted }) => (kept = wanted),
    "standing|decide_registrants": ({ registrantIds, decision }) => {
      const status = ({ approve: "registered", reject: "rejected", reconsider: "pendingApproval" } as const)[decision];
      with_(registrantIds, (row) => ({ ...row, status }));
      const size = (one: typeof decision): number => (one === decision ? registrantIds.length : 0);
      return { registered: size("approve"), waitlisted: 0, rejected: size("reject"), pending: size("reconsider"), full: 0, unchanged: [] };
    },
    "standing|promote_registrant": ({ registrantId }) => one(registrantId),
    "standing|take_offer": ({ registrantId }) => {
      with_([registrantId], (row) => ({ ...row, status: "registered", offerUntil: null }));
      return one(registrantId);
    },
    "standing|transfer_ticket": ({ registrantId, to }) => {
      with_([registrantId], (row) => ({ ...row, name: to.name, email: to.email }));
      return one(registrantId);
    },
    "standing|show_registrant": ({ registrantId }) => detail(one(registrantId)),
    "standing|note_registrant": () => null,
    "standing|tag_registrants": ({ registrantIds, tag, on }) => {
      with_(registrantIds, (row) => ({ ...row, tags: on ? [...row.tags, tag] : row.tags.filter((word) => word !== tag) }));
      return registrantIds.length;
    },
    "standing|group_registrants": ({ registrantIds, group }) => {
      with_(registrantIds, (row) => ({ ...row, group }));
      return registrantIds.length;
    },
  };
}
