import type { Call } from "@azure/communication-calling";
import type { CallSurvey, CallSurveyResponse } from "@azure/communication-calling";
import type { JoinCallOptions } from "@azure/communication-react";
import { callObject } from "./call-object";
import { ENDINGS, type EndingName } from "./endings";
import type { SimulatedMedia } from "./media";
import { asRemoteParticipant } from "./people";
import type { Room } from "./room";
import { without } from "./room";
import { connectedCall, freshCall, type GuestDetails } from "./shape";

/** What waits behind the lobby's door. */
export type Welcome = "admit" | "wait" | "deny" | "network" | "token" | "guestsForbidden" | "badRequest";

export interface CallPace {
  connectingMs: number;
  lobbyMs: number;
  leavingMs: number;
}

export const USUAL_PACE: CallPace = { connectingMs: 900, lobbyMs: 3_500, leavingMs: 400 };

/** Getting in, holding, and getting out. */
export class SimulatedCall {
  constructor(
    private readonly room: Room,
    private readonly guest: GuestDetails,
    private readonly media: SimulatedMedia,
    private readonly welcome: Welcome,
    private readonly pace: CallPace,
    private readonly onConnected: () => void,
  ) {}

  join(options?: boolean | JoinCallOptions): Call {
    if (this.room.call !== undefined) {
      throw this.room.refuse("CallAgent.join", "This call has been joined already.");
    }
    const choices = typeof options === "boolean" ? { microphoneOn: options } : (options ?? {});
    const before = this.room.state;
    const wantsMicrophone = choices.microphoneOn ?? "keep";
    const microphoneOn = wantsMicrophone === "keep" ? before.isLocalPreviewMicrophoneEnabled : wantsMicrophone;
    const wantsCamera = choices.cameraOn ?? "keep";
    const cameraOn = wantsCamera === "keep" ? before.devices.unparentedViews.length > 0 : wantsCamera;
    const call = freshCall({
      microphoneOn,
      callId: this.room.nextId("simulated-call"),
      startedAt: this.room.clock.now(),
      userId: this.guest.userId,
      displayName: this.guest.displayName,
    });
    this.room.update((state) => ({ ...state, page: "lobby", call, latestCallErrors: {}, latestChatErrors: {} }));
    this.room.events.tell("callIdChanged", { callId: call.id });
    if (cameraOn) this.media.bringCamera();
    this.room.later(this.pace.connectingMs, () => {
      this.reachLobby();
    });
    return callObject(this.room, () => this.leave());
  }

  private reachLobby(): void {
    if (this.welcome === "network" || this.welcome === "token" || this.welcome === "guestsForbidden" || this.welcome === "badRequest") {
      this.end(this.welcome);
      return;
    }
    this.room.updateCall((call) => ({ ...call, state: "InLobby" }));
    if (this.welcome === "wait") return;
    this.room.later(this.pace.lobbyMs, () => {
      if (this.welcome === "deny") this.end("denied");
      else this.admit();
    });
  }

  /** The host opens the door. */
  admit(): void {
    if (this.room.call?.state !== "InLobby") return;
    const now = this.room.clock.now();
    this.room.update((state) =>
      state.call === undefined ? state : { ...state, page: "call", call: connectedCall(state.call, now) },
    );
    const people = Object.values(this.room.call.remoteParticipants);
    this.room.events.tell("callParticipantsJoined", {
      joined: people.map((person) => asRemoteParticipant(person, () => Promise.resolve())),
    });
    this.onConnected();
  }

  async leave(forEveryone = false): Promise<void> {
    this.room.requireCall("Call.hangUp");
    if (forEveryone) this.room.requireCapability("Call.hangUp", "hangUpForEveryOne");
    this.room.quiet();
    this.room.update((state) =>
      state.call === undefined ? state : { ...state, page: "leaving", call: { ...state.call, state: "Disconnecting" } },
    );
    await this.room.pause(this.pace.leavingMs);
    this.end("left");
  }

  /** The call is over: state first, then the event, as the real adapter does it. */
  end(name: EndingName): void {
    const call = this.room.call;
    if (call === undefined) return;
    this.room.quiet();
    const { code, subCode, page } = ENDINGS[name];
    this.room.update((state) => ({ ...without(state, "call"), page }));
    this.room.events.tell("callEnded", { callId: call.id, code, subCode });
  }

  async hold(): Promise<void> {
    this.room.requireCall("Call.hold");
    await this.room.pause(150);
    this.room.update((state) =>
      state.call?.state === "Connected" ? { ...state, page: "hold", call: { ...state.call, state: "LocalHold" } } : state,
    );
  }

  async resume(): Promise<void> {
    this.room.requireCall("Call.resume");
    await this.room.pause(150);
    this.room.update((state) =>
      state.call?.state === "LocalHold" ? { ...state, page: "call", call: { ...state.call, state: "Connected" } } : state,
    );
  }

  setMuted(isMuted: boolean): void {
    this.room.update((state) => ({
      ...state,
      isLocalPreviewMicrophoneEnabled: state.call === undefined ? !isMuted : state.isLocalPreviewMicrophoneEnabled,
      ...(state.call === undefined ? {} : { call: { ...state.call, isMuted } }),
    }));
    if (this.room.call !== undefined) {
      this.room.events.tell("isMutedChanged", { identifier: this.room.state.userId, isMuted });
    }
  }

  unmute(): void {
    if (this.room.call?.meetingMediaAccess?.isAudioPermitted === false) {
      throw this.room.refuse("Call.unmute", "The host has switched attendees' microphones off.");
    }
    this.setMuted(false);
  }

  /** The survey goes nowhere: a simulated call has no quality to report. It is answered as the service answers. */
  survey(answers: CallSurvey): CallSurveyResponse {
    return { ...answers, id: this.room.nextId("survey"), callId: "simulated-call", localParticipantId: this.guest.userId };
  }
}
