import type { AudioDeviceInfo, DeviceAccess, PermissionConstraints, VideoDeviceInfo } from "@azure/communication-calling";
import type {
  CreateVideoStreamViewResult,
  LocalVideoStreamState,
  RemoteVideoStreamState,
  VideoBackgroundEffect,
  VideoBackgroundImage,
  VideoStreamOptions,
  VideoStreamRendererViewState,
} from "@azure/communication-react";
import { CAMERAS, MICROPHONES, SPEAKERS } from "./devices";
import { cameraPicture, slidePicture } from "./pictures";
import type { Room } from "./room";
import { without } from "./room";

type StreamChange = (stream: LocalVideoStreamState) => LocalVideoStreamState;

const SLIDE = {
  title: "Autumn product briefing",
  lines: ["What ships in November", "Three customer stories", "Your questions"],
} as const;

/** Cameras, microphones, speakers and the pictures that stand in for video. */
export class SimulatedMedia {
  constructor(private readonly room: Room) {}

  async askPermission(wanted: PermissionConstraints): Promise<DeviceAccess> {
    await this.room.pause(60);
    const had = this.room.state.devices.deviceAccess;
    const deviceAccess = { audio: wanted.audio || had?.audio === true, video: wanted.video || had?.video === true };
    // Asking again for what is granted already changes nothing; a new object would make the composite ask for ever.
    if (had?.audio !== deviceAccess.audio || had.video !== deviceAccess.video) {
      this.room.update((state) => ({ ...state, devices: { ...state.devices, deviceAccess } }));
    }
    return deviceAccess;
  }

  cameras(): Promise<VideoDeviceInfo[]> {
    if (this.room.state.devices.cameras.length === 0) {
      this.room.update((state) => ({
        ...state,
        devices: { selectedCamera: CAMERAS[0] ?? NO_CAMERA, ...state.devices, cameras: [...CAMERAS] },
      }));
    }
    return Promise.resolve([...CAMERAS]);
  }

  microphones(): Promise<AudioDeviceInfo[]> {
    if (this.room.state.devices.microphones.length === 0) {
      this.room.update((state) => ({
        ...state,
        devices: { ...firstChoice("selectedMicrophone", MICROPHONES), ...state.devices, microphones: [...MICROPHONES] },
      }));
    }
    return Promise.resolve([...MICROPHONES]);
  }

  speakers(): Promise<AudioDeviceInfo[]> {
    if (this.room.state.devices.speakers.length === 0) {
      this.room.update((state) => ({
        ...state,
        devices: { ...firstChoice("selectedSpeaker", SPEAKERS), ...state.devices, speakers: [...SPEAKERS] },
      }));
    }
    return Promise.resolve([...SPEAKERS]);
  }

  setCamera(camera: VideoDeviceInfo): Promise<void> {
    if (!CAMERAS.some((known) => known.id === camera.id)) {
      return Promise.reject(this.room.refuse("Call.startVideo", "That camera is not connected."));
    }
    this.room.update((state) => ({ ...state, devices: { ...state.devices, selectedCamera: camera } }));
    this.changeLocalStreams((stream) => ({ ...without(stream, "view"), source: camera }));
    return Promise.resolve();
  }

  setMicrophone(microphone: AudioDeviceInfo): Promise<void> {
    if (!MICROPHONES.some((known) => known.id === microphone.id)) {
      return Promise.reject(this.room.refuse("DeviceManager.selectMicrophone", "That microphone is not connected."));
    }
    this.room.update((state) => ({ ...state, devices: { ...state.devices, selectedMicrophone: microphone } }));
    this.room.events.tell("selectedMicrophoneChanged", undefined);
    return Promise.resolve();
  }

  setSpeaker(speaker: AudioDeviceInfo): Promise<void> {
    if (!SPEAKERS.some((known) => known.id === speaker.id)) {
      return Promise.reject(this.room.refuse("DeviceManager.selectSpeaker", "That speaker is not connected."));
    }
    this.room.update((state) => ({ ...state, devices: { ...state.devices, selectedSpeaker: speaker } }));
    this.room.events.tell("selectedSpeakerChanged", undefined);
    return Promise.resolve();
  }

  /** Turns the camera on in a call that is being placed. */
  bringCamera(): void {
    const source = this.room.state.devices.selectedCamera ?? CAMERAS[0];
    if (source === undefined) return;
    this.room.updateCall((call) => ({ ...call, localVideoStreams: [{ source, mediaStreamType: "Video" }] }));
  }

  async startCamera(options?: VideoStreamOptions): Promise<void> {
    if (this.room.call?.meetingMediaAccess?.isVideoPermitted === false) {
      throw this.room.refuse("Call.startVideo", "The host has switched attendees' cameras off.");
    }
    await this.cameras();
    if (this.room.call !== undefined) {
      this.bringCamera();
      return;
    }
    const source = this.room.state.devices.selectedCamera ?? CAMERAS[0];
    if (source === undefined) return;
    const stream: LocalVideoStreamState = { source, mediaStreamType: "Video", view: localView(source, options) };
    this.room.update((state) => ({ ...state, devices: { ...state.devices, unparentedViews: [stream] } }));
  }

