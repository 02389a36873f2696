import type { CompanionPhase } from "../../../bindings/core";
import { on } from "../../../ipc/core";
import { report } from "../place";
import type { MeetingCall, MeetingState } from "./meeting-call";

const PHASES: Readonly<Partial<Record<MeetingState["page"], CompanionPhase>>> = {
  configuration: "joining",
  lobby: "lobby",
  call: "inCall",
  hold: "onHold",
  transferring: "inCall",
  returningFromBreakoutRoom: "inCall",
};

/** Tells the desktop window where the call stands, and does what is asked there. The function ends it. */
export function answerDesktop(adapter: MeetingCall): () => void {
  let told = "";
  const tell = (state: MeetingState): void => {
    const phase = PHASES[state.page];
    if (phase === undefined) return;
    const muted = phase === "inCall" || phase === "onHold" ? (state.call?.isMuted ?? null) : null;
    const news = `${phase} ${String(muted)}`;
    if (news === told) return;
    told = news;
    report(phase, muted);
  };
  const unhear = on("steer", (steer) => {
    const done = steer === "leave" ? adapter.leaveCall() : steer === "mute" ? adapter.mute() : adapter.unmute();
    done.catch((error: unknown) => {
      console.warn(`The call did not ${steer}:`, error);
    });
  });
  adapter.onStateChange(tell);
  tell(adapter.getState());
  return () => {
    unhear();
    adapter.offStateChange(tell);
  };
}
