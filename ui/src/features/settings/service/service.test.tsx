import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { show } from "../../../../test/render";
import { refusal } from "../../../../test/seed";
import { Services } from "../Services";

describe("the service that decides", () => {
  it("is paired by its address and a code, and says whose fault a refusal is", async () => {
    const wrong = refusal("invalid", "events.contoso.com doesn’t take this pairing code.", { field: "code" });
    const { user, core, given } = show(<Services />, { real: true, failing: { "services|pair_desk": wrong } });
    await user.click(await screen.findByRole("button", { name: "Pair with a service" }));
    await user.type(screen.getByLabelText("Address of the service"), "https://events.contoso.com");
    await user.type(screen.getByLabelText("Pairing code"), "4f7k 09xm t2qa");
    await user.click(screen.getByRole("button", { name: "Pair" }));
    expect(await screen.findByText(wrong.message)).toBeVisible();
    expect(screen.getByLabelText("Pairing code"), "what was typed stays").toHaveValue("4f7k 09xm t2qa");
    expect(given("services|pair_desk")).toEqual([{ address: "https://events.contoso.com", code: "4f7k 09xm t2qa", name: null }]);
    expect(core.calls.some(({ name }) => name === "services|service_devices"), "nobody is asked before").toBe(false);
  });

  it("shows its devices once it is paired", async () => {
    const { user } = show(<Services />, { real: true });
    await user.click(await screen.findByRole("button", { name: "Pair with a service" }));
    await user.type(screen.getByLabelText("Address of the service"), "https://events.contoso.com");
    await user.type(screen.getByLabelText("Pairing code"), "4F7K-09XM-T2QA{Enter}");
    const here = (await screen.findByText("(this desk)")).closest("tr");
    expect(here).toHaveTextContent("events@contoso.exampleOwnernow0.1.0".replace("example", "example (this desk)"));
    expect(screen.getByText("Studio <b>2</b> سارة 🎉"), "a name is text").toBeVisible();
  });

  it("asks before a device is revoked, and shows it as revoked", async () => {
    const { user, given } = show(<Services />, { real: true, service: "owner" });
    await user.click(await screen.findByRole("button", { name: /^Revoke Studio/ }));
    expect(given("services|revoke_device")).toEqual([]);
    await user.click(screen.getByRole("button", { name: /^Revoke now: Studio/ }));
    expect(given("services|revoke_device")).toEqual([{ device: "d2" }]);
    const row = screen.getByText("Studio <b>2</b> سارة 🎉").closest("tr") ?? document.body;
    expect(await within(row).findByText(/^Revoked/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Revoke Old laptop/ }), "what is revoked already").toBeNull();
    expect(screen.queryByRole("button", { name: /^Revoke events@/ }), "one’s own desk is left, not revoked").toBeNull();
  });

  it("makes a code for one more desk, and tells how long it is good", async () => {
    const { user, given } = show(<Services />, { real: true, service: "owner" });
    await user.click(await screen.findByRole("button", { name: "Pair another desk" }));
    await user.click(screen.getByRole("button", { name: "Make a code" }));
    expect(await screen.findByText("4F7K-09XM-T2QA")).toBeVisible();
    expect(given("services|offer_pairing_code")).toEqual([{ role: "organizer" }]);
  });

  it("offers an organizer's desk no owner's rights", async () => {
    show(<Services />, { real: true, service: "organizer" });
    await screen.findByText("Old laptop");
    expect(screen.queryByRole("button", { name: /^Revoke/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "Pair another desk" })).toBeNull();
  });

  it("leads a desk that was turned away back in", async () => {
    const { user } = show(<Services />, { real: true, service: "organizer", failing: { "services|service_devices": refusal("refused", "It was revoked there.") } });
    await user.click(await screen.findByRole("button", { name: "Pair again" }));
    expect(screen.getByLabelText("Address of the service")).toHaveValue("https://events.contoso.com");
    expect(screen.getByLabelText("Pairing code")).toHaveFocus();
  });

  it("is left, also where it is gone for good", async () => {
    const gone = refusal("offline", "The trusted service can't be reached.");
    const { user, given } = show(<Services />, { real: true, service: "owner", failing: { "services|unpair_desk": gone } });
    await user.click(await screen.findByRole("button", { name: "Leave this service" }));
    await user.click(screen.getByRole("button", { name: "Leave it" }));
    await user.click(await screen.findByRole("button", { name: "Forget it here only" }));
    await waitFor(() => expect(given("services|unpair_desk")).toEqual([{ hereOnly: false }, { hereOnly: true }]));
  });
});
