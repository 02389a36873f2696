import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import OrganizerApp from "../../app/OrganizerApp";
import { isEventsFilter } from "./events-filter";

beforeEach(() => {
  window.location.hash = "";
});

const list = (): HTMLElement => screen.getByRole("navigation", { name: "Events" });

describe("the list of events", () => {
  it("shows what comes first, what is over or cancelled below, and draws no more than a window of ten thousand", async () => {
    const { given } = show(<OrganizerApp />, { manyEvents: 10_000 });
    await screen.findByRole("heading", { name: "Upcoming" });
    const upcoming = within(list()).getByRole("region", { name: "Upcoming" });
    expect((await within(upcoming).findAllByRole("link")).length, "only what is seen is drawn").toBeLessThanOrEqual(100);
    expect(within(list()).getByRole("heading", { name: "Past and cancelled" })).toBeVisible();
    const asked = given("overview|events_page") as { limit: number }[];
    expect(asked.length, "and only what is seen is asked for").toBeLessThan(6);
    expect(asked.every(({ limit }) => limit <= 50)).toBe(true);
  });

  it("is cut down and sorted by the core, says so, and can be shown whole again", async () => {
    const { user, given } = show(<OrganizerApp />, { webinars: true });
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.click(screen.getByRole("button", { name: "Filter and sort" }));
    await user.selectOptions(await screen.findByRole("combobox", { name: "Kind" }), "Webinars");
    await user.selectOptions(screen.getByRole("combobox", { name: "Order" }), "By title");
    await waitFor(() => expect(given("overview|events_page").at(-1)).toEqual({ query: "", filter: { kind: "webinar", order: "title" }, offset: 0, limit: 50 }));
    await waitFor(() => expect(within(list()).queryByRole("link", { name: /Autumn Product Briefing/ })).toBeNull());
    expect(within(list()).getByRole("heading", { name: "By title" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(await within(list()).findByRole("link", { name: /Autumn Product Briefing/ })).toBeVisible();
    expect(screen.getByRole("heading", { name: "By title" }), "what is shown is another matter than its order").toBeVisible();
  });

  it("remembers its filter for the next time, and never what was typed", async () => {
    const { user } = show(<OrganizerApp />, { webinars: true });
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.type(screen.getByRole("searchbox", { name: "Search events" }), "secret");
    await user.click(screen.getByRole("button", { name: "Filter and sort" }));
    await user.selectOptions(await screen.findByRole("combobox", { name: "When" }), "Past");
    expect(localStorage.getItem("events-list")).toBe('{"time":"past"}');
    expect(Object.keys(localStorage).map((key) => localStorage.getItem(key)).join()).not.toContain("secret");
    await user.clear(screen.getByRole("searchbox", { name: "Search events" }));
  });

  it("is as it was left after a way through the settings", async () => {
    const { user } = show(<OrganizerApp />);
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.type(screen.getByRole("searchbox", { name: "Search events" }), "kuber");
    await waitFor(() => expect(within(list()).getAllByRole("link", { name: /Kubernetes|Autumn/ })).toHaveLength(1));
    await user.click(screen.getByRole("link", { name: "Settings" }));
    await screen.findByRole("heading", { level: 1, name: "Settings" });
    await user.click(screen.getByRole("link", { name: "Events" }));
    expect(await screen.findByRole("searchbox", { name: "Search events" })).toHaveValue("kuber");
    await user.keyboard("/");
    await user.keyboard("{Escape}");
    expect(await within(list()).findByRole("link", { name: /Autumn Product Briefing/ })).toBeVisible();
  });

  it("says why there is nothing: no event at all, none like that, or a core that does not answer", async () => {
    const { user } = show(<OrganizerApp />);
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.type(screen.getByRole("searchbox", { name: "Search events" }), "nothing like it");
    expect(await screen.findByText("No event matches “nothing like it”.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /^Show all \d+$/ }));
    expect(await screen.findByRole("link", { name: /Autumn Product Briefing/ })).toBeVisible();
  });

  it("offers another try where the core does not answer", async () => {
    const { user, given } = show(<OrganizerApp />, { failing: { "overview|events_page": refusal("offline", "There is no connection.") } });
    const [again] = await screen.findAllByRole("button", { name: "Try again" });
    const before = given("overview|events_page").length;
    if (again) await user.click(again);
    await waitFor(() => expect(given("overview|events_page").length).toBeGreaterThan(before));
  });
});

describe("what is remembered of a filter", () => {
  it("is forgotten where it fits no more", () => {
    expect(isEventsFilter({ kind: "webinar", order: "title" })).toBe(true);
    expect(isEventsFilter({})).toBe(true);
    for (const old of [null, "webinar", { kind: "toString" }, { kind: "concert" }, { words: "secret" }]) expect(isEventsFilter(old), JSON.stringify(old)).toBe(false);
  });
});
