import type {
  AudioDeviceInfo,
  Call,
  CallSurvey,
  CallSurveyResponse,
  DeviceAccess,
  PermissionConstraints,
  Reaction,
  VideoDeviceInfo,
} from "@azure/communication-calling";
import type { SendMessageOptions } from "@azure/communication-chat";
import type { CommunicationIdentifier } from "@azure/communication-common";
import type {
  CallWithChatAdapter,
  CallWithChatAdapterState,
  JoinCallOptions,
  ResourceDetails,
  StartCaptionsAdapterOptions,
  VideoBackgroundEffect,
  VideoBackgroundImage,
  VideoStreamOptions,
} from "@azure/communication-react";
import { SimulatedCall, USUAL_PACE, type CallPace, type Welcome } from "./call";
import { SimulatedCaptions } from "./captions";
import { SimulatedChat } from "./chat";
import { wallClock, type SimulatedClock } from "./clock";
import { Director } from "./director";
import type { EventName, Listener } from "./events";
import { SimulatedMedia } from "./media";
import { SimulatedModeration } from "./moderation";
import { Room } from "./room";
import { playMeeting } from "./script";
import { waitingState, type GuestDetails } from "./shape";

export interface SimulationOptions extends GuestDetails {
  clock?: SimulatedClock;
  /** What happens at the lobby's door; "admit" unless said otherwise. */
  welcome?: Welcome;
  pace?: CallPace;
}

/**
 * A Teams meeting that exists in this window only. It answers as the calling and chat SDKs would, needs no WebRTC and
 * no network, and does the same thing in every run.
 */
export class SimulatedCallWithChatAdapter implements CallWithChatAdapter {
  /** The other side of the meeting: what host, tenant and network can do. */
  readonly director: Director;
  private readonly room: Room;
  private readonly media: SimulatedMedia;
  private readonly chat: SimulatedChat;
  private readonly captions: SimulatedCaptions;
  private readonly moderation: SimulatedModeration;
  private readonly call: SimulatedCall;

  constructor(options: SimulationOptions) {
    this.room = new Room(waitingState(options), options.clock ?? wallClock);
    this.media = new SimulatedMedia(this.room);
    this.chat = new SimulatedChat(this.room, options, () => this);
    this.captions = new SimulatedCaptions(this.room);
    this.moderation = new SimulatedModeration(this.room, options.userId);
    this.call = new SimulatedCall(this.room, options, this.media, options.welcome ?? "admit", options.pace ?? USUAL_PACE, () => {
      playMeeting(this.room, this.chat, this.moderation, this.director);
    });
    this.director = new Director(this.room, this.call, this.chat, this.captions, this.moderation);
  }

  getState = (): CallWithChatAdapterState => this.room.state;
  onStateChange = (handler: (state: CallWithChatAdapterState) => void): void => {
    this.room.watch(handler);
  };
  offStateChange = (handler: (state: CallWithChatAdapterState) => void): void => {
    this.room.unwatch(handler);
  };
  dispose = (): void => {
    this.room.dispose();
  };
  on<Name extends EventName>(event: Name, listener: Listener<Name>): void {
    this.room.events.on(event, listener);
  }
  off<Name extends EventName>(event: Name, listener: Listener<Name>): void {
    this.room.events.off(event, listener);
  }

  // --- the call ---
  joinCall = (options?: boolean | JoinCallOptions): Call | undefined => this.call.join(options);
  leaveCall = (forEveryone?: boolean): Promise<void> => this.call.leave(forEveryone);
  startCall = (): Call | undefined => {
    throw this.room.refuse("CallAgent.startCall", "A meeting is joined, not called: there is nobody to ring here.");
  };
  holdCall = (): Promise<void> => this.call.hold();
  resumeCall = (): Promise<void> => this.call.resume();
  mute = (): Promise<void> => now(() => { this.call.setMuted(true); });
  unmute = (): Promise<void> => now(() => { this.call.unmute(); });
  submitSurvey = (survey: CallSurvey): Promise<CallSurveyResponse | undefined> => now(() => this.call.survey(survey));
  returnFromBreakoutRoom = (): Promise<void> => this.director.returnToMeeting();
  addParticipant = (): Promise<void> => this.refuseNow("Call.addParticipant", "Guests cannot bring others into a meeting.");
  removeParticipant = (person: string | CommunicationIdentifier): Promise<void> =>
    now(() => { this.moderation.removeParticipant(typeof person === "string" ? person : flatId(person)); });
  sendDtmfTone = (): Promise<void> => this.refuseNow("Call.sendDtmf", "Tones are for telephone calls; nobody here is on one.");
  startScreenShare = (): Promise<void> => now(() => { this.setSharing(true); });
  stopScreenShare = (): Promise<void> => now(() => { this.setSharing(false); });

