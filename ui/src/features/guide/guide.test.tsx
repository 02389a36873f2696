import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { GuidePage } from "./GuidePage";

const nowhere = (): undefined => undefined;

describe("the guide", () => {
  it("recommends as it is answered, and keeps nothing before it is told to", async () => {
    const { user, given } = show(<GuidePage onGo={nowhere} />);
    const advice = await screen.findByRole("region", { name: "Recommended" });
    expect(within(advice).getByRole("heading", { name: "Teams links only" })).toBeVisible();
    await user.click(screen.getByLabelText("People register beforehand"));
    await user.click(screen.getByLabelText("People stay in Lectern"));
    expect(await screen.findByRole("heading", { name: "Own registration, joined in Lectern" })).toBeVisible();
    expect(given("guide|choose_guide"), "looking decides nothing").toHaveLength(0);
    await waitFor(() => expect(screen.getByRole("button", { name: "Use what is recommended" })).toBeEnabled());
    await user.click(screen.getByRole("button", { name: "Use what is recommended" }));
    await screen.findByRole("region", { name: "Next steps" });
    expect(given("guide|choose_guide")).toMatchObject([{ needs: { registers: true, stayInApp: true }, level: "ownRegistration" }]);
    expect(screen.queryByRole("button", { name: "Use what is recommended" }), "it is the choice now").toBeNull();
  });

  it("says where each sentence is from", async () => {
    show(<GuidePage onGo={nowhere} />);
    const advice = await screen.findByRole("region", { name: "Recommended" });
    expect(within(advice).getByText("Microsoft Graph permissions reference, August 2026")).toBeVisible();
    expect(within(advice).queryByText(/[$€£]\s?\d/u), "no price is known").toBeNull();
  });

  it("lets another way be chosen", async () => {
    const { user, given } = show(<GuidePage onGo={nowhere} />);
    await user.click(await screen.findByText("A webinar, joined in Teams"));
    const [use] = screen.getAllByRole("button", { name: "Use this instead" }).filter((button) => button.closest("details")?.open);
    if (!use) throw new Error("the open way can be chosen");
    await user.click(use);
    await waitFor(() => expect(given("guide|choose_guide")).toMatchObject([{ level: "webinar" }]));
  });

  it("leads to the next step that is not done", async () => {
    const go = vi.fn();
    const { user } = show(<GuidePage onGo={go} />, { guide: "chosen" });
    const next = (await screen.findByText("Set up a sender for confirmations")).closest("li");
    expect(next).toHaveAttribute("aria-current", "step");
    await user.click(screen.getByRole("button", { name: "Go to Services" }));
    expect(go).toHaveBeenCalledWith("services");
  });

  it("keeps the answers where the choice was not kept", async () => {
    const { user } = show(<GuidePage onGo={nowhere} />, { failing: { "guide|choose_guide": refusal("internal", "The disk is full.") } });
    await user.click(await screen.findByLabelText("Messages by SMS"));
    await waitFor(() => expect(screen.getByRole("button", { name: "Use what is recommended" })).toBeEnabled());
    await user.click(screen.getByRole("button", { name: "Use what is recommended" }));
    expect(await screen.findByText(/Nothing was changed. The disk is full./)).toBeVisible();
    expect(screen.getByLabelText("Messages by SMS")).toBeChecked();
  });

  it("says why it can't be shown, and tries again", async () => {
    show(<GuidePage onGo={nowhere} />, { failing: { "guide|show_guide": refusal("offline", "The core is gone.") } });
    expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
  });
});
