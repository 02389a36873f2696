import { screen, waitFor, within } from "@testing-library/react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { page } from "../../lib/page";
import { AccountMenu } from "./AccountMenu";
import { ManageAccounts } from "./ManageAccounts";
import { OtherAccounts } from "./OtherAccounts";

const anew = vi.spyOn(page, "startAnew").mockImplementation(() => undefined);
const nothing = (): void => undefined;
const menu = <AccountMenu target={null} onClose={nothing} onManage={nothing} />;

beforeEach(() => {
  anew.mockClear();
});

describe("the account menu", () => {
  it("says whose desk this is, and goes to another, in a page that begins anew", async () => {
    const { user, given } = show(menu, { accounts: "some" });
    const box = await screen.findByRole("dialog", { name: "Account" });
    const whose = await within(box).findByRole("banner");
    for (const said of ["Contoso Events", "events@contoso.example", "Worldwide (with GCC)", "Sandbox"]) expect(whose).toHaveTextContent(said);
    await user.click(within(box).getByRole("button", { name: /Woodgrove China/ }));
    await waitFor(() => expect(anew, "nothing that this page holds may reach the next desk").toHaveBeenCalledOnce());
    expect(given("profiles|switch_profile")).toEqual([{ id: "p-3" }]);
  });

  it("shows hostile and right-to-left names as text", async () => {
    show(menu, { accounts: "some" });
    expect(await screen.findByText("فعاليات <b>فابريكام</b> 🎪")).toBeVisible();
    expect(document.querySelector("bdi b")).toBeNull();
  });

  it("goes from row to row by the arrow keys", async () => {
    const { user } = show(menu, { accounts: "some" });
    const rows = await screen.findAllByRole("button");
    rows[0]?.focus();
    await user.keyboard("{ArrowDown}");
    expect(rows[1]).toHaveFocus();
    await user.keyboard("{End}");
    expect(screen.getByRole("button", { name: "Manage accounts" })).toHaveFocus();
  });

  it("tells what is under way, and goes by itself when it is done", async () => {
    const { user, given } = show(menu, { accounts: "some", underWay: ["Messages are being sent.", "The probe is running."] });
    await user.click(await screen.findByRole("button", { name: /Woodgrove China/ }));
    expect(await screen.findByText(/Messages are being sent\. The probe is running\./)).toBeVisible();
    expect(given("profiles|switch_profile"), "the core is not even asked to cut it off").toEqual([]);
    await user.click(screen.getByRole("button", { name: "Go when it is done" }));
    await waitFor(() => expect(anew).toHaveBeenCalledOnce(), { timeout: 5_000 });
  });

  it("stays where it is when told to", async () => {
    const { user } = show(menu, { accounts: "some", underWay: ["You are in a call. Leave it first.", "Messages are being sent."] });
    await user.click(await screen.findByRole("button", { name: "Add an account" }));
    await user.click(await screen.findByRole("button", { name: "Stay here" }));
    expect(screen.queryByText(/in a call/)).toBeNull();
    expect(anew).not.toHaveBeenCalled();
  });

  it("waits for what is being written, so that it is written at this desk", async () => {
    let write: () => void = nothing;
    function Writing(): ReactNode {
      const { mutate } = useMutation({ mutationFn: () => new Promise<void>((done) => { write = done; }) });
      useEffect(() => { mutate(); }, [mutate]);
      return null;
    }
    const { user, given } = show(<><Writing />{menu}</>, { accounts: "some" });
    await user.click(await screen.findByRole("button", { name: /Woodgrove China/ }));
    await new Promise((rest) => setTimeout(rest, 300));
    expect(given("profiles|switch_profile"), "the draft is not written yet").toEqual([]);
    write();
    await waitFor(() => expect(given("profiles|switch_profile")).toHaveLength(1));
  });

  it("tells why another could not be opened, and stays", async () => {
    const damaged = { code: "invalid" as const, message: "The profile file can’t be read. Restore it from a backup.", retryAfter: null, field: null };
    const { user } = show(menu, { accounts: "some", failing: { "profiles|switch_profile": damaged } });
    await user.click(await screen.findByRole("button", { name: /Woodgrove China/ }));
    expect(await screen.findByText(/Restore it from a backup/)).toBeVisible();
    expect(anew).not.toHaveBeenCalled();
  });

  it("says that the list could not be read, and tries again", async () => {
    const { user, given } = show(menu, { failing: { "profiles|list_profiles": { code: "internal", message: "The folder is gone.", retryAfter: null, field: null } } });
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => expect(given("profiles|list_profiles").length).toBeGreaterThan(1));
  });
});