  private setSharing(isScreenSharingOn: boolean): void {
    if (isScreenSharingOn) this.room.requireCapability("Call.startScreenSharing", "shareScreen");
    else this.room.requireCall("Call.stopScreenSharing");
    this.room.updateCall((call) => ({ ...call, isScreenSharingOn }));
    this.room.events.tell("isLocalScreenSharingActiveChanged", { isScreenSharingOn });
  }

  // --- pictures and devices ---
  startCamera = (options?: VideoStreamOptions): Promise<void> => this.media.startCamera(options);
  stopCamera = (): Promise<void> => now(() => { this.media.stopCamera(); });
  createStreamView = (remoteUserId?: string, options?: VideoStreamOptions): ReturnType<CallWithChatAdapter["createStreamView"]> =>
    now(() => this.media.createView(remoteUserId, options));
  disposeStreamView = (remoteUserId?: string): Promise<void> => now(() => { this.media.disposeView(remoteUserId); });
  disposeScreenShareStreamView = (remoteUserId: string): Promise<void> => now(() => { this.media.disposeView(remoteUserId); });
  disposeRemoteVideoStreamView = (remoteUserId: string): Promise<void> => now(() => { this.media.disposeView(remoteUserId); });
  disposeLocalVideoStreamView = (): Promise<void> => now(() => { this.media.disposeView(); });
  askDevicePermission = (wanted: PermissionConstraints): Promise<DeviceAccess> => this.media.askPermission(wanted);
  queryCameras = (): Promise<VideoDeviceInfo[]> => this.media.cameras();
  queryMicrophones = (): Promise<AudioDeviceInfo[]> => this.media.microphones();
  querySpeakers = (): Promise<AudioDeviceInfo[]> => this.media.speakers();
  setCamera = (camera: VideoDeviceInfo): Promise<void> => this.media.setCamera(camera);
  setMicrophone = (microphone: AudioDeviceInfo): Promise<void> => this.media.setMicrophone(microphone);
  setSpeaker = (speaker: AudioDeviceInfo): Promise<void> => this.media.setSpeaker(speaker);

  // --- together mode and effects: the simulated call draws no shared scene and processes no sound ---
  startTogetherMode = (): Promise<void> => this.refuseNow("Call.feature", NO_TOGETHER_MODE);
  createTogetherModeStreamView = (): Promise<void> => this.refuseNow("Call.feature", NO_TOGETHER_MODE);
  setTogetherModeSceneSize = (): void => {
    throw this.room.refuse("Call.feature", NO_TOGETHER_MODE);
  };
  disposeTogetherModeStreamView = (): Promise<void> => this.refuseNow("Call.feature", NO_TOGETHER_MODE);
  startVideoBackgroundEffect = (effect: VideoBackgroundEffect): Promise<void> => now(() => { this.media.startBackground(effect); });
  stopVideoBackgroundEffects = (): Promise<void> => now(() => { this.media.stopBackground(); });
  updateBackgroundPickerImages = (images: VideoBackgroundImage[]): void => {
    this.media.offerBackgrounds(images);
  };
  updateSelectedVideoBackgroundEffect = (effect: VideoBackgroundEffect): void => {
    this.media.chooseBackground(effect);
  };
  startNoiseSuppressionEffect = (): Promise<void> => this.refuseNow("Call.feature", NO_SOUND);
  stopNoiseSuppressionEffect = (): Promise<void> => this.refuseNow("Call.feature", NO_SOUND);

