import type { Reaction, SpotlightedParticipant } from "@azure/communication-calling";
import type { CallState, RemoteParticipantState } from "@azure/communication-react";
import { asRemoteParticipant } from "./people";
import type { Room } from "./room";
import { without } from "./room";

const REACTION_LASTS_MS = 5_000;

/** Hands, reactions, spotlight, and what a presenter may do to others. */
export class SimulatedModeration {
  constructor(
    private readonly room: Room,
    private readonly userId: string,
  ) {}

  raiseHand(id = this.userId): void {
    const call = this.room.requireCapability("Call.feature", "raiseHand");
    if (this.handOf(call, id) !== undefined) return;
    const hand = { raisedHandOrderPosition: call.raiseHand.raisedHands.length + 1 };
    this.room.updateCall((current) => ({
      ...current,
      raiseHand: {
        ...current.raiseHand,
        raisedHands: [...current.raiseHand.raisedHands, hand],
        ...(id === this.userId ? { localParticipantRaisedHand: hand } : {}),
      },
    }));
    this.room.updateParticipant(id, (participant) => ({ ...participant, raisedHand: hand }));
  }

  /** Lowers a hand and moves those behind it up by one. */
  lowerHand(id = this.userId): void {
    const lowered = this.handOf(this.room.requireCall("Call.feature"), id)?.raisedHandOrderPosition;
    if (lowered === undefined) return;
    const up = <Hand extends { raisedHandOrderPosition: number }>(hand: Hand): Hand =>
      hand.raisedHandOrderPosition > lowered ? { ...hand, raisedHandOrderPosition: hand.raisedHandOrderPosition - 1 } : hand;
    this.room.updateCall((call) => {
      const mine = call.raiseHand.localParticipantRaisedHand;
      return {
        ...call,
        raiseHand: {
          raisedHands: call.raiseHand.raisedHands.filter((hand) => hand.raisedHandOrderPosition !== lowered).map(up),
          ...(mine === undefined || id === this.userId ? {} : { localParticipantRaisedHand: up(mine) }),
        },
        remoteParticipants: mapPeople(call.remoteParticipants, (person, key) =>
          key === id ? without(person, "raisedHand") : person.raisedHand === undefined ? person : { ...person, raisedHand: up(person.raisedHand) },
        ),
      };
    });
  }

  react(reactionType: Reaction, id = this.userId): void {
    this.room.requireCapability("Call.feature", "useReactions");
    const reaction = { reactionMessage: { reactionType }, receivedOn: this.room.clock.now() };
    if (id === this.userId) this.room.updateCall((call) => ({ ...call, localParticipantReaction: reaction }));
    else this.room.updateParticipant(id, (person) => ({ ...person, reactionState: reaction }));
    this.room.later(REACTION_LASTS_MS, () => {
      this.room.updateCall((call) =>
        call.localParticipantReaction === reaction ? without(call, "localParticipantReaction") : call,
      );
      this.room.updateParticipant(id, (person) =>
        person.reactionState === reaction ? without(person, "reactionState") : person,
      );
    });
  }

  /** The guest asks for the spotlight for themselves (no ids) or, as a presenter, for others. */
  startSpotlight(ids: readonly string[] = [this.userId]): void {
    this.room.requireCapability("Call.feature", "spotlightParticipant");
    this.setSpotlight(ids, []);
  }

  stopSpotlight(ids: readonly string[] = [this.userId]): void {
    if (ids.some((id) => id !== this.userId)) {
      this.room.requireCapability("Call.feature", "removeParticipantsSpotlight");
    }
    this.setSpotlight([], ids);
  }

  stopAllSpotlights(): void {
    this.room.requireCapability("Call.feature", "removeParticipantsSpotlight");
    const shown = this.room.call?.spotlight?.spotlightedParticipants ?? [];
    this.setSpotlight([], shown.map((one) => this.idOf(one)));
  }

