import type { CallWithChatAdapter, CallCompositePage } from "@azure/communication-react";
import { describe, expect, it } from "vitest";
import { SimulatedCallWithChatAdapter } from "./adapter";
import { EVENT_NAMES, type EventName } from "./events";
import type { SimulationOptions } from "./meeting";
import { HOST, LONG_GUEST, PRESENTER, RTL_GUEST } from "./people";
import { HOST_ENDS_AFTER_MS } from "./script";
import { TestClock } from "./test-clock";

const ME = "8:acs:guest";

function meeting(options: Partial<SimulationOptions> = {}): {
  adapter: SimulatedCallWithChatAdapter;
  clock: TestClock;
  pages: CallCompositePage[];
  told: Map<EventName, number>;
} {
  const clock = new TestClock();
  const adapter = new SimulatedCallWithChatAdapter({ userId: ME, displayName: "Ana Reyes", clock, ...options });
  adapter satisfies CallWithChatAdapter;
  const pages: CallCompositePage[] = [adapter.getState().page];
  adapter.onStateChange(({ page }) => {
    if (pages.at(-1) !== page) pages.push(page);
  });
  const told = new Map<EventName, number>();
  for (const name of EVENT_NAMES) {
    adapter.on(name, () => told.set(name, (told.get(name) ?? 0) + 1));
  }
  return { adapter, clock, pages, told };
}

/** A meeting that the guest has been let into, with its chat open. */
async function inCall(options: Partial<SimulationOptions> = {}): Promise<ReturnType<typeof meeting>> {
  const started = meeting(options);
  started.adapter.joinCall({ microphoneOn: true, cameraOn: false });
  await started.clock.pass(5_000);
  expect(started.adapter.getState().page, "five seconds are enough to be let in").toBe("call");
  return started;
}

describe("the way in and out", () => {
  it("goes through lobby and call, and leaves when asked", async () => {
    const { adapter, clock, pages } = await inCall();
    expect(adapter.getState().call?.state, "page and call must agree, or the composite throws").toBe("Connected");
    const leaving = adapter.leaveCall();
    await clock.pass(1_000);
    await leaving;
    expect(pages).toEqual(["configuration", "lobby", "call", "leaving", "leftCall"]);
    expect(adapter.getState().call, "the composite takes a call that is still there for one that goes on").toBeUndefined();
  });

  it.each([
    ["deny", "accessDeniedTeamsMeeting", 5854],
    ["network", "joinCallFailedDueToNoNetwork", 4525],
    ["token", "leftCall", 10009],
    ["guestsForbidden", "leftCall", 5221],
    ["badRequest", "badRequest", 5751],
  ] as const)("says with the service's code why it went wrong: %s", async (welcome, page, subCode) => {
    const { adapter, clock, pages } = meeting({ welcome });
    const codes: (number | undefined)[] = [];
    adapter.on("callEnded", (event) => codes.push(event.subCode));
    adapter.joinCall();
    await clock.pass(10_000);
    expect(pages.at(-1)).toBe(page);
    expect(codes, "the end page depends on this code alone").toEqual([subCode]);
  });

  it("reaches every page of the composite", async () => {
    const seen = new Set<CallCompositePage>();
    for (const welcome of ["deny", "network", "badRequest"] as const) {
      const { adapter, clock, pages } = meeting({ welcome });
      adapter.joinCall();
      await clock.pass(10_000);
      for (const page of pages) seen.add(page);
    }
    const { adapter, clock, pages } = await inCall();
    void adapter.holdCall();
    await clock.pass(500);
    void adapter.resumeCall();
    await clock.pass(500);
    adapter.director.transfer();
    await clock.pass(2_000);
    adapter.director.openBreakoutRoom("Table 2");
    await adapter.getState().call?.breakoutRooms?.assignedBreakoutRoom?.join();
    void adapter.returnFromBreakoutRoom();
    await clock.pass(2_000);
    adapter.director.end("removed");
    adapter.joinCall();
    await clock.pass(5_000);
    void adapter.leaveCall();
    await clock.pass(1_000);
    for (const page of pages) seen.add(page);
    const every: Record<CallCompositePage, true> = {
      accessDeniedTeamsMeeting: true,
      badRequest: true,
      call: true,
      configuration: true,
      hold: true,
      joinCallFailedDueToNoNetwork: true,
      leaving: true,
      leftCall: true,
      lobby: true,
      removedFromCall: true,
      returningFromBreakoutRoom: true,
      transferring: true,
    };
    expect([...seen].sort(), "a page nobody can reach is a page nobody has looked at").toEqual(Object.keys(every).sort());
  });

  it("ends for everyone when the host says so, and nothing happens after", async () => {
    const { adapter, clock, told } = await inCall();
    await clock.pass(HOST_ENDS_AFTER_MS);
    expect(adapter.getState().page).toBe("leftCall");
    const before = new Map(told);
    await clock.pass(60_000);
    expect(told, "a meeting that is over must not go on talking").toEqual(before);
  });

  it("is silent once disposed", async () => {
    const { adapter, clock, told } = await inCall();
    adapter.dispose();
    const before = new Map(told);
    await clock.pass(60_000);
    expect(told).toEqual(before);
  });

  it("does the same in every run", async () => {
    const run = async (): Promise<unknown> => {
      const { adapter, clock } = await inCall();
      void adapter.sendMessage("Hello there");
      await clock.pass(40_000);
      const { call, chat } = adapter.getState();
      return { people: call?.remoteParticipants, messages: chat?.chatMessages, share: call?.screenShareRemoteParticipant };
    };
    expect(await run(), "screenshots and tests depend on it").toEqual(await run());
  });
});