  // --- hands, reactions, spotlight, moderation ---
  raiseHand = (): Promise<void> => now(() => { this.moderation.raiseHand(); });
  lowerHand = (): Promise<void> => now(() => { this.moderation.lowerHand(); });
  onReactionClick = (reaction: Reaction): Promise<void> => now(() => { this.moderation.react(reaction); });
  startSpotlight = (ids?: string[]): Promise<void> => now(() => { this.moderation.startSpotlight(ids); });
  stopSpotlight = (ids?: string[]): Promise<void> => now(() => { this.moderation.stopSpotlight(ids); });
  stopAllSpotlight = (): Promise<void> => now(() => { this.moderation.stopAllSpotlights(); });
  muteParticipant = (id: string): Promise<void> => now(() => { this.moderation.mute(id); });
  muteAllRemoteParticipants = (): Promise<void> => now(() => { this.moderation.muteAll(); });
  forbidAudio = (ids: string[]): Promise<void> => now(() => { this.moderation.setAccess("audio", false, ids); });
  permitAudio = (ids: string[]): Promise<void> => now(() => { this.moderation.setAccess("audio", true, ids); });
  forbidOthersAudio = (): Promise<void> => now(() => { this.moderation.setAccess("audio", false); });
  permitOthersAudio = (): Promise<void> => now(() => { this.moderation.setAccess("audio", true); });
  forbidVideo = (ids: string[]): Promise<void> => now(() => { this.moderation.setAccess("video", false, ids); });
  permitVideo = (ids: string[]): Promise<void> => now(() => { this.moderation.setAccess("video", true, ids); });
  forbidOthersVideo = (): Promise<void> => now(() => { this.moderation.setAccess("video", false); });
  permitOthersVideo = (): Promise<void> => now(() => { this.moderation.setAccess("video", true); });

  // --- captions and real-time text ---
  startCaptions = (options?: StartCaptionsAdapterOptions): Promise<void> => this.captions.start(options);
  stopCaptions = (): Promise<void> => now(() => { this.captions.stop(); });
  setCaptionLanguage = (language: string): Promise<void> => now(() => { this.captions.setCaptionLanguage(language); });
  setSpokenLanguage = (language: string): Promise<void> => now(() => { this.captions.setSpokenLanguage(language); });
  sendRealTimeText = (text: string, isFinal: boolean): Promise<void> =>
    now(() => { this.captions.sendRealTimeText(text, isFinal); });

  // --- chat ---
  fetchInitialData = (): Promise<void> => now(() => { this.room.requireChat("ChatThreadClient.getProperties"); });
  sendMessage = (content: string, options?: SendMessageOptions): Promise<void> => this.chat.send(content, options);
  updateMessage = (id: string, content: string, metadata?: Record<string, string>): Promise<void> =>
    now(() => { this.chat.edit(id, content, metadata); });
  deleteMessage = (id: string): Promise<void> => now(() => { this.chat.remove(id); });
  sendReadReceipt = (id: string): Promise<void> => now(() => { this.chat.sendReadReceipt(id); });
  sendTypingIndicator = (): Promise<void> => now(() => { this.room.requireChat("ChatThreadClient.sendTypingNotification"); });
  loadPreviousChatMessages = (): Promise<boolean> => now(() => this.chat.loadOlder());
  downloadResourceToCache = (resource: ResourceDetails): Promise<void> => now(() => { this.chat.fetchResource(resource); });
  removeResourceFromCache = (resource: ResourceDetails): void => {
    this.chat.dropResource(resource);
  };

  private refuseNow(target: string, message: string): Promise<never> {
    return Promise.reject(this.room.refuse(target, message));
  }
}

const NO_TOGETHER_MODE = "The simulated call draws no shared scene.";
const NO_SOUND = "The simulated call carries no sound to clean up.";

/** Runs `action` at once; what it throws is a rejection, as from a service. */
function now<Value>(action: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    resolve(action());
  });
}

function flatId(identifier: CommunicationIdentifier): string {
  if ("communicationUserId" in identifier) return identifier.communicationUserId;
  if ("microsoftTeamsUserId" in identifier) return `8:orgid:${identifier.microsoftTeamsUserId}`;
  if ("phoneNumber" in identifier) return `4:${identifier.phoneNumber}`;
  return "id" in identifier ? identifier.id : "";
}
