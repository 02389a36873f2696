// The screens about what is kept of people.
const offline = { code: "internal", message: "The data in /home/ana/lectern.db is in use by another Lectern process that does not let go. Nothing was changed; try again.", retryAfter: null, field: null };

const lookUp = async (page, email) => {
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.keyboard.press("Enter");
};

export const privacyScreens = [
  { name: "privacy", scenario: { privacy: true }, hash: "#/privacy", ready: "text=Erased here" },
  { name: "privacy-empty", scenario: {}, hash: "#/privacy", ready: "text=Nobody was erased here" },
  {
    name: "privacy-found",
    scenario: { privacy: true },
    hash: "#/privacy?email=ana.reyes%40fabrikam.example",
    ready: "text=Kept here, and erased with the person",
  },
  {
    name: "privacy-nobody",
    scenario: {},
    hash: "#/privacy",
    ready: "text=Nobody was erased here",
    once: true,
    act: async (page) => {
      await lookUp(page, "nobody@fabrikam.example");
      await page.getByText("Nothing is kept of").waitFor();
    },
  },
  {
    name: "privacy-failing",
    scenario: { failing: { "privacy|preview_person": offline } },
    hash: "#/privacy?email=ana.reyes%40fabrikam.example",
    ready: "text=could not be looked up",
    once: true,
  },
  {
    name: "privacy-confirm",
    scenario: { privacy: true },
    hash: "#/privacy?email=ana.reyes%40fabrikam.example",
    ready: "text=Kept here, and erased with the person",
    act: async (page) => {
      await page.getByRole("button", { name: "Erase…" }).click();
      await page.getByRole("textbox", { name: "Type the address once more" }).fill("ana.reyes@fabrikam.example");
      await page.getByRole("button", { name: "Erase for good" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "privacy-erased",
    scenario: { privacy: true },
    hash: "#/privacy?email=ana.reyes%40fabrikam.example",
    ready: "text=Kept here, and erased with the person",
    act: async (page) => {
      await page.getByRole("button", { name: "Erase…" }).click();
      await page.getByRole("textbox", { name: "Type the address once more" }).fill("ana.reyes@fabrikam.example");
      await page.keyboard.press("Enter");
      await page.getByText("The history calls them").waitFor();
    },
  },
  {
    name: "retention",
    scenario: { registrants: 214 },
    hash: "#/events/autumn/rules",
    ready: "text=How long people are kept",
    act: async (page) => {
      await page.getByRole("switch", { name: /Erase the people/ }).click();
      await page.getByRole("button", { name: "Save how long people are kept" }).click();
      await page.getByText(/erased after/).scrollIntoViewIfNeeded();
    },
  },
];