describe("events", () => {
  it("tells all 28", async () => {
    expect(EVENT_NAMES).toHaveLength(28);
    const { adapter, clock, told } = await inCall();
    const { director } = adapter;
    await adapter.mute();
    director.setRole("Presenter");
    await adapter.startScreenShare();
    await adapter.startSpotlight();
    await adapter.setMicrophone((await adapter.queryMicrophones())[1] ?? missing("a second microphone"));
    await adapter.setSpeaker((await adapter.querySpeakers())[1] ?? missing("a second speaker"));
    void adapter.startCaptions({ spokenLanguage: "en-us" });
    await clock.pass(1_000);
    await adapter.setCaptionLanguage("de");
    await adapter.setSpokenLanguage("de-de");
    await adapter.sendRealTimeText("typing", false);
    void adapter.sendMessage("Will there be slides?");
    await clock.pass(8_000);
    const mine = Object.values(adapter.getState().chat?.chatMessages ?? {}).find(({ senderDisplayName }) => senderDisplayName === "Ana Reyes");
    const id = mine?.id ?? missing("the message that was sent");
    await adapter.updateMessage(id, "Will there be handouts?");
    await adapter.deleteMessage(id);
    director.refuseChat();
    const refused = adapter.sendMessage("Anyone?");
    const outcome = expect(refused, "a refused message must not look delivered").rejects.toThrow(/403/);
    await clock.pass(1_000);
    await outcome;
    director.rename(PRESENTER, "Diego S.");
    director.openBreakoutRoom("Table 2");
    director.depart(LONG_GUEST);
    director.muteGuest();
    director.end("removed");
    const untold = EVENT_NAMES.filter((name) => !told.has(name));
    expect(untold, "an event that never comes leaves part of the composite untried").toEqual([]);
  });

  it("stops telling a listener that went away", async () => {
    const { adapter } = await inCall();
    let heard = 0;
    const listener = (): void => {
      heard += 1;
    };
    adapter.on("isMutedChanged", listener);
    await adapter.mute();
    adapter.off("isMutedChanged", listener);
    await adapter.unmute();
    expect(heard).toBe(1);
  });
});

describe("state", () => {
  it("is replaced, never changed in place", async () => {
    const { adapter, clock } = await inCall();
    const before = adapter.getState();
    const frozen = structuredClone({ people: before.call?.remoteParticipants, hands: before.call?.raiseHand });
    await adapter.raiseHand();
    await clock.pass(20_000);
    expect(adapter.getState()).not.toBe(before);
    expect({ people: before.call?.remoteParticipants, hands: before.call?.raiseHand }, "selectors compare by identity").toEqual(frozen);
  });

  it("keeps raised hands in order when one in front goes down", async () => {
    const { adapter, clock } = await inCall();
    await clock.pass(16_000);
    expect(adapter.getState().call?.remoteParticipants[RTL_GUEST.id]?.raisedHand?.raisedHandOrderPosition).toBe(1);
    await adapter.raiseHand();
    expect(adapter.getState().call?.raiseHand.localParticipantRaisedHand?.raisedHandOrderPosition).toBe(2);
    await clock.pass(6_000);
    expect(adapter.getState().call?.raiseHand.localParticipantRaisedHand?.raisedHandOrderPosition, "the queue moves up").toBe(1);
    await adapter.lowerHand();
    expect(adapter.getState().call?.raiseHand.raisedHands).toEqual([]);
  });

  it("asks for devices once and then stays as it is", async () => {
    const { adapter, clock } = meeting();
    const first = adapter.askDevicePermission({ audio: true, video: true });
    await clock.pass(100);
    await first;
    await adapter.queryCameras();
    const settled = adapter.getState();
    const again = adapter.askDevicePermission({ audio: true, video: true });
    await clock.pass(100);
    await again;
    await adapter.queryCameras();
    expect(adapter.getState(), "a new state for nothing makes the composite ask for ever").toBe(settled);
  });
});

