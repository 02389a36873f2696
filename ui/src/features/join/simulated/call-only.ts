import type { CallAdapterState, CallWithChatAdapterState, CommonCallAdapter, DiagnosticChangedEventListner, TransferAcceptedListener } from "@azure/communication-react";
import { Announcements, type EventPayloads } from "./events";
import { SimulatedMeeting, type SimulationOptions } from "./meeting";
import { without } from "./room";

/** The events of a call without chat, by the names that the meeting tells them under. */
const TOLD_AS = {
  callEnded: "callEnded",
  isMutedChanged: "isMutedChanged",
  callIdChanged: "callIdChanged",
  isLocalScreenSharingActiveChanged: "isLocalScreenSharingActiveChanged",
  displayNameChanged: "displayNameChanged",
  isSpeakingChanged: "isSpeakingChanged",
  participantsJoined: "callParticipantsJoined",
  participantsLeft: "callParticipantsLeft",
  selectedMicrophoneChanged: "selectedMicrophoneChanged",
  selectedSpeakerChanged: "selectedSpeakerChanged",
  error: "callError",
  captionsReceived: "captionsReceived",
  isCaptionsActiveChanged: "isCaptionsActiveChanged",
  isCaptionLanguageChanged: "isCaptionLanguageChanged",
  isSpokenLanguageChanged: "isSpokenLanguageChanged",
  realTimeTextReceived: "realTimeTextReceived",
  capabilitiesChanged: "capabilitiesChanged",
  spotlightChanged: "spotlightChanged",
  breakoutRoomsUpdated: "breakoutRoomsUpdated",
} as const satisfies Record<string, keyof EventPayloads>;

type SharedName = keyof typeof TOLD_AS;

/** What a call without chat tells, and the adapter with chat does not. */
interface OwnEvents {
  roleChanged: undefined;
  mutedByOthers: undefined;
  /** Never told here: the composite reads both from the state, where they are. */
  transferAccepted: Parameters<TransferAcceptedListener>[0];
  diagnosticChanged: Parameters<DiagnosticChangedEventListner>[0];
}

type CallEvents = { [Name in SharedName]: EventPayloads[(typeof TOLD_AS)[Name]] } & OwnEvents;

export const SHARED_EVENTS: readonly SharedName[] = Object.keys(TOLD_AS).filter((name): name is SharedName => name in TOLD_AS);

/** The simulated meeting without its chat: as a Teams user or a work account sees it, whose pass opens none. */
export class SimulatedCallAdapter extends SimulatedMeeting implements CommonCallAdapter {
  private readonly events = new Announcements<CallEvents>();
  private readonly handlers = new Map<(state: CallAdapterState) => void, (state: CallWithChatAdapterState) => void>();
  private seen: { of: CallWithChatAdapterState; is: CallAdapterState } | null = null;

  constructor(options: SimulationOptions) {
    super(options, null);
    for (const name of SHARED_EVENTS) this.passOn(name);
    this.room.events.on("callError", ({ target }) => {
      if (target === "Call.mutedByOthers") this.events.tell("mutedByOthers", undefined);
    });
    let role = this.room.call?.role;
    this.room.watch(({ call }) => {
      if (call?.role === role) return;
      role = call?.role;
      this.events.tell("roleChanged", undefined);
    });
  }

  private passOn(name: SharedName): void {
    this.room.events.on(TOLD_AS[name], (payload) => {
      this.events.tell(name, payload);
    });
  }

  getState = (): CallAdapterState => this.shown(this.room.state);
  onStateChange = (handler: (state: CallAdapterState) => void): void => {
    const watcher = this.handlers.get(handler) ?? ((state: CallWithChatAdapterState): void => { handler(this.shown(state)); });
    this.handlers.set(handler, watcher);
    this.room.watch(watcher);
  };
  offStateChange = (handler: (state: CallAdapterState) => void): void => {
    const watcher = this.handlers.get(handler);
    if (watcher !== undefined) this.room.unwatch(watcher);
    this.handlers.delete(handler);
  };
  on<Name extends keyof CallEvents>(event: Name, listener: (payload: CallEvents[Name]) => void): void {
    this.events.on(event, listener);
  }
  off<Name extends keyof CallEvents>(event: Name, listener: (payload: CallEvents[Name]) => void): void {
    this.events.off(event, listener);
  }

  /** One state is shown as one object: whoever watches compares them. */
  private shown(state: CallWithChatAdapterState): CallAdapterState {
    if (this.seen?.of !== state) this.seen = { of: state, is: withoutChat(state) };
    return this.seen.is;
  }
}

function withoutChat(state: CallWithChatAdapterState): CallAdapterState {
  const cameraOn = [...(state.call?.localVideoStreams ?? []), ...state.devices.unparentedViews].some(({ mediaStreamType }) => mediaStreamType === "Video");
  return {
    ...without(state, "chat", "latestChatErrors", "latestCallErrors", "latestCallNotifications"),
    isRoomsCall: false,
    latestErrors: state.latestCallErrors,
    latestNotifications: state.latestCallNotifications,
    cameraStatus: cameraOn ? "On" : "Off",
  };
}
