import type { CallKind, ParticipantCapabilities, ParticipantCapabilityName } from "@azure/communication-calling";
import type { ChatParticipant } from "@azure/communication-chat";
import type { CallState, CallWithChatAdapterState, ChatThreadClientState, ReactionResources } from "@azure/communication-react";
import { DEVICES_BEFORE_PERMISSION } from "./devices";
import { arrived, isTeamsUser, ownIdentifier, PRESENT_AT_START } from "./people";

/** What a guest may do in a Teams meeting, before a host makes them a presenter. */
const GUEST_MAY: readonly ParticipantCapabilityName[] = [
  "turnVideoOn",
  "unmuteMic",
  "raiseHand",
  "useReactions",
  "viewAttendeeNames",
  "startLiveMeetingCaptions",
  "setCaptionLanguage",
  "joinBreakoutRooms",
  "realTimeText",
];
/** What a presenter may do besides. */
const PRESENTER_MAY: readonly ParticipantCapabilityName[] = [
  "shareScreen",
  "muteOthers",
  "removeParticipant",
  "spotlightParticipant",
  "removeParticipantsSpotlight",
  "forbidOthersAudio",
  "forbidOthersVideo",
];

export function capabilities(role: "Attendee" | "Presenter"): ParticipantCapabilities {
  const allowed = role === "Presenter" ? [...GUEST_MAY, ...PRESENTER_MAY] : GUEST_MAY;
  const may = (name: ParticipantCapabilityName): ParticipantCapabilities[ParticipantCapabilityName] =>
    allowed.includes(name)
      ? { isPresent: true, reason: "Capable" }
      : { isPresent: false, reason: PRESENTER_MAY.includes(name) ? "RoleRestricted" : "NotCapable" };
  return {
    turnVideoOn: may("turnVideoOn"),
    unmuteMic: may("unmuteMic"),
    shareScreen: may("shareScreen"),
    removeParticipant: may("removeParticipant"),
    hangUpForEveryOne: may("hangUpForEveryOne"),
    addCommunicationUser: may("addCommunicationUser"),
    addTeamsUser: may("addTeamsUser"),
    addPhoneNumber: may("addPhoneNumber"),
    manageLobby: may("manageLobby"),
    spotlightParticipant: may("spotlightParticipant"),
    removeParticipantsSpotlight: may("removeParticipantsSpotlight"),
    blurBackground: may("blurBackground"),
    startLiveMeetingCaptions: may("startLiveMeetingCaptions"),
    startLiveCallingCaptions: may("startLiveCallingCaptions"),
    setCaptionLanguage: may("setCaptionLanguage"),
    raiseHand: may("raiseHand"),
    pstnDialOut: may("pstnDialOut"),
    muteOthers: may("muteOthers"),
    useReactions: may("useReactions"),
    viewAttendeeNames: may("viewAttendeeNames"),
    startTogetherMode: may("startTogetherMode"),
    joinBreakoutRooms: may("joinBreakoutRooms"),
    forbidOthersAudio: may("forbidOthersAudio"),
    forbidOthersVideo: may("forbidOthersVideo"),
    realTimeText: may("realTimeText"),
  };
}

/** `CallKind` is a run-time enum of the calling SDK; importing it as a value would load the SDK's 6.6 MB here. */
function meetingKind(userId: string): CallKind {
  const name = isTeamsUser(userId) ? "TeamsCall" : "Call";
  if (!isCallKind(name)) throw new Error("The calling SDK has renamed its kinds of calls.");
  return name;
}

function isCallKind(name: string): name is CallKind {
  return name === "Call" || name === "TeamsCall";
}

export const SPOKEN_LANGUAGES: readonly string[] = ["en-us", "de-de", "fr-fr", "ar-sa"];
export const CAPTION_LANGUAGES: readonly string[] = ["en", "de", "fr", "ar"];

export interface CallChoices {
  microphoneOn: boolean;
  callId: string;
  startedAt: Date;
  /** Flat identifier of the local guest. */
  userId: string;
  displayName: string;
}