  stopCamera(): void {
    this.room.update((state) => ({
      ...state,
      devices: { ...state.devices, unparentedViews: [] },
      ...(state.call === undefined ? {} : { call: { ...state.call, localVideoStreams: [] } }),
    }));
  }

  /** Draws the local camera, or what a participant shares. Undefined: there is nothing to draw. */
  createView(remoteUserId?: string, options?: VideoStreamOptions): CreateVideoStreamViewResult | undefined {
    if (remoteUserId === undefined) {
      if (this.localStreams().length === 0) return undefined;
      this.changeLocalStreams((stream) => ({ ...stream, view: localView(stream.source, options) }));
      return { view: { updateScalingMode: (mode) => this.rescaleLocal(mode) } };
    }
    const streams = this.room.call?.remoteParticipants[remoteUserId]?.videoStreams ?? {};
    if (!Object.values(streams).some((stream) => stream.isAvailable)) return undefined;
    const view: VideoStreamRendererViewState = {
      scalingMode: options?.scalingMode ?? "Fit",
      isMirrored: false,
      target: slidePicture(SLIDE.title, SLIDE.lines),
    };
    this.changeRemoteStreams(remoteUserId, (stream) => ({ ...stream, isReceiving: true, view }));
    return {
      view: {
        updateScalingMode: (scalingMode) => {
          this.changeRemoteStreams(remoteUserId, (stream) => ({ ...stream, view: { ...view, scalingMode } }));
          return Promise.resolve();
        },
      },
    };
  }

  disposeView(remoteUserId?: string): void {
    if (remoteUserId === undefined) {
      this.changeLocalStreams((stream) => without(stream, "view"));
    } else {
      this.changeRemoteStreams(remoteUserId, (stream) => without(stream, "view"));
    }
  }

  /** A background effect needs a camera that is on; here it is only noted. */
  startBackground(effect: VideoBackgroundEffect): void {
    if (this.localStreams().length === 0) {
      throw this.room.refuse("VideoEffectsFeature.startEffects", "Turn the camera on first.");
    }
    const activeEffects = effect.effectName === "blur" ? ["BackgroundBlur" as const] : ["BackgroundReplacement" as const];
    this.changeLocalStreams((stream) =>
      effect.effectName === "none" ? without(stream, "videoEffects") : { ...stream, videoEffects: { activeEffects } },
    );
  }

  stopBackground(): void {
    this.changeLocalStreams((stream) => without(stream, "videoEffects"));
  }

  offerBackgrounds(videoBackgroundImages: VideoBackgroundImage[]): void {
    this.room.update((state) => ({ ...state, videoBackgroundImages }));
  }

  chooseBackground(selectedVideoBackgroundEffect: VideoBackgroundEffect): void {
    this.room.update((state) => ({ ...state, selectedVideoBackgroundEffect }));
  }

  private localStreams(): LocalVideoStreamState[] {
    return this.room.call?.localVideoStreams ?? this.room.state.devices.unparentedViews;
  }

  private rescaleLocal(scalingMode: VideoStreamRendererViewState["scalingMode"]): Promise<void> {
    this.changeLocalStreams((stream) =>
      stream.view === undefined ? stream : { ...stream, view: { ...stream.view, scalingMode } },
    );
    return Promise.resolve();
  }

  private changeLocalStreams(change: StreamChange): void {
    this.room.update((state) =>
      state.call === undefined
        ? { ...state, devices: { ...state.devices, unparentedViews: state.devices.unparentedViews.map(change) } }
        : { ...state, call: { ...state.call, localVideoStreams: state.call.localVideoStreams.map(change) } },
    );
  }

  private changeRemoteStreams(id: string, change: (stream: RemoteVideoStreamState) => RemoteVideoStreamState): void {
    this.room.updateParticipant(id, (participant) => ({
      ...participant,
      videoStreams: Object.fromEntries(
        Object.values(participant.videoStreams).map((stream) => [stream.id, change(stream)]),
      ),
    }));
  }
}

const NO_CAMERA: VideoDeviceInfo = { id: "camera:none", name: "No camera", deviceType: "Unknown" };

function firstChoice(
  key: "selectedMicrophone" | "selectedSpeaker",
  devices: readonly AudioDeviceInfo[],
): { selectedMicrophone?: AudioDeviceInfo; selectedSpeaker?: AudioDeviceInfo } {
  const first = devices[0];
  return first === undefined ? {} : { [key]: first };
}

function localView(source: VideoDeviceInfo, options?: VideoStreamOptions): VideoStreamRendererViewState {
  return {
    scalingMode: options?.scalingMode ?? "Crop",
    isMirrored: options?.isMirrored ?? true,
    target: cameraPicture(source.name),
  };
}
