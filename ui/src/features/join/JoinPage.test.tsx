import { FluentProvider } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { emit } from "@tauri-apps/api/event";
import { mockIPC } from "@tauri-apps/api/mocks";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ArrivedLink, CommandError, JoinCredentials, JoinView, LinkView } from "../../bindings/core";
import type { CallEnd } from "./call-end";
import { CoreError } from "../../ipc/core";
import { JoinPage } from "./JoinPage";

// The real stage loads the composite, which takes half a minute here; what is tested is the way to it and back.
vi.mock("./stage/Stage", () => ({
  default: ({ title, credentials, onEnded }: { title: string; credentials: JoinCredentials; onEnded: (end: CallEnd) => void }) => (
    <main>
      <h1>{`In the call: ${title}`}</h1>
      <p>{`as ${credentials.displayName}`}</p>
      <button type="button" onClick={() => { onEnded({ code: 0, subCode: 5854 }); }}>
        deny
      </button>
      <button type="button" onClick={() => { onEnded({ code: 0, subCode: 4097 }); }}>
        end for all
      </button>
    </main>
  ),
}));

type Calls = { command: string; payload: Record<string, unknown> }[];

const LINK = "https://teams.microsoft.com/meet/123";

const VIEW: JoinView = {
  joinId: "join-1",
  verdict: "embed",
  kind: "meeting",
  cloud: "global",
  needs: null,
  reason: "ok",
  message: "This meeting can be joined here.",
  surface: "window",
  companion: null,
  blockers: [],
  identities: [],
  service: null,
  event: {
    title: "Autumn Product Briefing",
    start: "2026-12-03T13:00:00Z",
    end: "2026-12-03T14:30:00Z",
    zone: "Europe/Berlin",
    organizer: "Contoso Events",
    standing: "early",
    organizerMessage: null,
    movedFrom: null,
    dialIn: null,
    forbidden: null,
  },
  displayName: "Ana Reyes",
  offers: [
    { what: "av", available: true, reason: null },
    { what: "polls", available: false, reason: "Only in Teams" },
  ],
  checks: [],
  simulated: true,
  canOpenTeams: true,
  termsNeeded: false,
};

const REFUSED: CommandError = { code: "notFound", message: "This ticket is not on this machine’s lists.", retryAfter: null, field: null };

const EXPLAINED: LinkView = {
  verdict: "embed",
  kind: "meeting",
  cloud: "global",
  needs: null,
  reason: "ok",
  message: "This is a Teams meeting.",
  further: [],
  here: true,
  host: "teams.microsoft.com",
  wrappers: [],
  secrets: [],
};

interface Core {
  view: Partial<JoinView>;
  /** What start_join throws instead of answering. */
  startError?: CommandError;
  prepareError?: CommandError | undefined;
  explained?: Partial<LinkView>;
  /** Holds answers back. */
  until?: (input: unknown) => Promise<void>;
}

let calls: Calls = [];
/** What the core would hand over next. */
let waiting: ArrivedLink | null = null;

function mockCore(core: Core): void {
  let prepared = 0;
  mockIPC(
    async (command, payload) => {
      const fields: Record<string, unknown> = Object.fromEntries(Object.entries(payload ?? {}));
      calls.push({ command, payload: fields });
      if (command === "plugin:joining|prepare_join") {
        // The bridge hands over a plain object, not an Error.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        if (core.prepareError !== undefined) return Promise.reject(core.prepareError);
        prepared += 1;
        await core.until?.(fields["input"]);
        return { ...VIEW, joinId: `join-${String(prepared)}`, ...core.view };
      }
      if (command === "plugin:joining|start_join") {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        if (core.startError !== undefined) return Promise.reject(core.startError);
        return {
          userId: "8:acs:guest",
          displayName: fields["displayName"],
          endpoint: "https://sandbox.invalid",
          token: "simulated",
          expiresOn: "2026-12-03T15:00:00Z",
          locator: { meetingLink: LINK },
          simulated: true,
        };
      }
      if (command === "plugin:joining|take_pending_link") {
        const taken = waiting;
        waiting = null;
        return taken;
      }
      if (command === "plugin:joining|explain_link") return { ...EXPLAINED, ...core.explained };
      if (command === "plugin:joining|check_network") return { about: "network", status: "skipped", message: "Not tried." };
      if (command === "plugin:joining|teams_ways") return { ways: ["browser"], chosen: "browser" };
      if (command === "plugin:joining|open_in_teams") return { way: "browser", link: LINK };
      return null;
    },
    { shouldMockEvents: true },
  );
}

