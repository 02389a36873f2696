// The screens of accounts, networks and data: a network that answers in Microsoft's place.
const captive = {
  code: "captive",
  message:
    "Something on this network answers instead of Microsoft Graph. Often it is a page that asks you to sign in to the network first: open it, then try again. Nothing is lost. (A page came: “Grand Hotel Wi-Fi”.)",
  retryAfter: null,
  field: null,
};

const openMenu = async (page) => {
  await page.getByRole("button", { name: /signed in as/ }).click();
  await page.getByRole("button", { name: "Add an account" }).waitFor();
};

export const accountScreens = [
  { name: "account-menu", scenario: { accounts: "some" }, ready: "[data-ready] [data-row]", act: openMenu },
  { name: "account-menu-alone", scenario: { real: true }, ready: "[data-ready] [data-row]", act: openMenu },
  { name: "account-menu-many", scenario: { real: true, accounts: "many" }, ready: "[data-ready] [data-row]", act: openMenu },
  { name: "account-menu-failing", scenario: { failing: { "profiles|list_profiles": { code: "internal", message: "The folder /home/ana/.local/share/app.lectern.desktop can’t be read.", retryAfter: null, field: null } } }, ready: "[data-ready] [data-row]", act: openMenu },
  {
    name: "account-menu-at-work",
    scenario: { real: true, accounts: "some", underWay: ["Messages are being sent.", "Many people are being imported or changed."] },
    ready: "[data-ready] [data-row]",
    act: async (page) => {
      await openMenu(page);
      await page.getByRole("button", { name: /Woodgrove/ }).click();
      await page.getByRole("button", { name: "Go when it is done" }).waitFor();
    },
  },
  { name: "accounts", scenario: { real: true, accounts: "broken" }, hash: "#/settings", ready: "text=Accounts on this computer", act: async (page) => page.getByRole("heading", { name: "Accounts on this computer" }).scrollIntoViewIfNeeded() },
  {
    name: "account-removed",
    scenario: { real: true, accounts: "some" },
    hash: "#/settings",
    ready: "text=Accounts on this computer",
    act: async (page) => {
      await page.getByRole("button", { name: "Remove…" }).nth(1).click();
      await page.getByText("Removed from this computer, for good").waitFor();
      await page.getByRole("button", { name: "Remove it for good" }).scrollIntoViewIfNeeded();
    },
  },
  { name: "account-damaged", scenario: { real: true, accounts: "some", failing: { "session|state": { code: "invalid", message: "The profile file /home/ana/.local/share/app.lectern.desktop/real/profile.json can’t be read. Restore it from a backup, or start a new profile in another folder.", retryAfter: null, field: null } } }, ready: "text=Woodgrove China" },
  { name: "account-added", scenario: { real: true, signedIn: false, accounts: "adding" }, ready: "text=Back to Contoso Events" },
  {
    name: "captive-sign-in",
    scenario: { signedIn: false, failing: { "signin|start_device_code": captive } },
    ready: "text=Use a code",
    act: async (page) => {
      await page.getByRole("button", { name: "Use a code" }).click();
      await page.getByText("answers in Microsoft").waitFor();
    },
  },
  {
    name: "recover",
    scenario: { signedIn: false, real: true, shut: true, keychain: "gone" },
    ready: "text=Use the recovery key",
    act: async (page) => {
      await page.getByRole("button", { name: "Use the recovery key" }).click();
      await page.getByLabel("Recovery key").fill("7K2M-9XQ4-");
    },
  },
  {
    name: "recovery-key-anew",
    scenario: { real: true },
    hash: "#/settings",
    ready: "text=Make a new one",
    act: async (page) => {
      await page.getByRole("button", { name: "Make a new one" }).click();
      await page.getByRole("button", { name: "Make it and show it" }).scrollIntoViewIfNeeded();
    },
  },
  { name: "cloud", scenario: { real: true, cloud: "china" }, hash: "#/settings", ready: "text=This cloud has none" },
  { name: "data", scenario: { real: true }, hash: "#/settings", ready: "text=Bring a copy back", act: async (page) => page.getByRole("heading", { name: "Data" }).scrollIntoViewIfNeeded() },
  {
    name: "data-restored",
    scenario: { real: true, restored: true },
    hash: "#/settings",
    ready: "text=This is the data as of",
    act: async (page) => page.getByRole("button", { name: "None is wanted" }).scrollIntoViewIfNeeded(),
  },
  {
    name: "data-told",
    scenario: { real: true },
    hash: "#/settings",
    ready: "text=Bring a copy back",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose a file" }).click();
      await page.getByRole("button", { name: "Put it in place" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "captive",
    scenario: { failing: { "doctor|run_doctor": captive } },
    hash: "#/settings",
    ready: "text=Open the sign-in page",
    act: async (page) => page.getByRole("button", { name: "Open the sign-in page" }).scrollIntoViewIfNeeded(),
  },
];
