// The screens of an event’s people: its list, its rules, its import.
const offline = { code: "offline", message: "There is no connection to Microsoft. Your events are kept here and will be renewed.", retryAfter: null, field: null };
const throttled = { code: "throttled", message: "Too many requests at once.", retryAfter: 30, field: null };
const event = "#/events/autumn";

export const peopleScreens = [
  { name: "people", scenario: { registrants: 100_000 }, hash: `${event}/registration`, ready: "text=Ana Reyes" },
  { name: "people-few", scenario: { registrants: 5 }, hash: `${event}/registration`, ready: "text=Ana Reyes", once: true },
  { name: "people-empty", scenario: { registrants: 0 }, hash: `${event}/registration`, ready: "text=Nobody yet" },
  { name: "people-closed", scenario: {}, hash: "#/events/sydney/registration", ready: "text=Registration is not open", once: true },
  { name: "people-failing", scenario: { failing: { "registration|registrants": throttled } }, hash: `${event}/registration`, ready: "text=wait a little", once: true },
  {
    name: "people-far",
    scenario: { registrants: 100_000 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Ana Reyes" }).press("End");
      await page.getByText("Guest 100000").waitFor();
    },
  },
  {
    name: "people-selected",
    scenario: { registrants: 214 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("checkbox", { name: "Select Ana Reyes" }).click();
      await page.getByRole("checkbox", { name: /Select Bjørn/ }).click();
    },
  },
  {
    name: "people-removed",
    scenario: { registrants: 214 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("checkbox", { name: "Select Ana Reyes" }).click();
      await page.getByRole("button", { name: "Remove" }).click();
      await page.getByRole("button", { name: "Undo" }).waitFor();
    },
  },
  {
    name: "person",
    scenario: { registrants: 214 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("button", { name: "Bjørn Ødegård" }).click();
      await page.getByRole("img", { name: /QR code/ }).waitFor();
    },
  },
  {
    name: "add-person",
    scenario: { registrants: 5 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("button", { name: "Add a person" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Ana R.");
      await page.getByRole("textbox", { name: "Email" }).fill("ana.reyes@fabrikam.example");
      await page.keyboard.press("Enter");
      await page.getByText("already on the list").waitFor();
    },
  },
  {
    name: "people-places",
    scenario: { registrants: 5 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("button", { name: /250 places/ }).click();
      await page.getByRole("textbox", { name: "Places" }).fill("3");
      await page.getByText("2 more than that").waitFor();
    },
  },
  { name: "people-waiting", scenario: { registrants: 40, waiting: true }, hash: `${event}/registration`, ready: "text=Ana Reyes" },
  {
    name: "people-waitlist",
    scenario: { registrants: 40, waiting: true },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: /Waiting list/ }).click();
      await page.getByText("Waiting, 1").waitFor();
    },
  },
  {
    name: "people-to-approve",
    scenario: { registrants: 40, waiting: true },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("button", { name: /To approve/ }).click();
      await page.getByRole("checkbox", { name: "Select everyone" }).click();
      await page.getByRole("button", { name: "Approve", exact: true }).waitFor();
    },
  },
  {
    name: "people-none-of-these",
    scenario: { registrants: 5 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Cancelled" }).click();
      await page.getByText("Nobody matches").waitFor();
    },
  },
  {
    name: "person-history",
    scenario: { registrants: 40, waiting: true },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("button", { name: "Chloé Dubois" }).click();
      await page.getByText("Put on the waiting list").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "person-transfer",
    scenario: { registrants: 40, waiting: true },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Ana Reyes" }).click();
      await page.getByRole("button", { name: "Give the ticket to somebody else" }).click();
      await page.getByRole("button", { name: "Give the place" }).waitFor();
    },
  },
  { name: "rules", scenario: { registrants: 40, waiting: true }, hash: `${event}/rules`, ready: "text=As people see it" },
  {
    name: "rules-questions",
    scenario: { registrants: 40, waiting: true },
    hash: `${event}/rules`,
    ready: "text=As people see it",
    act: async (page) => {
      await page.getByText("As people see it").scrollIntoViewIfNeeded();
      await page.getByRole("radio", { name: "Vegan" }).click();
      await page.getByRole("button", { name: "Add a question" }).scrollIntoViewIfNeeded();
    },
  },
  { name: "rules-loading", scenario: { hanging: ["standing|registration_settings"] }, hash: `${event}/rules`, ready: "[aria-label='Loading the rules']", once: true },
  { name: "rules-failing", scenario: { failing: { "standing|registration_settings": offline } }, hash: `${event}/rules`, ready: "text=No connection", once: true },
  {
    name: "rules-refused",
    scenario: { waiting: true, failing: { "standing|set_registration_settings": { code: "invalid", message: "\"con toso\" is not a mail domain like contoso.com.", retryAfter: null, field: "domains" } } },
    hash: `${event}/rules`,
    ready: "text=As people see it",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Nothing was changed").waitFor();
    },
  },
];