function show(core: Core = { view: {} }, pendingLink: string | null = LINK, decision: Promise<JoinView> | null = null): ReturnType<typeof userEvent.setup> {
  mockCore(core);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <FluentProvider>
        <JoinPage pendingLink={pendingLink} decision={decision} />
      </FluentProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

async function arrive(link: string, passedOver = 0): Promise<void> {
  waiting = { link, passedOver };
  await emit("join-link");
}

function sent(command: string): Record<string, unknown>[] {
  return calls.filter((call) => call.command === `plugin:joining|${command}`).map((call) => call.payload);
}

beforeEach(() => {
  calls = [];
  waiting = null;
  localStorage.clear();
  // jsdom has no modal dialogs; open is all that matters here.
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});

afterEach(async () => {
  cleanup();
  // The page stops listening a moment after it went, and must still find the bridge then.
  await new Promise((resolve) => setTimeout(resolve, 0));
});

describe("a ticket of a trusted service", () => {
  const service = { origin: "https://events.contoso.example:8443", host: "events.contoso.example:8443", confirmed: false };

  it("goes there only after a yes to its name, which also holds for joining again", async () => {
    const core: Core = { view: { service, surface: null, event: null } };
    const user = show(core);
    expect(await screen.findByText(service.host), "the name is what the person decides by").toBeVisible();
    expect(screen.queryByRole("button", { name: "Join now" }), "nobody joins before the yes").toBeNull();
    expect(sent("prepare_join").map(({ confirmedService }) => confirmedService)).toEqual([null]);
    core.view = { service: { ...service, confirmed: true } };
    await user.click(screen.getByRole("button", { name: "Yes, get my ticket" }));
    await user.click(await screen.findByRole("button", { name: "Join now" }));
    await user.click(await screen.findByRole("button", { name: "deny" }));
    await user.click(await screen.findByRole("button", { name: /Try again|Rejoin|Ask again/ }));
    await screen.findByText(/In the call/);
    expect(sent("prepare_join").map(({ confirmedService }) => confirmedService)).toEqual([null, service.origin, service.origin]);
  });

  it("leaves the way into Teams open, and says what went wrong in the service's name", async () => {
    const user = show({ view: { service, surface: null } });
    await user.click(await screen.findByRole("button", { name: "Open in Teams" }));
    expect(sent("open_in_teams")).toEqual([{ joinId: "join-1", way: null }]);
    cleanup();
    const failed = { code: "service", message: "events.contoso.example did not answer in time." };
    const again = show({ view: { service: { ...service, confirmed: true }, surface: null, blockers: [failed] } });
    expect(await screen.findByText(failed.message)).toBeVisible();
    await again.click(screen.getByRole("button", { name: "Open in Teams" }));
    await again.click(await screen.findByRole("button", { name: "Back" }));
    await again.click(await screen.findByRole("button", { name: "Try again" }));
    expect(sent("open_in_teams"), "whatever fails, Teams is one click away").toHaveLength(2);
    expect(sent("prepare_join").length).toBeGreaterThan(2);
    cleanup();
    const message = "events.contoso.example answered with a web page instead of your ticket.";
    show({ view: {}, prepareError: { code: "remote", message, retryAfter: null, field: null } });
    expect(await screen.findByText(message)).toBeVisible();
    expect(screen.queryByText(/Microsoft/), "it is not Microsoft’s answer").toBeNull();
  });
});

describe("before the call", () => {
  it("asks for a link, says what is missing, and hands over what was pasted with what the webview can do", async () => {
    const user = show({ view: {} }, null);
    await user.click(await screen.findByRole("button", { name: "Continue" }));
    expect(screen.getByText("Paste a link or type a code first.")).toBeInTheDocument();
    expect(sent("prepare_join"), "an empty field is no link").toEqual([]);
    await user.type(screen.getByLabelText("Link or ticket code"), `  ${LINK} {Enter}`);
    await screen.findByRole("heading", { name: "Autumn Product Briefing" });
    expect(sent("prepare_join")).toEqual([
      { input: LINK, passcode: null, confirmedService: null, separate: false, abilities: { secureContext: false, rtc: false, getUserMedia: false } },
    ]);
  });

  it("says whose event it is, when in both zones, and what will not work with the reason", async () => {
    show();
    await screen.findByRole("heading", { name: "Autumn Product Briefing" });
    expect(screen.getByText(/14:00–15:30 Berlin/)).toHaveTextContent(/08:00.your.time/);
    expect(screen.getByText("Video and audio")).toBeInTheDocument();
    expect(screen.getByText("Only in Teams")).toBeInTheDocument();
    expect(screen.getByLabelText("Your name in the meeting"), "the ticket knows the name").toHaveValue("Ana Reyes");
  });

  it("joins by Enter, with the name typed, and remembers it", async () => {
    const user = show({ view: { displayName: null } });
    const name = await screen.findByLabelText("Your name in the meeting");
    await user.type(name, "{Enter}");
    expect(screen.getByText("The host needs to see who is asking.")).toBeInTheDocument();
    await user.type(name, "Noa Levi{Enter}");
    await screen.findByRole("heading", { name: "In the call: Autumn Product Briefing" });
    expect(sent("start_join")).toEqual([{ joinId: "join-1", displayName: "Noa Levi", joinsAs: "guest" }]);
    cleanup();
    show({ view: { displayName: null } });
    expect(await screen.findByLabelText("Your name in the meeting")).toHaveValue("Noa Levi");
  });

  it("decides once more when a passcode was typed", async () => {
    const user = show({ view: { needs: "passcode" } });
    await user.type(await screen.findByLabelText("Passcode"), "aB3!");
    await user.click(screen.getByRole("button", { name: "Join now" }));
    await screen.findByRole("heading", { name: /In the call/ });
    expect(sent("prepare_join").map(({ passcode }) => passcode)).toEqual([null, "aB3!"]);
    expect(sent("start_join")[0]?.["joinId"], "the decision with the passcode is the one that counts").toBe("join-2");
  });

  it("takes Microsoft’s terms before the first call and not without", async () => {
    const user = show({ view: { termsNeeded: true } });
    await user.click(await screen.findByRole("button", { name: "Join now" }));
    expect(sent("start_join"), "nobody accepts by pressing Join").toEqual([]);
    expect(screen.getByText(/accept the terms to join here/)).toBeInTheDocument();
    await user.click(screen.getByRole("checkbox", { name: /Microsoft’s terms/ }));
    await user.click(screen.getByRole("button", { name: "Join now" }));
    await screen.findByRole("heading", { name: /In the call/ });
    const order = calls.map(({ command }) => command);
    expect(order.indexOf("plugin:session|accept_terms")).toBeGreaterThan(-1);
    expect(order.indexOf("plugin:session|accept_terms")).toBeLessThan(order.indexOf("plugin:joining|start_join"));
  });

  it("offers Teams, and only Teams, where the webview cannot call", async () => {
    const message = "This system’s webview can’t make calls.";
    const user = show({ view: { surface: null, blockers: [{ code: "no-webrtc", message }] } });
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Join now" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Open in Teams" }));
    expect(sent("open_in_teams")).toEqual([{ joinId: "join-1", way: null }]);
  });

  it("keeps name and page when the pass is refused, and says why", async () => {
    const startError: CommandError = { code: "throttled", message: "Too many guests at once.", retryAfter: 12, field: null };
    const user = show({ view: {}, startError });
    const name = await screen.findByLabelText("Your name in the meeting");
    await user.clear(name);
    await user.type(name, "Noa Levi{Enter}");
    expect(await screen.findByText("Too many guests at once. Try again in 12 s.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Teams instead" }), "Teams stays one click away").toBeInTheDocument();
  });
});

