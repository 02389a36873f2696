import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { show } from "../../test/render";
import OrganizerApp from "./OrganizerApp";

beforeEach(() => {
  window.location.hash = "";
});

describe("the organizer's window", () => {
  it("leads from the sign-in to the events, and into one", async () => {
    const { user } = show(<OrganizerApp />, { signedIn: false });
    await user.click(await screen.findByRole("button", { name: "Explore the sandbox" }));
    await user.click(await screen.findByRole("link", { name: /Quarterly Review with Sydney/ }));
    expect(await screen.findByRole("heading", { level: 1, name: "Quarterly Review with Sydney" })).toBeVisible();
    const [open] = await screen.findAllByRole("button", { name: "Open registration" });
    expect(open, "what brings this event forward is opening its registration").toBeVisible();
  });

  it("keeps working, and says so, when Microsoft has ended the sign-in", async () => {
    const { user } = show(<OrganizerApp />, { needsSignIn: true });
    expect(await screen.findByRole("link", { name: /Autumn Product Briefing/ }), "a revoked grant hides nothing").toBeVisible();
    await user.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(await screen.findByRole("heading", { name: "Sign in again" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Not now" }));
    expect(await screen.findByRole("link", { name: /Autumn Product Briefing/ })).toBeVisible();
  });

  it("goes anywhere by Ctrl+K", async () => {
    const { user } = show(<OrganizerApp />);
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Go to or begin" }), "settings{Enter}");
    await waitFor(() => expect(window.location.hash).toBe("#/settings"));
    // The closed question gives the page back to screen readers a moment later.
    expect(await screen.findByRole("heading", { level: 1, name: "Settings", hidden: true })).toBeVisible();
  });

  it("shows hostile titles as text", async () => {
    show(<OrganizerApp />);
    expect(await screen.findByText(/<img src=x onerror="alert\(1\)">/)).toBeVisible();
    expect(document.querySelector("img[src='x']")).toBeNull();
  });
});