/** A Teams user brings no name: Teams knows it, and the adapter never says it. */
function named(displayName: string): { displayName?: string } {
  return displayName === "" ? {} : { displayName };
}

/** A call that has just been placed: connecting, nobody seen yet. */
export function freshCall(choices: CallChoices): CallState {
  const mine = capabilities("Attendee");
  return {
    id: choices.callId,
    kind: meetingKind(choices.userId),
    callerInfo: { identifier: ownIdentifier(choices.userId), ...named(choices.displayName) },
    state: "Connecting",
    direction: "Outgoing",
    isMuted: !choices.microphoneOn,
    isScreenSharingOn: false,
    localVideoStreams: [],
    remoteParticipants: {},
    remoteParticipantsEnded: {},
    transcription: { isTranscriptionActive: false },
    captionsFeature: {
      supportedSpokenLanguages: [...SPOKEN_LANGUAGES],
      supportedCaptionLanguages: [...CAPTION_LANGUAGES],
      captions: [],
      isCaptionsFeatureActive: false,
      startCaptionsInProgress: false,
      currentSpokenLanguage: "",
      currentCaptionLanguage: "",
      captionsKind: "TeamsCaptions",
    },
    realTimeTextFeature: { realTimeTexts: {}, isRealTimeTextFeatureActive: false },
    optimalVideoCount: { maxRemoteVideoStreams: 9 },
    recording: { isRecordingActive: false },
    pptLive: { isActive: false },
    raiseHand: { raisedHands: [] },
    togetherMode: { isActive: false, streams: {}, seatingPositions: {} },
    startTime: choices.startedAt,
    endTime: undefined,
    diagnostics: { network: { latest: {} }, media: { latest: {} } },
    role: "Attendee",
    transfer: { acceptedTransfers: {} },
    capabilitiesFeature: {
      capabilities: mine,
      latestCapabilitiesChangeInfo: { oldValue: {}, newValue: {}, reason: "RoleChanged" },
    },
    spotlight: { spotlightedParticipants: [], maxParticipantsToSpotlight: 7 },
    breakoutRooms: {},
    meetingMediaAccess: { isAudioPermitted: true, isVideoPermitted: true },
  };
}

/** The same call once the host has let the guest in. */
export function connectedCall(call: CallState, now: Date): CallState {
  const remoteParticipants = Object.fromEntries(PRESENT_AT_START.map((person) => [person.id, arrived(person)]));
  return { ...call, state: "Connected", startTime: now, remoteParticipants };
}

export function freshThread(threadId: string, userId: string, displayName: string, now: Date): ChatThreadClientState {
  const people: [string, ChatParticipant][] = [
    [userId, { id: { communicationUserId: userId }, displayName }],
    ...PRESENT_AT_START.map((person): [string, ChatParticipant] => [person.id, { id: person.identifier, displayName: person.name }]),
  ];
  return {
    threadId,
    properties: { topic: "Meeting chat" },
    chatMessages: {},
    participants: Object.fromEntries(people),
    readReceipts: [],
    typingIndicators: [],
    latestReadTime: now,
  };
}

export interface GuestDetails {
  /** Flat identifier: "8:acs:…", of a Teams user "8:orgid:…". */
  userId: string;
  /** Empty for a Teams user. */
  displayName: string;
  reactions?: ReactionResources;
}

/** State before `joinCall`: the composite would show its own configuration page, which the window never mounts. */
export function waitingState(guest: GuestDetails): CallWithChatAdapterState {
  return {
    isLocalPreviewMicrophoneEnabled: false,
    page: "configuration",
    userId: ownIdentifier(guest.userId),
    displayName: guest.displayName === "" ? undefined : guest.displayName,
    latestCallErrors: {},
    latestCallNotifications: {},
    latestChatErrors: {},
    devices: DEVICES_BEFORE_PERMISSION,
    isTeamsCall: isTeamsUser(guest.userId),
    isTeamsMeeting: true,
    hideDeepNoiseSuppressionButton: true,
    ...(guest.reactions === undefined ? {} : { reactions: guest.reactions }),
  };
}
