import type { CallWithChatAdapterState } from "@azure/communication-react";
import { act, cleanup } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from "vitest";
import { show } from "../../../../test/render";
import type { JoinCredentials } from "../../../bindings/core";
import type { CallEnd } from "../call-end";
import Stage from "./Stage";

interface Given {
  locator: unknown;
  userId: unknown;
  displayName?: string;
  credential: { getToken: () => Promise<{ token: string }> };
}

const library = vi.hoisted(() => {
  const made = (): Mock<(given: Given) => Promise<unknown>> => vi.fn<(given: Given) => Promise<unknown>>();
  return { create: made(), createCall: made(), createTeams: made() };
});

// The library is 9 MB; what is tested is what becomes of whatever it does.
vi.mock("@azure/communication-react", () => ({
  CallComposite: () => "a call alone",
  CallWithChatComposite: () => "a call with its chat",
  COMPOSITE_LOCALE_EN_US: { strings: { call: {} } },
  createAzureCommunicationCallAdapter: library.createCall,
  createAzureCommunicationCallWithChatAdapter: library.create,
  createTeamsCallAdapter: library.createTeams,
  darkTheme: {},
  lightTheme: {},
}));

function token(exp: number): string {
  return `e30.${btoa(JSON.stringify({ exp }))}.x`;
}

const CREDENTIALS: JoinCredentials = {
  userId: "8:acs:1",
  displayName: "Ana",
  endpoint: "https://contoso.communication.azure.com",
  token: token(4_000_000_000),
  expiresOn: "2100-01-01T00:00:00Z",
  locator: { meetingLink: "https://teams.microsoft.com/meet/1?p=a" },
  simulated: false,
  as: "guest",
  callOnly: false,
};

/** As much of an adapter as a join needs: it says where it stands, and nothing comes by itself. */
class Adapter {
  readonly dispose = vi.fn();
  readonly joinCall = vi.fn();
  #listeners = new Set<(state: CallWithChatAdapterState) => void>();
  #state = { page: "configuration", latestCallErrors: {} } as unknown as CallWithChatAdapterState;
  on = vi.fn();
  off = vi.fn();
  onStateChange = (listener: (state: CallWithChatAdapterState) => void): void => {
    this.#listeners.add(listener);
  };
  offStateChange = (listener: (state: CallWithChatAdapterState) => void): void => {
    this.#listeners.delete(listener);
  };
  getState = (): CallWithChatAdapterState => this.#state;

  stands(state: string): void {
    this.#tell({ page: "lobby", latestCallErrors: {}, call: { state } });
  }

  /** Each of the two adapters has its errors under a name of its own. */
  fails(name: "latestCallErrors" | "latestErrors", error: { code: number; subCode: number }): void {
    this.#tell({ page: "configuration", [name]: { "CallAgent.join": { innerError: Object.assign(new Error("no"), error) } } });
  }

  #tell(state: object): void {
    this.#state = state as CallWithChatAdapterState;
    for (const listener of [...this.#listeners]) listener(this.#state);
  }
}

function join(given: Partial<JoinCredentials> = {}, refreshToken = (): Promise<string> => Promise.resolve(CREDENTIALS.token)): CallEnd[] {
  const ends: CallEnd[] = [];
  const choices = { microphoneOn: false, cameraOn: false, camera: null, microphone: null, speaker: null, listenOnly: true };
  show(
    <Stage
      title="Autumn"
      credentials={{ ...CREDENTIALS, ...given }}
      choices={choices}
      refreshToken={refreshToken}
      onEnded={(end) => {
        ends.push(end);
      }}
    />,
  );
  return ends;
}

const wait = (milliseconds: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
  });

