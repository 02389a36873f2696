// The screens about the trusted service: pairing, its devices, a code for another desk.
const refused = { code: "refused", message: "events.contoso.com does not take this desk any more: it was revoked there. Pair it again with a new code; nothing that is kept here is lost.", retryAfter: null, field: null };
const offline = { code: "offline", message: "The trusted service can't be reached from here (events.contoso.com cannot be reached: connection refused). Check the network and try again; nothing is lost.", retryAfter: null, field: null };
const mistyped = { code: "invalid", message: "events.contoso.com doesn’t take this pairing code: it was mistyped, used before, or its time is over. Ask for a new one.", retryAfter: null, field: "code" };

const toService = async (page) => page.getByRole("heading", { name: "Your organization’s service" }).evaluate((heading) => heading.scrollIntoView());
const settings = (name, scenario, ready, act, more = {}) => ({
  name: `service-${name}`,
  scenario: { real: true, ...scenario },
  hash: "#/settings",
  ready,
  act: async (page) => {
    await act?.(page);
    await toService(page);
  },
  ...more,
});

const taken = { code: "conflict", message: "The address “town-hall” is taken by another event. Choose another.", retryAfter: null, field: "slug" };
const event = "#/events/autumn";
const toPage = async (page) => page.getByRole("heading", { name: "Registration page" }).evaluate((heading) => heading.closest("section").scrollIntoView({ block: "end" }));

