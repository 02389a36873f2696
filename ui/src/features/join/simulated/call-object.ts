import type { Call, Lobby } from "@azure/communication-calling";
import type { Room } from "./room";
import { SimulatedRefusal } from "./room";

function notHere(operation: string): Promise<never> {
  return Promise.reject(new SimulatedRefusal(operation, "A simulated call carries no media."));
}

/** Guests admit nobody. */
function closedLobby(): Lobby {
  return {
    participants: [],
    admit: () => notHere("Lobby.admit"),
    reject: () => notHere("Lobby.reject"),
    admitAll: () => notHere("Lobby.admitAll"),
    on: () => undefined,
    off: () => undefined,
  };
}

/**
 * The `Call` that `joinCall` hands out: a snapshot of the simulated call with the actions that make sense on it.
 * It carries no media and no features, and says so.
 */
export function callObject(room: Room, hangUp: () => Promise<void>): Call {
  const call = room.requireCall("CallAgent.join");
  return {
    kind: call.kind,
    id: call.id,
    callerInfo: call.callerInfo,
    state: call.state,
    direction: call.direction,
    isMuted: call.isMuted,
    isIncomingAudioMuted: false,
    isScreenSharingOn: call.isScreenSharingOn,
    isLocalVideoStarted: call.localVideoStreams.length > 0,
    localVideoStreams: [],
    localAudioStreams: [],
    remoteAudioStreams: [],
    remoteParticipants: [],
    role: call.role ?? "Unknown",
    lobby: closedLobby(),
    info: {
      groupId: undefined,
      threadId: call.info?.threadId,
      participantId: call.id,
      getServerCallId: () => Promise.resolve(call.id),
      onCallInfoChanged: () => undefined,
      offCallInfoChanged: () => undefined,
    },
    feature: (): never => {
      throw new SimulatedRefusal("Call.feature", "A simulated call has no calling-SDK features.");
    },
    hangUp,
    mute: () => notHere("Call.mute"),
    unmute: () => notHere("Call.unmute"),
    muteAllRemoteParticipants: () => notHere("Call.muteAllRemoteParticipants"),
    muteIncomingAudio: () => notHere("Call.muteIncomingAudio"),
    unmuteIncomingAudio: () => notHere("Call.unmuteIncomingAudio"),
    sendDtmf: () => notHere("Call.sendDtmf"),
    startVideo: () => notHere("Call.startVideo"),
    stopVideo: () => notHere("Call.stopVideo"),
    hold: () => notHere("Call.hold"),
    resume: () => notHere("Call.resume"),
    startScreenSharing: () => notHere("Call.startScreenSharing"),
    stopScreenSharing: () => notHere("Call.stopScreenSharing"),
    startAudio: () => notHere("Call.startAudio"),
    stopAudio: () => undefined,
    setConstraints: () => notHere("Call.setConstraints"),
    addParticipant: () => {
      throw new SimulatedRefusal("Call.addParticipant", "Guests cannot bring others into a meeting.");
    },
    removeParticipant: () => notHere("Call.removeParticipant"),
    on: () => undefined,
    off: () => undefined,
    dispose: () => undefined,
  };
}
