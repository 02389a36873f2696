import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import OrganizerApp from "../../app/OrganizerApp";

beforeEach(() => {
  window.location.hash = "";
});

describe("what stands on the calendar", () => {
  it("is read when the window opens, and again only when somebody asks", async () => {
    const { user, given } = show(<OrganizerApp />, { calendar: "some" });
    await screen.findByRole("heading", { name: "From your calendar" });
    await waitFor(() => expect(given("scheduling|sync_calendar")).toEqual([{ force: false }]));
    await user.click(screen.getByRole("button", { name: "Read the calendar now" }));
    await waitFor(() => expect(given("scheduling|sync_calendar")).toEqual([{ force: false }, { force: true }]));
  });

  it("is taken over by a press, and then it is an event and no offer", async () => {
    const { user, given } = show(<OrganizerApp />, { calendar: "some" });
    await user.click(await screen.findByRole("button", { name: /Take over Contoso Town Hall/ }));
    expect(await screen.findByRole("heading", { level: 1, name: "Contoso Town Hall: winter edition" })).toBeVisible();
    expect(given("scheduling|adopt_event")).toEqual([{ id: "AAMkTownHall" }]);
    await waitFor(() => expect(screen.queryByRole("button", { name: /Take over Contoso Town Hall/ })).toBeNull());
  });

  it("says how old it is where it can't be read, and shows what is known", async () => {
    show(<OrganizerApp />, { calendar: "some", failing: { "scheduling|sync_calendar": refusal("offline", "There is no connection.") } });
    expect(await screen.findByText(/No connection · calendar read/)).toBeVisible();
    expect(screen.getByText("Contoso Town Hall: winter edition"), "no network hides nothing").toBeVisible();
  });
});

describe("what was changed elsewhere", () => {
  it("is shown with what it was before, until it is seen", async () => {
    window.location.hash = "#/events/sydney";
    const { user, given } = show(<OrganizerApp />);
    expect(await screen.findByText("Changed in Outlook or Teams")).toBeVisible();
    expect(screen.getByText("Review with Sydney")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Got it" }));
    await waitFor(() => expect(screen.queryByText("Changed in Outlook or Teams")).toBeNull());
    expect(given("scheduling|see_elsewhere")).toEqual([{ id: "sydney" }]);
  });
});
