// The screens that add up and find: an event's figures, what needs a person, the search over everything, the keys.
const offline = { code: "offline", message: "There is no connection to Microsoft. Your events are kept here and will be renewed.", retryAfter: null, field: null };
const event = "#/events/autumn";

const searching = (typed, ready) => async (page) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search everything" }).fill(typed);
  await page.clock.runFor(500);
  await page.getByText(ready).first().waitFor();
};

export const overviewScreens = [
  { name: "figures", scenario: { registrants: 214 }, hash: `${event}/figures`, ready: "text=People over time" },
  {
    name: "figures-answers",
    scenario: { registrants: 214 },
    hash: `${event}/figures`,
    ready: "text=People over time",
    act: async (page) => page.getByText("How others began").scrollIntoViewIfNeeded(),
  },
  {
    name: "figures-tables",
    scenario: { registrants: 214 },
    hash: `${event}/figures`,
    ready: "text=People over time",
    act: async (page) => {
      for (const name of ["People over time as a table", "Messages as a table", "Places as a table"]) await page.getByRole("button", { name }).click();
    },
  },
  { name: "figures-empty", scenario: { registrants: 0 }, hash: `${event}/figures`, ready: "text=Nothing to count yet" },
  { name: "figures-loading", scenario: { hanging: ["overview|event_figures"] }, hash: `${event}/figures`, ready: "[aria-label='Adding up']", once: true },
  { name: "figures-failing", scenario: { failing: { "overview|event_figures": offline } }, hash: `${event}/figures`, ready: "text=No connection", once: true },
  { name: "needs-you", scenario: { registrants: 214, waiting: true }, ready: "text=Approve 8 people" },
  { name: "needs-nothing", scenario: { registrants: 5 }, ready: "text=can do without you", once: true },
  { name: "needs-failing", scenario: { failing: { "overview|what_waits": offline } }, ready: "text=No connection", once: true },
  { name: "search", scenario: { registrants: 214 }, ready: "[data-ready] [data-row]", act: searching("a", "Show all") },
  { name: "search-nothing", scenario: { registrants: 5 }, ready: "[data-ready] [data-row]", once: true, act: searching("qqq", "Nothing is called that") },
  { name: "search-failing", scenario: { failing: { "overview|find_everywhere": offline } }, ready: "[data-ready] [data-row]", once: true, act: searching("ana", "The search didn’t work") },
  {
    name: "keys",
    scenario: {},
    ready: "[data-ready] [data-row]",
    act: async (page) => {
      await page.keyboard.press("?");
      await page.getByText("In a list").waitFor();
    },
  },
];
