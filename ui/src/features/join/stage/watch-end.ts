import type { CallAdapterCallEndedEvent, CallCompositePage } from "@azure/communication-react";
import { endFromError, type CallEnd } from "../call-end";
import { joinError, type MeetingCall, type MeetingState } from "./meeting-call";

/** Pages on which the composite has nothing more to show; what it would say there is mostly wrong. */
const END_PAGES: Readonly<Partial<Record<CallCompositePage, CallEnd>>> = {
  leftCall: { code: 0, subCode: 0 },
  removedFromCall: { code: 0, subCode: 5300 },
  accessDeniedTeamsMeeting: { code: 0, subCode: 5854 },
  joinCallFailedDueToNoNetwork: { code: 490, subCode: null },
  badRequest: { code: 400, subCode: null },
};

/** The page and the event come in either order; this long the event may lag behind. */
const EVENT_WAIT_MS = 150;

/**
 * Tells once how the call ended. Only the `callEnded` event has the codes; but it also comes when a breakout room is
 * left for the meeting, so the end is believed when the page says so too.
 */
export function watchEnd(adapter: MeetingCall, ended: (end: CallEnd) => void): () => void {
  let reported: CallEnd | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let done = false;

  const finish = (end: CallEnd): void => {
    if (done) return;
    done = true;
    stop();
    ended(end);
  };
  const onCallEnded = ({ code, subCode }: CallAdapterCallEndedEvent): void => {
    reported = { code: code ?? null, subCode: subCode ?? null };
  };
  const onState = (state: MeetingState): void => {
    const byPage = END_PAGES[state.page];
    if (byPage !== undefined) {
      timer ??= setTimeout(() => {
        finish(reported ?? byPage);
      }, EVENT_WAIT_MS);
      return;
    }
    if (state.page !== "configuration") {
      // Back in a call (out of a breakout room, say): what ended before was not the meeting.
      clearTimeout(timer);
      timer = undefined;
      return;
    }
    // A join that fails before there is a call leaves the page where it was, and its error here.
    const failed = joinError(state);
    if (failed !== undefined) finish(endFromError(failed));
  };
  const stop = (): void => {
    clearTimeout(timer);
    adapter.off("callEnded", onCallEnded);
    adapter.offStateChange(onState);
  };
  adapter.on("callEnded", onCallEnded);
  adapter.onStateChange(onState);
  return stop;
}
