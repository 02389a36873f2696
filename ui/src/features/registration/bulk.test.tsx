import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { events } from "../../../test/seed";
import type { BulkProgress } from "../../bindings/core";
import { ImportPage } from "./ImportPage";
import { RegistrantsPage } from "./RegistrantsPage";
import { chosen, everybody, isSelected, nobody, sizeOf, toggled, withAll } from "./selection";

const [event] = events(5);
if (!event) throw new Error("The seed has no event.");

const progress: BulkProgress = { eventId: event.id, kind: "import", undoing: false, phase: "writing", done: 41_200, total: 100_000, finishAt: "2026-12-03T11:00:09Z" };

describe("an import", () => {
  it("tells what list it is, lets a sheet be chosen, and counts who is not coming apart from mistakes", async () => {
    const { user, given } = show(<ImportPage event={event} onDone={vi.fn()} />, { foreignList: true });
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    expect(await screen.findByText("This is an Eventbrite export.")).toBeVisible();
    expect(screen.getByText(/Excel workbook/)).toBeVisible();
    expect(within(screen.getByText("not coming, as the list says").closest("div") ?? document.body).getByText("2")).toBeVisible();
    await user.selectOptions(screen.getByRole("combobox", { name: "Sheet" }), "Notes");
    await waitFor(() => expect(given("registration|preview_import").at(-1)).toMatchObject({ choices: { fields: null, sheet: "Notes" } }));
  });

  it("says whom nobody asked what is required, and takes a column for the answers", async () => {
    const { user, given } = show(<ImportPage event={event} onDone={vi.fn()} />, { waiting: true });
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    expect(await screen.findByText(/will not have answered/)).toHaveTextContent("119 people will not have answered “What do you eat?”");
    expect(screen.getByText(/will not have agreed to/)).toHaveTextContent("119 people will not have agreed to “I agree”");
    const [, , last] = screen.getAllByRole("combobox", { name: /^What “.*” is$/ }).slice(-3);
    if (!last) throw new Error("The seed's file has columns.");
    await user.selectOptions(last, "What do you eat?");
    await waitFor(() => expect((given("registration|preview_import").at(-1) as { choices: { questions: unknown[] } }).choices.questions.at(-1)).toBe("food"));
    await waitFor(() => expect(screen.queryByText(/will not have answered/)).toBeNull());
    expect(screen.getByText(/will not have agreed to/), "nobody agrees in somebody’s place").toBeVisible();
    await user.click(screen.getByRole("button", { name: "Import 119 people" }));
    const imported = given("registration|run_import").at(-1) as { choices: { questions: unknown[] } };
    expect(imported.choices.questions.at(-1)).toBe("food");
  });

  it("shows how far it is and when it ends, and can be stopped", async () => {
    const { user, given, core } = show(<ImportPage event={event} onDone={vi.fn()} />, { hanging: ["registration|run_import"] });
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    await user.click(await screen.findByRole("button", { name: "Import 119 people" }));
    await screen.findByText("Beginning");
    act(() => { core.emit("bulk", progress); });
    expect(await screen.findByText(/Written 41,200 of 100,000 · done at/)).toBeVisible();
    act(() => { core.emit("bulk", { ...progress, eventId: "another", done: 1 }); });
    expect(screen.getByText(/Written 41,200/), "another event’s progress is not this one’s").toBeVisible();
    await user.click(screen.getByRole("button", { name: "Stop" }));
    expect(await screen.findByRole("button", { name: "Stopping" })).toBeDisabled();
    expect(given("registration|stop_bulk")).toHaveLength(1);
  });

  it("is undone from its notice, and who has a confirmation already is told of", async () => {
    const { user, given } = show(<ImportPage event={event} onDone={vi.fn()} />);
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    await user.click(await screen.findByRole("button", { name: "Import 119 people" }));
    const notice = await screen.findByText("Imported 119 people from Guests autumn.csv.");
    await user.click(within(notice.closest("li") ?? document.body).getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("119 people are off the list again.")).toBeVisible();
    expect(screen.getByText(/3 people had been written to already/)).toBeVisible();
    expect(given("registration|undo_bulk")).toEqual([{ id: event.id, bulkId: "b1" }]);
  });

  it("that was cut off says so, and goes on or is forgotten", async () => {
    const { user, given } = show(<ImportPage event={event} onDone={vi.fn()} />, { bulk: "cutOff" });
    expect(await screen.findByText(/was cut off/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Go on with it" }));
    expect(await screen.findByText("119 people are registered.")).toBeVisible();
    expect(given("registration|resume_import")).toEqual([{ bulkId: "b9" }]);
    await user.click(screen.getByRole("button", { name: "Forget it" }));
    await waitFor(() => expect(screen.queryByText(/was cut off/)).toBeNull());
  });
});

describe("what was done before", () => {
  it("is listed and taken back as a whole", async () => {
    const { user, given } = show(<ImportPage event={event} onDone={vi.fn()} />, { bulk: "some" });
    await user.click(await screen.findByRole("button", { name: "Undo: Removal of “northwind”" }));
    await waitFor(() => expect(given("registration|undo_bulk")).toEqual([{ id: event.id, bulkId: "b3" }]));
  });
});

describe("a selection", () => {
  // Nothing has a size here, and a list without one draws no rows.
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
  });
  afterEach(() => vi.restoreAllMocks());

  it("is of some, or of all but some", () => {
    const two = withAll(nobody, ["a", "b"]);
    expect([sizeOf(two, 9), isSelected(two, "a"), isSelected(two, "c")]).toEqual([2, true, false]);
    expect(chosen(two, "x", null)).toEqual({ kind: "these", ids: ["a", "b"] });
    const most = toggled(everybody, "a");
    expect([sizeOf(most, 100_000), isSelected(most, "a"), isSelected(most, "c")]).toEqual([99_999, false, true]);
    expect(chosen(most, "x", { tag: "VIP" })).toEqual({ kind: "matching", query: "x", filter: { tag: "VIP" }, except: ["a"] });
    expect(sizeOf(withAll(most, ["a"]), 100_000)).toBe(100_000);
  });

  it("is made by keys, and all whom a search finds are removed and put back", async () => {
    const { user, given } = show(<RegistrantsPage event={event} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />, { registrants: 30 });
    const first = await screen.findByRole("button", { name: "Ana Reyes" });
    first.focus();
    await user.keyboard(" ");
    expect(await screen.findByText("1 person selected")).toBeVisible();
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(await screen.findByText("3 people selected")).toBeVisible();
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "a", ctrlKey: true });
    expect(await screen.findByText("30 people selected")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Remove" }));
    const notice = await screen.findByText("Removed 30 people.");
    expect(given("registration|remove_many")).toEqual([{ id: event.id, chosen: { kind: "matching", query: "", filter: {}, except: [] } }]);
    await user.click(within(notice.closest("li") ?? document.body).getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("30 people are back on the list.")).toBeVisible();
  });

  it("is changed as a whole", async () => {
    const { user, given } = show(<RegistrantsPage event={event} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />, { registrants: 30 });
    (await screen.findByRole("button", { name: "Ana Reyes" })).focus();
    await user.keyboard(" ");
    await user.click(await screen.findByRole("button", { name: "Change" }));
    await user.type(await screen.findByRole("textbox", { name: "Company" }), "Fabrikam");
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Change" }));
    expect(await screen.findByText("Changed 1 person.")).toBeVisible();
    expect(given("registration|edit_many")).toEqual([{ id: event.id, chosen: { kind: "these", ids: ["r0"] }, edit: { company: "Fabrikam", names: null } }]);
  });

  it("does not outlive the search that it was made of", async () => {
    const { user } = show(<RegistrantsPage event={event} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />, { registrants: 30 });
    await user.click(await screen.findByRole("checkbox", { name: "Select everyone" }));
    expect(await screen.findByText("30 people selected")).toBeVisible();
    await user.type(screen.getByRole("searchbox"), "guest");
    await waitFor(() => expect(screen.queryByText(/people selected/)).toBeNull());
  });
});

describe("sorting", () => {
  it("is asked of the core, and turned round by a second press", async () => {
    const { user, given } = show(<RegistrantsPage event={event} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />, { registrants: 30 });
    await user.click(await screen.findByRole("button", { name: "Company" }));
    await waitFor(() => expect(given("registration|registrants").at(-1)).toMatchObject({ filter: { order: { by: "company", descending: false } } }));
    await user.click(screen.getByRole("button", { name: /Company/ }));
    await waitFor(() => expect(given("registration|registrants").at(-1)).toMatchObject({ filter: { order: { by: "company", descending: true } } }));
    expect(screen.getByRole("columnheader", { name: /Company/ })).toHaveAttribute("aria-sort", "descending");
  });
});
