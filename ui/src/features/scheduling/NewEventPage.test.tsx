import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { NewEventPage } from "./NewEventPage";

const page = (onCreated = vi.fn(), onDiscard = vi.fn()) => <NewEventPage onCreated={onCreated} onDiscard={onDiscard} />;

function type(label: string, text: string): void {
  const field = screen.getByLabelText(label, { exact: false });
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: text } });
  fireEvent.blur(field);
}

describe("the form of a new event", () => {
  it("says what is missing beside the field, and asks nothing of the core", async () => {
    const { given } = show(page());
    fireEvent.click(await screen.findByRole("button", { name: "Create event" }));
    expect(await screen.findByText("Give the event a title.")).toBeVisible();
    expect(given("scheduling|create_event")).toHaveLength(0);
  });

  it("keeps the duration, keeps the draft at every change, and creates what was typed", async () => {
    const created = vi.fn();
    const { given } = show(page(created));
    await screen.findByLabelText("Title", { exact: false });
    type("Title", "  Briefing ");
    type("Date", "1 Dec 2027");
    type("Starts", "6 pm");
    expect(screen.getByLabelText("Ends", { exact: false })).toHaveValue("19:00");
    await waitFor(() => expect(given("scheduling|save_draft").at(-1), "a crash now must lose nothing").toMatchObject({ draft: { start: "2027-12-01T18:00" } }));
    fireEvent.click(screen.getByRole("button", { name: "Create event" }));
    await waitFor(() => expect(created).toHaveBeenCalled());
    expect(given("scheduling|create_event")).toEqual([
      { event: expect.objectContaining({ title: "Briefing", start: "2027-12-01T18:00", end: "2027-12-01T19:00", fold: null, zone: "America/New_York" }) as unknown },
    ]);
    await waitFor(() => expect(given("scheduling|save_draft").at(-1)).toMatchObject({ draft: null }));
  });

  it("offers the next time that exists", async () => {
    show(page());
    await screen.findByLabelText("Title", { exact: false });
    type("Date", "14 Mar 2027");
    type("Starts", "2:30");
    fireEvent.click(await screen.findByRole("button", { name: "Use 03:30" }));
    expect(screen.getByLabelText("Starts", { exact: false })).toHaveValue("03:30");
  });

  it("asks which of two and sends the answer", async () => {
    const { given } = show(page());
    await screen.findByLabelText("Title", { exact: false });
    type("Title", "Night shift");
    type("Date", "7 Nov 2027");
    type("Starts", "1:30");
    fireEvent.click(screen.getByRole("button", { name: "Create event" }));
    expect(await screen.findByText("Choose which of the two.")).toBeVisible();
    fireEvent.click(screen.getByLabelText(/The second \(UTC−5\)/));
    fireEvent.click(screen.getByRole("button", { name: "Create event" }));
    await waitFor(() => expect(given("scheduling|create_event")).toEqual([{ event: expect.objectContaining({ fold: "later" }) as unknown }]));
  });

  it("tries again under the same name, so that no second event comes of it", async () => {
    const { given } = show(page(), { failing: { "scheduling|create_event": refusal("offline", "There is no connection.") } });
    await screen.findByLabelText("Title", { exact: false });
    type("Title", "Briefing");
    fireEvent.click(screen.getByRole("button", { name: "Create event" }));
    expect(await screen.findByText("No connection")).toBeVisible();
    fireEvent.click(screen.getByRole("button", { name: "Create event" }));
    await waitFor(() => expect(given("scheduling|create_event")).toHaveLength(2));
    const ids = given("scheduling|create_event").map((call) => (call as { event: { draftId: string } }).event.draftId);
    expect(new Set(ids).size, "two names would make two events").toBe(1);
    expect(ids[0], "the name must be the one that the core keeps: one of the window’s own could be lost with it").toBe("7d0c3f4e-52a1-4b8e-9c36-1f2a3b4c5d6e");
  });

  it("puts a refusal beside the field that it is about", async () => {
    show(page(), { failing: { "scheduling|create_event": refusal("invalid", "This event would be over already.", { field: "start" }) } });
    await screen.findByLabelText("Title", { exact: false });
    type("Title", "Briefing");
    fireEvent.click(screen.getByRole("button", { name: "Create event" }));
    expect(await screen.findByText("This event would be over already.")).toBeVisible();
    expect(screen.queryByText("That didn’t work")).toBeNull();
  });
});