describe("managing accounts", () => {
  it("renames one, and takes it back", async () => {
    const { user, given } = show(<ManageAccounts />, { accounts: "some" });
    const row = await screen.findByRole("listitem", { name: "Woodgrove China" });
    await user.click(within(row).getByRole("button", { name: "Rename" }));
    const field = within(row).getByRole("textbox", { name: "Name on this computer" });
    await user.clear(field);
    await user.type(field, "中国活动{Enter}");
    expect(await screen.findByText("It is called “中国活动” now.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(given("profiles|rename_profile").at(-1)).toEqual({ id: "p-3", name: "" }));
  });

  it("says what is lost, and removes only what was typed", async () => {
    const { user, given } = show(<ManageAccounts />, { accounts: "some" });
    const row = await screen.findByRole("listitem", { name: /فابريكام/ });
    await user.click(within(row).getByRole("button", { name: "Remove…" }));
    expect(await within(row).findByText(/2,310 people on its lists/)).toBeVisible();
    const remove = within(row).getByRole("button", { name: "Remove it for good" });
    expect(remove).toBeDisabled();
    const field = within(row).getByRole("textbox", { name: /Type briefings@fabrikam.example to remove it/ });
    await user.type(field, "events@contoso.example");
    expect(remove, "another account’s address is no yes").toBeDisabled();
    await user.clear(field);
    await user.type(field, "Briefings@fabrikam.example");
    await user.click(remove);
    await waitFor(() => expect(screen.queryByRole("listitem", { name: /فابريكام/ })).toBeNull());
    expect(given("profiles|remove_profile")).toEqual([{ id: "p-2" }]);
    expect(anew, "the desk that is open goes on").not.toHaveBeenCalled();
  });

  it("says that it could not count what is lost under a passphrase", async () => {
    const { user } = show(<ManageAccounts />, { accounts: "some" });
    const row = await screen.findByRole("listitem", { name: "Woodgrove China" });
    await user.click(within(row).getByRole("button", { name: "Remove…" }));
    expect(await within(row).findByText(/can’t be counted: This profile is under a passphrase/)).toBeVisible();
  });

  it("opens another account when the one that is open is removed", async () => {
    const { user } = show(<ManageAccounts />, { accounts: "some" });
    const row = await screen.findByRole("listitem", { name: "Contoso Events" });
    await user.click(within(row).getByRole("button", { name: "Remove…" }));
    await user.type(within(row).getByRole("textbox", { name: /to remove it/ }), "events@contoso.example{Enter}");
    await waitFor(() => expect(anew).toHaveBeenCalledOnce());
  });

  it("says of a folder that can’t be read what is wrong with it", async () => {
    show(<ManageAccounts />, { accounts: "broken" });
    expect(await screen.findByText(/made by a newer Lectern/)).toBeVisible();
  });
});

describe("the sign-in page", () => {
  it("leads back to the account that was open before another was to be added", async () => {
    const { user, given } = show(<OtherAccounts />, { accounts: "adding" });
    await user.click(await screen.findByRole("button", { name: /Back to Contoso Events/ }));
    await waitFor(() => expect(anew).toHaveBeenCalledOnce());
    expect(given("profiles|leave_new_profile")).toHaveLength(1);
  });

  it("shows nothing where there is no other account", async () => {
    const { given } = show(<OtherAccounts />, { accounts: "one" });
    await waitFor(() => expect(given("profiles|list_profiles")).toHaveLength(1));
    expect(screen.queryByRole("region", { name: "Other accounts" })).toBeNull();
  });
});
