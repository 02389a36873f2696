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
    await user.click(await screen.findByRole("button", { name: "Sign in again" }));
    expect(await screen.findByRole("heading", { name: "Sign in again" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Not now" }));
    expect(await screen.findByRole("link", { name: /Autumn Product Briefing/ })).toBeVisible();
  });

  it("goes anywhere by Ctrl+K", async () => {
    const { user } = show(<OrganizerApp />);
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Search everything" }), "settings{Enter}");
    await waitFor(() => expect(window.location.hash).toBe("#/settings"));
    // The closed question gives the page back to screen readers a moment later.
    expect(await screen.findByRole("heading", { level: 1, name: "Settings", hidden: true })).toBeVisible();
  });

  it("finds a person over all events by Ctrl+K, and opens them where they are listed", async () => {
    const { user, given } = show(<OrganizerApp />, { registrants: 40 });
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Search everything" }), "bj");
    await user.click(await screen.findByRole("option", { name: /^Bjørn Ødegård · / }));
    await waitFor(() => expect(window.location.hash).toMatch(/registration\?person=/));
    expect(await screen.findByRole("dialog", { name: /Bjørn/ })).toBeVisible();
    expect(given("overview|find_everywhere").at(-1)).toEqual({ query: "bj", limit: 4 });
  });

  it("leads from somebody on Teams’ list to their webinar", async () => {
    const { user } = show(<OrganizerApp />, { webinars: true, teamsList: 6 });
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Search everything" }), "ada");
    await user.click(await screen.findByRole("option", { name: /^Ada King · / }));
    await waitFor(() => expect(window.location.hash).toBe("#/events/virtual/trusted"));
  });

  it("shows its keys by “?”, makes an event by N, and leaves both to whoever types", async () => {
    const { user } = show(<OrganizerApp />);
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.type(screen.getByRole("searchbox", { name: "Search events" }), "n?");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(window.location.hash).not.toContain("new");
    await user.click(document.body);
    await user.keyboard("?");
    expect(await screen.findByRole("dialog", { name: "Keys" })).toHaveTextContent("Undo, while the notice offers it");
    await user.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.click(document.body);
    await user.keyboard("n");
    await waitFor(() => expect(window.location.hash).toBe("#/events/new"));
  });

  it("opens the accounts from the rail, and gives the focus back", async () => {
    const { user } = show(<OrganizerApp />, { accounts: "some" });
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    const me = screen.getByTitle(/events@contoso\.example/);
    await user.click(me);
    expect(await screen.findByText("Woodgrove China")).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByText("Woodgrove China")).toBeNull());
    expect(me, "the focus is where it came from").toHaveFocus();
  });

  it("opens the accounts by Ctrl+K, and leads to where they are managed", async () => {
    const { user } = show(<OrganizerApp />, { accounts: "some" });
    await screen.findByRole("link", { name: /Autumn Product Briefing/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Search everything" }), "another account{Enter}");
    // By its words: asking a page as long as this one for a role takes seconds.
    await user.click(await screen.findByText("Manage accounts"));
    await waitFor(() => expect(window.location.hash).toBe("#/settings"));
    expect(await screen.findByText("Accounts on this computer")).toBeVisible();
  });

  it("tells first what needs a person, and leads there", async () => {
    const { user } = show(<OrganizerApp />, { registrants: 40, waiting: true });
    await user.click(await screen.findByRole("button", { name: /Approve 8 people/ }));
    await waitFor(() => expect(window.location.hash).toMatch(/registration$/));
  });

  it("shows hostile titles as text", async () => {
    show(<OrganizerApp />);
    expect(await screen.findByText(/<img src=x onerror="alert\(1\)">/)).toBeVisible();
    expect(document.querySelector("img[src='x']")).toBeNull();
  });
});
