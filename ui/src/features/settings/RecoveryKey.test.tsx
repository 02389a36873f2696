import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { RecoveryKey } from "./RecoveryKey";

describe("the recovery key in the settings", () => {
  it("is made anew only after it was said what that means, and then shown", async () => {
    const shown = vi.fn();
    const { user, given } = show(<RecoveryKey onShow={shown} />, { real: true });
    await user.click(await screen.findByRole("button", { name: "Make a new one…" }));
    expect(screen.getByText(/stops working/)).toBeVisible();
    expect(given("session|renew_recovery_key")).toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Make it and show it" }));
    await waitFor(() => expect(shown).toHaveBeenCalled());
    expect(given("session|renew_recovery_key")).toHaveLength(1);
  });

  it("says who has the profile open, and shows nothing then", async () => {
    const shown = vi.fn();
    const busy = refusal("busy", "Another window or terminal has this profile open.");
    const { user } = show(<RecoveryKey onShow={shown} />, { real: true, failing: { "session|renew_recovery_key": busy } });
    await user.click(await screen.findByRole("button", { name: "Make a new one…" }));
    await user.click(screen.getByRole("button", { name: "Make it and show it" }));
    expect(await screen.findByText(busy.message)).toBeVisible();
    expect(shown).not.toHaveBeenCalled();
  });

  it("is offered as long as nobody has said that it is noted, and never in a sandbox", async () => {
    const shown = vi.fn();
    const { user } = show(<RecoveryKey onShow={shown} />, { real: true, recoveryKeyDue: true });
    await user.click(await screen.findByRole("button", { name: "Show it" }));
    expect(shown).toHaveBeenCalled();
  });
});
