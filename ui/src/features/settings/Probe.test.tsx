import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { Probe } from "./Probe";

describe("probe", () => {
  it("says what it will create before it creates it, and then what it found", async () => {
    const { user, given } = show(<Probe />, { real: true });
    expect(await screen.findByText(/An event with a Teams meeting/)).toBeVisible();
    expect(screen.getByText(/They stay in the inbox/)).toBeVisible();
    expect(given("probe|run_probe"), "nothing is created by looking").toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Create this and ask" }));
    expect(await screen.findByText("What Microsoft answered")).toBeVisible();
    expect(given("probe|run_probe")).toEqual([{ othersLink: null, webinar: null }]);
    expect(screen.getByText("The sandbox: It answers with the first one; there is no second.")).toBeVisible();
  });

  it("asks about a webinar only where one is chosen, and says what that does", async () => {
    const { user, given } = show(<Probe />, { real: true, webinars: true });
    await user.selectOptions(await screen.findByLabelText(/A published webinar of yours/), "Winter webinar: what is new in spring");
    expect(screen.getByText(/taken off again/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Create this and ask" }));
    await screen.findByText("What Microsoft answered");
    expect(given("probe|run_probe")).toEqual([{ othersLink: null, webinar: "w1" }]);
  });

  it("shows which question is being asked", async () => {
    const { core, user } = show(<Probe />, { real: true, hanging: ["probe|run_probe"] });
    await user.click(await screen.findByRole("button", { name: "Create this and ask" }));
    await screen.findByText("It begins…");
    core.emit("probe", { done: 3, of: 12, question: "Is one’s own meeting found by its short link?" });
    expect(await screen.findByText(/^4 of 12: Is one’s own meeting/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Create this and ask" }), "one at a time").toBeNull();
  });

  it("lets who reads the inbox settle what no answer can", async () => {
    const { user, given } = show(<Probe />, { real: true, probed: true });
    await user.click(await screen.findByRole("button", { name: "Two mails came" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Two mails came" })).toBeNull());
    expect(given("probe|probe_arrived")).toEqual([{ mails: "two" }]);
    expect(screen.getByText("It sends a second mail.")).toBeVisible();
  });

  it("marks a link that is none, and keeps what was typed", async () => {
    const wrong = refusal("invalid", "That is no link of a Teams meeting.", { field: "othersLink" });
    const { user } = show(<Probe />, { real: true, failing: { "probe|run_probe": wrong } });
    const field = await screen.findByLabelText(/Link of somebody else/);
    await user.type(field, "nonsense");
    await user.click(screen.getByRole("button", { name: "Create this and ask" }));
    expect(await screen.findByText(wrong.message)).toBeVisible();
    expect(field).toHaveValue("nonsense");
  });

  it("says why it can't tell what it would do, and tries again", async () => {
    show(<Probe />, { real: true, failing: { "probe|plan_probe": refusal("offline", "There is no connection to Microsoft.") } });
    expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
  });
});
