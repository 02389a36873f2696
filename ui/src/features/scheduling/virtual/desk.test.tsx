import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../../test/render";
import { refusal } from "../../../../test/seed";
import OrganizerApp from "../../../app/OrganizerApp";
import { NewEventPage } from "../NewEventPage";
import { VirtualEventPage } from "./VirtualEventPage";

const page = (id: string, onDraft = vi.fn()) => <VirtualEventPage id={id} onEdit={vi.fn()} onDraft={onDraft} />;

beforeEach(() => {
  window.location.hash = "";
});

describe("who runs a webinar", () => {
  it("is somebody whom Teams has named, at a press", async () => {
    const { given, user } = show(page("draft"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "Add a co-organizer" }));
    await user.click(await screen.findByRole("button", { name: "Add Priya Raman" }));
    await waitFor(() => expect(given("webinars|add_co_organizer")).toEqual([{ id: "draft", who: "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6" }]));
    expect(await screen.findByRole("button", { name: "Remove Priya Raman from the co-organizers" })).toBeVisible();
  });

  it("is anybody by the directory's id, and what is no id is told at its field", async () => {
    const wrong = { ...refusal("invalid", "Teams takes people by the directory's id alone."), field: "who" };
    const { given, user } = show(page("draft"), { webinars: true, failing: { "webinars|add_co_organizer": wrong } });
    await user.click(await screen.findByRole("button", { name: "Add a co-organizer" }));
    fireEvent.change(await screen.findByLabelText("Somebody else"), { target: { value: "Ben" } });
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByText("Teams takes people by the directory's id alone.")).toBeVisible();
    expect(screen.getByLabelText("Somebody else"), "what was typed is kept").toHaveValue("Ben");
    expect(given("webinars|add_co_organizer")).toHaveLength(1);
  });

  it("comes back where they were taken off by mistake", async () => {
    const { given, user } = show(page("web"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "Remove Ana Reyes from the co-organizers" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(given("webinars|add_co_organizer")).toEqual([{ id: "web", who: "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5" }]));
  });

  it("publishes and cancels only what is their own", async () => {
    const { user } = show(page("shared"), { webinars: true });
    expect(await screen.findByText(/alone can publish or cancel it/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Publish" }), "Teams would refuse it").toBeNull();
    await user.click(screen.getByRole("button", { name: "More" }));
    expect(await screen.findByRole("menuitem", { name: "Edit" })).toBeVisible();
    expect(screen.queryByRole("menuitem", { name: /Cancel/ })).toBeNull();
  });
});

describe("how a presenter is introduced", () => {
  it("is changed where they stand, and nothing else is sent", async () => {
    const { given, user } = show(page("web"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "Change how Priya Raman is introduced" }));
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    fireEvent.change(await screen.findByLabelText("Company"), { target: { value: "Fabrikam" } });
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(given("webinars|change_presenter")).toEqual([{ id: "web", presenter: "p1", change: { jobTitle: null, company: "Fabrikam", bio: null, linkedIn: null, overwrite: false } }]),
    );
    await waitFor(() => expect(screen.queryByRole("button", { name: "Save" })).toBeNull());
  });

  it("is not written over what somebody changed in Teams, unless she says so", async () => {
    const { given, user } = show(page("web"), { webinars: true, failing: { "webinars|change_presenter": refusal("conflict", "The company is now “Northwind”.") } });
    await user.click(await screen.findByRole("button", { name: "Change how Priya Raman is introduced" }));
    fireEvent.change(await screen.findByLabelText("Company"), { target: { value: "Fabrikam" } });
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Northwind/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save mine over it" }));
    await waitFor(() => expect(given("webinars|change_presenter")).toHaveLength(2));
    expect(given("webinars|change_presenter").at(-1)).toMatchObject({ change: { overwrite: true } });
  });
});

