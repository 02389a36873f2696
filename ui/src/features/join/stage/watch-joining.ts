import type { MeetingCall, MeetingState } from "./meeting-call";

/** States in which nobody at the other end has answered yet. */
const UNANSWERED: ReadonlySet<string> = new Set(["None", "Connecting", "EarlyMedia", "Ringing"]);

/**
 * Calls `late` when the meeting has not answered within `limitMs`: on a network that swallows what is sent, the library
 * waits for ever. Being in the lobby is an answer. The function ends it.
 */
export function watchJoining(adapter: MeetingCall, limitMs: number, late: () => void): () => void {
  const stop = (): void => {
    clearTimeout(timer);
    adapter.offStateChange(onState);
  };
  const onState = ({ call }: MeetingState): void => {
    if (call !== undefined && !UNANSWERED.has(call.state)) stop();
  };
  const timer = setTimeout(() => {
    stop();
    late();
  }, limitMs);
  adapter.onStateChange(onState);
  onState(adapter.getState());
  return stop;
}
