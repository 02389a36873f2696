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

type ListenerSets = { [Name in EventName]: Set<Listener<Name>> };

function noListeners(): ListenerSets {
  return {
    callEnded: new Set(),
    isMutedChanged: new Set(),
    callIdChanged: new Set(),
    isLocalScreenSharingActiveChanged: new Set(),
    displayNameChanged: new Set(),
    isSpeakingChanged: new Set(),
    callParticipantsJoined: new Set(),
    callParticipantsLeft: new Set(),
    selectedMicrophoneChanged: new Set(),
    selectedSpeakerChanged: new Set(),
    callError: new Set(),
    captionsReceived: new Set(),
    isCaptionsActiveChanged: new Set(),
    isCaptionLanguageChanged: new Set(),
    isSpokenLanguageChanged: new Set(),
    realTimeTextReceived: new Set(),
    capabilitiesChanged: new Set(),
    spotlightChanged: new Set(),
    breakoutRoomsUpdated: new Set(),
    messageReceived: new Set(),
    messageEdited: new Set(),
    messageDeleted: new Set(),
    messageSent: new Set(),
    messageRead: new Set(),
    chatParticipantsAdded: new Set(),
    chatParticipantsRemoved: new Set(),
    chatError: new Set(),
    chatInitialized: new Set(),
  };
}

/** Who listens for what. Listeners may come and go while an event is being told. */
export class Announcements {
  private sets = noListeners();

  on<Name extends EventName>(event: Name, listener: Listener<Name>): void {
    const set: Set<Listener<Name>> = this.sets[event];
    set.add(listener);
  }

  off<Name extends EventName>(event: Name, listener: Listener<Name>): void {
    const set: Set<Listener<Name>> = this.sets[event];
    set.delete(listener);
  }

  tell<Name extends EventName>(event: Name, payload: EventPayloads[Name]): void {
    const set: Set<Listener<Name>> = this.sets[event];
    for (const listener of [...set]) {
      listener(payload);
    }
  }

  clear(): void {
    this.sets = noListeners();
  }
}

/** Every event's name, in the order of the adapter's interface. */
export const EVENT_NAMES: readonly EventName[] = Object.keys(noListeners()).filter(
  (name): name is EventName => name in noListeners(),
);
