import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../../test/render";
import { refusal } from "../../../../test/seed";
import { External } from "../External";
import { NewEventPage } from "../NewEventPage";
import { EditVirtualPage } from "./EditVirtualPage";
import { VirtualEventPage } from "./VirtualEventPage";

const page = (id: string) => <VirtualEventPage id={id} onEdit={vi.fn()} onDraft={vi.fn()} />;
const consent = refusal("consentNeeded", "Your organization has not agreed yet. Only an administrator can agree, at https://login.example/adminconsent.");

describe("the kind of a new event", () => {
  it("makes a webinar of the same form, and keeps the choice with the draft", async () => {
    const made = vi.fn();
    const { given } = show(<NewEventPage onCreated={made} onDiscard={vi.fn()} />);
    fireEvent.click(await screen.findByRole("radio", { name: "Webinar" }));
    await waitFor(() => expect(given("scheduling|save_draft").at(-1), "after a crash it must not become a meeting").toMatchObject({ draft: { kind: "webinar" } }));
    fireEvent.change(screen.getByLabelText("Title", { exact: false }), { target: { value: "Winter webinar" } });
    fireEvent.click(screen.getByRole("button", { name: "Create webinar" }));
    await waitFor(() => expect(made).toHaveBeenCalledWith({ id: "7d0c3f4e-52a1-4b8e-9c36-1f2a3b4c5d6e", kind: "webinar" }));
    expect(given("webinars|create_virtual_event")).toEqual([{ event: expect.objectContaining({ kind: "webinar", title: "Winter webinar", audience: "everyone" }) as unknown }]);
    expect(given("scheduling|create_event"), "a webinar is never also put on the calendar: that is a second entry").toHaveLength(0);
  });

  it("is for one's own organization where that is chosen, and stays so in the draft", async () => {
    const { given } = show(<NewEventPage onCreated={vi.fn()} onDiscard={vi.fn()} />);
    await screen.findByLabelText("Title", { exact: false });
    expect(screen.queryByRole("radio", { name: "Only people of my organization" }), "a meeting has no audience").toBeNull();
    fireEvent.click(await screen.findByRole("radio", { name: "Town hall" }));
    fireEvent.click(screen.getByRole("radio", { name: "Only people of my organization" }));
    await waitFor(() => expect(given("scheduling|save_draft").at(-1)).toMatchObject({ draft: { kind: "townHall", audience: "organization" } }));
    fireEvent.change(screen.getByLabelText("Title", { exact: false }), { target: { value: "All hands" } });
    fireEvent.click(screen.getByRole("button", { name: "Create town hall" }));
    await waitFor(() => expect(given("webinars|create_virtual_event")).toEqual([{ event: expect.objectContaining({ audience: "organization" }) as unknown }]));
  });

  it("changes who may come, and nothing else with it", async () => {
    const done = vi.fn();
    const { given } = show(<EditVirtualPage id="draft" onDone={done} />, { webinars: true });
    fireEvent.click(await screen.findByRole("radio", { name: "Only people of my organization" }));
    fireEvent.click(screen.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(given("webinars|edit_virtual_event")).toMatchObject([
      { id: "draft", change: { title: null, description: null, start: null, end: null, zone: null, fold: null, audience: "organization", overwrite: false } },
    ]);
  });

  it("is not asked where the cloud has only meetings", async () => {
    show(<NewEventPage onCreated={vi.fn()} onDiscard={vi.fn()} />, { cloudWithoutWebinars: true });
    await screen.findByLabelText("Title", { exact: false });
    expect(screen.queryByRole("radio", { name: "Webinar" })).toBeNull();
  });

  it("tells who has to agree, and lets a sandbox agree and go on", async () => {
    const { given, core } = show(<NewEventPage onCreated={vi.fn()} onDiscard={vi.fn()} />, { failing: { "webinars|create_virtual_event": consent } });
    fireEvent.click(await screen.findByRole("radio", { name: "Webinar" }));
    fireEvent.change(screen.getByLabelText("Title", { exact: false }), { target: { value: "Winter webinar" } });
    fireEvent.click(screen.getByRole("button", { name: "Create webinar" }));
    expect(await screen.findByText("An administrator has to agree first")).toBeVisible();
    expect(await screen.findByRole("button", { name: /Copy the link for your administrator/ })).toBeVisible();
    fireEvent.click(screen.getByRole("button", { name: "Agree as the sandbox’s administrator" }));
    await waitFor(() => expect(given("webinars|create_virtual_event"), "the form goes on by itself").toHaveLength(2));
    expect(core.calls.some(({ name }) => name === "webinars|agree_in_sandbox")).toBe(true);
  });
});

describe("Microsoft's retired registration", () => {
  it("is not there until somebody switches it on", async () => {
    const { given } = show(<External id="autumn" />);
    await waitFor(() => expect(given("external|external_switch")).toHaveLength(1));
    expect(screen.queryByText(/External registration/)).toBeNull();
    expect(given("external|list_external")).toHaveLength(0);
  });

  it("tells a retired tenant what there is instead", async () => {
    show(<External id="autumn" />, { external: true, failing: { "external|open_external": refusal("refused", "Microsoft retired it. Register people with Lectern on this meeting, or make a webinar.") } });
    fireEvent.click(await screen.findByRole("button", { name: "Open external registration" }));
    expect(await screen.findByText(/or make a webinar/)).toBeVisible();
  });

  it("registers somebody anew whose link was lost", async () => {
    const { given } = show(<External id="autumn" />, { external: true });
    fireEvent.click(await screen.findByRole("button", { name: "Open external registration" }));
    fireEvent.click(await screen.findByRole("button", { name: "Register anew" }));
    await waitFor(() => expect(given("external|register_external_anew")).toEqual([{ id: "autumn", person: "x2", userId: null }]));
    await waitFor(() => expect(screen.queryByText(/The link was lost/)).toBeNull());
  });

  it("is asked about before it is opened, and changes nothing by that", async () => {
    const { given } = show(<External id="autumn" />, { external: true });
    fireEvent.click(await screen.findByRole("button", { name: "Only ask" }));
    expect(await screen.findByText(/only opening one can tell/)).toBeVisible();
    expect(given("external|probe_external")).toEqual([{ id: "autumn" }]);
    expect(given("external|open_external")).toEqual([]);
  });

  it("lets only the organization in where that was chosen, and asks who each one is", async () => {
    const { given } = show(<External id="autumn" />, { external: true });
    fireEvent.click(await screen.findByRole("radio", { name: "Only people of my organization" }));
    fireEvent.click(screen.getByRole("button", { name: "Open external registration" }));
    expect(await screen.findByText(/Only people of your organization may register/)).toBeVisible();
    expect(given("external|open_external")).toEqual([{ id: "autumn", audience: "organization" }]);
    const [lost, one] = screen.getAllByRole("textbox", { name: /^User id/ }).reverse();
    if (!lost || !one) throw new Error("Each has to be named.");
    expect(screen.getByRole("button", { name: "Register anew" })).toBeDisabled();
    fireEvent.change(screen.getByRole("textbox", { name: "Name" }), { target: { value: "Bo" } });
    expect(screen.getByRole("button", { name: "Register" }), "Microsoft takes nobody without it").toBeDisabled();
    fireEvent.change(one, { target: { value: "u-7" } });
    fireEvent.click(screen.getByRole("button", { name: "Register" }));
    await waitFor(() => expect(given("external|register_external")).toEqual([{ id: "autumn", person: { name: "Bo", tenantId: null, userId: "u-7" } }]));
    fireEvent.change(lost, { target: { value: "u-2" } });
    fireEvent.click(screen.getByRole("button", { name: "Register anew" }));
    await waitFor(() => expect(given("external|register_external_anew")).toEqual([{ id: "autumn", person: "x2", userId: "u-2" }]));
  });

  it("says how many Microsoft lists beside how many are kept here", async () => {
    show(<External id="autumn" />, { external: true });
    fireEvent.click(await screen.findByRole("button", { name: "Open external registration" }));
    fireEvent.click(await screen.findByRole("button", { name: "Compare with Microsoft’s list" }));
    expect(await screen.findByText(/Microsoft lists 3, here are 2\./)).toBeVisible();
  });
});

describe("a webinar's page", () => {
  it("has one thing to do for a draft: publish it", async () => {
    const { given } = show(page("draft"), { webinars: true });
    fireEvent.click(await screen.findByRole("button", { name: "Publish" }));
    await waitFor(() => expect(given("webinars|publish_virtual_event")).toEqual([{ id: "draft" }]));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Publish" })).toBeNull());
    expect(screen.getByText("Published")).toBeVisible();
  });

  it("offers Teams' registration page and says why nobody can be enrolled from here", async () => {
    show(page("web"), { webinars: true });
    const card = (await screen.findByRole("heading", { name: "Registration page" })).closest("section")!;
    expect(within(card).getByRole("button", { name: /Copy the address/ })).toBeVisible();
    expect(within(card).getByRole("button", { name: "Open" })).toBeVisible();
    expect(screen.getByText(/an application's credential/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Enrol" }), "what is not possible is not offered").toBeNull();
  });

  it("enrols outsiders where an administrator gave a credential", async () => {
    const { given } = show(page("trusted"), { webinars: true });
    expect(await screen.findByText(/The webinar is full/)).toBeVisible();
    for (const [label, text] of [["First name", "Ada"], ["Last name", "King"], ["Email", "ada@example.org"]] as const) {
      fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
    }
    fireEvent.click(screen.getByRole("button", { name: "Enrol" }));
    await waitFor(() => expect(given("webinars|enrol")).toEqual([{ id: "trusted", people: [{ firstName: "Ada", lastName: "King", email: "ada@example.org", answers: [] }] }]));
  });

  it("asks what the webinar asks, for whoever is enrolled by hand", async () => {
    const { given } = show(page("trusted"), { webinars: true });
    for (const [label, text] of [["First name", "Ada"], ["Last name", "King"], ["Email", "ada@example.org"], ["Job title", "Analyst"]] as const) {
      fireEvent.change(await screen.findByLabelText(label), { target: { value: text } });
    }
    fireEvent.change(screen.getByRole("combobox", { name: /Which track do you want to hear first/ }), { target: { value: "Security" } });
    fireEvent.click(screen.getByRole("button", { name: "Enrol" }));
    const answers = [{ question: "Job title", values: ["Analyst"] }, { question: "Which track do you want to hear first?", values: ["Security"] }];
    await waitFor(() => expect(given("webinars|enrol")).toEqual([{ id: "trusted", people: [{ firstName: "Ada", lastName: "King", email: "ada@example.org", answers }] }]));
    expect(screen.getByText(/a column whose head is a question’s words/)).toBeVisible();
  });

  it("tells which row of a list answers what wrongly, and loses nothing", async () => {
    const wrong = { ...refusal("invalid", "Line 3 (Ben Outside): “Which track?” has no answer “Green”. Nobody was enrolled."), field: "answers" };
    show(page("trusted"), { webinars: true, failing: { "webinars|enrol": wrong } });
    for (const [label, text] of [["First name", "Ada"], ["Last name", "King"], ["Email", "ada@example.org"]] as const) {
      fireEvent.change(await screen.findByLabelText(label), { target: { value: text } });
    }
    fireEvent.click(screen.getByRole("button", { name: "Enrol" }));
    expect(await screen.findByText(/Line 3 \(Ben Outside\)/)).toBeVisible();
    expect(screen.getByLabelText("First name"), "what was typed stays").toHaveValue("Ada");
  });

  it("tells how far an enrolment of thousands is, when it ends and why it takes so long, and pauses it", async () => {
    const { core, given, user } = show(page("trusted"), { webinars: true, enrolling: "running" });
    expect(await screen.findByText(/15 in 30 seconds. Microsoft does not document that/)).toBeVisible();
    core.emit("enrolling", { eventId: "trusted", phase: "enrolling", done: 3_481, total: 10_000, refused: 3, putOff: 0, finishAt: "2026-12-03T14:37:30Z", waitingUntil: "2026-12-03T11:00:30Z" });
    expect(await screen.findByText(/3,481 of 10,000 · 3 refused · done about/)).toBeVisible();
    expect(screen.getByText(/people more are not shown here/), "ten thousand rows would hold up the window").toBeVisible();
    expect(screen.getByRole("button", { name: "Enrol a list" }), "one at a time").toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Pause" }));
    await waitFor(() => expect(given("webinars|pause_enrolling")).toHaveLength(1));
  });

  it("goes on with an enrolment that was paused or cut off, or lets go of the rest", async () => {
    const { given, user } = show(page("trusted"), { webinars: true, enrolling: "paused" });
    expect(await screen.findByText("6,519 people wait to be enrolled.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Don’t enrol the rest" }));
    await waitFor(() => expect(given("webinars|give_up_enrolling")).toEqual([{ id: "trusted" }]));
    await user.click(screen.getByRole("button", { name: "Go on" }));
    await waitFor(() => expect(given("webinars|enrol"), "who is written down is enrolled, nobody anew").toEqual([{ id: "trusted", people: [] }]));
  });

  it("asks before it takes everybody off, since Teams tells them", async () => {
    const { given, user } = show(page("trusted"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "Take everybody off the list" }));
    expect(await screen.findByText("Take 2 people off the list?")).toBeVisible();
    expect(given("webinars|withdraw_enrolments")).toHaveLength(0);
    await user.click(await screen.findByRole("button", { name: "Take them off" }));
    await waitFor(() => expect(given("webinars|withdraw_enrolments")).toEqual([{ id: "trusted", whom: "everybody" }]));
  });

  it("goes on with one that is not made yet, and asks whoever has to agree", async () => {
    const { user } = show(page("stuck"), { webinars: true, failing: { "webinars|go_on_with_virtual_event": consent } });
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: "Agree as the sandbox’s administrator" })).toBeVisible();
  });

  it("asks before it cancels, since that is for good", async () => {
    const { given, user } = show(page("web"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: /Cancel the webinar/ }));
    expect(await screen.findByText(/This is permanent/)).toBeVisible();
    expect(given("webinars|cancel_virtual_event")).toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Cancel the webinar" }));
    await waitFor(() => expect(given("webinars|cancel_virtual_event")).toEqual([{ id: "web" }]));
  });

  it("shows what it knows when Teams can't be asked", async () => {
    show(page("web"), { webinars: true, failing: { "webinars|refresh_virtual_event": refusal("offline", "There is no connection.") } });
    expect(await screen.findByText("Teams could not be asked.")).toBeVisible();
    expect(screen.getByText("Which track do you want to hear first?")).toBeVisible();
  });

  it("shows names with markup as they are", async () => {
    show(page("web"), { webinars: true });
    expect(await screen.findByText(/<img src=x onerror="alert\(1\)">/)).toBeVisible();
    expect(document.querySelector("img[src='x']"), "a guest's name must not become a picture").toBeNull();
  });

  it("asks for one question after the other", async () => {
    const { given } = show(page("draft"), { webinars: true, failing: {} });
    fireEvent.click(await screen.findByRole("button", { name: "Add a question" }));
    fireEvent.change(await screen.findByLabelText("In your words", { exact: false }), { target: { value: "Vegetarian?" } });
    fireEvent.click(screen.getByRole("button", { name: "Add" }));
    await waitFor(() => expect(given("webinars|add_question")).toEqual([{ id: "draft", question: { kind: "custom", text: "Vegetarian?", answer: "text", choices: [], required: false } }]));
    expect(await screen.findByText("Vegetarian?")).toBeVisible();
  });

  it("takes a question back that was removed by mistake", async () => {
    const { given, user } = show(page("web"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "Remove the question “Job title”" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(given("webinars|add_question")).toEqual([{ id: "web", question: { kind: "predefined", label: "jobTitle" } }]));
  });

  it("tells afterwards who was there, as a table and a file", async () => {
    const { given, user } = show(page("over"), { webinars: true });
    await user.click(await screen.findByRole("button", { name: "Ask Teams" }));
    expect(await screen.findByText('<b>"Bobby"</b>')).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save as CSV" }));
    await waitFor(() => expect(given("webinars|export_attendance")).toHaveLength(1));
  });
});

