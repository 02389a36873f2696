import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { events, refusal } from "../../../test/seed";
import { MessagesPage } from "./MessagesPage";

const [event] = events(8);
if (!event) throw new Error("The seed has no event.");

describe("an event's messages", () => {
  it.each([
    ["It arrived", "delivered"],
    ["Send again", "again"],
    ["Skip", "skipped"],
  ])("lets the organizer decide an unclear one: %s", async (button, as) => {
    const { user, given } = show(<MessagesPage event={event} />);
    const unclear = await screen.findByRole("region", { name: "Unclear messages" });
    const [first] = await within(unclear).findAllByRole("button", { name: button });
    expect(first).toBeDefined();
    if (first) await user.click(first);
    await waitFor(() => expect(given("messages|resolve_message")).toEqual([{ messageId: "m1", as }]));
    expect(await screen.findByText("1 message needs your decision")).toBeVisible();
  });

  it("never sends an unclear one by itself", async () => {
    const { user, given } = show(<MessagesPage event={event} />);
    await user.click(await screen.findByRole("button", { name: "Send 2 messages now" }));
    await waitFor(() => expect(given("messages|run_messages")).toHaveLength(1));
    expect(given("messages|resolve_message"), "only a person may decide").toHaveLength(0);
  });

  it("shows how the sending fares and when the last one is out", async () => {
    const { user, core } = show(<MessagesPage event={event} />, { hanging: ["messages|run_messages"] });
    await user.click(await screen.findByRole("button", { name: "Send 2 messages now" }));
    act(() => core.emit("messages", { running: true, done: 120, total: 214, finishAt: "2026-12-03T11:03:00Z", report: null, error: null }));
    expect(await screen.findByText("Sending 120 of 214 · last one out at 06:03 New York")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Stop sending" }));
    expect(await screen.findByRole("button", { name: "Stopping after this message" })).toBeDisabled();
  });

  it("says why nothing went out, and that nothing goes out twice", async () => {
    const { user } = show(<MessagesPage event={event} />, { failing: { "messages|run_messages": refusal("throttled", "Too many messages at once.", { retryAfter: 30 }) } });
    await user.click(await screen.findByRole("button", { name: "Send 2 messages now" }));
    expect(await screen.findByText(/Try again in 30 s.*nothing goes out twice/)).toBeVisible();
  });

  it("asks for what a killed run left on its way, where nothing else is to be sent", async () => {
    const { user, given } = show(<MessagesPage event={event} />, { cutShort: true });
    await user.click(await screen.findByRole("button", { name: "Ask whether 2 messages arrived" }));
    await waitFor(() => expect(given("messages|run_messages"), "nobody would ever hear of them again").toHaveLength(1));
  });

  it("shows the mail in a frame that can run nothing", async () => {
    show(<MessagesPage event={event} />);
    const frame = await screen.findByTitle("The mail");
    expect(frame).toHaveAttribute("sandbox", "");
  });
});

describe("a hundred thousand messages", () => {
  // Nothing has a size here, and a list without one draws no rows.
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(560);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
  });
  afterEach(() => vi.restoreAllMocks());

  it("are one list of which only a screenful is fetched and drawn", async () => {
    const { user, given } = show(<MessagesPage event={event} />, { messages: 100_000 });
    const list = await screen.findByRole("list", { name: "Messages" });
    const [first] = await within(list).findAllByRole("button");
    expect(within(list).getAllByRole("listitem")[0]).toHaveAttribute("aria-setsize", "100000");
    expect(within(list).getAllByRole("listitem").length).toBeLessThan(60);
    first?.focus();
    await user.keyboard("jjk");
    expect(document.activeElement).toHaveAttribute("data-index", "1");
    expect((given("messages|list_messages") as { limit: number }[]).every(({ limit }) => limit <= 200)).toBe(true);
  });

  it("remember which of them were shown", async () => {
    const { user } = show(<MessagesPage event={event} />, { messages: 300 });
    await user.click(await screen.findByRole("button", { name: /^Failed 1/ }));
    expect(localStorage.getItem(`messages-shown/${event.id}`)).toBe('"failed"');
  });
});
