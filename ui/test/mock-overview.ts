import type { EventFigures, Found, RegistrantRow } from "../src/bindings/core";
import type { Handlers, Scenario } from "./mock-core";
import * as seed from "./seed";

const days: EventFigures["days"] = [
  { day: "2026-11-02", came: 34, left: 0, sum: 34 },
  { day: "2026-11-09", came: 52, left: 1, sum: 85 },
  { day: "2026-11-16", came: 41, left: 0, sum: 126 },
  { day: "2026-11-20", came: 63, left: 4, sum: 185 },
  { day: "2026-11-27", came: 30, left: 9, sum: 206 },
  { day: "2026-12-02", came: 11, left: 2, sum: 215 },
];

function figures(event: { id: string; title: string; zone: string }, full: boolean): EventFigures {
  const none = { planned: 0, sending: 0, delivered: 0, failed: 0, ambiguous: 0, skipped: 0 };
  return {
    eventId: event.id,
    title: event.title,
    zone: event.zone,
    places: full
      ? { capacity: 250, free: 39, listed: 231, registered: 206, offered: 5, waitlisted: 3, pending: 1, rejected: 0, cancelled: 16 }
      : { capacity: 250, free: 250, listed: 0, registered: 0, offered: 0, waitlisted: 0, pending: 0, rejected: 0, cancelled: 0 },
    days: full ? days : [],
    sources: full ? [{ source: "import", listed: 180, registered: 170 }, { source: "manual", listed: 39, registered: 26 }, { source: "guest", listed: 12, registered: 10 }] : [],
    questions: full
      ? [
          { id: "food", label: "What do you eat?", answered: 219, latest: [], answers: [{ said: "Everything", listed: 120, registered: 108 }, { said: "Vegetarian", listed: 71, registered: 66 }, { said: "Vegan", listed: 28, registered: 22 }, { said: "<b>Halal</b> حلال", listed: 0, registered: 0 }] },
          { id: "photos", label: "I agree to photographs", answered: 219, latest: [], answers: [{ said: "yes", listed: 190, registered: 180 }, { said: "no", listed: 29, registered: 16 }] },
          { id: "why", label: "What do you hope to hear about?", answered: 88, answers: [], latest: ["=HYPERLINK(\"x\") is what a sly guest writes", "How others began 🎈", "כלים לקריאה משותפת"] },
        ]
      : [],
    messages: full ? [{ kind: "confirmation", counts: { planned: 2, sending: 0, delivered: 201, failed: 2, ambiguous: 2, skipped: 8 } }, { kind: "waitlisted", counts: { ...none, delivered: 7 } }, { kind: "offered", counts: { ...none, delivered: 4, planned: 1 } }] : [],
  };
}

/** What the store adds up and finds. */
export function overviewHandlers(scenario: Scenario, people: () => RegistrantRow[]): Handlers {
  const events = scenario.events === "none" ? [] : seed.events(scenario.registrants ?? 5);
  const [first] = events;
  return {
    "overview|event_figures": ({ id }) => figures(events.find((event) => event.id === id) ?? seed.events(5)[0]!, (scenario.registrants ?? 5) > 0),
    "overview|webinar_figures": () => ({
      registrations: scenario.teamsList ? [{ status: "registered", source: "lectern", people: 40 }, { status: "registered", source: "page", people: 131 }, { status: "cancelled", source: "page", people: 6 }] : [],
      stays: scenario.attendance ? [{ minutes: 0, people: 2, registered: 1 }, { minutes: 30, people: 9, registered: 9 }, { minutes: 60, people: 31, registered: 26 }] : [],
      enrolments: scenario.attendance ? [{ state: "enrolled", people: 40 }, { state: "refused", people: 1 }] : [],
    }),
    "overview|what_waits": () => (scenario.waiting && first ? [{ eventId: first.id, title: first.title, start: first.start, zone: first.zone, pending: 8, failed: 2, ambiguous: 2, problem: null, changedElsewhere: true }] : []),
    "overview|find_everywhere": ({ query, limit }): Found => {
      const fits = (text: string): boolean => text.toLowerCase().includes(query.toLowerCase());
      const found = events.filter(({ title }) => fits(title));
      const persons = people().filter((row) => fits(`${row.name} ${row.email}`));
      const ada = { registrantId: "t4", eventId: "trusted", eventTitle: "Partner Webinar", name: "Ada King", email: "ada@example.org", status: "registered" as const, isVirtual: true };
      const listed = scenario.teamsList && fits(`${ada.name} ${ada.email}`) ? [ada] : [];
      const place = { eventId: first?.id ?? "", eventTitle: first?.title ?? "" };
      return {
        events: found.slice(0, limit).map(({ id, title, start, zone }) => ({ id, title, start, zone, isVirtual: false })),
        eventsTotal: found.length,
        people: [...persons.slice(0, limit).map(({ id, name, email, status }) => ({ registrantId: id, ...place, name, email, status, isVirtual: false })), ...listed],
        peopleTotal: Math.min(1_000, persons.length + listed.length),
        messages: persons.slice(0, Math.min(limit, 3)).map(({ id, name }) => ({ id: `to ${id}`, ...place, name, kind: "confirmation", state: "delivered" })),
        messagesTotal: Math.min(3, persons.length),
      };
    },
  };
}
