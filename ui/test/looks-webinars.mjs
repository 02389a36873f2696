// The screens of webinars and town halls that others run with us, that were made in Teams, or that are like another one.
const web = "#/events/virtual/web";
const settle = (page, text) => page.getByText(text).first().scrollIntoViewIfNeeded();

export const webinarScreens = [
  { name: "made-in-teams", scenario: { calendar: "some", webinars: true, madeInTeams: true }, ready: "text=Made in Teams", act: async (page) => settle(page, "Identity in an hour") },
  {
    name: "made-in-teams-unasked",
    scenario: { calendar: "some", failing: { "webinars|look_for_teams_offers": { code: "consentNeeded", message: "Your organization has not agreed yet that Lectern may manage webinars and town halls for you.", retryAfter: null, field: null } } },
    ready: "text=From your calendar",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Read the calendar now" }).click();
      await page.getByText(/Webinars: an administrator/).waitFor();
    },
  },
  { name: "co-organizers", scenario: { webinars: true }, hash: web, ready: "text=Registration page", act: async (page) => settle(page, "Add a co-organizer") },
  {
    name: "co-organizer-add",
    scenario: { webinars: true },
    hash: "#/events/virtual/draft",
    ready: "text=Publish",
    act: async (page) => {
      await page.getByRole("button", { name: "Add a co-organizer" }).click();
      await page.getByText("Known from your events").waitFor();
    },
  },
  { name: "co-organized", scenario: { webinars: true }, hash: "#/events/virtual/shared", ready: "text=alone can publish or cancel it" },
  {
    name: "presenter-details",
    scenario: { webinars: true },
    hash: web,
    ready: "text=Registration page",
    act: async (page) => {
      await page.getByRole("button", { name: "Change how Dr. Mina Okonkwo 🎤 is introduced" }).click();
      await page.getByText("Nobody is invited anew").waitFor();
    },
  },
  {
    name: "presenter-details-conflict",
    scenario: { webinars: true, failing: { "webinars|change_presenter": { code: "conflict", message: "Nothing was changed: the event was edited elsewhere. The company is now “Northwind”.", retryAfter: null, field: null } } },
    hash: web,
    ready: "text=Registration page",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Change how Priya Raman is introduced" }).click();
      await page.getByLabel("Company").fill("Fabrikam");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Save mine over it").waitFor();
    },
  },
  { name: "webinar-copy", scenario: { webinars: true, copied: true }, hash: "#/events/new", ready: "text=Set in Teams alone", act: async (page) => settle(page, "Set in Teams alone") },
  { name: "webinar-not-taken-over", scenario: { webinars: true }, hash: "#/events/virtual/copied", ready: "text=Not everything was taken over" },
  { name: "town-hall-invited", scenario: { webinars: true }, hash: "#/events/virtual/hall", ready: "text=Only whom I invite", act: async (page) => settle(page, "Only whom I invite") },
  { name: "webinar-retention", scenario: { webinars: true }, hash: web, ready: "text=How long people are kept", act: async (page) => page.getByRole("button", { name: "Save how long people are kept" }).scrollIntoViewIfNeeded() },
];
