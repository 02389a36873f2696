import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Scenario } from "../../../test/mock-core";
import { show } from "../../../test/render";
import { account, desk, refusal } from "../../../test/seed";
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
    act(() => core.emit("sign-in", { state: "signedIn", account: account(false) }));
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

  it("opens the sandbox beside a real profile, and never signs in there", async () => {
    const { user, given } = open({ real: true });
    await user.click(await screen.findByRole("button", { name: "Explore the sandbox" }));
    await waitFor(() => expect(given("windows|explore_sandbox")).toHaveLength(1));
    expect(given("signin|start_device_code"), "a real profile must not sign in to a sandbox").toHaveLength(0);
  });

  it("warns once of an account that looks like a person's own", async () => {
    const { user, core } = open({ real: true });
    await user.click(await screen.findByRole("button", { name: "Use a code" }));
    await screen.findByText("F7KQ-M2ZD");
    act(() => core.emit("sign-in", { state: "signedIn", account: { ...account(false), looksPersonal: true } }));
    expect(await screen.findAllByText(/looks like a person’s own account/)).toHaveLength(1);
  });

  it("asks a new profile for its app registration, and marks the field that can't be", async () => {
    const wrong = refusal("invalid", "“my app” is no application (client) id.", { field: "clientId" });
    const { user, given } = open({ real: true, configured: false, failing: { "session|configure": wrong } });
    expect(await screen.findByText("Connect your organization")).toBeVisible();
    expect(screen.getByText("http://localhost")).toBeVisible();
    expect(screen.getByRole("button", { name: "Copy OnlineMeetings.ReadWrite" })).toBeVisible();
    await user.type(await screen.findByLabelText(/Directory/), "contoso.com");
    await user.type(screen.getByLabelText(/Application/), "my app{Enter}");
    expect(await screen.findByText(wrong.message)).toBeVisible();
    expect(given("session|configure")).toEqual([{ registration: { cloud: "global", tenant: "contoso.com", clientId: "my app" } }]);
  });

  it("sends a person to the network’s own page, where one answers in Microsoft’s place", async () => {
    const { user, given } = open({ failing: { "signin|start_device_code": refusal("captive", "Something on this network answers instead of Microsoft's sign-in.") } });
    await user.click(await screen.findByRole("button", { name: "Use a code" }));
    expect(await screen.findByRole("heading", { name: "This network answers in Microsoft’s place" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Open the sign-in page" }));
    expect(given("session|open_network_page"), "the address is the core’s: a network must not choose it").toHaveLength(1);
    expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  });

  it("opens data whose key is gone with the recovery key, and says what is wrong with one", async () => {
    const mistyped = refusal("invalid", "This is not quite a recovery key: one of its characters was mistyped.");
    const { user, given } = open({ real: true, shut: true, keychain: "gone", failing: { "session|recover": mistyped } });
    expect(await screen.findByText("The key of this profile is gone.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Use the recovery key" }));
    const submit = screen.getByRole("button", { name: "Open my data" });
    await user.type(screen.getByLabelText("Recovery key"), "7k2m-");
    expect(screen.getByText("4 of 56 characters")).toBeVisible();
    expect(submit).toBeDisabled();
    await user.type(screen.getByLabelText("Recovery key"), "7k2m ".repeat(13));
    await user.click(submit);
    expect(await screen.findByText(mistyped.message)).toBeVisible();
    expect(given("session|recover")).toEqual([{ key: `7k2m-${"7k2m ".repeat(13)}`, passphrase: null }]);
  });

  it("asks for a new passphrase where the old one is lost", async () => {
    const { user, given } = open({ real: true, shut: true, keychain: "passphrase" });
    await user.click(await screen.findByRole("button", { name: "Use the recovery key" }));
    await user.type(screen.getByLabelText("Recovery key"), "7k2m ".repeat(14));
    expect(screen.getByRole("button", { name: "Open my data" })).toBeDisabled();
    await user.type(screen.getByLabelText("New passphrase"), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Open my data" }));
    await waitFor(() => expect(given("session|recover")).toEqual([{ key: "7k2m ".repeat(14), passphrase: "correct horse battery" }]));
  });

  it("forgets a refusal at the next attempt", async () => {
    const { user } = open({ failing: { "signin|start_browser": refusal("refused", "No browser could be opened.") } });
    await user.click(await screen.findByRole("button", { name: "Sign in with Microsoft" }));
    expect(await screen.findByText("No browser could be opened.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Use a code" }));
    expect(await screen.findByText("F7KQ-M2ZD")).toBeVisible();
  });

  it("begins nothing while the profile is shut, and asks for a passphrase only on request", async () => {
    const { user, given } = open({ real: true, shut: true, keychain: "absent" });
    expect(await screen.findByText("This computer has no keychain.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Use a code" })).toBeDisabled();
    expect(screen.queryByLabelText("New passphrase")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Check again" }));
    await waitFor(() => expect(given("session|reopen")).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Use a passphrase instead" }));
    expect(screen.getByText(/Nobody can restore it/)).toBeVisible();
    await user.type(screen.getByLabelText("New passphrase"), "correct horse battery{Enter}");
    await waitFor(() => expect(given("session|use_passphrase")).toEqual([{ passphrase: "correct horse battery" }]));
  });

  it("offers no passphrase where the keychain is only locked", async () => {
    open({ real: true, shut: true, keychain: "locked" });
    expect(await screen.findByText("Your keychain is locked.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Use a passphrase instead" })).toBeNull();
  });

  it("asks for the passphrase of a profile that has one", async () => {
    const { user, given } = open({ real: true, shut: true, keychain: "passphrase" });
    await user.type(await screen.findByLabelText("Passphrase"), "correct horse battery{Enter}");
    await waitFor(() => expect(given("session|unlock")).toEqual([{ passphrase: "correct horse battery" }]));
  });
});
