import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { account } from "../../../test/seed";
import { SettingsPage } from "./SettingsPage";

function settings(cloud: "global" | "china") {
  return show(<SettingsPage account={account(false)} onSignInAgain={vi.fn()} onShowRecoveryKey={vi.fn()} onPrivacy={vi.fn()} onGuide={vi.fn()} />, { real: true, cloud });
}

describe("what a cloud lacks", () => {
  it("is named with another way, and offered nowhere", async () => {
    settings("china");
    expect(await screen.findByText(/This cloud has none of the following/)).toBeVisible();
    expect(screen.getByText("Set lobby, chat and presenters on Teams’ own page of options.")).toBeVisible();
    expect(await screen.findByRole("heading", { name: "Your organization’s service" })).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("heading", { name: "Enrolment in webinars" })).toBeNull());
    expect(screen.queryByRole("heading", { name: "Legacy" })).toBeNull();
  });

  it("is nothing in the worldwide cloud", async () => {
    settings("global");
    expect(await screen.findByText("Worldwide (with GCC)")).toBeVisible();
    expect(await screen.findByRole("heading", { name: "Enrolment in webinars" })).toBeVisible();
    expect(screen.getByRole("heading", { name: "Legacy" })).toBeVisible();
    expect(screen.queryByText(/This cloud has none/)).toBeNull();
  });
});
