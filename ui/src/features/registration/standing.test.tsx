import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { events, refusal, registrants } from "../../../test/seed";
import { standing } from "../../../test/mock-standing";
import type { Question } from "../../bindings/core";
import { AddPanel } from "./AddPanel";
import { shownQuestions } from "./AnswerFields";
import { RegistrantPanel } from "./RegistrantPanel";
import { RegistrantsPage } from "./RegistrantsPage";
import { useDecisions, useTagging } from "./decisions";
import { RulesPage } from "./rules/RulesPage";
import { moved, possibleAnswers, withoutLateConditions } from "./rules/questions";
import { filterOf, orderFor } from "./Filters";

const [event] = events(40);
if (!event) throw new Error("The seed has no event.");

function question(id: string, kind: Question["kind"], shownWhen: Question["shownWhen"] = null): Question {
  return { id, label: `${id}?`, required: false, kind, shownWhen };
}

const food = question("food", { type: "choice", options: ["Meat", "Vegan"] });
const nuts = question("nuts", { type: "yesNo" }, { question: "food", is: "Vegan" });
const which = question("which", { type: "text" }, { question: "nuts", is: "yes" });

describe("questions that depend on answers", () => {
  it("show only when they are due, also two steps on", () => {
    const shown = (given: Parameters<typeof shownQuestions>[1]): string[] => shownQuestions([food, nuts, which], given).map(({ id }) => id);
    expect(shown({})).toEqual(["food"]);
    expect(shown({ food: "Vegan" })).toEqual(["food", "nuts"]);
    expect(shown({ food: "Vegan", nuts: true })).toEqual(["food", "nuts", "which"]);
    expect(shown({ food: "Meat", nuts: true }), "an answer to a hidden question shows nothing").toEqual(["food"]);
  });

  it("never look forward, however they are moved", () => {
    const up = moved([food, nuts, which], 1, -1);
    expect(up.map(({ id }) => id)).toEqual(["nuts", "food", "which"]);
    expect(up[0]?.shownWhen, "a condition that could never be met is dropped").toBeNull();
    expect(up[2]?.shownWhen).toEqual(which.shownWhen);
    expect(moved([food, nuts], 0, -1)).toEqual([food, nuts]);
    expect(withoutLateConditions([nuts])[0]?.shownWhen, "nor can it ask what is gone").toBeNull();
    expect(possibleAnswers({ type: "lines" }), "free text is not asked for").toEqual([]);
  });
});

describe("the rules of a registration", () => {
  it("are changed by keyboard, tried in the preview, and saved whole", async () => {
    const done = vi.fn();
    const { user, given } = show(<RulesPage event={event} onDone={done} />, { waiting: true });
    const preview = await screen.findByRole("region", { name: "Preview" });
    expect(within(preview).queryByText(/without nuts/), "not before it is due").toBeNull();
    await user.click(within(preview).getByRole("radio", { name: "Vegan" }));
    expect(within(preview).getByText(/without nuts/)).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Move “I agree” up" }));
    await user.click(screen.getByRole("button", { name: "Add a question" }));
    await user.type(screen.getByRole("textbox", { name: "Question 4" }), "Anything else?");
    await user.click(screen.getByRole("switch", { name: "Somebody approves each person" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => { expect(done).toHaveBeenCalled(); });
    const [saved] = given("standing|set_registration_settings") as { settings: { rules: { approval: boolean; questions: Question[] } } }[];
    expect(saved?.settings.rules.approval).toBe(true);
    expect(saved?.settings.rules.questions.map(({ label }) => label)).toEqual(["What do you eat?", "I agree", "Do you need a meal without nuts?", "Anything else?"]);
  });

  it("stay in the form where they are refused, with the reason at the field", async () => {
    const message = "“con toso” is not a mail domain like contoso.com.";
    const { user } = show(<RulesPage event={{ ...event, id: "refused" }} onDone={vi.fn()} />, { waiting: true, failing: { "standing|set_registration_settings": refusal("invalid", message, { field: "domains" }) } });
    const allowed = await screen.findByRole("textbox", { name: "Only these" });
    await user.type(allowed, "con toso");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Nothing was changed/)).toBeVisible();
    expect(allowed).toHaveValue("con toso");
    expect(screen.getAllByText(new RegExp(message)).length).toBeGreaterThan(1);
  });
});

function Decider({ id }: { id: string }) {
  const decide = useDecisions("autumn");
  const tag = useTagging("autumn");
  return (
    <>
      <button onClick={() => { decide([id], "approve"); }}>Approve</button>
      <button onClick={() => { tag([id], "VIP", true); }}>Tag</button>
    </>
  );
}

