import type { BreakoutRoom } from "@azure/communication-calling";
import { callObject } from "./call-object";
import type { SimulatedCall } from "./call";
import type { SimulatedCaptions } from "./captions";
import type { SimulatedChat } from "./chat";
import type { EndingName } from "./endings";
import type { SimulatedModeration } from "./moderation";
import { arrived, asRemoteParticipant, PRESENTER, type Person } from "./people";
import type { Room } from "./room";
import { without } from "./room";
import { capabilities } from "./shape";
import { TURNS, type Line } from "./speech";

const SHARE_STREAM_ID = 7;
const MOVE_MS = 1_200;

/** What the other side can do: the host, the people in the room, the tenant and the network. */
export class Director {
  constructor(
    private readonly room: Room,
    private readonly call: SimulatedCall,
    private readonly chat: SimulatedChat,
    private readonly captions: SimulatedCaptions,
    private readonly moderation: SimulatedModeration,
  ) {}

  admit(): void {
    this.call.admit();
  }

  /** Ends the call as the service would report it. */
  end(how: EndingName): void {
    this.call.end(how);
  }

  refuseChat(): void {
    this.chat.refuseMessages();
  }

  arrive(person: Person): void {
    const participant = arrived(person);
    this.room.updateCall((call) => ({
      ...call,
      remoteParticipants: { ...call.remoteParticipants, [person.id]: participant },
    }));
    this.room.events.tell("callParticipantsJoined", { joined: [asRemoteParticipant(participant, () => Promise.resolve())] });
    this.chat.admitToThread(person);
  }

  depart(person: Person): void {
    this.moderation.takeOut(person.id);
    this.chat.removeFromThread(person);
  }

  rename(person: Person, displayName: string): void {
    this.room.updateParticipant(person.id, (participant) => ({ ...participant, displayName }));
    this.room.events.tell("displayNameChanged", { participantId: person.identifier, displayName });
  }

  say(person: Person, content: string): void {
    this.chat.receive(person, content);
  }

  /** Someone speaks for a while: ring, dominant speaker and, when they are on, captions. */
  speak(person: Person, line: Line, lastsMs: number): void {
    if (this.room.call?.remoteParticipants[person.id] === undefined) return;
    this.moderation.setRemoteMuted(person.id, false);
    this.setSpeaking(person, true);
    this.captions.caption(person, line);
    this.room.later(lastsMs, () => {
      this.setSpeaking(person, false);
    });
  }

  private setSpeaking(person: Person, isSpeaking: boolean): void {
    const timestamp = this.room.clock.now();
    this.room.updateParticipant(person.id, (participant) => ({ ...participant, isSpeaking }));
    if (isSpeaking) {
      this.room.updateCall((call) => ({ ...call, dominantSpeakers: { speakersList: [person.identifier], timestamp } }));
    }
    this.room.events.tell("isSpeakingChanged", { identifier: person.identifier, isSpeaking });
  }

  typeLive(person: Person, text: string): void {
    this.captions.receiveRealTimeText(person, text, false);
    this.room.later(1_000, () => {
      this.captions.receiveRealTimeText(person, text, true);
    });
  }

  share(person: Person = PRESENTER): void {
    this.room.updateParticipant(person.id, (participant) => ({
      ...participant,
      videoStreams: {
        [SHARE_STREAM_ID]: { id: SHARE_STREAM_ID, mediaStreamType: "ScreenSharing", isAvailable: true, isReceiving: true },
      },
    }));
    this.room.updateCall((call) => ({ ...call, screenShareRemoteParticipant: person.id }));
  }

  stopSharing(): void {
    const id = this.room.call?.screenShareRemoteParticipant;
    if (id === undefined) return;
    this.room.updateParticipant(id, (participant) => ({ ...participant, videoStreams: {} }));
    this.room.updateCall((call) => without(call, "screenShareRemoteParticipant"));
  }

  setRecording(isRecordingActive: boolean): void {
    this.room.updateCall((call) => ({
      ...call,
      recording: { isRecordingActive },
      transcription: { isTranscriptionActive: isRecordingActive },
    }));
  }

  /** The host changes the guest's role; everything they may do changes with it. */
  setRole(role: "Attendee" | "Presenter"): void {
    const before = this.room.requireCall("Call.feature").capabilitiesFeature?.capabilities ?? capabilities("Attendee");
    const after = capabilities(role);
    const info = { oldValue: before, newValue: after, reason: "RoleChanged" as const };
    this.room.updateCall((call) => ({
      ...call,
      role,
      capabilitiesFeature: { capabilities: after, latestCapabilitiesChangeInfo: info },
    }));
    this.room.events.tell("capabilitiesChanged", info);
  }