export const serviceScreens = [
  { name: "page-none", scenario: { registrants: 5 }, hash: event, ready: "text=Publish a page", act: toPage },
  { name: "page-not-yet", scenario: {}, hash: "#/events/sydney", ready: "text=Registration is not open yet", once: true, act: toPage },
  {
    name: "page-publish",
    scenario: { registrants: 5, failing: { "publishing|check_address": taken } },
    hash: event,
    ready: "text=Publish a page",
    act: async (page) => {
      await page.getByRole("button", { name: "Publish a page" }).click();
      await page.getByLabel("End of the address").fill("town-hall");
      await page.getByRole("textbox", { name: "Colour", exact: true }).fill("#ffd54f");
      await page.clock.runFor(1000);
      await page.getByText("taken by another").waitFor();
    },
  },
  {
    name: "page-open",
    scenario: { registrants: 5, page: "open" },
    hash: event,
    ready: "text=Copy the link",
    act: async (page) => {
      await page.getByRole("button", { name: "QR code" }).click();
      await page.getByRole("button", { name: "Unpublish" }).click();
      await toPage(page);
    },
  },
  { name: "page-asleep", scenario: { registrants: 5, page: "asleep" }, hash: event, ready: "text=is not running", once: true, act: toPage },
  { name: "page-closed", scenario: { registrants: 5, page: "closed" }, hash: event, ready: "text=was taken down", once: true, act: toPage },
  { name: "page-failing", scenario: { registrants: 5, failing: { "publishing|show_publishing": { ...offline, code: "internal", message: "The data is in use by another Lectern process. Nothing was changed; try again." } } }, hash: event, ready: "text=in use by another", once: true },
  { name: "at-service-none", scenario: { real: true, registrants: 5 }, hash: event, ready: "text=Pair with a service", act: toPage },
  { name: "at-service-new", scenario: { real: true, service: "owner", registrants: 5 }, hash: event, ready: "text=Publish a page", once: true, act: toPage },
  {
    name: "at-service-publish",
    scenario: { real: true, service: "owner", registrants: 5 },
    hash: event,
    ready: "text=Publish a page",
    act: async (page) => {
      await page.getByRole("button", { name: "Publish a page" }).click();
      await page.getByRole("textbox", { name: "Colour", exact: true }).fill("#7a1fa2");
      await page.getByRole("switch", { name: "People prove their address by mail" }).click();
      await page.getByText("the list comes back").scrollIntoViewIfNeeded();
    },
  },
  ...[
    ["filling", "text=Handing people over"],
    ["cutOff", "text=Offline since"],
    ["open", "text=Copy the link"],
    ["waiting", "text=Remove one person"],
    ["refused", "text=has no place left"],
    ["offline", "text=Offline since"],
    ["turnedAway", "text=Turned away"],
    ["comingBack", "text=is coming back"],
    ["missing", "text=212 people missing"],
    ["otherDesk", "text=published this event"],
    ["over", "text=Over since"],
  ].map(([face, ready]) => ({ name: `at-service-${face}`, scenario: { real: true, service: "owner", atService: face, registrants: 5 }, hash: event, ready, act: toPage })),
  ...[
    ["waiting", "text=Change waits"],
    ["refused", "text=has no place left"],
    ["offline", "text=Change waits"],
    ["turnedAway", "text=Change waits"],
    ["comingBack", "text=comes back from"],
    ["missing", "text=lacks 212 people"],
    ["over", "text=Over since"],
  ].map(([face, ready]) => ({ name: `at-service-people-${face}`, scenario: { real: true, service: "owner", atService: face, registrants: 30 }, hash: `${event}/registration`, ready })),
  ...[
    ["none", {}, "text=Nobody yet"],
    ["few", { letIn: 4 }, "text=used twice"],
    ["many", { letIn: 250 }, "text=used twice"],
    ["loading", { hanging: ["publishing|who_was_let_in"] }, "[aria-label='Reading who was let in']"],
    ["failing", { failing: { "publishing|who_was_let_in": offline } }, "text=No connection"],
  ].map(([face, more, there]) => ({
    name: `let-in-${face}`,
    scenario: { real: true, service: "owner", atService: "open", registrants: 5, ...more },
    hash: event,
    ready: "text=Copy the link",
    act: async (page) => {
      await page.getByRole("button", { name: "Who was let in" }).click();
      await page.locator(there).first().waitFor();
      if (face === "many") await page.getByRole("button", { name: "Show more" }).scrollIntoViewIfNeeded();
    },
  })),
  {
    name: "page-sites",
    scenario: { registrants: 5, page: "open" },
    hash: event,
    ready: "text=Copy the link",
    act: async (page) => {
      await page.getByRole("button", { name: "Change the page" }).click();
      await page.getByRole("textbox", { name: "Your sites that show it inside" }).fill("https://www.contoso.com\nhttp://intra.example/a");
      await page.getByText("can’t be used").scrollIntoViewIfNeeded();
    },
  },
  settings("unpaired", {}, "text=Pair with a service"),
  settings("pairing", { failing: { "services|pair_desk": mistyped } }, "text=Pair with a service", async (page) => {
    await page.getByRole("button", { name: "Pair with a service" }).click();
    await page.getByLabel("Address of the service").fill("https://events.contoso.com");
    await page.getByLabel("Pairing code").fill("4F7K-09XM");
    await page.getByRole("button", { name: "Pair", exact: true }).click();
    await page.getByText("mistyped").waitFor();
  }),
  settings("devices", { service: "owner" }, "text=Old laptop", async (page) => {
    await page.getByRole("button", { name: /^Revoke Studio/ }).click();
  }),
  settings("code", { service: "owner" }, "text=Old laptop", async (page) => {
    await page.getByRole("button", { name: "Pair another desk" }).click();
    await page.getByRole("button", { name: "Make a code" }).click();
    await page.getByText("4F7K-09XM-T2QA").waitFor();
  }),
  settings("leave", { service: "owner", failing: { "services|unpair_desk": offline } }, "text=Old laptop", async (page) => {
    await page.getByRole("button", { name: "Leave this service" }).click();
    await page.getByRole("button", { name: "Leave it" }).click();
    await page.getByText("Forget it here only").waitFor();
  }, { once: true }),
  settings("organizer", { service: "organizer" }, "text=Old laptop", undefined, { once: true }),
  settings("revoked", { service: "organizer", failing: { "services|service_devices": refused } }, "text=turned this desk away"),
  settings("offline", { service: "owner", failing: { "services|service_devices": offline } }, "text=No connection", undefined, { once: true }),
];
