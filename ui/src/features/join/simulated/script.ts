import type { SimulatedChat } from "./chat";
import type { Director } from "./director";
import type { SimulatedModeration } from "./moderation";
import { HOST, LONG_GUEST, PRESENTER, RTL_GUEST } from "./people";
import type { Room } from "./room";

const MINUTE_MS = 60_000;

/** When the host ends the meeting for all. */
export const HOST_ENDS_AFTER_MS = 45 * MINUTE_MS;

/** A believable first minute, then people talking in turn until the host ends it. Times count from being let in. */
export function playMeeting(room: Room, chat: SimulatedChat, moderation: SimulatedModeration, director: Director): void {
  const at = (ms: number, action: () => void): void => {
    room.later(ms, action);
  };
  at(400, () => {
    chat.open();
  });
  at(1_000, () => {
    director.takeTurns();
  });
  at(1_800, () => {
    director.arrive(RTL_GUEST);
  });
  at(2_600, () => {
    chat.showTyping(HOST);
  });
  at(4_500, () => {
    chat.receive(HOST, `Welcome, ${room.state.displayName ?? "everyone"}! Write your questions here, we read them all.`);
  });
  at(12_000, () => {
    moderation.react("applause", LONG_GUEST.id);
  });
  at(16_000, () => {
    moderation.raiseHand(RTL_GUEST.id);
  });
  at(22_000, () => {
    moderation.lowerHand(RTL_GUEST.id);
  });
  at(26_000, () => {
    moderation.setSpotlight([HOST.id], []);
  });
  at(34_000, () => {
    moderation.setSpotlight([], [HOST.id]);
  });
  at(36_000, () => {
    director.share(PRESENTER);
  });
  at(90_000, () => {
    director.stopSharing();
  });
  at(95_000, () => {
    chat.receive(PRESENTER, "The slides you saw are on the event page now.");
  });
  at(HOST_ENDS_AFTER_MS, () => {
    director.end("endedByHost");
  });
}
