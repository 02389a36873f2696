import type { RealTimeTextInfo, CapabilitiesChangeInfo, BreakoutRoomsEventData } from "@azure/communication-calling";
import type {
  AdapterError,
  CallAdapterCallEndedEvent,
  CallIdChangedListener,
  CaptionsReceivedListener,
  ChatInitializedListener,
  DisplayNameChangedListener,
  IsMutedChangedListener,
  IsSpeakingChangedListener,
  MessageReadListener,
  MessageReceivedListener,
  ParticipantsAddedListener,
  ParticipantsJoinedListener,
  ParticipantsLeftListener,
  ParticipantsRemovedListener,
  SpotlightChangedListener,
} from "@azure/communication-react";

type Payload<Listener extends (event: never) => void> = Parameters<Listener>[0];

/** The 28 events of `CallWithChatAdapter` and what each carries. */
export interface EventPayloads {
  callEnded: CallAdapterCallEndedEvent;
  isMutedChanged: Payload<IsMutedChangedListener>;
  callIdChanged: Payload<CallIdChangedListener>;
  isLocalScreenSharingActiveChanged: { isScreenSharingOn: boolean };
  displayNameChanged: Payload<DisplayNameChangedListener>;
  isSpeakingChanged: Payload<IsSpeakingChangedListener>;
  callParticipantsJoined: Payload<ParticipantsJoinedListener>;
  callParticipantsLeft: Payload<ParticipantsLeftListener>;
  selectedMicrophoneChanged: undefined;
  selectedSpeakerChanged: undefined;
  callError: AdapterError;
  captionsReceived: Payload<CaptionsReceivedListener>;
  isCaptionsActiveChanged: { isActive: boolean };
  isCaptionLanguageChanged: { activeCaptionLanguage: string };
  isSpokenLanguageChanged: { activeSpokenLanguage: string };
  realTimeTextReceived: { realTimeText: RealTimeTextInfo };
  capabilitiesChanged: CapabilitiesChangeInfo;
  spotlightChanged: Payload<SpotlightChangedListener>;
  breakoutRoomsUpdated: BreakoutRoomsEventData;
  messageReceived: Payload<MessageReceivedListener>;
  messageEdited: Payload<MessageReceivedListener>;
  messageDeleted: Payload<MessageReceivedListener>;
  messageSent: Payload<MessageReceivedListener>;
  messageRead: Payload<MessageReadListener>;
  chatParticipantsAdded: Payload<ParticipantsAddedListener>;
  chatParticipantsRemoved: Payload<ParticipantsRemovedListener>;
  chatError: AdapterError;
  chatInitialized: Payload<ChatInitializedListener>;
}

export type EventName = keyof EventPayloads;
export type Listener<Name extends EventName> = (payload: EventPayloads[Name]) => void;

/** Who listens for what. Listeners may come and go while an event is being told. */
export class Announcements<Payloads extends object = EventPayloads> {
  private sets: { [Name in keyof Payloads]?: Set<(payload: Payloads[Name]) => void> } = {};

  on<Name extends keyof Payloads>(event: Name, listener: (payload: Payloads[Name]) => void): void {
    const set = this.sets[event] ?? new Set<(payload: Payloads[Name]) => void>();
    this.sets[event] = set;
    set.add(listener);
  }

  off<Name extends keyof Payloads>(event: Name, listener: (payload: Payloads[Name]) => void): void {
    this.sets[event]?.delete(listener);
  }

  tell<Name extends keyof Payloads>(event: Name, payload: Payloads[Name]): void {
    for (const listener of [...(this.sets[event] ?? [])]) {
      listener(payload);
    }
  }

  clear(): void {
    this.sets = {};
  }
}

const NAMES: Readonly<Record<EventName, true>> = {
  callEnded: true,
  isMutedChanged: true,
  callIdChanged: true,
  isLocalScreenSharingActiveChanged: true,
  displayNameChanged: true,
  isSpeakingChanged: true,
  callParticipantsJoined: true,
  callParticipantsLeft: true,
  selectedMicrophoneChanged: true,
  selectedSpeakerChanged: true,
  callError: true,
  captionsReceived: true,
  isCaptionsActiveChanged: true,
  isCaptionLanguageChanged: true,
  isSpokenLanguageChanged: true,
  realTimeTextReceived: true,
  capabilitiesChanged: true,
  spotlightChanged: true,
  breakoutRoomsUpdated: true,
  messageReceived: true,
  messageEdited: true,
  messageDeleted: true,
  messageSent: true,
  messageRead: true,
  chatParticipantsAdded: true,
  chatParticipantsRemoved: true,
  chatError: true,
  chatInitialized: true,
};

/** Every event's name, in the order of the adapter's interface. */
export const EVENT_NAMES: readonly EventName[] = Object.keys(NAMES).filter((name): name is EventName => name in NAMES);
