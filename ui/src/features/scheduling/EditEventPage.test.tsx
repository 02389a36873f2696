import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { events, refusal } from "../../../test/seed";
import { EditEventPage } from "./EditEventPage";
import { changeOf, draftOf } from "./event-form";

const event = events(5).find((one) => one.state === "scheduled");
if (!event) throw new Error("The seed has no scheduled event.");

function retitle(title: string): void {
  fireEvent.change(screen.getByLabelText("Title", { exact: false }), { target: { value: title } });
}

afterEach(() => {
  localStorage.clear();
});

describe("editing an event", () => {
  it("sends only what differs, and takes it back", async () => {
    const done = vi.fn();
    const { user, given } = show(<EditEventPage eventId={event.id} onDone={done} />);
    await screen.findByLabelText("Title", { exact: false });
    retitle("Another name");
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    await waitFor(() => { expect(done).toHaveBeenCalled(); });
    const nothing = { description: null, start: null, end: null, zone: null, fold: null, message: null, recurrence: null, overwrite: false, tell: null };
    expect(given("scheduling|change_event"), "what is not typed must not be written over").toEqual([{ id: event.id, change: { ...nothing, title: "Another name" } }]);
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText(/is as it was/)).toBeVisible();
    expect(given("scheduling|change_event").at(-1)).toEqual({ id: event.id, change: { ...nothing, title: event.title } });
  });

  it("asks why once the time is another, keeps the answer, and takes the move back without it", async () => {
    const done = vi.fn();
    const page = (): ReturnType<typeof show> => show(<EditEventPage eventId={event.id} onDone={done} />);
    const first = page();
    await screen.findByLabelText("Title", { exact: false });
    expect(screen.queryByLabelText("Why it moves"), "who moves nothing has nothing to explain").not.toBeInTheDocument();
    fireEvent.change(screen.getByLabelText("Starts", { exact: false }), { target: { value: "09:15" } });
    fireEvent.blur(screen.getByLabelText("Starts", { exact: false }));
    await first.user.type(await screen.findByLabelText("Why it moves"), "The hall is flooded. ");
    cleanup();
    const { user, given } = page();
    expect(await screen.findByLabelText("Why it moves"), "what was typed survives the window").toHaveValue("The hall is flooded. ");
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    await waitFor(() => { expect(done).toHaveBeenCalled(); });
    expect(given("scheduling|change_event")).toMatchObject([{ change: { title: null, message: "The hall is flooded." } }]);
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => { expect(given("scheduling|change_event")).toHaveLength(2); });
    expect(given("scheduling|change_event").at(-1), "the way back has another reason, which nobody has given").toMatchObject({ change: { message: null } });
  });

  it("writes over what was edited elsewhere only when told to, and keeps what was typed", async () => {
    const { user, given } = show(<EditEventPage eventId={event.id} onDone={vi.fn()} />, {
      failing: { "scheduling|change_event": refusal("conflict", "Nothing was changed: the event was edited elsewhere.") },
    });
    await screen.findByLabelText("Title", { exact: false });
    retitle("Mine");
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText(/edited elsewhere/)).toBeVisible();
    expect(screen.getByLabelText("Title", { exact: false })).toHaveValue("Mine");
    await user.click(screen.getByRole("button", { name: "Save mine over it" }));
    await waitFor(() => { expect(given("scheduling|change_event")).toHaveLength(2); });
    expect(given("scheduling|change_event").map((call) => (call as { change: { overwrite: boolean } }).change.overwrite)).toEqual([false, true]);
  });

  it("asks nothing of the core when nothing differs, nor without a title", async () => {
    const done = vi.fn();
    const { user, given } = show(<EditEventPage eventId={event.id} onDone={done} />);
    await screen.findByLabelText("Title", { exact: false });
    retitle(" ");
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText("Give the event a title.")).toBeVisible();
    retitle(event.title);
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    await waitFor(() => { expect(done).toHaveBeenCalled(); });
    expect(given("scheduling|change_event")).toHaveLength(0);
  });

  it("knows which of two hours an event has, and does not ask again", () => {
    const night = { ...event, start: "2027-11-07T06:30:00Z", end: "2027-11-07T07:30:00Z", zone: "America/New_York" };
    const { draft, fold } = draftOf(night);
    expect([draft.start, fold], "01:30 comes twice; this one is the second").toEqual(["2027-11-07T01:30", "later"]);
    expect(changeOf(draft, { ...draft, zone: "Europe/Paris" }, null, false)).toMatchObject({ start: "2027-11-07T01:30", zone: "Europe/Paris", fold: null });
  });

  it("asks whether people are told of a move, says that their mails wait, and takes both back", async () => {
    const { user, given } = show(<EditEventPage eventId={event.id} onDone={vi.fn()} />, {
      telling: { people: 42, tell: true, byService: false },
    });
    await screen.findByLabelText("Title", { exact: false });
    expect(screen.queryByRole("checkbox", { name: /Tell the/ }), "another title is no news").not.toBeInTheDocument();
    fireEvent.change(screen.getByLabelText("Starts", { exact: false }), { target: { value: "09:15" } });
    fireEvent.blur(screen.getByLabelText("Starts", { exact: false }));
    expect(await screen.findByRole("checkbox", { name: "Tell the 42 people who registered" })).toBeChecked();
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText(/mails wait to be sent\./)).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => { expect(given("scheduling|change_event")).toHaveLength(2); });
    expect(given("scheduling|change_event"), "what left meanwhile is followed by the way back").toMatchObject([{ change: { tell: true } }, { change: { tell: true } }]);
  });

  it("tells nobody when that was chosen", async () => {
    const { user, given } = show(<EditEventPage eventId={event.id} onDone={vi.fn()} />, { telling: { people: 1, tell: false, byService: true } });
    fireEvent.change(await screen.findByLabelText("Starts", { exact: false }), { target: { value: "09:15" } });
    fireEvent.blur(screen.getByLabelText("Starts", { exact: false }));
    expect(await screen.findByRole("checkbox", { name: "Tell the 1 person who registered" }), "as it was chosen last").not.toBeChecked();
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText(/Nobody is told/)).toBeVisible();
    expect(given("scheduling|change_event")).toMatchObject([{ change: { tell: false } }]);
  });
});
