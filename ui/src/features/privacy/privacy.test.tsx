import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { PrivacyPage } from "./PrivacyPage";
import { Retention } from "./Retention";

const ana = "ana.reyes@fabrikam.example";
const page = (email = ana) => <PrivacyPage email={email} onEvent={vi.fn()} />;

describe("what is kept of one person", () => {
  it("is shown before anything is done, with what stays and what can't be reached", async () => {
    const { given } = show(page(), { privacy: true });
    expect(await screen.findByText("Sydney Partner Day", { selector: "bdi" })).toBeVisible();
    expect(screen.getByText(/guest/)).toBeVisible();
    expect(screen.getByText(/In the file lectern.db.before-10/)).toBeVisible();
    expect(screen.getByText(/under the pseudonym erased-/)).toBeVisible();
    expect(screen.getByText(/Teams' own registration/)).toBeVisible();
    expect(screen.getByText(/<script>/), "a name is text, whatever it says").toBeVisible();
    expect(given("privacy|erase_person"), "looking erases nobody").toHaveLength(0);
  });

  it("is looked up by typing an address, and says when there is nothing", async () => {
    const { user } = show(page(""), {});
    await user.type(screen.getByLabelText("Email"), "nobody@fabrikam.example{Enter}");
    expect(await screen.findByText("Nothing is kept of nobody@fabrikam.example in this profile.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Erase…" }), "nothing is offered").toBeNull();
  });

  it("is erased only when the address was typed once more", async () => {
    const { user, given } = show(page(), { privacy: true });
    await user.click(await screen.findByLabelText(/Ana Reyes, Old style briefing/));
    await user.click(screen.getByRole("button", { name: "Erase…" }));
    const erase = screen.getByRole("button", { name: "Erase for good" });
    await user.type(screen.getByLabelText(/Type the address once more/), "ana.reyes@fabrikam.exampl");
    expect(erase).toBeDisabled();
    await user.keyboard("e{Enter}");
    expect(await screen.findByText(/The history calls them erased-3f9a1c2b77d0e4f1/)).toBeVisible();
    expect(given("privacy|erase_person")).toEqual([{ erasure: { email: ana, confirm: ana, also: ["x1"] } }]);
    expect(screen.getByText(/lectern.db.before-4 can’t be looked into/), "what could not be done is told").toBeVisible();
  });

  it("keeps what was typed when it is refused", async () => {
    const { user } = show(page(), { privacy: true, failing: { "privacy|erase_person": refusal("busy", "Another window is erasing.") } });
    await user.click(await screen.findByRole("button", { name: "Erase…" }));
    await user.type(screen.getByLabelText(/Type the address once more/), `${ana}{Enter}`);
    expect(await screen.findByText("Another window is erasing.")).toBeVisible();
    expect(screen.getByLabelText(/Type the address once more/)).toHaveValue(ana);
  });

  it("is saved as a file where the person says", async () => {
    const { user, given } = show(page(), { privacy: true });
    await user.click(await screen.findByRole("button", { name: "Save everything as a file" }));
    await waitFor(() => expect(given("privacy|export_person")).toHaveLength(1));
    expect(given("privacy|export_person")[0]).toMatchObject({ email: ana });
  });

  it("says what was erased here, and what goes on", async () => {
    show(page(""), { privacy: true });
    const log = await screen.findByRole("region", { name: "Erased here" });
    expect(await within(log).findByText(/180 rows, by itself/)).toBeVisible();
    expect(within(log).getByText(/goes on when no other window/)).toBeVisible();
    const limits = screen.getByRole("region", { name: "Events with a time limit" });
    expect(await within(limits).findByText(/The series has no end/)).toBeVisible();
  });

  it("tries again what failed", async () => {
    show(page(), { failing: { "privacy|preview_person": refusal("internal", "The data is in use.") } });
    expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
  });
});

describe("how long an event's people are kept", () => {
  it("is off, and says when it will happen once it is on", async () => {
    const { user, given } = show(<Retention eventId="autumn" />, {});
    expect(await screen.findByText("Nobody is erased by itself.")).toBeVisible();
    await user.click(screen.getByRole("switch", { name: /Erase the people/ }));
    const days = screen.getByLabelText("Days after its end");
    await user.clear(days);
    expect(screen.getByRole("button", { name: /^Save/ })).toBeDisabled();
    await user.type(days, "30");
    await user.click(screen.getByRole("checkbox", { name: /events to come/ }));
    await user.click(screen.getByRole("button", { name: /^Save/ }));
    expect(await screen.findByText(/214 people are erased after/)).toBeVisible();
    expect(given("privacy|set_retention")).toEqual([{ id: "autumn", days: 30, forNew: true }]);
  });
});