  muteGuest(): void {
    this.call.setMuted(true);
    const error = this.room.adapterError("Call.mutedByOthers", new Error("The host muted you."));
    this.room.update((state) => ({ ...state, latestCallErrors: { ...state.latestCallErrors, "Call.mutedByOthers": error } }));
    this.room.events.tell("callError", error);
  }

  loseNetwork(): void {
    this.setNetwork(true);
  }

  findNetwork(): void {
    this.setNetwork(false);
  }

  private setNetwork(lost: boolean): void {
    this.room.updateCall((call) => ({
      ...call,
      diagnostics: {
        ...call.diagnostics,
        network: { latest: lost ? { noNetwork: { value: true, valueType: "DiagnosticFlag" } } : {} },
      },
    }));
  }

  /** The host sends the guest to another call; the composite shows "transferring" until it is reached. */
  transfer(): void {
    const call = this.room.requireCall("Call.feature");
    const targetId = this.room.nextId("simulated-call");
    const timestamp = this.room.clock.now();
    this.room.update((state) => ({
      ...state,
      page: "transferring",
      call: { ...call, transfer: { acceptedTransfers: { [targetId]: { callId: targetId, timestamp } } } },
    }));
    this.arriveAt(targetId, "call");
  }

  openBreakoutRoom(displayName: string): void {
    const breakoutRoom = this.breakoutRoom(displayName);
    this.room.updateCall((call) => ({ ...call, breakoutRooms: { ...call.breakoutRooms, assignedBreakoutRoom: breakoutRoom } }));
    this.notify("assignedBreakoutRoomOpenedPromptJoin");
    this.room.events.tell("breakoutRoomsUpdated", { type: "assignedBreakoutRooms", data: breakoutRoom });
  }

  private breakoutRoom(displayName: string): BreakoutRoom {
    return {
      threadId: "19:breakout_U2ltdWxhdGVk@thread.v2",
      displayName,
      state: "open",
      autoMoveParticipantToBreakoutRoom: false,
      join: () => {
        this.room.updateCall((call) => ({
          ...call,
          breakoutRooms: { breakoutRoomSettings: { disableReturnToMainMeeting: false }, breakoutRoomDisplayName: displayName },
        }));
        this.notify("breakoutRoomJoined");
        const joined = callObject(this.room, () => this.call.leave());
        this.room.events.tell("breakoutRoomsUpdated", { type: "join", data: joined });
        return Promise.resolve(joined);
      },
      returnToMainMeeting: () => this.returnToMeeting().then(() => callObject(this.room, () => this.call.leave())),
    };
  }

  async returnToMeeting(): Promise<void> {
    const call = this.room.requireCall("Call.hangUp");
    if (call.breakoutRooms?.breakoutRoomSettings === undefined) {
      throw this.room.refuse("Call.hangUp", "You are in the main meeting already.");
    }
    this.room.update((state) => ({ ...state, page: "returningFromBreakoutRoom" }));
    await this.room.pause(MOVE_MS);
    this.room.update((state) =>
      state.call === undefined ? state : { ...state, page: "call", call: { ...state.call, breakoutRooms: {} } },
    );
    this.room.events.tell("breakoutRoomsUpdated", { type: "assignedBreakoutRooms", data: undefined });
  }

  private arriveAt(callId: string, page: "call"): void {
    this.room.later(MOVE_MS, () => {
      this.room.update((state) => (state.call === undefined ? state : { ...state, page, call: { ...state.call, id: callId, transfer: { acceptedTransfers: {} } } }));
      this.room.events.tell("callIdChanged", { callId });
    });
  }

  private notify(target: "assignedBreakoutRoomOpenedPromptJoin" | "breakoutRoomJoined"): void {
    const timestamp = this.room.clock.now();
    this.room.update((state) => ({
      ...state,
      latestCallNotifications: { ...state.latestCallNotifications, [target]: { target, timestamp } },
    }));
  }

  /** Whose turn it is at the table, again and again. */
  takeTurns(index = 0): void {
    const turn = TURNS[index % TURNS.length];
    if (turn === undefined) return;
    this.speak(turn.speaker, turn.line, turn.lastsMs);
    this.room.later(turn.lastsMs + 600, () => {
      this.takeTurns(index + 1);
    });
  }
}
