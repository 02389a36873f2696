import type { GuideCloud, GuideLevel, GuideNeeds, GuidePlan, GuideSize } from "../../bindings/core";

type YesNo = { [K in keyof GuideNeeds]: GuideNeeds[K] extends boolean ? K : never }[keyof GuideNeeds];

export const questions: { need: YesNo; label: string; hint: string }[] = [
  { need: "registers", label: "People register beforehand", hint: "You keep a list, and everybody gets a confirmation." },
  { need: "stayInApp", label: "People stay in Lectern", hint: "They join the call here instead of in Teams." },
  { need: "webinarFeatures", label: "It is a webinar", hint: "Teams’ own registration page, presenters’ pages, a green room, attendees who only watch." },
  { need: "teamsPremium", label: "We have Teams Premium", hint: "A licence of the organizer’s." },
  { need: "outsiders", label: "People come without a work account", hint: "From outside your organization, with nothing to sign in with." },
  { need: "sms", label: "Messages by SMS", hint: "Besides mail." },
  { need: "kiosks", label: "Kiosks or a check-in at the door", hint: "Machines that nobody attends." },
];

export const sizes: { value: GuideSize; label: string }[] = [
  { value: "upTo250", label: "Up to 250" },
  { value: "upTo350", label: "251 to 350" },
  { value: "upTo1000", label: "351 to 1,000" },
  { value: "more", label: "More than 1,000" },
];

export const clouds: { value: GuideCloud; label: string }[] = [
  { value: "global", label: "Worldwide" },
  { value: "gcc", label: "US government, GCC" },
  { value: "gccHigh", label: "US government, GCC High" },
  { value: "dod", label: "US Department of Defense" },
  { value: "china", label: "China (21Vianet)" },
];

/** What a plan is called, with where people join. */
export function planTitle({ level, join, kind }: GuidePlan): string {
  if (level === "teamsLinks") return "Teams links only";
  if (level === "webinar") return kind === "townHall" ? "A town hall, joined in Teams" : "A webinar, joined in Teams";
  return join === "here" ? "Own registration, joined in Lectern" : "Own registration, joined in Teams";
}

export const levelTitle: Record<GuideLevel, string> = { teamsLinks: "Teams links only", ownRegistration: "Own registration", webinar: "Webinar" };