  /** Changes the spotlight whoever asked for it: the host needs no leave. */
  setSpotlight(add: readonly string[], remove: readonly string[]): void {
    const call = this.room.requireCall("Call.feature");
    const before = call.spotlight?.spotlightedParticipants ?? [];
    const removed = before.filter((one) => remove.includes(this.idOf(one)));
    const stays = before.filter((one) => !removed.includes(one));
    const added: SpotlightedParticipant[] = add
      .filter((id) => !stays.some((one) => this.idOf(one) === id))
      .flatMap((id) => {
        const identifier = id === this.userId ? this.room.state.userId : call.remoteParticipants[id]?.identifier;
        return identifier === undefined ? [] : [{ identifier }];
      });
    const now = [...stays, ...added].map((one, index) => ({ ...one, order: index + 1 }));
    const position = (id: string): number => now.findIndex((one) => this.idOf(one) === id) + 1;
    const mine = position(this.userId);
    this.room.updateCall((current) => ({
      ...current,
      spotlight: {
        spotlightedParticipants: now,
        maxParticipantsToSpotlight: 7,
        ...(mine > 0 ? { localParticipantSpotlight: { spotlightedOrderPosition: mine } } : {}),
      },
      remoteParticipants: mapPeople(current.remoteParticipants, (person, id) =>
        position(id) > 0 ? { ...person, spotlight: { spotlightedOrderPosition: position(id) } } : without(person, "spotlight"),
      ),
    }));
    this.room.events.tell("spotlightChanged", { added, removed });
  }

  mute(id: string): void {
    this.room.requireCapability("Call.muteAllRemoteParticipants", "muteOthers");
    this.setRemoteMuted(id, true);
  }

  muteAll(): void {
    const call = this.room.requireCapability("Call.muteAllRemoteParticipants", "muteOthers");
    for (const id of Object.keys(call.remoteParticipants)) this.setRemoteMuted(id, true);
  }

  setRemoteMuted(id: string, isMuted: boolean): void {
    const person = this.room.call?.remoteParticipants[id];
    if (person === undefined || person.isMuted === isMuted) return;
    this.room.updateParticipant(id, (current) => ({ ...current, isMuted, isSpeaking: isMuted ? false : current.isSpeaking }));
    this.room.events.tell("isMutedChanged", { identifier: person.identifier, isMuted });
  }

  /** Permits or forbids media; no ids: everyone who is an attendee. */
  setAccess(kind: "audio" | "video", permitted: boolean, ids?: readonly string[]): void {
    const capability = kind === "audio" ? "forbidOthersAudio" : "forbidOthersVideo";
    const call = this.room.requireCapability("Call.feature", capability);
    const chosen = ids ?? Object.keys(call.remoteParticipants).filter((id) => call.remoteParticipants[id]?.role === "Attendee");
    for (const id of chosen) {
      this.room.updateParticipant(id, (person) => {
        const access = person.mediaAccess ?? { isAudioPermitted: true, isVideoPermitted: true };
        return { ...person, mediaAccess: { ...access, [kind === "audio" ? "isAudioPermitted" : "isVideoPermitted"]: permitted } };
      });
      if (kind === "audio" && !permitted) this.setRemoteMuted(id, true);
    }
  }

  removeParticipant(id: string): void {
    const call = this.room.requireCapability("Call.removeParticipant", "removeParticipant");
    if (call.remoteParticipants[id] === undefined) {
      throw this.room.refuse("Call.removeParticipant", "That person is not in this meeting.");
    }
    this.takeOut(id);
  }

  /** Someone goes, by themselves or not. */
  takeOut(id: string): void {
    const person = this.room.call?.remoteParticipants[id];
    if (person === undefined) return;
    this.lowerHand(id);
    this.setSpotlight([], [id]);
    const gone: RemoteParticipantState = { ...person, state: "Disconnected", isSpeaking: false };
    this.room.updateCall((call) => ({
      ...call,
      remoteParticipants: without(call.remoteParticipants, id),
      remoteParticipantsEnded: { ...call.remoteParticipantsEnded, [id]: gone },
    }));
    this.room.events.tell("callParticipantsLeft", { removed: [asRemoteParticipant(gone, () => Promise.resolve())] });
  }

  private handOf(call: CallState, id: string): { raisedHandOrderPosition: number } | undefined {
    return id === this.userId ? call.raiseHand.localParticipantRaisedHand : call.remoteParticipants[id]?.raisedHand;
  }

  private idOf(one: SpotlightedParticipant): string {
    const { identifier } = one;
    if ("microsoftTeamsUserId" in identifier) return `8:orgid:${identifier.microsoftTeamsUserId}`;
    return "communicationUserId" in identifier ? identifier.communicationUserId : "";
  }
}

function mapPeople(
  people: CallState["remoteParticipants"],
  change: (person: RemoteParticipantState, id: string) => RemoteParticipantState,
): CallState["remoteParticipants"] {
  return Object.fromEntries(Object.entries(people).map(([id, person]) => [id, change(person, id)]));
}
