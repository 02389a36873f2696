import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import OrganizerApp from "../../app/OrganizerApp";
import { NewEventPage } from "./NewEventPage";
import { checkRepeat, clockTrouble, patternFor, toggleDay } from "./repeat";

beforeEach(() => {
  window.location.hash = "";
});

const draft = { title: "Circle", description: "", start: "2027-03-14T02:30", end: "2027-03-14T03:30", zone: "Europe/Berlin", kind: null, audience: null, recurrence: null, setup: null };

describe("the rule of a series", () => {
  it("is suggested by the start", () => {
    expect(patternFor("monthlyOnWeekday", "2026-12-31T18:00"), "the fifth of them is the last").toEqual({ kind: "monthlyOnWeekday", which: "last", days: ["thursday"] });
    expect(patternFor("yearlyOnDay", "2027-02-03T18:00")).toEqual({ kind: "yearlyOnDay", month: 2, day: 3 });
  });

  it("keeps its days in the week's order and needs one", () => {
    const weekly = toggleDay(patternFor("weekly", "2026-12-03T18:00"), "monday");
    expect(weekly).toMatchObject({ days: ["monday", "thursday"] });
    const none = toggleDay(toggleDay(weekly, "monday"), "thursday");
    expect(checkRepeat({ pattern: none, interval: 1, ending: { kind: "never" } }, draft.start)).toBe("Choose at least one day.");
  });

  it("says on which of its dates the clocks skip or repeat its time", () => {
    const sundays = { pattern: patternFor("weekly", draft.start), interval: 1, ending: { kind: "never" as const } };
    const trouble = clockTrouble({ ...draft, recurrence: sundays });
    expect(trouble).toHaveLength(2);
    expect(trouble[0]).toMatch(/28 Mar 2027 clocks skip 02:30: it begins at 03:30/);
    expect(trouble[1]).toMatch(/31 Oct 2027 02:30 comes twice/);
    expect(clockTrouble({ ...draft, start: "2027-03-14T18:00", recurrence: sundays })).toEqual([]);
  });
});

describe("a series in the window", () => {
  it("is created with the rule that was chosen", async () => {
    const { user, given } = show(<NewEventPage onCreated={vi.fn()} onDiscard={vi.fn()} />);
    fireEvent.change(await screen.findByLabelText("Title", { exact: false }), { target: { value: "Circle" } });
    await user.selectOptions(screen.getByLabelText("Repeats"), "daily");
    fireEvent.change(screen.getByLabelText("Every so many days"), { target: { value: "2" } });
    await user.click(screen.getByRole("button", { name: "Create event" }));
    const recurrence = { pattern: { kind: "daily" }, interval: 2, ending: { kind: "never" } };
    await waitFor(() => expect(given("scheduling|create_event")).toEqual([{ event: expect.objectContaining({ recurrence }) as unknown }]));
  });

  it("lets one date be cancelled, after asking, and says why where that is refused", async () => {
    window.location.hash = "#/events/circle";
    const failing = { "scheduling|change_date": refusal("refused", "Nothing was changed: the dates of a series keep their order.") };
    const { user, given } = show(<OrganizerApp />, { failing });
    const [first] = await screen.findAllByRole("button", { name: "More for this date" });
    if (!first) throw new Error("No date has a menu.");
    await user.click(first);
    await user.click(await screen.findByRole("menuitem", { name: "Change only this date" }));
    fireEvent.change(within(await screen.findByRole("dialog")).getByLabelText("Title", { exact: false }), { target: { value: "Guest" } });
    await user.click(screen.getByRole("button", { name: "Change this date" }));
    expect(await screen.findByText(/keep their order/)).toBeVisible();
    expect(given("scheduling|change_date"), "what is not typed stays").toEqual([{ id: "circle", date: "AAMkDate0", change: { title: "Guest", start: null, end: null, fold: null } }]);
    await user.click(screen.getByRole("button", { name: "Leave as it is" }));
    await user.click(first);
    await user.click(await screen.findByRole("menuitem", { name: /Cancel only this date/ }));
    await user.click(await screen.findByRole("button", { name: "Cancel this date" }));
    await waitFor(() => expect(given("scheduling|cancel_date")).toEqual([{ id: "circle", date: "AAMkDate0", comment: "" }]));
  });
});

describe("options, copies and drafts", () => {
  it("tells Teams only what was touched, and keeps a word that is new", async () => {
    window.location.hash = "#/events/autumn";
    const { user, given } = show(<OrganizerApp />);
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Meeting options" }));
    expect(await screen.findByLabelText("Chat")).toHaveValue("someNewWord");
    await user.selectOptions(screen.getByLabelText("Who comes in without waiting"), "everyone");
    await waitFor(() => expect(given("scheduling|change_options")).toHaveLength(1));
    expect(given("scheduling|change_options")).toMatchObject([
      { id: "autumn", change: { values: { lobby: "everyone", chat: null, people: null }, shown: { chat: "someNewWord" }, overwrite: false } },
    ]);
  });

  it("asks before it sets an option over what somebody set in Teams meanwhile", async () => {
    window.location.hash = "#/events/autumn";
    const theirs = "Nothing was changed: it was changed in Teams since it was shown here. Who comes in without waiting is now: invited.";
    const { user, given } = show(<OrganizerApp />, { failing: { "scheduling|change_options": refusal("conflict", theirs) } });
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Meeting options" }));
    const lobby = await screen.findByLabelText("Who comes in without waiting");
    const before = (lobby as HTMLSelectElement).value;
    await user.selectOptions(lobby, "everyone");
    expect(await screen.findByText(/is now: invited/)).toBeVisible();
    expect(lobby, "the panel says what is, not what was wished").toHaveValue(before);
    await user.click(screen.getByRole("button", { name: "Set mine over it" }));
    await waitFor(() => expect(given("scheduling|change_options")).toHaveLength(2));
    expect(given("scheduling|change_options")).toMatchObject([{ change: { overwrite: false } }, { change: { values: { lobby: "everyone" }, overwrite: true } }]);
    const asked = given("scheduling|show_options").length;
    await user.click(await screen.findByRole("button", { name: "Keep theirs" }));
    await waitFor(() => expect(given("scheduling|show_options").length, "what Teams has is read again").toBeGreaterThan(asked));
    expect(screen.queryByText(/is now: invited/)).not.toBeInTheDocument();
  });

  it("goes from a copy to the form, with what it brings", async () => {
    window.location.hash = "#/events/autumn";
    const { user } = show(<OrganizerApp />);
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Duplicate" }));
    expect(await screen.findByLabelText("Title", { exact: false })).toHaveValue("Autumn Product Briefing");
    expect(screen.getByText(/Meeting options and registration as in/)).toBeVisible();
  });

  it("opens another draft without losing this one", async () => {
    const { user, given } = show(<NewEventPage onCreated={vi.fn()} onDiscard={vi.fn()} />, { drafts: true });
    await user.click(await screen.findByRole("button", { name: "Start from" }));
    await user.click(await screen.findByRole("menuitem", { name: /Spring Product Briefing/ }));
    await waitFor(() => expect(screen.getByLabelText("Title", { exact: false })).toHaveValue("Spring Product Briefing"));
    expect(given("scheduling|save_draft"), "nothing was discarded").toEqual([]);
  });
});
