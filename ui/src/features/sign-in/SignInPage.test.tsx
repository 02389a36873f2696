import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Scenario } from "../../../test/mock-core";
import { show } from "../../../test/render";
import { desk, refusal } from "../../../test/seed";
import { SignInPage } from "./SignInPage";

function open(scenario: Scenario = {}) {
  const signedIn = vi.fn();
  const state = desk({ signedIn: false, ...scenario });
  return { signedIn, ...show(<SignInPage desk={state} onSignedIn={signedIn} onBack={undefined} />, { signedIn: false, ...scenario }) };
}

describe("signing in", () => {
  it("shows a code, its address and its QR code, and goes on by itself when it is approved", async () => {
    const { user, core, signedIn } = open({ real: true });
    await user.click(await screen.findByRole("button", { name: "Use a code" }));
    expect(await screen.findByText("F7KQ-M2ZD")).toBeVisible();
    expect(screen.getByRole("link", { name: "microsoft.com/devicelogin" })).toBeVisible();
    expect(screen.getByRole("img", { name: /QR code/ })).toBeVisible();
    expect(screen.queryByRole("button", { name: /Approve as/ }), "only a sandbox may approve for itself").toBeNull();
    act(() => core.emit("sign-in", { state: "signedIn", account: null }));
    await waitFor(() => expect(signedIn).toHaveBeenCalled());
  });

  it.each([
    ["declined", "The sign-in was declined", "Try again"],
    ["expired", "That code has run out", "Get a new code"],
  ])("says that a code was %s and offers another", async (state, title, again) => {
    const { user, core, given } = open();
    await user.click(await screen.findByRole("button", { name: "Use a code" }));
    await screen.findByText("F7KQ-M2ZD");
    act(() => core.emit("sign-in", { state }));
    expect(await screen.findByText(title)).toBeVisible();
    await user.click(screen.getByRole("button", { name: again }));
    expect(await screen.findByText("F7KQ-M2ZD")).toBeVisible();
    expect(given("signin|start_device_code")).toHaveLength(2);
  });

  it("leads into the sandbox with one click, and only there", async () => {
    const { user, given, signedIn } = open();
    await user.click(await screen.findByRole("button", { name: "Explore the sandbox" }));
    await waitFor(() => expect(signedIn).toHaveBeenCalled());
    expect(given("signin|approve_in_sandbox")).toEqual([{ userCode: "F7KQ-M2ZD" }]);
  });

  it("hides the sandbox from a real profile", async () => {
    open({ real: true });
    await screen.findByRole("button", { name: "Use a code" });
    expect(screen.queryByText("Explore the sandbox")).toBeNull();
  });

  it("forgets a refusal at the next attempt", async () => {
    const { user } = open({ failing: { "signin|start_browser": refusal("refused", "No browser could be opened.") } });
    await user.click(await screen.findByRole("button", { name: "Sign in with Microsoft" }));
    expect(await screen.findByText("No browser could be opened.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Use a code" }));
    expect(await screen.findByText("F7KQ-M2ZD")).toBeVisible();
  });

  it("begins nothing while the profile is shut, and asks for a passphrase only on request", async () => {
    const { user, given } = open({ real: true, keychain: "absent" });
    expect(await screen.findByText("This computer has no keychain.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Use a code" })).toBeDisabled();
    expect(screen.queryByLabelText("Passphrase")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Use a passphrase instead" }));
    await user.type(screen.getByLabelText("Passphrase"), "correct horse{Enter}");
    await waitFor(() => expect(given("session|unlock")).toEqual([{ passphrase: "correct horse" }]));
  });
});
