import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { EventDetail } from "../../bindings/core";
import { show } from "../../../test/render";
import type { Scenario } from "../../../test/mock-core";
import { events, refusal } from "../../../test/seed";
import { EventHead } from "./EventHead";

const seeded = events(5).find((one) => one.state === "scheduled" && one.joinUrl !== null);
if (!seeded) throw new Error("The seed has no event with a meeting.");
const event: EventDetail = seeded;

function head(change: Partial<EventDetail> = {}, scenario: Scenario = {}): ReturnType<typeof show> {
  return show(<EventHead event={{ ...event, ...change }} primary={null} onDraft={vi.fn()} onEdit={vi.fn()} />, scenario);
}

describe("a host", () => {
  it("has the meeting in Teams by one click, and is told what was asked", async () => {
    const { user, given } = head();
    await screen.findByRole("button", { name: "Choose how Teams opens" });
    await user.click(screen.getByRole("button", { name: "Open in Teams" }));
    expect(await screen.findByText("Teams was asked to open this meeting.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Open in the browser" }));
    expect(await screen.findByText("Your browser was asked to open this meeting.")).toBeVisible();
    expect(given("scheduling|open_event_in_teams"), "the core is told the event and the way, never an address").toEqual([
      { id: event.id, way: null },
      { id: event.id, way: "browser" },
    ]);
    await user.click(screen.getByRole("button", { name: "Copy the link" }));
    expect(await navigator.clipboard.readText()).toBe(event.joinUrl);
    await user.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByText(/was asked to open/)).not.toBeInTheDocument();
  });

  it("chooses another way, and finds it chosen", async () => {
    const { user, given } = head();
    await user.click(await screen.findByRole("button", { name: "Choose how Teams opens" }));
    expect(await screen.findByRole("menuitemradio", { name: "In the Teams app" })).toBeChecked();
    await user.click(screen.getByRole("menuitemradio", { name: "In Teams on the web" }));
    await screen.findByText("Your browser was asked to open Teams on the web.");
    expect(given("scheduling|open_event_in_teams")).toEqual([{ id: event.id, way: "web" }]);
    await waitFor(() => { expect(given("scheduling|event_teams_ways").length).toBeGreaterThan(1); });
    await user.click(screen.getByRole("button", { name: "Choose how Teams opens" }));
    await waitFor(() => { expect(screen.getByRole("menuitemradio", { name: "In Teams on the web" })).toBeChecked(); });
  });

  it("reads why nothing opened", async () => {
    const words = "The system did not open the link (no program). Copy it into a browser instead.";
    const { user } = head({}, { failing: { "scheduling|open_event_in_teams": refusal("internal", words) } });
    await screen.findByRole("button", { name: "Choose how Teams opens" });
    await user.click(screen.getByRole("button", { name: "Open in Teams" }));
    expect(await screen.findByText(words)).toBeVisible();
  });

  it("is offered nothing where no meeting is", async () => {
    head({ state: "cancelled" });
    expect(await screen.findByText("This event is cancelled.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Open in Teams" })).not.toBeInTheDocument();
  });
});