describe("a copy of a webinar", () => {
  it("is a draft of its kind, and its people come only where that is wished", async () => {
    const drafted = vi.fn();
    const first = show(page("web", drafted), { webinars: true });
    await first.user.click(await screen.findByRole("button", { name: "More" }));
    await first.user.click(await screen.findByRole("menuitem", { name: "Duplicate" }));
    await waitFor(() => expect(drafted).toHaveBeenCalled());
    expect(first.given("webinars|duplicate_virtual_event")).toEqual([{ id: "web" }]);
  });

  it("asks in the form, and says what Teams alone can set", async () => {
    const { core, given, user } = show(<NewEventPage onCreated={vi.fn()} onDiscard={vi.fn()} />, { webinars: true, copied: true });
    expect(await screen.findByText(/2 questions at registration, as in/)).toBeVisible();
    expect(screen.getByText(/500 places, a waiting list/)).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: /1 presenter, 1 co-organizer/ }));
    await user.click(screen.getByRole("button", { name: "Create webinar" }));
    await waitFor(() => expect(given("webinars|create_virtual_event")).toHaveLength(1));
    expect(given("webinars|create_virtual_event")[0]).toMatchObject({ event: { kind: "webinar", setup: { withPeople: true, questions: [{ kind: "predefined" }, { text: "Which track do you want to hear first?" }] } } });
    expect(core.calls.some(({ name }) => name === "scheduling|create_event")).toBe(false);
  });

  it("can be kept as a template", async () => {
    const { given, user } = show(page("web"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: /Save as template/ }));
    fireEvent.change(await screen.findByLabelText("Name", { exact: false }), { target: { value: "Security" } });
    await user.click(screen.getByRole("button", { name: "Save template" }));
    await waitFor(() => expect(given("webinars|save_virtual_template")).toEqual([{ id: "web", name: "Security" }]));
  });

  it("tells once what could not be given to it", async () => {
    const { given, user } = show(page("copied"), { webinars: true });
    expect(await screen.findByText(/was not found in the tenant/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Got it" }));
    await waitFor(() => expect(screen.queryByText("Not everything was taken over.")).toBeNull());
    expect(given("webinars|see_virtual_problem")).toEqual([{ id: "copied" }]);
  });
});

describe("who may watch a town hall", () => {
  it("is everybody of the organization again at a press, and somebody more by name", async () => {
    const { given, user } = show(page("hall"), { webinars: true });
    await user.click(await screen.findByRole("switch", { name: "Only whom I invite" }));
    await waitFor(() => expect(given("webinars|change_invited")).toEqual([{ id: "hall", change: { only: false, add: [], remove: [] } }]));
    await user.click(screen.getByRole("button", { name: "Invite somebody" }));
    await user.click(await screen.findByRole("button", { name: "Add Priya Raman" }));
    await waitFor(() => expect(given("webinars|change_invited")).toHaveLength(2));
  });
});

describe("what is made in Teams", () => {
  it("is taken over by a press, and then it is an event and no offer", async () => {
    const { given, user } = show(<OrganizerApp />, { calendar: "some", madeInTeams: true });
    const section = await screen.findByRole("region", { name: "Made in Teams" });
    expect(within(section).getByText(/Town hall draft with Ana Reyes/)).toBeVisible();
    await user.click(within(section).getByRole("button", { name: "Take over Identity in an hour" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Identity in an hour" })).toBeVisible();
    expect(given("webinars|adopt_virtual_event")).toEqual([{ kind: "webinar", id: "t1@t-1" }]);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Take over Identity in an hour" })).toBeNull());
  });

  it("is looked for quietly by itself, and what stands in the way is told to whoever asked", async () => {
    const missing = refusal("consentNeeded", "Your organization has not agreed yet.");
    const { given, user } = show(<OrganizerApp />, { calendar: "some", failing: { "webinars|look_for_teams_offers": missing } });
    const button = await screen.findByRole("button", { name: "Read the calendar now" });
    await waitFor(() => expect(given("webinars|look_for_teams_offers")).toEqual([{ force: false }]));
    expect(screen.queryByText(/an administrator has to agree/)).toBeNull();
    await user.click(button);
    expect(await screen.findByText(/Webinars: an administrator has to agree first/)).toBeVisible();
    expect(given("webinars|look_for_teams_offers")).toEqual([{ force: false }, { force: true }]);
  });
});

describe("a webinar's people", () => {
  it("are kept as long as is said on its page", async () => {
    window.location.hash = "#/events/virtual/web";
    const { given, user } = show(<OrganizerApp />, { webinars: true });
    const section = await screen.findByRole("region", { name: "How long people are kept" });
    await user.click(await within(section).findByRole("switch", { name: /Erase the people/ }));
    await user.click(within(section).getByRole("button", { name: "Save how long people are kept" }));
    await waitFor(() => expect(given("privacy|set_retention")).toEqual([{ id: "web", days: 30, forNew: false }]));
  });
});
