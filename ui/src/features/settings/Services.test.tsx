import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { Services } from "./Services";

describe("services", () => {
  it("keeps a connection string without ever showing it", async () => {
    const { user, given } = show(<Services />, { real: true, services: "none" });
    await user.click(await screen.findByRole("button", { name: "Enter a connection string" }));
    const field = screen.getByLabelText("Connection string");
    expect(field, "a key must not be readable over a shoulder").toHaveAttribute("type", "password");
    await user.type(field, "endpoint=https://c.example/;accesskey=aw==");
    await user.click(screen.getByRole("button", { name: "Keep it here" }));
    await waitFor(() => expect(given("services|set_acs")).toHaveLength(1));
    await waitFor(() => expect(screen.queryByLabelText("Connection string")).toBeNull());
    expect(screen.getByText(/30 September 2028/)).toBeVisible();
  });

  it("asks before a key is removed, because it can't be brought back", async () => {
    const { user, given } = show(<Services />, { real: true });
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    expect(given("services|remove_acs")).toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Remove the key" }));
    await waitFor(() => expect(given("services|remove_acs")).toHaveLength(1));
  });

  it("takes a mail server, and marks the field that it can't use", async () => {
    const wrong = refusal("invalid", "Enter the password of events.", { field: "password" });
    const { user, given } = show(<Services />, { real: true, services: "none", failing: { "services|use_smtp": wrong } });
    await user.type(await screen.findByLabelText("Mail server"), "smtp.contoso.com");
    await user.type(screen.getByLabelText("User"), "events");
    await user.type(screen.getByLabelText("Sender"), "events@contoso.com");
    await user.click(screen.getByRole("button", { name: "Use this server" }));
    expect(await screen.findByText(wrong.message)).toBeVisible();
    const server = { host: "smtp.contoso.com", port: 587, security: "startTls", username: "events", sender: "events@contoso.com" };
    expect(given("services|use_smtp")).toEqual([{ server, password: null }]);
  });

  it("sends a test mail to oneself and says so", async () => {
    const { user } = show(<Services />, { real: true });
    await user.click(await screen.findByRole("button", { name: "Send me a test mail" }));
    expect(await screen.findByText("A test mail was sent to events@contoso.example.")).toBeVisible();
  });

  it("leaves a sandbox's own resource alone", async () => {
    show(<Services />);
    expect(await screen.findByText(/stand-in for the resource/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Remove" })).toBeNull();
  });
});
