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
import type { CommunicationIdentifier } from "@azure/communication-common";
import type {
  CallCompositePage,
  CallWithChatAdapter,
  JoinCallOptions,
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
 * A Teams meeting that exists in this window only. It answers as the calling SDK would, needs no WebRTC and no network,
 * and does the same thing in every run. What is here is the call, which both adapters share: with its chat, and without.
 */
export abstract class SimulatedMeeting {
  /** The other side of the meeting: what host, tenant and network can do. */
  readonly director: Director;
  protected readonly room: Room;
  protected readonly chat: SimulatedChat;
  private readonly media: SimulatedMedia;
  private readonly captions: SimulatedCaptions;
  private readonly moderation: SimulatedModeration;
  private readonly call: SimulatedCall;

  /** `withChat`: whom the chat tells that it is open; null: the pass opens none. */
  protected constructor(options: SimulationOptions, withChat: (() => CallWithChatAdapter) | null) {
    this.room = new Room(waitingState(options), options.clock ?? wallClock);
    this.media = new SimulatedMedia(this.room);
    this.chat = new SimulatedChat(this.room, options, withChat);
    this.captions = new SimulatedCaptions(this.room);
    this.moderation = new SimulatedModeration(this.room, options.userId);
    this.call = new SimulatedCall(this.room, options, this.media, options.welcome ?? "admit", options.pace ?? USUAL_PACE, () => {
      playMeeting(this.room, this.chat, this.moderation, this.director);
    });
    this.director = new Director(this.room, this.call, this.chat, this.captions, this.moderation);
  }

  dispose = (): void => {
    this.room.dispose();
  };
  page = (): CallCompositePage => this.room.state.page;
  /** Tells of every change; the function ends it. */
  watch = (heard: () => void): (() => void) => {
    this.room.watch(heard);
    return () => {
      this.room.unwatch(heard);
    };
  };

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

  private refuseNow(target: string, message: string): Promise<never> {
    return Promise.reject(this.room.refuse(target, message));
  }
}

const NO_TOGETHER_MODE = "The simulated call draws no shared scene.";
const NO_SOUND = "The simulated call carries no sound to clean up.";

/** Runs `action` at once; what it throws is a rejection, as from a service. */
export function now<Value>(action: () => Value): Promise<Value> {
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
