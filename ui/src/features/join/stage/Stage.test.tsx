import type { CallWithChatAdapterState } from "@azure/communication-react";
import { act, cleanup } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../../../../test/render";
import type { JoinCredentials } from "../../../bindings/core";
import type { CallEnd } from "../call-end";
import Stage from "./Stage";

const library = vi.hoisted(() => ({ create: vi.fn<(given: { locator: unknown }) => Promise<unknown>>() }));

// The library is 9 MB; what is tested is what becomes of whatever it does.
vi.mock("@azure/communication-react", () => ({
  CallWithChatComposite: () => null,
  COMPOSITE_LOCALE_EN_US: { strings: { call: {} } },
  createAzureCommunicationCallWithChatAdapter: library.create,
  darkTheme: {},
  lightTheme: {},
}));

const CREDENTIALS: JoinCredentials = {
  userId: "8:acs:1",
  displayName: "Ana",
  endpoint: "https://contoso.communication.azure.com",
  token: `e30.${btoa(JSON.stringify({ exp: 4_000_000_000 }))}.x`,
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
    this.#state = { page: "lobby", latestCallErrors: {}, call: { state } } as unknown as CallWithChatAdapterState;
    for (const listener of [...this.#listeners]) listener(this.#state);
  }
}

function join(locator: JoinCredentials["locator"] = CREDENTIALS.locator): CallEnd[] {
  const ends: CallEnd[] = [];
  const choices = { microphoneOn: false, cameraOn: false, camera: null, microphone: null, speaker: null, listenOnly: true };
  show(
    <Stage
      title="Autumn"
      credentials={{ ...CREDENTIALS, locator }}
      choices={choices}
      refreshToken={() => Promise.resolve(CREDENTIALS.token)}
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
    library.create.mockReset();
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
      join(given);
      await wait(1);
      expect(library.create.mock.lastCall?.[0].locator).toEqual(wanted);
      cleanup();
    }
  });
});
