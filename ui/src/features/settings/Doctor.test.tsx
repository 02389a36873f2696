import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { Doctor } from "./Doctor";

async function row(title: string): Promise<HTMLElement> {
  const found = (await screen.findByText(title)).closest("li");
  if (!found) throw new Error(`no row for ${title}`);
  return found;
}

describe("the doctor", () => {
  it("says what failed, what for, how to mend it, and gives the address to pass on", async () => {
    const { user } = show(<Doctor />, { real: true });
    expect(await screen.findByText(/2 checks failed, 1 to look at/)).toBeVisible();
    const missing = within(await row("Permission OnlineMeetings.ReadWrite"));
    expect(missing.getByText(/Needed for: Finding the Teams meeting/)).toBeVisible();
    const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(missing.getByRole("button", { name: /Copy address/ }));
    expect(copied).toHaveBeenCalledWith(expect.stringContaining("/adminconsent?client_id="));
  });

  it("tells what nobody can know from what failed", async () => {
    show(<Doctor />, { real: true });
    const policy = within(await row("Meeting policy for people without an account"));
    expect(policy.getByText("Ask a person")).toBeVisible();
    expect(policy.getByText(/Get-CsTeamsMeetingPolicy/)).toBeVisible();
  });

  it("looks at one thing again and leaves the others", async () => {
    const { user, given } = show(<Doctor />, { real: true });
    const mail = within(await row("Sending"));
    await user.click(mail.getByRole("button", { name: "Look again: Sending" }));
    expect(await mail.findByText("It answers now.")).toBeVisible();
    expect(given("doctor|run_doctor"), "the rest was not asked again").toHaveLength(1);
    expect(screen.getByText(/1 check failed/)).toBeVisible();
  });

  it("copies a report without what was found", async () => {
    const { user } = show(<Doctor />, { real: true });
    await row("Account");
    const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(screen.getByRole("button", { name: "Copy report" }));
    await waitFor(() => expect(copied).toHaveBeenCalledWith(expect.stringContaining("Lectern: doctor")));
    const [text] = copied.mock.lastCall ?? [""];
    expect(text).toContain("[scope:OnlineMeetings.ReadWrite]");
    expect(text, "it goes to strangers").not.toContain("@");
  });

  it("says why it could not look", async () => {
    show(<Doctor />, { real: true, failing: { "doctor|run_doctor": refusal("internal", "The work was stopped.") } });
    expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
  });
});
