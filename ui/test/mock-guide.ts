import type { GuideLevel, GuideNeeds, GuideStep, GuideView } from "../src/bindings/core";
import { advices } from "./guide-advice";
import type { Handlers, Scenario } from "./mock-core";

const asked: GuideNeeds = { registers: false, stayInApp: false, size: "upTo250", webinarFeatures: false, teamsPremium: false, outsiders: false, sms: false, kiosks: false, cloud: "global" };
const answered: GuideNeeds = { ...asked, registers: true, stayInApp: true, outsiders: true, sms: true };

/** As simple as a picture needs it; the core's own table is tested in Rust. */
function level(needs: GuideNeeds): GuideLevel {
  if (needs.webinarFeatures && !needs.stayInApp) return "webinar";
  return needs.registers || needs.stayInApp ? "ownRegistration" : "teamsLinks";
}

function view(needs: GuideNeeds, chosen: GuideLevel | null, offer: boolean): GuideView {
  const defaults = chosen === null ? null : { kind: chosen === "webinar" ? ("webinar" as const) : ("meeting" as const), registration: chosen === "ownRegistration" };
  return { needs, advice: advices[level(needs)], chosen, chosenAt: chosen === null ? null : "2026-12-03T10:00:00Z", defaults, offer };
}

const steps: GuideStep[] = [
  { id: "registration", title: "Enter your app registration", state: "done", detail: "Entra knows it.", place: "signIn" },
  { id: "signIn", title: "Sign in with the account that holds the events", state: "done", detail: "Signed in.", place: "signIn" },
  { id: "consent", title: "Agree to the permissions", state: "done", detail: "Granted.", place: "doctor" },
  { id: "teams", title: "Calendar and Teams answer", state: "done", detail: "Graph answers.", place: "doctor" },
  { id: "sender", title: "Set up a sender for confirmations", state: "toDo", detail: "Choose ACS Email or a mail server in Settings, Services, or with `lectern channel`.", place: "services" },
  { id: "guests", title: "Let this machine give guests their pass", state: "toDo", detail: "Put the connection string into this machine's keychain, on organizers' and kiosk machines only.", place: "services" },
  { id: "policyGuests", title: "Ask whether people without an account get in", state: "ask", detail: "Ask an administrator to look under Meetings, Meeting policies, or to run the command.", place: "doctor" },
  { id: "event", title: "Plan the first event", state: "toDo", detail: "It begins as your choice says, and can be changed.", place: "newEvent" },
];

export function guideHandlers(scenario: Scenario): Handlers {
  const before = scenario.guide ?? "putOff";
  let now = before === "chosen" ? view(answered, "ownRegistration", false) : view(asked, null, before === "offered");
  return {
    "guide|show_guide": () => now,
    "guide|advise_guide": ({ needs }) => advices[level(needs)],
    "guide|choose_guide": ({ needs, level: chosen }) => (now = view(needs, chosen, false)),
    "guide|put_off_guide": () => {
      now = { ...now, offer: false };
      return null;
    },
    "guide|guide_steps": () => (now.chosen === null ? null : { level: now.chosen, steps, next: "sender" }),
  };
}
