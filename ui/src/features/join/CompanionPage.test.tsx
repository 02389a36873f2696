import { FluentProvider } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { emit } from "@tauri-apps/api/event";
import { mockIPC } from "@tauri-apps/api/mocks";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { CommandError, CompanionPhase, CompanionView, JoinView } from "../../bindings/core";
import { JoinPage } from "./JoinPage";

const LINK = "https://teams.microsoft.com/meet/123";

const VIEW: JoinView = {
  joinId: "join-1",
  verdict: "embed",
  kind: "meeting",
  cloud: "global",
  needs: null,
  reason: "ok",
  message: "This meeting can be joined here.",
  surface: "companion",
  companion: "Chromium",
  blockers: [],
  identities: [],
  service: null,
  event: null,
  displayName: null,
  offers: [],
  checks: [],
  simulated: false,
  canOpenTeams: true,
  termsNeeded: false,
};

const OPENING: CompanionView = { input: LINK, phase: "opening", browser: "Chromium", muted: null, end: null };

interface Core {
  /** What is open already when the window is loaded. */
  open: CompanionView | null;
  refused: CommandError | null;
}

let calls: { command: string; payload: unknown }[] = [];

function show({ open, refused }: Core, pendingLink: string | null = LINK): ReturnType<typeof userEvent.setup> {
  calls = [];
  mockIPC(
    (command, payload) => {
      calls.push({ command: command.replace("plugin:", ""), payload });
      switch (command) {
        case "plugin:joining|prepare_join":
          return VIEW;
        case "plugin:companion|companion_state":
          return open;
        case "plugin:companion|open_companion":
          // The bridge hands over a plain object, not an Error.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          return refused === null ? OPENING : Promise.reject(refused);
        case "plugin:joining|teams_ways":
          return { ways: ["browser"], chosen: "browser" };
        default:
          return null;
      }
    },
    { shouldMockEvents: true },
  );
  render(
    <QueryClientProvider client={new QueryClient()}>
      <FluentProvider>
        <JoinPage pendingLink={pendingLink} />
      </FluentProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

function sent(command: string): unknown[] {
  return calls.filter((one) => one.command === command).map(({ payload }) => payload);
}

async function tell(phase: CompanionPhase, more: Partial<CompanionView> = {}): Promise<void> {
  await act(() => emit("companion", { ...OPENING, phase, ...more }));
}

const open = { name: "Open the call" };

describe("a call in a browser's window of its own", () => {
  let user: ReturnType<typeof userEvent.setup>;

  beforeEach(() => {
    localStorage.clear();
  });

  async function opened(): Promise<void> {
    user = show({ open: null, refused: null });
    await user.click(await screen.findByRole("button", open));
    await screen.findByRole("heading", { name: "Opening Chromium…" });
  }

  it("says so before it opens one, and opens it for the very link", async () => {
    await opened();
    expect(sent("companion|open_companion")).toEqual([{ input: LINK, passcode: null, confirmedService: null, joinId: "join-1" }]);
    expect(sent("joining|start_join"), "the pass is for the other window").toEqual([]);
  });

  it("shows where it stands, and steers it", async () => {
    await opened();
    await tell("lobby");
    expect(screen.getByRole("heading", { name: "You are in the lobby" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Mute" }), "there is nothing to mute yet").toBeNull();
    await tell("inCall", { muted: false });
    await user.click(screen.getByRole("button", { name: "Mute" }));
    await tell("inCall", { muted: true });
    await user.click(screen.getByRole("button", { name: "Unmute" }));
    await user.click(screen.getByRole("button", { name: "Leave" }));
    expect(sent("companion|steer_companion")).toEqual([{ steer: "mute" }, { steer: "unmute" }, { steer: "leave" }]);
    await tell("left", { end: { code: 0, subCode: 0 } });
    await user.click(screen.getByRole("button", { name: "Rejoin" }));
    expect(sent("companion|open_companion"), "back in by one press").toHaveLength(2);
  });

  it("comes back to the way in when the window was closed before there was a call", async () => {
    await opened();
    await user.click(screen.getByRole("button", { name: "Close it" }));
    expect(sent("companion|close_companion")).toHaveLength(1);
    await tell("closed");
    expect(screen.getByRole("button", open)).toBeVisible();
  });

  it.each([
    ["crashed", "The call’s window is gone", "Go back in"],
    ["notOpened", "Chromium didn’t show the call", "Try again"],
  ] as const)("says what happened when it %s, with a way back and a way into Teams", async (phase, heading, again) => {
    await opened();
    await tell(phase);
    expect(screen.getByRole("heading", { name: heading })).toBeVisible();
    expect(screen.getByRole("button", { name: "Teams instead" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: again }));
    expect(sent("companion|open_companion")).toHaveLength(2);
  });

  it("leaves the way in as it was when no browser starts", async () => {
    const message = "Chromium could not be started: permission denied. Join in Teams instead.";
    user = show({ open: null, refused: { code: "internal", message, retryAfter: null, field: null } });
    await user.click(await screen.findByRole("button", open));
    expect(await screen.findByText(message)).toBeVisible();
    expect(screen.getByRole("button", open)).toBeVisible();
  });

  it("finds the call again when this window was closed meanwhile", async () => {
    show({ open: { ...OPENING, phase: "inCall", muted: true }, refused: null }, null);
    expect(await screen.findByRole("heading", { name: "You are in the call" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Unmute" })).toBeVisible();
    expect(sent("companion|open_companion"), "a second window would be a second guest").toEqual([]);
  });

  it("hears of another link's call, and is not moved by it", async () => {
    await opened();
    await tell("inCall", { input: "https://teams.microsoft.com/meet/999", muted: false });
    expect(screen.getByRole("heading", { name: "Opening Chromium…" })).toBeVisible();
  });
});