describe("what the simulated call refuses, it refuses honestly", () => {
  it("lets an attendee do only what an attendee may", async () => {
    const { adapter } = await inCall();
    await expect(adapter.startScreenShare()).rejects.toThrow(/role/);
    await expect(adapter.muteParticipant(HOST.id)).rejects.toThrow(/role/);
    await expect(adapter.removeParticipant(HOST.id)).rejects.toThrow(/role/);
    expect(adapter.getState().latestCallErrors["Call.startScreenSharing"]?.message).toMatch(/role/);
    adapter.director.setRole("Presenter");
    await adapter.muteParticipant(HOST.id);
    expect(adapter.getState().call?.remoteParticipants[HOST.id]?.isMuted).toBe(true);
    await adapter.removeParticipant(HOST.id);
    expect(adapter.getState().call?.remoteParticipants[HOST.id]).toBeUndefined();
  });

  it.each([
    ["sendDtmfTone", (adapter: CallWithChatAdapter) => adapter.sendDtmfTone("Num1")],
    ["startTogetherMode", (adapter: CallWithChatAdapter) => adapter.startTogetherMode()],
    ["startNoiseSuppressionEffect", (adapter: CallWithChatAdapter) => adapter.startNoiseSuppressionEffect()],
    ["addParticipant", (adapter: CallWithChatAdapter) => adapter.addParticipant({ communicationUserId: "8:acs:other" })],
  ])("%s", async (_name, act) => {
    const { adapter } = await inCall();
    await expect(act(adapter)).rejects.toThrow();
  });

  it("has no chat in the lobby and no history from before", async () => {
    const { adapter, clock } = meeting();
    adapter.joinCall();
    await clock.pass(1_000);
    await expect(adapter.sendMessage("Is anyone there?")).rejects.toThrow(/let in/);
    await clock.pass(4_500);
    expect(Object.keys(adapter.getState().chat?.chatMessages ?? {}), "guests see only what is said while they are in").toEqual([]);
    expect(await adapter.loadPreviousChatMessages(), "there is nothing older to ask for").toBe(true);
  });

  it("changes nobody else's message", async () => {
    const { adapter, clock } = await inCall();
    await clock.pass(6_000);
    const hosts = Object.values(adapter.getState().chat?.chatMessages ?? {}).find(({ senderDisplayName }) => senderDisplayName === HOST.name);
    await expect(adapter.deleteMessage(hosts?.id ?? missing("the host's welcome"))).rejects.toThrow(/own/);
  });
});

describe("people and captions", () => {
  it("shows four people, one right to left and one long", async () => {
    const { adapter, clock } = await inCall();
    await clock.pass(3_000);
    const names = Object.values(adapter.getState().call?.remoteParticipants ?? {}).map(({ displayName }) => displayName);
    expect(names.sort()).toEqual([HOST, PRESENTER, RTL_GUEST, LONG_GUEST].map(({ name }) => name).sort());
  });

  it("captions what is said, in the language chosen", async () => {
    const { adapter, clock } = await inCall();
    void adapter.startCaptions({ spokenLanguage: "en-us" });
    await clock.pass(1_000);
    await adapter.setCaptionLanguage("de");
    await clock.pass(30_000);
    const captions = adapter.getState().call?.captionsFeature.captions ?? [];
    expect(captions.length).toBeGreaterThan(3);
    expect(captions.every(({ captionLanguage }) => captionLanguage === "de")).toBe(true);
    await adapter.stopCaptions();
    expect(adapter.getState().call?.captionsFeature.captions).toEqual([]);
  });

  it("answers what one writes, after reading and typing", async () => {
    const { adapter, clock } = await inCall();
    await clock.pass(2_000);
    void adapter.sendMessage("Is this recorded?");
    await clock.pass(1_800);
    expect(adapter.getState().chat?.readReceipts.length, "someone has read it").toBeGreaterThan(0);
    expect(adapter.getState().chat?.typingIndicators.length, "someone is typing").toBe(1);
    await clock.pass(3_000);
    const texts = Object.values(adapter.getState().chat?.chatMessages ?? {}).map(({ content }) => content?.message);
    expect(texts.some((text) => text?.startsWith("Good question"))).toBe(true);
    expect(adapter.getState().chat?.typingIndicators).toEqual([]);
  });
});

function missing(what: string): never {
  throw new Error(`The meeting lacks ${what}.`);
}