describe("the call’s stage", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    for (const create of Object.values(library)) create.mockReset();
    vi.spyOn(console, "error").mockReturnValue(undefined);
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("tells how the library refused, by its codes", async () => {
    library.create.mockRejectedValue(Object.assign(new Error("no"), { code: 500, subCode: 40_216 }));
    const ends = join();
    await wait(10);
    expect(ends, "a failed creation that nobody catches is a page that waits for ever").toEqual([{ code: 500, subCode: 40_216 }]);
  });

  it("waits for the library no longer than its limit, and lets go of what comes too late", async () => {
    const adapter = new Adapter();
    let create: (made: unknown) => void = () => undefined;
    library.create.mockReturnValue(new Promise((made) => { create = made; }));
    const ends = join();
    await wait(39_000);
    expect(ends).toEqual([]);
    await wait(2_000);
    expect(ends, "told once").toEqual([{ code: 408, subCode: null }]);
    cleanup();
    create(adapter);
    await wait(10);
    expect(adapter.joinCall, "nobody is brought into a call that was given up").not.toHaveBeenCalled();
    expect(adapter.dispose).toHaveBeenCalledOnce();
  });

  it("ends a join that nobody answers, and leaves one alone that waits in the lobby", async () => {
    for (const [states, expected] of [[["Connecting"], [{ code: 408, subCode: null }]], [["Connecting", "InLobby"], []]] as const) {
      const adapter = new Adapter();
      library.create.mockResolvedValue(adapter);
      const ends = join();
      await wait(10);
      expect(adapter.joinCall).toHaveBeenCalledOnce();
      act(() => {
        states.forEach((state) => {
          adapter.stands(state);
        });
      });
      await wait(55_000);
      expect(ends, states.join(", ")).toEqual(expected);
      cleanup();
    }
  });

  it("names the meeting by its link or by its number, as the core gave it", async () => {
    library.create.mockReturnValue(new Promise(() => undefined));
    const locators = [
      [{ meetingLink: "https://teams.microsoft.com/meet/1?p=a" }, { meetingLink: "https://teams.microsoft.com/meet/1?p=a" }],
      [{ meetingId: "234", passcode: "abc" }, { meetingId: "234", passcode: "abc" }],
      [{ meetingId: "234", passcode: null }, { meetingId: "234" }],
    ] as const;
    for (const [given, wanted] of locators) {
      join({ locator: given });
      await wait(1);
      expect(library.create.mock.lastCall?.[0].locator).toEqual(wanted);
      cleanup();
    }
  });

  it("makes the adapter that fits who joins: with chat for guests, for calls alone where the pass opens no chat", async () => {
    const teams = { userId: "8:orgid:5b0c1c1e-0000-4000-8000-000000000009", as: "teams", callOnly: true, displayName: "" } as const;
    const entra = { userId: "8:acs:1_wf_2_3", as: "entra", callOnly: true } as const;
    const cases = [
      [{}, library.create, { communicationUserId: "8:acs:1" }, "Ana", "a call with its chat"],
      [teams, library.createTeams, { microsoftTeamsUserId: "5b0c1c1e-0000-4000-8000-000000000009" }, undefined, "a call alone"],
      [entra, library.createCall, { communicationUserId: "8:acs:1_wf_2_3" }, "Ana", "a call alone"],
    ] as const;
    for (const [given, create, userId, displayName, shown] of cases) {
      const adapter = new Adapter();
      for (const one of Object.values(library)) one.mockReset().mockResolvedValue(adapter);
      join(given);
      await wait(10);
      expect(Object.values(library).filter((one) => one.mock.calls.length > 0), shown).toEqual([create]);
      expect(create.mock.lastCall?.[0].userId).toMatchObject(userId);
      expect(create.mock.lastCall?.[0].displayName, "a Teams user’s name is Teams’ to say").toBe(displayName);
      expect(adapter.joinCall).toHaveBeenCalledOnce();
      act(() => { adapter.stands("InLobby"); });
      await wait(1_000);
      expect(document.querySelector("[data-composite]")?.textContent).toBe(shown);
      cleanup();
    }
  });

  it("says so when a pass for Teams names nobody of Teams", async () => {
    const ends = join({ as: "teams", callOnly: true });
    await wait(10);
    expect(library.createTeams, "the library would hang over it").not.toHaveBeenCalled();
    expect(ends).toHaveLength(1);
  });

  it("tells why a call alone did not come about, under the name that its adapter uses", async () => {
    const adapter = new Adapter();
    library.createCall.mockResolvedValue(adapter);
    const ends = join({ as: "entra", callOnly: true });
    await wait(10);
    act(() => { adapter.fails("latestErrors", { code: 403, subCode: 5_854 }); });
    await wait(10);
    expect(ends).toEqual([{ code: 403, subCode: 5_854 }]);
  });

  it("gets a fresh token from the core before the old one has run out, and goes on with it", async () => {
    const now = Math.floor(Date.now() / 1000);
    const [old, fresh] = [token(now + 300), token(now + 3_600)];
    const adapter = new Adapter();
    library.create.mockResolvedValue(adapter);
    const refreshToken = vi.fn(() => Promise.resolve(fresh));
    join({ token: old }, refreshToken);
    await wait(10);
    act(() => { adapter.stands("InLobby"); });
    const credential = library.create.mock.lastCall?.[0].credential;
    expect((await credential?.getToken())?.token).toBe(old);
    expect(refreshToken, "a token that lasts is used").not.toHaveBeenCalled();
    await wait(200_000);
    expect(refreshToken, "before the old one has run out, and once").toHaveBeenCalledOnce();
    expect((await credential?.getToken())?.token, "what the core gave is what the call uses").toBe(fresh);
  });
});
