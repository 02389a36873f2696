import { FluentProvider } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { mockIPC } from "@tauri-apps/api/mocks";
import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JoinCheck, JoinCredentials, JoinEvent, JoinView, TeamsWays } from "../../bindings/core";
import type * as Abilities from "./abilities";
import type { DeviceChoices } from "./choices";
import { JoinPage } from "./JoinPage";

const environment = vi.hoisted(() => ({ asked: 0, supported: true }));

vi.mock("./stage/Stage", () => ({
  default: ({ choices, credentials }: { choices: DeviceChoices; credentials: JoinCredentials }) => (
    <main>
      <h1>{`In the call as ${credentials.displayName}`}</h1>
      <p>{JSON.stringify(choices)}</p>
    </main>
  ),
}));

// These tests change what the webview can do from one to the next, as no webview does within one start.
vi.mock("./abilities", async (original) => {
  const real = await original<typeof Abilities>();
  return { ...real, probeAbilities: real.lookAtAbilities };
});

// 7 MB that a page before the call asks one question; what is tested is when it is asked.
vi.mock("@azure/communication-calling", () => ({
  Features: { DebugInfo: "debug" },
  CallClient: class {
    feature = () => ({
      getEnvironmentInfo: () => {
        environment.asked += 1;
        return Promise.resolve({ environment: { platform: "linux", browser: "WebKit", browserVersion: "60.5" }, isSupportedEnvironment: environment.supported });
      },
    });
  },
}));

const LINK = "https://teams.microsoft.com/meet/123?p=abc";
const EVENT: JoinEvent = {
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
};
const FINE: JoinCheck[] = [
  { about: "link", status: "ok", message: "A Teams meeting." },
  { about: "token", status: "ok", message: "A pass can be made." },
  { about: "event", status: "ok", message: "It has not begun yet." },
];
const VIEW: JoinView = {
  joinId: "join-1",
  identities: [],
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
  event: EVENT,
  displayName: null,
  offers: [],
  checks: FINE,
  simulated: true,
  canOpenTeams: true,
  termsNeeded: false,
};

interface Core {
  view?: Partial<JoinView>;
  network?: JoinCheck | Promise<JoinCheck>;
  ways?: TeamsWays;
}

let sent: { command: string; payload: Record<string, unknown> }[] = [];