describe("links that are not joined here", () => {
  it("explains a refused link and opens nothing", async () => {
    const message = "This link leads to teams.micros0ft.example.";
    const user = show({ view: { verdict: "refuse", surface: null, event: null, canOpenTeams: false, message } });
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Open in/ })).not.toBeInTheDocument();
    await user.keyboard("{Escape}");
    expect(await screen.findByLabelText("Link or ticket code")).toBeInTheDocument();
  });

  it("shows Microsoft’s own terms where they are to be accepted, not words about them", async () => {
    const user = show({ view: { termsNeeded: true } });
    await user.click(await screen.findByRole("button", { name: "Read the terms and notices" }));
    expect(screen.getByTitle("Microsoft’s terms")).toHaveAttribute("src", "/terms.html");
    await user.click(screen.getByRole("button", { name: "All notices" }));
    expect(screen.getByTitle("All notices")).toHaveAttribute("src", "/notices.html");
  });

  it("hands a meeting that only Teams can join over to Teams", async () => {
    const user = show({ view: { verdict: "teams", surface: null, event: null, message: "A personal meeting." } });
    await user.click(await screen.findByRole("button", { name: "Open in Teams" }));
    expect(await screen.findByRole("heading", { name: /browser was asked to open this meeting/ })).toBeInTheDocument();
  });

  it.each([
    ["notFound", "Use another link"],
    ["invalid", "Use another link"],
    ["offline", "Try again"],
  ] as const)("offers first what can help after %s: %s", async (code, first) => {
    show({ view: {}, prepareError: { ...REFUSED, code } });
    expect(await screen.findByText(REFUSED.message)).toBeInTheDocument();
    const ways = screen.getAllByRole("button", { name: /^(Try again|Use another link)$/ });
    expect(ways.map((way) => way.textContent), "a damaged link stays damaged, however often it is tried").toHaveLength(2);
    expect(ways[0]).toHaveTextContent(first);
  });

  it("tries again when asked", async () => {
    const core: Core = { view: {}, prepareError: { ...REFUSED, code: "offline" } };
    const user = show(core);
    expect(await screen.findByText(REFUSED.message)).toBeInTheDocument();
    core.prepareError = undefined;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "Autumn Product Briefing" })).toBeInTheDocument();
  });
});

