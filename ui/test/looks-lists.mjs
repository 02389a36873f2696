// The screens of lists that come in from files, and of many people at once.
const event = "#/events/autumn";

export const listScreens = [
  { name: "import", scenario: { registrants: 0 }, hash: `${event}/import`, ready: "text=Drop a list here" },
  {
    name: "import-cut-off",
    scenario: { registrants: 0, bulk: "cutOff" },
    hash: `${event}/import`,
    ready: "text=was cut off",
  },
  { name: "import-before", scenario: { registrants: 0, bulk: "some" }, hash: `${event}/import`, ready: "text=Done before" },
  {
    name: "import-foreign",
    scenario: { registrants: 0, foreignList: true },
    hash: `${event}/import`,
    ready: "text=Drop a list here",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose a file" }).click();
      await page.getByText("This is an Eventbrite export.").waitFor();
    },
  },
  {
    name: "import-questions",
    scenario: { registrants: 0, waiting: true },
    hash: `${event}/import`,
    ready: "text=Drop a list here",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose a file" }).click();
      await page.getByText("will not have agreed to").waitFor();
    },
  },
  {
    name: "import-running",
    scenario: { registrants: 0, hanging: ["registration|run_import"] },
    hash: `${event}/import`,
    ready: "text=Drop a list here",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose a file" }).click();
      await page.getByRole("button", { name: "Import 119 people" }).click();
      await page.getByText("Beginning").waitFor();
      await page.evaluate(() => window.mockCore.emit("bulk", { eventId: "autumn", kind: "import", undoing: false, phase: "writing", done: 41_200, total: 100_000, finishAt: "2026-12-03T11:00:09Z" }));
      await page.getByText("Written 41,200").waitFor();
    },
  },
  {
    name: "people-everybody",
    scenario: { registrants: 5000 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    act: async (page) => {
      await page.getByRole("checkbox", { name: "Select everyone" }).click();
      await page.getByRole("button", { name: "Status" }).click();
      await page.getByText("5,000 people selected").waitFor();
    },
  },
  {
    name: "people-change-many",
    scenario: { registrants: 5000 },
    hash: `${event}/registration`,
    ready: "text=Ana Reyes",
    once: true,
    act: async (page) => {
      await page.getByRole("checkbox", { name: "Select everyone" }).click();
      await page.getByRole("button", { name: "Change", exact: true }).click();
      await page.getByText("Put names right").waitFor();
    },
  },
  {
    name: "import-preview",
    scenario: { registrants: 0 },
    hash: `${event}/import`,
    ready: "text=Drop a list here",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose a file" }).click();
      await page.getByText("What each column is").waitFor();
    },
  },
  {
    name: "import-result",
    scenario: { registrants: 0 },
    hash: `${event}/import`,
    ready: "text=Drop a list here",
    act: async (page) => {
      await page.getByRole("button", { name: "Choose a file" }).click();
      await page.getByRole("button", { name: "Import 119 people" }).click();
      await page.getByText("119 people are registered").waitFor();
    },
  },
];
