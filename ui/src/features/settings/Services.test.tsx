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

  it("keeps a service principal without ever showing its secret", async () => {
    const { user, given } = show(<Services />, { real: true, services: "none" });
    await user.click(await screen.findByRole("button", { name: "Use a service principal" }));
    await user.type(screen.getByLabelText("Resource"), "https://c.communication.azure.com");
    await user.type(screen.getByLabelText("Directory (tenant) ID"), "contoso.com");
    await user.type(screen.getByLabelText("Application (client) ID"), "app");
    expect(screen.getByLabelText("Secret"), "a secret must not be readable over a shoulder").toHaveAttribute("type", "password");
    await user.type(screen.getByLabelText("Secret"), "s3cret");
    await user.click(screen.getByRole("button", { name: "Keep it here" }));
    expect(await screen.findByText(/as a service principal/)).toBeVisible();
    const principal = { endpoint: "https://c.communication.azure.com", tenant: "contoso.com", clientId: "app" };
    expect(given("services|set_acs_principal")).toEqual([{ principal, secret: "s3cret" }]);
  });

  it("lists the services that are trusted, and asks again about one", async () => {
    const { user, given } = show(<Services />, { real: true });
    await user.click(await screen.findByRole("button", { name: "Ask again about https://events.contoso.com" }));
    await waitFor(() => expect(screen.queryByText("https://events.contoso.com")).toBeNull());
    await user.click(screen.getByRole("button", { name: "Add a service" }));
    await user.type(screen.getByLabelText("Service"), "tickets.contoso.com");
    await user.click(screen.getByRole("button", { name: "Trust it" }));
    expect(await screen.findByText("https://tickets.contoso.com")).toBeVisible();
    expect(given("services|pair_service")).toEqual([{ service: "tickets.contoso.com" }]);
  });

  it("leaves the preview for work accounts off until it is switched on, and asks for the resource where none is known", async () => {
    const { user, given } = show(<Services />, { real: true, services: "none" });
    const off = await screen.findByRole("switch", { name: "Off" });
    expect(off).not.toBeChecked();
    await user.click(off);
    expect(given("services|switch_on_entra_users"), "nothing is on before there is a resource").toHaveLength(0);
    await user.type(screen.getByLabelText("Calling resource"), "https://c.communication.azure.com");
    await user.click(screen.getByRole("button", { name: "Switch it on" }));
    await user.click(await screen.findByRole("switch", { name: /^On, through/ }));
    await waitFor(() => expect(given("services|switch_off_entra_users")).toHaveLength(1));
  });

  it("leaves a sandbox's own resource alone", async () => {
    show(<Services />);
    expect(await screen.findByText(/stand-in for the resource/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Remove" })).toBeNull();
  });
});
