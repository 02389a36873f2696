import type { CallAdapterState, CommonCallAdapter } from "@azure/communication-react";
import { describe, expect, it } from "vitest";
import { SHARED_EVENTS, SimulatedCallAdapter } from "./call-only";
import type { SimulationOptions } from "./meeting";
import { PRESENTER, RTL_GUEST } from "./people";
import { TestClock } from "./test-clock";

const TEAMS = { userId: "8:orgid:5b0c1c1e-0000-4000-8000-000000000009", displayName: "" };
const WORK = { userId: "8:acs:1_wf_2_3", displayName: "Events" };

interface Started {
  adapter: SimulatedCallAdapter;
  clock: TestClock;
  states: CallAdapterState[];
}

function meeting(who: SimulationOptions): Started {
  const clock = new TestClock();
  const adapter = new SimulatedCallAdapter({ clock, ...who });
  adapter satisfies CommonCallAdapter;
  const states: CallAdapterState[] = [];
  adapter.onStateChange((state) => states.push(state));
  return { adapter, clock, states };
}

async function inCall(who: SimulationOptions): Promise<Started> {
  const started = meeting(who);
  started.adapter.joinCall({ microphoneOn: true, cameraOn: false });
  await started.clock.pass(5_000);
  expect(started.adapter.getState().page, "five seconds are enough to be let in").toBe("call");
  return started;
}

describe("a call without chat", () => {
  it("is a Teams user’s by Teams’ own identity, without a name of ours", async () => {
    const { adapter } = await inCall(TEAMS);
    const { userId, displayName, isTeamsCall, isTeamsMeeting, call } = adapter.getState();
    expect(userId).toMatchObject({ kind: "microsoftTeamsUser", microsoftTeamsUserId: TEAMS.userId.slice(8) });
    expect(displayName, "the adapter of a Teams user never says a name").toBeUndefined();
    expect([isTeamsCall, isTeamsMeeting, call?.kind]).toEqual([true, true, "TeamsCall"]);
  });

  it("is a work account’s by the calling service’s identity, with the name it gave", async () => {
    const { adapter } = await inCall(WORK);
    const { userId, displayName, isTeamsCall, call } = adapter.getState();
    expect([userId, displayName, isTeamsCall, call?.kind]).toEqual([{ kind: "communicationUser", communicationUserId: WORK.userId }, "Events", false, "Call"]);
  });

  it("opens no chat in its whole first minute, and has its errors where the composite looks for them", async () => {
    const { adapter, clock, states } = await inCall(TEAMS);
    await clock.pass(60_000);
    expect(states.length).toBeGreaterThan(10);
    for (const state of states) {
      expect(Object.keys(state).filter((key) => /chat/i.test(key) || key === "latestCallErrors"), "nothing of a chat is in a call's state").toEqual([]);
    }
    await expect(adapter.sendDtmfTone()).rejects.toThrow(/Tones/);
    expect(adapter.getState().latestErrors["Call.sendDtmf"]?.innerError.message).toMatch(/Tones/);
  });

  it("shows one state as one object, and stops telling whoever has gone", async () => {
    const { adapter, clock, states } = await inCall(WORK);
    expect(adapter.getState(), "React compares them, and would paint for ever").toBe(adapter.getState());
    expect(states.at(-1)).toBe(adapter.getState());
    const heard: CallAdapterState[] = [];
    const listen = (state: CallAdapterState): void => { heard.push(state); };
    adapter.onStateChange(listen);
    adapter.offStateChange(listen);
    await clock.pass(10_000);
    expect(heard).toEqual([]);
  });

  it("tells its events under their own names", async () => {
    const { adapter, clock } = meeting(TEAMS);
    const told = new Set<string>();
    for (const name of [...SHARED_EVENTS, "roleChanged", "mutedByOthers"] as const) adapter.on(name, () => told.add(name));
    adapter.joinCall({ microphoneOn: true, cameraOn: false });
    await clock.pass(8_000);
    adapter.director.setRole("Presenter");
    adapter.director.muteGuest();
    adapter.director.depart(RTL_GUEST);
    adapter.director.rename(PRESENTER, "Diego S.");
    const leaving = adapter.leaveCall();
    await clock.pass(1_000);
    await leaving;
    for (const name of ["participantsJoined", "participantsLeft", "error", "roleChanged", "mutedByOthers", "displayNameChanged", "callEnded"]) {
      expect(told, name).toContain(name);
    }
  });

  it("ends as a call with chat does", async () => {
    const { adapter, clock } = meeting({ ...WORK, welcome: "deny" });
    const ends: (number | undefined)[] = [];
    adapter.on("callEnded", ({ subCode }) => ends.push(subCode));
    adapter.joinCall();
    await clock.pass(10_000);
    expect([adapter.getState().page, ...ends]).toEqual(["accessDeniedTeamsMeeting", 5854]);
  });
});
