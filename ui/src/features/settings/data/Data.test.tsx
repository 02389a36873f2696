import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { show } from "../../../../test/render";
import { refusal } from "../../../../test/seed";
import { Data } from "./Data";

describe("the profile’s data", () => {
  it("is saved under a passphrase that is long enough, and says where", async () => {
    const { user, given } = show(<Data />, { real: true });
    await user.click(await screen.findByRole("radio", { name: "Opens with a passphrase" }));
    const save = screen.getByRole("button", { name: "Save a copy…" });
    await user.type(screen.getByLabelText("Passphrase of the copy"), "short");
    expect(save).toBeDisabled();
    await user.type(screen.getByLabelText("Passphrase of the copy"), " but longer now");
    await user.click(save);
    expect(await screen.findByText(/Saved as/)).toBeVisible();
    expect(given("data|make_backup")).toEqual([{ path: "/home/ana/Autumn Product Briefing.csv", passphrase: "short but longer now" }]);
    await waitFor(() => expect(screen.getByLabelText("Passphrase of the copy"), "a passphrase does not stay on the screen").toHaveValue(""));
  });

  it("is told before it is brought back, and asks for what the file is under", async () => {
    const { user, given } = show(<Data />, { real: true, shutCopy: true });
    await user.click(await screen.findByRole("button", { name: "Choose a file…" }));
    await user.type(await screen.findByLabelText(/Passphrase or recovery key/), "correct horse battery{Enter}");
    expect(await screen.findByText("12 events, 1840 people")).toBeVisible();
    expect(given("data|restore_backup"), "looking changes nothing").toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Put it in place" }));
    expect(await screen.findByText(/This is the data as of/)).toBeVisible();
    expect(screen.getByText(/People who had been erased since/)).toBeVisible();
    expect(given("data|restore_backup")).toEqual([{ path: "/home/ana/Guests autumn.csv", secret: "correct horse battery" }]);
    await user.click(screen.getByRole("button", { name: "Go back to it" }));
    await waitFor(() => expect(screen.queryByText(/This is the data as of/)).toBeNull());
  });

  it("holds what may have been sent since, until somebody decides", async () => {
    const { user, given } = show(<Data />, { restored: true });
    expect(await screen.findByText(/3 messages had not been sent then/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Ask which were sent, plan the others" }));
    await waitFor(() => expect(screen.queryByText(/had not been sent then/)).toBeNull());
    expect(given("data|release_held")).toEqual([{ decision: "send" }]);
  });

  it("shows how far it is, and can be stopped", async () => {
    const { core, user, given } = show(<Data />, { hanging: ["data|make_backup"] });
    await user.click(await screen.findByRole("button", { name: "Save a copy…" }));
    await screen.findByText("It begins…");
    core.emit("backup", { phase: "copying", done: 3, total: 4 });
    expect(await screen.findByText("Copying…")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Stop" }));
    expect(given("data|stop_backup")).toHaveLength(1);
  });

  it("says what is wrong with a file, and changes nothing", async () => {
    const broken = refusal("invalid", "/home/ana/x is damaged (its length is not what it was). Nothing was changed; use another copy.");
    const { user, given } = show(<Data />, { failing: { "data|look_at_backup": broken } });
    await user.click(await screen.findByRole("button", { name: "Choose a file…" }));
    expect(await screen.findByText(/is damaged/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Put it in place" })).toBeNull();
    expect(given("data|restore_backup")).toHaveLength(0);
  });
});
