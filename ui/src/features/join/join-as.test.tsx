import { FluentProvider } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { mockIPC } from "@tauri-apps/api/mocks";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Forbidden, JoinCredentials, JoinIdentity, JoinOffer, JoinView } from "../../bindings/core";
import { keepChoices, rememberedChoices, type DeviceChoices } from "./choices";
import { JoinPage } from "./JoinPage";

vi.mock("./stage/Stage", () => ({
  default: ({ choices, credentials, onEnded }: { choices: DeviceChoices; credentials: JoinCredentials; onEnded: (end: object) => void }) => (
    <main>
      <h1>{`In the call as ${credentials.as}, called “${credentials.displayName}”`}</h1>
      <p>{JSON.stringify(choices)}</p>
      <button type="button" onClick={() => { onEnded({ code: 0, subCode: 5854 }); }}>
        deny
      </button>
    </main>
  ),
}));

const LINK = "https://teams.microsoft.com/meet/123?p=abc";
const CHAT: JoinOffer[] = [{ what: "chat", available: true, reason: null }];
const NO_CHAT: JoinOffer[] = [{ what: "chat", available: false, reason: "Calls only, when you join as your account" }];
const GUEST: JoinIdentity = { as: "guest", account: null, offers: CHAT };
const TEAMS: JoinIdentity = { as: "teams", account: "ana@contoso.example", offers: NO_CHAT };
const ENTRA: JoinIdentity = { as: "entra", account: "ana@contoso.example", offers: NO_CHAT };

const VIEW: JoinView = {
  joinId: "join-1",
  identities: [GUEST, TEAMS, ENTRA],
  service: null,
  verdict: "embed",
  kind: "meeting",
  cloud: "global",
  needs: null,
  reason: "ok",
  message: "This meeting can be joined here.",
  surface: "window",
  companion: null,
  blockers: [],
  event: null,
  displayName: null,
  offers: CHAT,
  checks: [{ about: "link", status: "ok", message: "A Teams meeting." }],
  simulated: true,
  canOpenTeams: true,
  termsNeeded: false,
};

let started: Record<string, unknown>[] = [];