describe("Teams' list of who is registered", () => {
  it("is offered where an administrator gave a credential, and says that it was not read yet", async () => {
    const { given, user } = show(page("trusted"), { webinars: true });
    expect(await screen.findByText("Not read yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Read the list" }));
    await waitFor(() => expect(given("webinars|read_registrations")).toEqual([{ id: "trusted" }]));
    await waitFor(() => expect(given("webinars|show_registrations").length, "what it brought is shown").toBeGreaterThan(1));
  });

  it("says why it can't be read, and offers no reading", async () => {
    show(page("web"), { webinars: true });
    const section = (await screen.findByRole("heading", { name: "Who is registered" })).closest("section")!;
    expect(await within(section).findByText(/register people with Lectern/)).toBeVisible();
    expect(within(section).queryByRole("button", { name: /Read/ })).toBeNull();
  });

  it("shows everybody with the way they came, searches, cuts down, and is a file", async () => {
    // Nothing has a size here, and a list without one draws no rows.
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(484);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
    const { given, user } = show(page("trusted"), { webinars: true, teamsList: 250 });
    expect(await screen.findByText('<b>"Bobby"</b> Tables')).toBeVisible();
    expect(document.querySelector("b"), "a guest's name is no markup").toBeNull();
    expect(screen.getByText(/250 people on Teams’ list, read/)).toBeVisible();
    const table = screen.getByRole("table", { name: "People on Teams’ list" });
    expect(table).toHaveAttribute("aria-rowcount", "251");
    expect(within(table).getAllByRole("row").length, "only what is seen is drawn").toBeLessThan(60);
    await user.click(screen.getByText('<b>"Bobby"</b> Tables'));
    expect(await screen.findByText("מה חדש?")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Waiting list 1" }));
    await waitFor(() => expect(given("webinars|show_registrations").at(-1)).toMatchObject({ wanted: { query: "", status: "waitlisted" } }));
    await user.type(screen.getByLabelText("Search Teams’ list"), "nobody");
    expect(await screen.findByText("Nobody matches")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show everyone" }));
    const section = screen.getByRole("heading", { name: "Who is registered" }).closest("section")!;
    await user.click(within(section).getByRole("button", { name: "Export" }));
    await waitFor(() => expect(given("webinars|export_registrations")).toHaveLength(1));
    vi.restoreAllMocks();
  });

  it("tells what stands in the way, and how far it is", async () => {
    const { core, user } = show(page("trusted"), { webinars: true, hanging: ["webinars|read_registrations"] });
    await user.click(await screen.findByRole("button", { name: "Read the list" }));
    core.emit("teamsList", { eventId: "trusted", people: 1_200, waitingUntil: null });
    expect(await screen.findByText(/1,200 people so far/)).toBeVisible();
  });

  it("shows a refusal in the page", async () => {
    const { user } = show(page("trusted"), { webinars: true, failing: { "webinars|read_registrations": refusal("refused", "Teams does not let the application read who is registered.") } });
    await user.click(await screen.findByRole("button", { name: "Read the list" }));
    expect(await screen.findByText(/does not let the application read/)).toBeVisible();
  });
});