describe("somebody who came by a list", () => {
  it("has the import as the first of their history, and every question that nobody asked marked so", async () => {
    const waits = standing(registrants(3)).find(({ status, source }) => source === "import" && status === "offered");
    if (!waits) throw new Error("The seed has nobody like that.");
    show(<RegistrantPanel event={event} row={waits} onRemove={vi.fn()} onShow={vi.fn()} onPrivacy={vi.fn()} onClose={vi.fn()} />, { waiting: true, registrants: 3 });
    const history = (await screen.findByRole("heading", { name: "History" })).parentElement ?? document.body;
    expect(within(history).getAllByRole("listitem").at(-1), "the latest is on top").toHaveTextContent(/^Imported from Guests autumn\.csv .*events@contoso\.example$/);
    expect(screen.getAllByText("Not asked")).toHaveLength(2);
    expect(screen.getByText("I may be filmed").closest("div")).toHaveTextContent("Nothing was agreed to.");
  });
});

describe("bulk actions", () => {
  it("happen at once and are taken back by one press", async () => {
    const { user, given } = show(<Decider id="r3" />, { waiting: true });
    await user.click(screen.getByRole("button", { name: "Approve" }));
    const notice = await screen.findByText("1 person is registered.");
    await user.click(within(notice.closest("li") ?? document.body).getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("1 person waits for a decision again.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Tag" }));
    const tagged = await screen.findByText("Tagged 1 person #VIP.");
    await user.click(within(tagged.closest("li") ?? document.body).getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("#VIP is off 1 person.")).toBeVisible();
    expect(given("standing|decide_registrants")).toEqual([
      { id: "autumn", registrantIds: ["r3"], decision: "approve" },
      { id: "autumn", registrantIds: ["r3"], decision: "reconsider" },
    ]);
  });

  it("ask the core for the queue in its own order", () => {
    const all = { status: null, tag: null, group: null, answer: null };
    expect(filterOf(all), "everybody, which the core answers fastest").toBeNull();
    const [queue, byCompany] = [{ by: "queue", descending: false }, { by: "company", descending: true }] as const;
    expect(orderFor(filterOf({ ...all, status: "waitlisted" }), byCompany)).toEqual(queue);
    expect(orderFor(null, queue)).toEqual({ by: "name", descending: false });
    expect(orderFor(filterOf({ ...all, tag: "VIP" }), byCompany), "what the list was sorted by stays").toEqual(byCompany);
    expect(filterOf({ ...all, status: "registered", tag: "VIP" })).toEqual({ statuses: ["registered"], tag: "VIP" });
  });
});

describe("the list of a full event", () => {
  it("is cut down by chips and answers, and everybody found is decided on at once", async () => {
    const { user, given } = show(<RegistrantsPage event={event} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />, { waiting: true });
    await user.selectOptions(await screen.findByRole("combobox", { name: "Answer" }), "Vegan");
    await user.click(screen.getByRole("button", { name: "To approve 8" }));
    expect(screen.getByRole("button", { name: "To approve 8" })).toHaveAttribute("aria-pressed", "true");
    await waitFor(() => {
      expect(given("registration|registrants").at(-1)).toMatchObject({ filter: { statuses: ["pendingApproval"], answer: { question: "food", said: "Vegan" }, order: { by: "name", descending: false } } });
    });
  });
});

describe("a person's panel", () => {
  it("says where they stand, who did what, and what they agreed to", async () => {
    const chloe = standing(registrants(40))[2];
    if (!chloe) throw new Error("The seed has too few.");
    const { user, given } = show(<RegistrantPanel event={event} row={chloe} onRemove={vi.fn()} onShow={vi.fn()} onPrivacy={vi.fn()} onClose={vi.fn()} />, { waiting: true, registrants: 40 });
    expect(await screen.findByText("Put on the waiting list")).toBeVisible();
    expect(screen.getByText(/number 1 in the queue/)).toBeVisible();
    expect(screen.getByText("We take photographs.")).toBeVisible();
    expect(screen.queryByRole("img", { name: /QR code/ }), "no ticket before there is a place").toBeNull();
    const note = screen.getByRole("textbox", { name: "Note" });
    await user.clear(note);
    await user.type(note, "Calls first");
    await user.tab();
    await waitFor(() => { expect(given("standing|note_registrant")).toEqual([{ id: event.id, registrantId: "r2", note: "Calls first" }]); });
  });
});

describe("adding at an event with rules", () => {
  it("asks the questions and brings guests along", async () => {
    const { user, given } = show(<AddPanel event={event} onClose={vi.fn()} onShow={vi.fn()} />, { waiting: true });
    await user.type(await screen.findByRole("textbox", { name: /Name/ }), "Nora Quist");
    await user.type(screen.getByRole("textbox", { name: /Email/ }), "nora@example.org");
    await user.type(await screen.findByRole("textbox", { name: /Guests/ }), "Nils Quist");
    await user.click(screen.getByRole("radio", { name: "Vegan" }));
    await user.click(screen.getByRole("radio", { name: "No" }));
    await user.click(screen.getByRole("checkbox", { name: /I agree/ }));
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(await screen.findByText(/is registered/)).toBeVisible();
    expect(given("registration|add_registrant")).toEqual([
      { id: event.id, registrant: { name: "Nora Quist", email: "nora@example.org", company: null, guests: ["Nils Quist"], answers: { food: "Vegan", nuts: false, photos: true } } },
    ]);
  });
});