function show(view: Partial<JoinView> = {}): ReturnType<typeof userEvent.setup> {
  mockIPC(
    (command, payload) => {
      const fields: Record<string, unknown> = Object.fromEntries(Object.entries(payload ?? {}));
      if (command === "plugin:joining|prepare_join") return { ...VIEW, ...view };
      if (command === "plugin:joining|check_network") return { about: "network", status: "skipped", message: "Not tried." };
      if (command === "plugin:joining|teams_ways") return { ways: ["web"], chosen: "web" };
      if (command === "plugin:joining|start_join") {
        started.push(fields);
        return { userId: "8:acs:g", endpoint: "https://sandbox.invalid", token: "t", expiresOn: "2026-12-03T15:00:00Z", locator: { meetingLink: LINK }, simulated: true, as: fields["joinsAs"], callOnly: fields["joinsAs"] !== "guest", displayName: fields["displayName"] };
      }
      return null;
    },
    { shouldMockEvents: true },
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <FluentProvider>
        <JoinPage pendingLink={LINK} />
      </FluentProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const NAME = "Your name in the meeting";
const join = (): Promise<HTMLElement> => screen.findByRole("button", { name: "Join now" });

beforeEach(() => {
  started = [];
  localStorage.clear();
});

afterEach(async () => {
  cleanup();
  await new Promise((resolve) => setTimeout(resolve, 0));
});

describe("as whom one joins", () => {
  it("is asked only where there is a choice, and the guest comes first", async () => {
    show({ identities: [GUEST] });
    await join();
    expect(screen.queryByLabelText("Join as"), "no question where there is one answer").toBeNull();
    cleanup();
    show();
    const choice = await screen.findByLabelText("Join as");
    expect(choice).toHaveValue("guest");
    expect(within(choice).getAllByRole("option").map((option) => option.textContent)).toEqual([
      "A guest",
      "ana@contoso.example",
      "ana@contoso.example, without Teams (preview)",
    ]);
    cleanup();
    show({ identities: [ENTRA] });
    await join();
    expect(screen.getByText("You join as ana@contoso.example, without Teams (preview)."), "whoever cannot choose is told").toBeVisible();
  });

  it("changes what one has there, asks a Teams user for no name, and is what the core is told", async () => {
    const user = show();
    await user.selectOptions(await screen.findByLabelText("Join as"), "teams");
    expect(screen.queryByLabelText(NAME), "Teams knows the name and refuses another").toBeNull();
    expect(screen.getByText("Calls only, when you join as your account"), "said before Join, with the reason").toBeVisible();
    await user.click(await join());
    expect(await screen.findByText("In the call as teams, called “”")).toBeVisible();
    expect(started).toEqual([{ joinId: "join-1", displayName: "", joinsAs: "teams" }]);
    await user.click(screen.getByRole("button", { name: "deny" }));
    await user.click(await screen.findByRole("button", { name: /Try again|Rejoin|Ask again/ }));
    await screen.findByText("In the call as teams, called “”");
    expect(started.at(-1)?.["joinsAs"], "whoever goes back in is the same person").toBe("teams");
  });

  it("still asks a work account for the name that others see", async () => {
    const user = show();
    await user.selectOptions(await screen.findByLabelText("Join as"), "entra");
    await user.click(await join());
    expect(await screen.findByText("The host needs to see who is asking.")).toBeVisible();
    await user.type(screen.getByLabelText(NAME), "Ana");
    await user.click(await join());
    expect(await screen.findByText("In the call as entra, called “Ana”")).toBeVisible();
  });

  it("is remembered where it was chosen, also for the call’s own window, and only as far as it is possible", async () => {
    const user = show();
    await user.selectOptions(await screen.findByLabelText("Join as"), "teams");
    await user.click(await join());
    await screen.findByText(/In the call/);
    const kept = rememberedChoices();
    cleanup();
    localStorage.clear();
    keepChoices(kept);
    show();
    expect(await screen.findByLabelText("Join as")).toHaveValue("teams");
    cleanup();
    const alone = show({ identities: [GUEST], displayName: "Ana" });
    await alone.click(await join());
    expect(await screen.findByText("In the call as guest, called “Ana”"), "nobody is signed in any more").toBeVisible();
    cleanup();
    show();
    expect(await screen.findByLabelText("Join as"), "who had no choice has not chosen the guest").toHaveValue("teams");
  });
});

describe("what the organizer has switched off", () => {
  const event = (forbidden: Forbidden[]): JoinView["event"] => ({
    title: "Quiet hall",
    start: "2126-12-03T13:00:00Z",
    end: "2126-12-03T14:30:00Z",
    zone: "Europe/Berlin",
    organizer: "Contoso Events",
    standing: "early",
    organizerMessage: null,
    movedFrom: null,
    dialIn: null,
    forbidden,
  });

  it("can’t be switched on before joining, and is not remembered as a choice", async () => {
    const user = show({ event: event(["microphone", "camera"]), displayName: "Ana" });
    expect(await screen.findByRole("button", { name: "Mic off" })).toBeDisabled();
    expect(screen.getByRole("button", { name: "Camera off" })).toBeDisabled();
    await user.selectOptions(screen.getByLabelText("Speaker"), screen.getAllByRole("option", { name: /speaker/i }).at(-1)!);
    await user.click(await join());
    expect(await screen.findByText(/"microphoneOn":false,"cameraOn":false/), "nobody is unmuted by force of habit").toBeVisible();
    cleanup();
    show({ event: event([]), displayName: "Ana" });
    expect(await screen.findByRole("button", { name: "Mic on" }), "the next meeting begins as this person likes it").toBeEnabled();
  });

  it("binds attendees, and not a Teams user, who may be a presenter", async () => {
    const user = show({ event: event(["microphone"]), displayName: "Ana" });
    expect(await screen.findByRole("button", { name: "Mic off" })).toBeDisabled();
    await user.selectOptions(screen.getByLabelText("Join as"), "teams");
    expect(screen.getByRole("button", { name: "Mic on" })).toBeEnabled();
  });
});

describe("one screen says what works, wherever the call is", () => {
  const failed: JoinView["checks"] = [
    { about: "link", status: "failed", message: "Teams for personal use." },
    { about: "cloud", status: "ok", message: "Microsoft’s worldwide cloud." },
  ];

  it("also before the call’s own window opens", async () => {
    show({ surface: "companion", companion: "Chromium", simulated: false, identities: [TEAMS] });
    await screen.findByRole("heading", { name: "This call opens in a window of its own" });
    expect(screen.getByText("What works here")).toBeVisible();
    expect(screen.getByText("A Teams meeting.")).toBeInTheDocument();
    expect(screen.getByText(NO_CHAT[0]?.reason ?? "?")).toBeVisible();
  });

  it("also for a link that is not joined here, folded, since its reason stands above", async () => {
    const user = show({ verdict: "teams", surface: null, message: "Teams for personal use.", checks: failed });
    await screen.findByRole("heading", { name: "This one opens in Teams" });
    const works = screen.getByText("What works here").closest("details");
    expect(works?.open).toBe(false);
    expect(screen.getByText("1 won’t work")).toBeVisible();
    await user.click(screen.getByText("What works here"));
    expect(works?.open).toBe(true);
    expect(screen.getByText("Microsoft’s worldwide cloud.")).toBeVisible();
  });
});
