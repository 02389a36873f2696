import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { events, refusal } from "../../../test/seed";
import { AddPanel } from "./AddPanel";
import { curvePoints } from "./Curve";
import { assign, choicesOf, meaningIn, wordOf, type Meaning } from "./import-columns";
import { ImportPage } from "./ImportPage";
import { PlacesDialog, placesText } from "./PlacesDialog";
import { RegistrantPanel } from "./RegistrantPanel";
import { RegistrantsPage } from "./RegistrantsPage";
import { useRemoval } from "./removal";
import { registrants } from "../../../test/seed";

const [event] = events(5);
if (!event) throw new Error("The seed has no event.");
const [ana] = registrants(1);
if (!ana) throw new Error("The seed has nobody.");

describe("importing a list", () => {
  it("shows what is in the file, lets a column be put right, and says what happened", async () => {
    const done = vi.fn();
    const { user, given } = show(<ImportPage event={event} onDone={done} />);
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    expect(await screen.findByText(/Windows-1252, separated by semicolons/)).toBeVisible();
    expect(screen.getByText(/the part after @ is missing/)).toBeVisible();

    await user.selectOptions(screen.getByLabelText("What “E-Mail-Adresse” is"), "Leave out");
    expect(await screen.findByText(/No column holds email addresses/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Import" }), "nothing may be imported without addresses").toBeDisabled();

    await user.selectOptions(screen.getByLabelText("What “E-Mail-Adresse” is"), "Email");
    await user.click(await screen.findByRole("button", { name: "Import 119 people" }));
    expect(await screen.findByText("119 people are registered")).toBeVisible();
    expect(screen.getByText(/Guests autumn.rejected.csv/)).toBeVisible();
    expect(given("registration|run_import")).toEqual([{ id: event.id, path: "/home/ana/Guests autumn.csv", choices: { fields: ["firstName", "lastName", "email", "company", null], questions: [null, null, null, null, null], sheet: null } }]);
  });

  it("says why a file can't be read, and takes another", async () => {
    const { user } = show(<ImportPage event={event} onDone={vi.fn()} />, { failing: { "registration|preview_import": refusal("invalid", "This is a picture, not a list.") } });
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    expect(await screen.findByText("This is a picture, not a list.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  });

  it("hands a dropped file over piece by piece, so that a large one does not hold up the window", async () => {
    const { given } = show(<ImportPage event={event} onDone={vi.fn()} />);
    const place = (await screen.findByRole("heading", { name: "Drop a list here" })).parentElement!;
    const text = "Name,Email\n".padEnd(500_000, "x");
    fireEvent.drop(place, { dataTransfer: { files: [new File([text], "guests.csv")] } });
    expect(await screen.findByText(/Windows-1252, separated by semicolons/)).toBeVisible();
    const pieces = given("registration|drop_piece") as { piece: string; first: boolean }[];
    expect(pieces.map(({ first }) => first)).toEqual([true, false, false]);
    expect(pieces.map(({ piece }) => atob(piece)).join("")).toBe(text);
    expect(given("registration|preview_import")[0]).toMatchObject({ dropped: true });
  });

  it("takes a field from the column that had it", () => {
    const email: Meaning = { field: "email" };
    const name: Meaning = { field: "name" };
    const food: Meaning = { question: "food" };
    expect(assign([email, null, name], 1, email)).toEqual([null, email, name]);
    expect(assign([food, null, name], 1, { question: "food" }), "so it is with an answer").toEqual([null, food, name]);
    expect(assign([null, name], 0, null)).toEqual([null, name]);
    for (const meaning of [email, food, null]) expect(meaningIn(wordOf(meaning))).toEqual(meaning);
    expect(choicesOf([email, food, null], null)).toEqual({ fields: ["email", null, null], questions: [null, "food", null], sheet: null });
  });
});

describe("adding by hand", () => {
  it("adds with Enter, empties the form and goes back to the name", async () => {
    const { user, given } = show(<AddPanel event={event} onClose={vi.fn()} onShow={vi.fn()} />);
    await user.type(await screen.findByRole("textbox", { name: /Name/ }), "Nora Quist");
    await user.type(screen.getByRole("textbox", { name: /Email/ }), "nora@example.org{Enter}");
    expect(await screen.findByText(/is registered/)).toBeVisible();
    expect(screen.getByRole("textbox", { name: /Name/ })).toHaveFocus();
    expect(screen.getByRole("textbox", { name: /Email/ })).toHaveValue("");
    expect(given("registration|add_registrant")).toEqual([{ id: event.id, registrant: { name: "Nora Quist", email: "nora@example.org", company: null } }]);
  });

  it("says kindly that somebody is there already, and keeps what was typed", async () => {
    const { user } = show(<AddPanel event={event} onClose={vi.fn()} onShow={vi.fn()} />);
    await user.type(await screen.findByRole("textbox", { name: /Name/ }), "Ana R.");
    await user.type(screen.getByRole("textbox", { name: /Email/ }), "ana.reyes@fabrikam.example{Enter}");
    expect(await screen.findByText(/already on the list/)).toBeVisible();
    expect(screen.getByRole("textbox", { name: /Name/ })).toHaveValue("Ana R.");
  });
});

describe("a list that a service decides about", () => {
  const page = <RegistrantsPage event={event} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />;

  it("marks whose change waits, says since when the service is away, and takes the mark off with the answer", async () => {
    const who = registrants(3).find(({ id }) => id === "r2");
    if (!who) throw new Error("The seed has too few people.");
    const panel = <RegistrantPanel event={event} row={who} onRemove={vi.fn()} onShow={vi.fn()} onPrivacy={vi.fn()} onClose={vi.fn()} />;
    const { user, given } = show(<>{page}{panel}</>, { service: "owner", atService: "offline" });
    expect(await screen.findByText(/^events.contoso.com can’t be reached since/)).toBeVisible();
    expect(await screen.findByText("Waits for the service"), "one of the two is about them").toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show 2 changes" }));
    expect(screen.getByText("Add Dana Ωμέγα")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try now" }));
    await waitFor(() => expect(screen.queryByText("Waits for the service")).toBeNull());
    expect(screen.queryByText(/can’t be reached/)).toBeNull();
    expect(given("publishing|sync_event")).toHaveLength(1);
  });

  it("shows what was refused, with the reason, until it was read", async () => {
    const { user } = show(page, { service: "owner", atService: "refused" });
    expect(await screen.findByText("The event has no place left.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Dismiss: Add Dana Ωμέγα" }));
    expect(await screen.findByText("1 change waits for the service.")).toBeVisible();
  });

  it("takes a change that waits as done by hand, and not as failed", async () => {
    const waiting = { ...refusal("waits", "The service can’t be reached. This waits here, in order, and goes to it as soon as it can be.") };
    const { user } = show(<AddPanel event={event} onClose={vi.fn()} onShow={vi.fn()} />, { failing: { "registration|add_registrant": waiting } });
    await user.type(await screen.findByRole("textbox", { name: /Name/ }), "Dana");
    await user.type(screen.getByRole("textbox", { name: /Email/ }), "dana@contoso.example{Enter}");
    expect(await screen.findByText(waiting.message)).toBeVisible();
    expect(screen.getByRole("textbox", { name: /Name/ }), "the next one can be typed").toHaveValue("");
  });
});

describe("the places of an open registration", () => {
  it("change, and say before that nobody loses theirs", async () => {
    const { user, given } = show(<RegistrantsPage event={event} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />);
    await user.click(await screen.findByRole("button", { name: /250 places/ }));
    const places = await screen.findByRole("textbox", { name: "Places" });
    await user.clear(places);
    await user.type(places, "3");
    expect(await screen.findByText(/5 people are registered, 2 more than that. Everyone stays on the list/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("There are 3 places now.")).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Places" })).toBeNull());
    expect(given("registration|change_registration")).toEqual([{ id: event.id, capacity: 3 }]);
  });

  it("end where the field is left empty, and stay where it holds no number", async () => {
    const { user, given } = show(<PlacesDialog event={event} onClose={vi.fn()} />);
    const places = await screen.findByRole("textbox", { name: "Places" });
    await user.clear(places);
    await user.type(places, "many");
    expect(screen.getByRole("button", { name: "Save" }), "what is no number must not be sent").toBeDisabled();
    await user.clear(places);
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("There is no limit to the places any more.")).toBeVisible();
    expect(given("registration|change_registration")).toEqual([{ id: event.id, capacity: null }]);
  });

  it("are told as they are, also where there are more people than places", () => {
    expect(placesText({ capacity: null, registered: 5 })).toBe("No limit");
    expect(placesText({ capacity: 1, registered: 0 })).toBe("1 place");
    expect(placesText({ capacity: 3, registered: 5 })).toBe("3 places, 2 over");
  });
});

function Remover() {
  const remove = useRemoval("autumn");
  return <button onClick={() => remove([ana?.id ?? ""], "Ana Reyes")}>Remove</button>;
}

describe("removing", () => {
  it("happens at once and can be undone", async () => {
    const { user, given } = show(<Remover />);
    await user.click(screen.getByRole("button", { name: "Remove" }));
    const notice = await screen.findByText("Removed Ana Reyes.");
    await user.click(within(notice.closest("li") ?? document.body).getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("1 person is back on the list.")).toBeVisible();
    expect(given("registration|restore_registrants")).toEqual([{ id: "autumn", registrantIds: ["r0"] }]);
  });
});

describe("a person's panel", () => {
  it("shows hostile names as text, the ticket in fives, and the code as a picture", async () => {
    const mallory = { ...ana, name: '<img src=x onerror="alert(1)">' };
    show(<RegistrantPanel event={event} row={mallory} onRemove={vi.fn()} onShow={vi.fn()} onPrivacy={vi.fn()} onClose={vi.fn()} />);
    expect(await screen.findByText("4XR8N 2QJ0W 7KZC5 T9VHB 3MD6YF")).toBeVisible();
    expect(screen.getByRole("img", { name: /QR code/ })).toHaveAttribute("src", expect.stringMatching(/^data:image\/svg\+xml/));
    await waitFor(() => expect(document.querySelector("img[src='x']"), "a name must never become markup").toBeNull());
  });
});

describe("the curve", () => {
  it("rises from the first registration to everyone", () => {
    expect(curvePoints([30, 10, 20])).toEqual([
      { x: 0, y: 1 / 3 },
      { x: 0.5, y: 2 / 3 },
      { x: 1, y: 1 },
    ]);
    expect(curvePoints([5, 5])).toEqual([]);
  });
});