describe("in the call and after it", () => {
  async function inCall(): Promise<ReturnType<typeof userEvent.setup>> {
    const user = show();
    await user.click(await screen.findByRole("button", { name: "Join now" }));
    await screen.findByRole("heading", { name: /In the call/ });
    return user;
  }

  it("says what really happened, leaves, and rejoins with a fresh pass", async () => {
    const user = await inCall();
    await user.click(screen.getByRole("button", { name: "deny" }));
    expect(await screen.findByRole("heading", { name: "The host didn’t let you in" })).toHaveFocus();
    expect(sent("leave_join")).toEqual([{ joinId: "join-1" }]);
    await user.click(screen.getByRole("button", { name: "Rejoin" }));
    await screen.findByRole("heading", { name: /In the call/ });
    expect(sent("start_join").map(({ joinId }) => joinId), "the old pass went with the call").toEqual(["join-1", "join-2"]);
  });

  it("offers no way back into a meeting that is over", async () => {
    const user = await inCall();
    await user.click(screen.getByRole("button", { name: "end for all" }));
    await screen.findByRole("heading", { name: "The host ended the meeting" });
    expect(screen.queryByRole("button", { name: "Rejoin" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Teams instead" })).not.toBeInTheDocument();
  });

  it("asks before another link ends the call", async () => {
    const user = await inCall();
    await arrive("https://teams.microsoft.com/meet/456");
    await screen.findByRole("dialog", { name: "Leave this call for another?" });
    await user.click(screen.getByRole("button", { name: "Stay in this call" }));
    expect(screen.getByRole("heading", { name: /In the call/ })).toBeInTheDocument();
    expect(sent("prepare_join")).toHaveLength(1);
    await arrive("https://teams.microsoft.com/meet/789");
    await user.click(await screen.findByRole("button", { name: "Leave and open the link" }));
    await screen.findByRole("button", { name: "Join now" });
    expect(sent("leave_join")).toEqual([{ joinId: "join-1" }]);
    expect(sent("prepare_join").at(-1)?.["input"]).toBe("https://teams.microsoft.com/meet/789");
  });
});

describe("links that arrive", () => {
  it("during a call are told by their number, and one that leads nowhere cannot end it", async () => {
    const core: Core = { view: {} };
    const user = show(core);
    await user.click(await screen.findByRole("button", { name: "Join now" }));
    await screen.findByRole("heading", { name: /In the call/ });
    await arrive("https://teams.microsoft.com/meet/456", 1);
    await screen.findByText(/^Another link was opened just before/);
    await arrive("https://teams.microsoft.com/meet/457");
    await screen.findByText(/^2 other links were opened just before/);
    await user.click(screen.getByRole("button", { name: "Leave and open the link" }));
    await screen.findByRole("button", { name: "Join now" });
    expect(sent("prepare_join").at(-1)?.["input"], "the newest").toBe("https://teams.microsoft.com/meet/457");
    expect(screen.getByText(/^2 other links/), "whoever left for it may look for another").toBeVisible();

    await user.click(screen.getByRole("button", { name: "Join now" }));
    await screen.findByRole("heading", { name: /In the call/ });
    core.explained = { verdict: "refuse", message: "This is not a complete link.", here: false };
    await arrive("lectern://join?more=1");
    await screen.findByText("This is not a complete link. Your call goes on.");
    expect(screen.queryByRole("button", { name: "Leave and open the link" }), "a call is not given up for nothing").toBeNull();
    await user.click(screen.getByRole("button", { name: "Stay in this call" }));
    expect(screen.getByRole("heading", { name: /In the call/ })).toBeInTheDocument();
  });

  it("are counted where nobody touched the one before, and not where somebody did", async () => {
    const user = show();
    await screen.findByRole("button", { name: "Join now" });
    await arrive("https://teams.microsoft.com/meet/456", 2);
    await screen.findByText(/^3 other links were opened just before/);
    await user.click(screen.getByRole("heading", { name: "Autumn Product Briefing" }));
    await arrive("https://teams.microsoft.com/meet/457");
    await screen.findByRole("button", { name: "Join now" });
    expect(screen.queryByRole("complementary", { name: "Other links" }), "she saw the one before and went on").toBeNull();
  });

  it("are asked about once, where that was done before there was a page", async () => {
    const user = show({ view: {} }, LINK, Promise.resolve({ ...VIEW, joinId: "join-early" }));
    await user.click(await screen.findByRole("button", { name: "Join now" }));
    await screen.findByText(/In the call/);
    expect(sent("prepare_join"), "each one asked about makes a join").toEqual([]);
    expect(sent("start_join")[0]?.["joinId"]).toBe("join-early");
  });

  it("are told as undecidable, where the early answer is no, and can be tried again", async () => {
    const user = show({ view: {} }, LINK, Promise.reject(new CoreError(REFUSED)));
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    await screen.findByRole("button", { name: "Join now" });
    expect(sent("prepare_join")).toHaveLength(1);
  });

  it("are taken though they came before the page could hear of them", async () => {
    waiting = { link: "https://teams.microsoft.com/meet/456", passedOver: 0 };
    show({ view: {} }, null);
    await screen.findByRole("button", { name: "Join now" });
    expect(sent("prepare_join").at(-1)?.["input"], "a link of a slow start is lost otherwise").toBe("https://teams.microsoft.com/meet/456");
  });

  it("replace each other before the call, and a late answer for the old one changes nothing", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const core: Core = { view: {}, until: (input) => (input === LINK ? held : Promise.resolve()) };
    show(core);
    await screen.findByRole("heading", { name: "Reading the link…" });
    core.view = { event: null };
    await arrive("https://teams.microsoft.com/meet/456");
    await screen.findByRole("heading", { name: "Teams meeting" });
    core.view = {};
    release();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(screen.getByRole("heading", { name: "Teams meeting" }), "the newer link is the one that counts").toBeInTheDocument();
  });
});