function show({ view = {}, network = { about: "network", status: "ok", message: "It answers." }, ways = { ways: ["browser"], chosen: "browser" } }: Core = {}): void {
  mockIPC(
    (command, payload) => {
      const fields: Record<string, unknown> = Object.fromEntries(Object.entries(payload ?? {}));
      sent.push({ command: command.replace("plugin:joining|", ""), payload: fields });
      if (command === "plugin:joining|prepare_join") return { ...VIEW, ...view };
      if (command === "plugin:joining|check_network") return network;
      if (command === "plugin:joining|teams_ways") return ways;
      if (command === "plugin:joining|open_in_teams") return { way: fields["way"] ?? ways.chosen, link: LINK };
      if (command === "plugin:joining|add_to_calendar") return { path: "/home/ana/Downloads/Event.ics", opened: false };
      if (command === "plugin:joining|start_join") {
        return { userId: "8:acs:g", displayName: fields["displayName"], endpoint: "https://sandbox.invalid", token: "t", expiresOn: EVENT.end, locator: { meetingLink: LINK }, simulated: true };
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
}

const calls = (command: string): Record<string, unknown>[] => sent.filter((one) => one.command === command).map(({ payload }) => payload);
const works = (): HTMLDetailsElement => screen.getByText("What works here").closest("details")!;

/** A machine that can call, with these devices. */
function machine(devices: Partial<MediaDeviceInfo>[]): void {
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCPeerConnection", vi.fn());
  // The page is idle as soon as it is there.
  vi.stubGlobal("requestIdleCallback", (idle: () => void) => setTimeout(idle, 0));
  vi.stubGlobal("cancelIdleCallback", clearTimeout);
  const mediaDevices = {
    enumerateDevices: () => Promise.resolve(devices),
    getUserMedia: () => Promise.reject(new DOMException("", "NotFoundError")),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  Object.defineProperty(navigator, "mediaDevices", { value: mediaDevices, configurable: true });
}

beforeEach(() => {
  sent = [];
  environment.asked = 0;
  environment.supported = true;
});

afterEach(async () => {
  cleanup();
  await new Promise((resolve) => setTimeout(resolve, 0));
  vi.unstubAllGlobals();
  vi.useRealTimers();
  Reflect.deleteProperty(navigator, "mediaDevices");
});

describe("what works here", () => {
  it("is folded where all is well, and open with the problems first where something is not", async () => {
    show();
    await screen.findByText("All fine");
    expect(works().open, "good news asks for no attention").toBe(false);
    cleanup();
    const checks: JoinCheck[] = [...FINE, { about: "machine", status: "failed", message: "No WebRTC." }, { about: "cloud", status: "warning", message: "Odd." }];
    show({ view: { surface: null, checks, blockers: [{ code: "no-webrtc", message: "No WebRTC." }] } });
    await screen.findByText("1 won’t work");
    expect(works().open).toBe(true);
    const rows = within(works()).getAllByRole("listitem").map((row) => row.textContent);
    expect(rows[0], "with its word beside its colour").toContain("Won’t work");
    expect(rows[0]).toContain("No WebRTC.");
    expect(rows[1]).toContain("Look here");
    expect(screen.getAllByText("No WebRTC."), "said once, not twice").toHaveLength(1);
  });

  it("waits for no network: Join is there before the answer, and what it says comes after", async () => {
    let answer: (check: JoinCheck) => void = () => undefined;
    show({ network: new Promise((resolve) => { answer = resolve; }) });
    expect(await screen.findByRole("button", { name: "Join now" })).toBeEnabled();
    expect(screen.getByText("Trying Microsoft’s calling service…")).toBeInTheDocument();
    await act(async () => {
      answer({ about: "network", status: "failed", message: "A firewall keeps calls out." });
      await Promise.resolve();
    });
    expect(await screen.findByText("A firewall keeps calls out.")).toBeInTheDocument();
    expect(works().open).toBe(true);
  });

  it("asks the SDK what it thinks only where there is a call to make and Microsoft’s terms are accepted", async () => {
    machine([{ kind: "audioinput", label: "Mic", deviceId: "m" }]);
    environment.supported = false;
    show({ view: { simulated: false } });
    expect(await screen.findByText(/doesn’t list it for calls \(WebKit 60.5\)/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Join now" }), "a warning, no more").toBeEnabled();
    expect(environment.asked).toBe(1);
    for (const view of [{ simulated: true }, { simulated: false, termsNeeded: true }, { simulated: false, surface: null }]) {
      cleanup();
      show({ view });
      await screen.findByText("What works here");
      await screen.findByText("It answers.");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(environment.asked, "to answer, the SDK asks Microsoft").toBe(1);
  });

  it("counts the devices", async () => {
    machine([{ kind: "audioinput", label: "", deviceId: "" }, { kind: "audioinput", label: "", deviceId: "" }]);
    show({ view: { simulated: false } });
    expect(await screen.findByText("2 microphones, no camera.")).toBeInTheDocument();
  });
});

describe("a machine without microphone and camera", () => {
  it("says so, offers listening, and asks for no device", async () => {
    machine([]);
    show({ view: { simulated: false, displayName: "Ana Reyes" } });
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Join and listen" }));
    const told = await screen.findByText(/"listenOnly":true/);
    expect(told).toHaveTextContent('"microphoneOn":false,"cameraOn":false');
    expect(screen.queryByRole("meter")).not.toBeInTheDocument();
  });
});

describe("the event", () => {
  it("is waited for: the page says aloud when it starts", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: Date.parse(EVENT.start) - 720_000 });
    show();
    await screen.findByText(/starts in 12 minutes/);
    expect(screen.getByText(/You can wait here/)).toHaveAttribute("role", "status");
    act(() => {
      vi.advanceTimersByTime(725_000);
    });
    expect(screen.getByText("It has started. You can join now.")).toHaveAttribute("role", "status");
    expect(screen.getByText("It is on now."), "the list goes with the time").toBeInTheDocument();
  });

  it("tells where it was, where it was moved", async () => {
    show({ view: { event: { ...EVENT, movedFrom: { start: "2026-12-02T08:00:00Z", end: "2026-12-02T09:00:00Z", zone: "Europe/Berlin" } } } });
    const note = await screen.findByText(/It was planned for/);
    expect(note).toHaveTextContent(/Wednesday 2 December, 09:00–10:00 Berlin/);
    expect(screen.getByText(/14:00–15:30 Berlin/)).toBeInTheDocument();
  });

  it("tells why it was moved, in the organizer’s words and as text", async () => {
    const organizerMessage = "The hall is flooded <img src=x>.";
    show({ view: { event: { ...EVENT, organizerMessage, movedFrom: { start: "2026-12-02T08:00:00Z", end: "2026-12-02T09:00:00Z", zone: "Europe/Berlin" } } } });
    const quote = (await screen.findByText(organizerMessage, { exact: false })).closest("blockquote");
    expect(quote).toHaveTextContent(EVENT.organizer);
    expect(quote).toHaveAttribute("dir", "auto");
  });

  it("is told to be cancelled in the organizer’s words, as text, with no way into an empty room", async () => {
    const organizerMessage = "The hall is flooded <img src=x>.";
    show({ view: { verdict: "refuse", surface: null, canOpenTeams: false, event: { ...EVENT, standing: "cancelled", organizerMessage } } });
    expect(await screen.findByRole("heading", { name: "This event was cancelled" })).toBeInTheDocument();
    expect(screen.getByText(organizerMessage, { exact: false })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Join|Teams/ })).not.toBeInTheDocument();
  });

  it("can be taken along: into the calendar, and by telephone", async () => {
    const dialIn = { conferenceId: "234567890", tollNumbers: ["+1 323-555-0166"], tollFreeNumbers: ["+1 323-555-0166", "+1 800-555-0199"], moreNumbersUrl: null };
    show({ view: { event: { ...EVENT, dialIn } } });
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Add to my calendar" }));
    expect(await screen.findByText(/Saved as \/home\/ana\/Downloads\/Event.ics. Open it with your calendar./)).toBeInTheDocument();
    expect(calls("add_to_calendar")).toEqual([{ joinId: "join-1" }]);
    await user.click(screen.getByText("Join by telephone"));
    expect(screen.getAllByText("+1 323-555-0166"), "a number that is both is listed once").toHaveLength(1);
    expect(screen.getByText("234567890#")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Copy +1 800-555-0199" }));
    expect(await navigator.clipboard.readText()).toBe("+1 800-555-0199");
  });
});

describe("over to Teams", () => {
  const BOTH: TeamsWays = { ways: ["app", "browser", "web"], chosen: "app" };

  it("has one button where there is one way", async () => {
    show();
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Teams instead" }));
    expect(await screen.findByRole("heading", { name: "Your browser was asked to open this meeting" })).toHaveFocus();
    expect(screen.queryByRole("button", { name: "Choose how Teams opens" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Copy link" }));
    expect(await navigator.clipboard.readText()).toBe(LINK);
  });

  it("lets one choose where there are more, says what happened, and brings one back with what was typed", async () => {
    show({ ways: BOTH });
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Your name in the meeting"), "Noa Levi");
    await user.click(await screen.findByRole("button", { name: "Choose how Teams opens" }));
    expect(await screen.findByRole("menuitemradio", { name: "In the Teams app" }), "as last time").toBeChecked();
    await user.click(screen.getByRole("menuitemradio", { name: "In the Teams app" }));
    await screen.findByRole("heading", { name: "Teams was asked to open this meeting" });
    await user.click(screen.getByRole("button", { name: "Open in the browser" }));
    await screen.findByRole("heading", { name: "Your browser was asked to open this meeting" });
    expect(calls("open_in_teams"), "the core is told the way, never an address").toEqual([
      { joinId: "join-1", way: "app" },
      { joinId: "join-1", way: "browser" },
    ]);
    await user.click(screen.getByRole("button", { name: "Join here instead" }));
    expect(await screen.findByLabelText("Your name in the meeting")).toHaveValue("Noa Levi");
    expect(calls("prepare_join"), "nothing is decided anew").toHaveLength(1);
  });

  it("goes past the browser's own question, and back to it where that shows something else", async () => {
    show({ ways: BOTH });
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Choose how Teams opens" }));
    await user.click(await screen.findByRole("menuitemradio", { name: "In Teams on the web" }));
    expect(await screen.findByRole("heading", { name: "Your browser was asked to open Teams on the web" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Let the browser ask" }));
    await screen.findByRole("heading", { name: "Your browser was asked to open this meeting" });
    expect(calls("open_in_teams")).toEqual([
      { joinId: "join-1", way: "web" },
      { joinId: "join-1", way: "browser" },
    ]);
  });

  it("takes the way of last time when the button itself is pressed", async () => {
    show({ ways: BOTH });
    const user = userEvent.setup();
    await screen.findByRole("button", { name: "Choose how Teams opens" });
    await user.click(screen.getByRole("button", { name: "Teams instead" }));
    await screen.findByRole("heading", { name: "Teams was asked to open this meeting" });
    expect(calls("open_in_teams")).toEqual([{ joinId: "join-1", way: null }]);
  });
});

describe("a host", () => {
  it("is told plainly what only Teams can do", async () => {
    show();
    const user = userEvent.setup();
    await user.click(await screen.findByText("Hosting or presenting? Open it in Teams."));
    expect(screen.getByText("Let people in from the lobby")).toBeVisible();
  });
});
