// The screens that are looked at: how to get to each, and what shows that it is there.
import { accountScreens } from "./looks-accounts.mjs";
import { deskScreens } from "./looks-desk.mjs";
import { listScreens } from "./looks-lists.mjs";
import { overviewScreens } from "./looks-overview.mjs";
import { peopleScreens } from "./looks-people.mjs";
import { privacyScreens } from "./looks-privacy.mjs";
import { serviceScreens } from "./looks-service.mjs";
import { webinarScreens } from "./looks-webinars.mjs";

const offline = { code: "offline", message: "There is no connection to Microsoft. Your events are kept here and will be renewed.", retryAfter: null, field: null };

const event = "#/events/autumn";
// What somebody may write in Outlook: ten thousand characters, from the right, in emoji, in HTML.
const long = `Design <script>alert(1)</script> \u202eהפוך \u202c👩\u200d👩\u200d👧\u200d👦 ${"wiederholt ".repeat(500)}${"ö".repeat(4500)}`;

export const screens = [
  { name: "sign-in", scenario: { signedIn: false }, ready: "text=Explore the sandbox" },
  { name: "sign-in-real", scenario: { signedIn: false, real: true }, ready: "text=Use a code", once: true },
  {
    name: "code",
    scenario: { signedIn: false },
    ready: "text=Use a code",
    act: async (page) => {
      await page.getByRole("button", { name: "Use a code" }).click();
      await page.getByText("Enter this code").waitFor();
    },
  },
  {
    name: "code-declined",
    scenario: { signedIn: false },
    ready: "text=Use a code",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Use a code" }).click();
      await page.getByText("Enter this code").waitFor();
      await page.evaluate(() => window.mockCore.emit("sign-in", { state: "declined" }));
      await page.getByText("was declined").waitFor();
    },
  },
  {
    name: "browser-wait",
    scenario: { signedIn: false },
    ready: "text=Use a code",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Sign in with Microsoft" }).click();
      await page.getByText("Continue in your browser").waitFor();
    },
  },
  { name: "keychain-absent", scenario: { signedIn: false, real: true, shut: true, keychain: "absent" }, ready: "text=no keychain", once: true },
  { name: "configure", scenario: { signedIn: false, real: true, configured: false }, ready: "text=What to register" },
  { name: "passphrase", scenario: { signedIn: false, real: true, shut: true, keychain: "passphrase" }, ready: "text=under a passphrase", once: true },
  { name: "recovery-key", scenario: { real: true, recoveryKeyDue: true }, ready: "text=7K2M" },
  { name: "services", scenario: { real: true }, hash: "#/settings", ready: "text=Guest access" },
  { name: "services-none", scenario: { real: true, services: "none" }, hash: "#/settings", ready: "text=Enter a connection string", once: true },
  { name: "doctor", scenario: { real: true }, hash: "#/settings", ready: "text=Nobody has agreed", act: async (page) => page.getByRole("heading", { name: "Doctor" }).evaluate((heading) => heading.scrollIntoView()) },
  { name: "doctor-more", scenario: { real: true }, hash: "#/settings", ready: "text=Nobody has agreed", once: true, act: async (page) => page.getByRole("heading", { name: "Calendar and Teams" }).evaluate((heading) => heading.scrollIntoView()) },
  { name: "doctor-failing", scenario: { real: true, failing: { "doctor|run_doctor": offline } }, hash: "#/settings", ready: "text=No connection", once: true, act: async (page) => page.getByRole("heading", { name: "Doctor" }).evaluate((heading) => heading.scrollIntoView()) },
  { name: "guide", scenario: {}, hash: "#/guide", ready: "text=Nothing that you need takes a list" },
  { name: "guide-offered", scenario: { events: "none", guide: "offered" }, ready: "text=New here?" },
  {
    name: "guide-answers",
    scenario: {},
    hash: "#/guide",
    ready: "text=Nothing that you need takes a list",
    act: async (page) => {
      await page.getByLabel("People register beforehand").check();
      await page.getByLabel("People stay in Lectern").check();
      await page.getByText("Own registration, joined in Lectern").first().waitFor();
      await page.getByText("A webinar, joined in Teams").click();
    },
  },
  { name: "guide-chosen", scenario: { guide: "chosen" }, hash: "#/guide", ready: "text=Set up a sender" },
  { name: "guide-steps-failing", scenario: { guide: "chosen", failing: { "guide|guide_steps": offline } }, hash: "#/guide", ready: "text=No connection", once: true },
  { name: "guide-failing", scenario: { failing: { "guide|show_guide": offline } }, hash: "#/guide", ready: "text=No connection", once: true },
  { name: "guide-new-event", scenario: { guide: "chosen" }, hash: "#/events/new", ready: "text=as you chose in the guide", once: true },
  { name: "probe", scenario: { real: true }, hash: "#/settings", ready: "text=It will create", act: async (page) => { await page.getByRole("heading", { name: "Probe" }).scrollIntoViewIfNeeded(); await page.getByRole("button", { name: "Create this and ask" }).scrollIntoViewIfNeeded(); } },
  { name: "probe-found", scenario: { real: true, probed: true }, hash: "#/settings", ready: "text=What Microsoft answered", act: async (page) => page.getByText("Two mails came").scrollIntoViewIfNeeded() },
  { name: "probe-webinar", scenario: { real: true, webinars: true }, hash: "#/settings", ready: "text=A published webinar of yours", once: true, act: async (page) => page.getByRole("button", { name: "Create this and ask" }).scrollIntoViewIfNeeded() },
  { name: "probe-failing", scenario: { real: true, failing: { "probe|plan_probe": offline } }, hash: "#/settings", ready: "text=No connection", once: true, act: async (page) => page.getByRole("button", { name: "Try again" }).scrollIntoViewIfNeeded() },
  {
    name: "probe-running",
    scenario: { real: true, hanging: ["probe|run_probe"] },
    hash: "#/settings",
    ready: "text=It will create",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Create this and ask" }).click();
      await page.getByText("It begins").waitFor();
      await page.evaluate(() => window.mockCore.emit("probe", { done: 4, of: 12, question: "What does Graph answer to a link that belongs to no meeting?" }));
      await page.getByText("5 of 12").scrollIntoViewIfNeeded();
    },
  },
  { name: "events", scenario: { registrants: 214 }, ready: "[data-ready] [data-row]" },
  { name: "events-many", scenario: { registrants: 214, manyEvents: 10_000, webinars: true }, ready: "[data-ready] [data-row]", act: async (page) => { await page.locator("[data-row]").first().focus(); await page.keyboard.press("End"); await page.locator("[data-row]:focus").waitFor(); } },
  {
    name: "events-filtered",
    scenario: { registrants: 214, webinars: true },
    ready: "[data-ready] [data-row]",
    act: async (page) => {
      await page.getByRole("button", { name: "Filter and sort" }).click();
      await page.getByRole("combobox", { name: "Kind" }).selectOption("webinar");
      await page.getByRole("combobox", { name: "Order" }).selectOption("title");
      await page.getByText(/^\d+ of \d+ events/).first().waitFor();
    },
  },
  {
    name: "events-filtered-away",
    scenario: { registrants: 214 },
    ready: "[data-ready] [data-row]",
    act: async (page) => {
      await page.getByRole("button", { name: "Filter and sort" }).click();
      await page.getByRole("combobox", { name: "Kind" }).selectOption("townHall");
      await page.getByText("No event is like that.").waitFor();
    },
  },
  { name: "events-calendar", scenario: { calendar: "some" }, ready: "text=From your calendar" },
  { name: "events-calendar-offline", scenario: { calendar: "some", failing: { "scheduling|sync_calendar": offline } }, ready: "text=No connection" },
  { name: "long-titles", scenario: { titled: long, calendar: "some" }, hash: "#/events", ready: "text=Design" },
  { name: "long-title", scenario: { titled: long }, hash: "#/events/sydney", ready: "text=Changed in Outlook or Teams" },
  {
    name: "long-title-edit",
    scenario: { titled: long },
    hash: event,
    ready: "text=Next step",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByText("Edit the event").click();
      await page.getByRole("button", { name: "Save changes" }).waitFor();
    },
  },
  { name: "event-elsewhere", scenario: {}, hash: "#/events/sydney", ready: "text=Changed in Outlook or Teams" },
  { name: "series", scenario: {}, hash: "#/events/circle", ready: "text=Has its own list" },
  {
    name: "series-date",
    scenario: {},
    hash: "#/events/circle",
    ready: "text=Has its own list",
    act: async (page) => {
      await page.getByRole("button", { name: "More for this date" }).first().click();
      await page.getByRole("menuitem", { name: "Change only this date" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "series-date-refused",
    scenario: { failing: { "scheduling|cancel_date": { code: "offline", message: "Microsoft Graph can't be reached from here. Check the network and try again; nothing is lost.", retryAfter: null, field: null } } },
    hash: "#/events/circle",
    ready: "text=Has its own list",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "More for this date" }).first().click();
      await page.getByRole("menuitem", { name: /Cancel only this date/ }).click();
      await page.getByRole("button", { name: "Cancel this date" }).click();
      await page.getByText("nothing is lost").waitFor();
    },
  },
  { name: "series-edit", scenario: {}, hash: "#/events/circle/edit", ready: "text=Save changes" },
  {
    name: "new-series",
    scenario: { drafts: true },
    hash: "#/events/new",
    ready: "text=Create event",
    act: async (page) => {
      await page.getByLabel("Title").fill("Reading circle");
      await page.getByLabel("Repeats").selectOption("weekly");
      await page.getByLabel("Ends").last().selectOption("after");
    },
  },
  {
    name: "start-from",
    scenario: { drafts: true },
    hash: "#/events/new",
    ready: "text=Create event",
    act: async (page) => {
      await page.getByRole("button", { name: "Start from" }).click();
      await page.getByText("Monthly briefing").waitFor();
    },
  },
  {
    name: "options",
    scenario: {},
    hash: event,
    ready: "text=Next step",
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Meeting options" }).click();
      await page.getByText("Who comes in without waiting").waitFor();
    },
  },
  {
    name: "options-conflict",
    scenario: { failing: { "scheduling|change_options": { code: "conflict", message: "Nothing was changed: it was changed in Teams since it was shown here. Who comes in without waiting is now: invited.", retryAfter: null, field: null } } },
    hash: event,
    ready: "text=Next step",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Meeting options" }).click();
      await page.getByLabel("Who comes in without waiting").selectOption("everyone");
      await page.getByRole("button", { name: "Set mine over it" }).waitFor();
    },
  },
  {
    name: "options-failing",
    scenario: { failing: { "scheduling|show_options": offline } },
    hash: event,
    ready: "text=Next step",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Meeting options" }).click();
      await page.getByRole("heading", { name: "No connection" }).waitFor();
    },
  },
  {
    name: "template",
    scenario: {},
    hash: event,
    ready: "text=Next step",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Save as template…" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "events-empty", scenario: { events: "none" }, ready: "text=Plan your first event" },
  { name: "events-failing", scenario: { failing: { "overview|events_page": offline } }, ready: "text=No connection" },
  { name: "events-loading", scenario: { hanging: ["overview|events_page"] }, ready: "[aria-label='Loading events']", once: true },
  { name: "signed-out-notice", scenario: { needsSignIn: true }, ready: "text=Sign in again", once: true },
  { name: "new-event", scenario: {}, hash: "#/events/new", ready: "text=Create event" },
  {
    name: "new-event-fold",
    scenario: {},
    hash: "#/events/new",
    ready: "text=Create event",
    once: true,
    act: async (page) => {
      await page.getByLabel("Date").fill("25 Oct 2026");
      await page.getByLabel("Time zone").click();
      await page.keyboard.press("Control+a");
      await page.keyboard.type("berlin");
      await page.getByRole("option", { name: /Berlin/ }).click();
      await page.getByLabel("Starts").fill("2:30");
      await page.getByLabel("Title").click();
      await page.getByText("comes twice").waitFor();
      await page.getByRole("button", { name: "Create event" }).click();
    },
  },
  {
    name: "new-event-calendar",
    scenario: {},
    hash: "#/events/new",
    ready: "text=Create event",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose from a calendar" }).click();
      await page.getByRole("grid").waitFor();
    },
  },
  {
    name: "new-event-zones",
    scenario: {},
    hash: "#/events/new",
    ready: "text=Create event",
    once: true,
    act: async (page) => {
      await page.getByLabel("Time zone").click();
      await page.keyboard.press("Control+a");
      await page.keyboard.type("new y");
      await page.getByRole("option", { name: /New York/ }).waitFor();
    },
  },
  { name: "new-kinds", scenario: {}, hash: "#/events/new", ready: "text=Town hall", once: true },
  { name: "webinar", scenario: { webinars: true }, hash: "#/events/virtual/web", ready: "text=Registration page" },
  { name: "new-webinar", scenario: {}, hash: "#/events/new", ready: "text=Town hall", once: true, act: async (page) => { await page.getByRole("radio", { name: "Webinar" }).click(); await page.getByRole("radio", { name: "Only people of my organization" }).click(); await page.getByText("Who may come").scrollIntoViewIfNeeded(); } },
  { name: "webinar-edit", scenario: { webinars: true }, hash: "#/events/virtual/draft/edit", ready: "text=Who may come" },
  { name: "webinar-draft", scenario: { webinars: true }, hash: "#/events/virtual/draft", ready: "text=Publish" },
  { name: "webinar-over", scenario: { webinars: true, attendance: 400 }, hash: "#/events/virtual/over", ready: "text=Guest 0002" },
  { name: "webinar-trusted", scenario: { webinars: true }, hash: "#/events/virtual/trusted", ready: "text=Copy their link", act: async (page) => { await page.getByText("Copy their link").scrollIntoViewIfNeeded(); } },
  { name: "webinar-list", scenario: { webinars: true, teamsList: 48000 }, hash: "#/events/virtual/trusted", ready: "text=Guest 00007", act: async (page) => { await page.getByRole("table", { name: "People on Teams" }).scrollIntoViewIfNeeded(); } },
  { name: "webinar-list-few", scenario: { webinars: true, teamsList: 6 }, hash: "#/events/virtual/trusted", ready: "text=Bobby", act: async (page) => { await page.getByRole("button", { name: /Tables/ }).click(); await page.getByText("On Teams’ page, ").or(page.getByText("By Lectern, ")).waitFor(); } },
  { name: "webinar-list-unread", scenario: { webinars: true }, hash: "#/events/virtual/trusted", ready: "text=Not read yet", act: async (page) => { await page.getByText("Not read yet").scrollIntoViewIfNeeded(); } },
  { name: "webinar-list-loading", scenario: { webinars: true, hanging: ["webinars|show_registrations"] }, hash: "#/events/virtual/trusted", ready: "[aria-label='Loading Teams’ list']", once: true },
  { name: "webinar-list-error", scenario: { webinars: true, teamsList: 6, failing: { "webinars|read_registrations": { code: "refused", message: "Teams does not let the application read who is registered (Forbidden). It needs VirtualEvent.Read.Chat for this event: an administrator installs its Teams app there.", retryAfter: null, field: null } } }, hash: "#/events/virtual/trusted", ready: "text=Bobby", act: async (page) => { await page.getByRole("button", { name: "Read again" }).click(); await page.getByText("VirtualEvent.Read.Chat").scrollIntoViewIfNeeded(); } },
  { name: "webinar-enrolling", scenario: { webinars: true, enrolling: "running" }, hash: "#/events/virtual/trusted", ready: "text=Microsoft does not document that", act: async (page) => { await page.getByRole("button", { name: "Pause" }).scrollIntoViewIfNeeded(); } },
  { name: "webinar-enrolling-paused", scenario: { webinars: true, enrolling: "paused" }, hash: "#/events/virtual/trusted", ready: "text=Go on", act: async (page) => { await page.getByRole("button", { name: "Go on" }).scrollIntoViewIfNeeded(); } },
  { name: "webinar-cancelled", scenario: { webinars: true }, hash: "#/events/virtual/off", ready: "text=That is permanent", once: true },
  { name: "webinar-unmade", scenario: { webinars: true }, hash: "#/events/virtual/stuck", ready: "text=Not made yet" },
  { name: "webinar-missing", scenario: { webinars: true }, hash: "#/events/virtual/none", ready: "text=no longer here", once: true },
  { name: "webinar-loading", scenario: { webinars: true, hanging: ["webinars|show_virtual_event"] }, hash: "#/events/virtual/web", ready: "[aria-label='Loading the event']", once: true },
  { name: "webinar-unasked", scenario: { webinars: true, failing: { "webinars|refresh_virtual_event": { code: "consentNeeded", message: "Your organization has not agreed yet that Lectern may manage webinars and town halls for you (VirtualEvent.ReadWrite). Only an administrator can agree, at https://login.microsoftonline.com/contoso/adminconsent?client_id=c. Then try again; nothing typed is lost.", retryAfter: null, field: null } } }, hash: "#/events/virtual/web", ready: "text=Agree as the sandbox" },
  {
    name: "webinar-question",
    scenario: { webinars: true },
    hash: "#/events/virtual/draft",
    ready: "text=Publish",
    act: async (page) => {
      await page.getByRole("button", { name: "Add a question" }).click();
      await page.getByText("Has to be answered").waitFor();
    },
  },
  {
    name: "webinar-presenter",
    scenario: { webinars: true },
    hash: "#/events/virtual/draft",
    ready: "text=Publish",
    act: async (page) => {
      await page.getByRole("button", { name: "Add a presenter" }).click();
      await page.getByText("LinkedIn profile").waitFor();
    },
  },
  {
    name: "external",
    scenario: { external: true },
    hash: "#/events/sydney",
    ready: "text=Open external registration",
    act: async (page) => {
      await page.getByRole("button", { name: "Open external registration" }).click();
      await page.getByText("Register anew").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "external-closed",
    scenario: { external: true },
    hash: "#/events/autumn",
    ready: "text=External registration (legacy)",
    act: async (page) => {
      await page.getByRole("button", { name: "Only ask" }).click();
      await page.getByText("only opening one can tell").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "external-organization",
    scenario: { external: true },
    hash: "#/events/autumn",
    ready: "text=External registration (legacy)",
    act: async (page) => {
      await page.getByRole("radio", { name: "Only people of my organization" }).click();
      await page.getByRole("button", { name: "Open external registration" }).click();
      await page.getByRole("button", { name: "Compare with Microsoft’s list" }).click();
      await page.getByText("Microsoft lists 3").scrollIntoViewIfNeeded();
    },
  },
  { name: "legacy", scenario: { external: true }, hash: "#/settings", ready: "text=On: events offer it", once: true, act: async (page) => { await page.getByText("On: events offer it").scrollIntoViewIfNeeded(); } },
  { name: "town-hall", scenario: { webinars: true }, hash: "#/events/virtual/hall", ready: "text=Joining", once: true },
  { name: "edit-event", scenario: {}, hash: `${event}/edit`, ready: "text=Save changes" },
  {
    name: "edit-event-conflict",
    scenario: { failing: { "scheduling|change_event": { code: "conflict", message: "Nothing was changed: the event was edited elsewhere on 3 December at 11:40 (Europe/Berlin). Its title is now “Autumn Briefing”.", retryAfter: null, field: null } } },
    hash: `${event}/edit`,
    ready: "text=Save changes",
    act: async (page) => {
      await page.getByLabel("Title").fill("Winter Product Briefing");
      await page.click("text=Save changes");
      await page.locator("text=Save mine over it").waitFor();
    },
  },
  {
    name: "edit-event-moved",
    scenario: { telling: { people: 42, tell: true, byService: false } },
    hash: `${event}/edit`,
    ready: "text=Save changes",
    act: async (page) => {
      await page.getByLabel("Starts").fill("4 pm");
      await page.getByLabel("Title").click();
      await page.getByLabel("Why it moves").fill("The big hall is only free later. Everything else stays as it was.");
    },
  },
  {
    name: "event-menu",
    scenario: {},
    hash: event,
    ready: "text=Next step",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.locator("text=Edit the event").waitFor();
    },
  },
  { name: "overview", scenario: { registrants: 214 }, hash: event, ready: "text=Next step" },
  {
    name: "host-side",
    scenario: { registrants: 0 },
    hash: event,
    ready: "text=What only Teams can do",
    act: async (page) => {
      await page.getByText("What only Teams can do").click();
      await page.getByText("Let people in from the lobby").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "host-in-teams",
    scenario: { registrants: 214 },
    hash: event,
    ready: "text=Next step",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose how Teams opens" }).waitFor();
      await page.getByRole("button", { name: "Open in Teams" }).click();
      await page.getByText("Teams was asked to open this meeting").waitFor();
    },
  },
  {
    name: "host-ways",
    scenario: { registrants: 214 },
    hash: event,
    ready: "text=Next step",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose how Teams opens" }).click();
      await page.getByRole("menuitemradio", { name: "In Teams on the web" }).click();
      await page.getByText("Your browser was asked to open Teams on the web").waitFor();
      await page.getByRole("button", { name: "Choose how Teams opens" }).click();
      await page.getByRole("menuitemradio", { name: "In the Teams app" }).waitFor();
    },
  },
  {
    name: "another-profile",
    scenario: {
      registrants: 214,
      notices: ["Lectern is open with the profile in /home/ana/.local/share/app.lectern.desktop/real. What was just started is for the one in /media/stick/events, so nothing of it was opened. Close Lectern here, then start it again."],
    },
    ready: "[data-ready] [data-row]",
    act: async (page) => {
      await page.getByText("/media/stick/events").waitFor();
    },
  },
  { name: "overview-empty", scenario: { registrants: 0 }, hash: event, ready: "text=Next step" },
  { name: "overview-closed", scenario: {}, hash: "#/events/sydney", ready: "text=Next step" },
  { name: "overview-hostile", scenario: {}, hash: "#/events/hostile", ready: "text=Next step" },
  { name: "overview-hebrew", scenario: {}, hash: "#/events/hebrew", ready: "text=Next step", once: true },
  { name: "overview-missing", scenario: {}, hash: "#/events/nowhere", ready: "text=no longer here", once: true },
  {
    name: "menu",
    scenario: { registrants: 5 },
    hash: event,
    ready: "text=Next step",
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Join here" }).waitFor();
    },
  },
  {
    name: "cancel",
    scenario: { registrants: 5, telling: { people: 42, tell: true, byService: false } },
    hash: event,
    ready: "text=Next step",
    act: async (page) => {
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Cancel the event" }).click();
      await page.getByText("This is final").waitFor();
    },
  },
  {
    name: "open-registration",
    scenario: {},
    hash: "#/events/sydney",
    ready: "text=Next step",
    act: async (page) => {
      await page.getByRole("button", { name: "Open registration" }).first().click();
      await page.getByRole("textbox", { name: "Places" }).fill("lots");
    },
  },
  ...peopleScreens,
  ...privacyScreens,
  ...webinarScreens,
  ...overviewScreens,
  ...listScreens,
  ...accountScreens,
  ...deskScreens,
  ...serviceScreens,
];
