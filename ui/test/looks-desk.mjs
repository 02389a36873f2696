// Messages, settings, and what opens over any screen.
const event = "#/events/autumn";

export const deskScreens = [
  { name: "messages", scenario: { registrants: 8 }, hash: `${event}/messages`, ready: "text=need your decision" },
  { name: "messages-empty", scenario: { registrants: 0 }, hash: `${event}/messages`, ready: "text=No messages yet" },
  {
    name: "messages-running",
    scenario: { registrants: 8, hanging: ["messages|run_messages"] },
    hash: `${event}/messages`,
    ready: "text=need your decision",
    act: async (page) => {
      await page.getByRole("button", { name: /Send 2 messages/ }).click();
      await page.evaluate(() => window.mockCore.emit("messages", { running: true, done: 120, total: 214, finishAt: "2026-12-03T11:03:00Z", report: null, error: null }));
      await page.getByText("Sending 120 of 214").waitFor();
    },
  },
  { name: "settings", scenario: {}, hash: "#/settings", ready: "text=Nobody has agreed" },
  {
    name: "palette",
    scenario: {},
    hash: event,
    ready: "text=Next step",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search everything" }).fill("autumn");
      await page.getByRole("option").first().waitFor();
    },
  },
  ...["explain", "explain-forged"].map((name) => ({
    name,
    scenario: {},
    hash: event,
    ready: "text=Next step",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search everything" }).fill("what is");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Link" }).fill(name === "explain" ? "https://nam06.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fmeet%2F2345678901234" : "https://teams.micro\u0455oft.com/meet/1");
      await page.getByRole("button", { name: "Explain it" }).click();
      await page.getByText("What it is").waitFor();
    },
  })),
  {
    name: "join-dialog",
    scenario: {},
    ready: "[data-ready] [data-row]",
    once: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Join" }).click();
      await page.getByLabel("Link or ticket code").waitFor();
    },
  },
];
