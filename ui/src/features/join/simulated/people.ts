import type { MicrosoftTeamsUserKind, CommunicationUserKind } from "@azure/communication-common";
import type { ParticipantRole, RemoteParticipant } from "@azure/communication-calling";
import type { RemoteParticipantState } from "@azure/communication-react";

export interface Person {
  /** The flat identifier the composite uses as a key ("8:orgid:…"). */
  id: string;
  identifier: MicrosoftTeamsUserKind;
  name: string;
  role: ParticipantRole;
}

function teamsUser(objectId: string, name: string, role: ParticipantRole): Person {
  const id = `8:orgid:${objectId}`;
  return {
    id,
    name,
    role,
    identifier: {
      kind: "microsoftTeamsUser",
      rawId: id,
      microsoftTeamsUserId: objectId,
      cloud: "public",
      isAnonymous: false,
    },
  };
}

export const HOST = teamsUser("5b0c1c1e-0000-4000-8000-000000000001", "Megan Bowen", "Organizer");
export const PRESENTER = teamsUser("5b0c1c1e-0000-4000-8000-000000000002", "Diego Siciliani", "Presenter");
/** A right-to-left name: tiles, rosters and captions must keep it whole. */
export const RTL_GUEST = teamsUser("5b0c1c1e-0000-4000-8000-000000000003", "ליאור אברהמי", "Attendee");
/** A name longer than any tile. */
export const LONG_GUEST = teamsUser(
  "5b0c1c1e-0000-4000-8000-000000000004",
  "Maximiliane Katharina von Hohenberg-Löwenstein (Contoso Deutschland)",
  "Attendee",
);

/** Those in the meeting when the guest is let in. */
export const PRESENT_AT_START: readonly Person[] = [HOST, PRESENTER, LONG_GUEST];

const TEAMS_USER = "8:orgid:";

/** Whether the one who joins does so as themselves in Teams. */
export function isTeamsUser(userId: string): boolean {
  return userId.startsWith(TEAMS_USER);
}

/** The one who joins: a guest, a work account without Teams, or a user of Teams. */
export function ownIdentifier(userId: string): CommunicationUserKind | MicrosoftTeamsUserKind {
  return isTeamsUser(userId)
    ? { kind: "microsoftTeamsUser", rawId: userId, microsoftTeamsUserId: userId.slice(TEAMS_USER.length), cloud: "public", isAnonymous: false }
    : { kind: "communicationUser", communicationUserId: userId };
}

export function arrived(person: Person): RemoteParticipantState {
  return {
    identifier: person.identifier,
    displayName: person.name,
    state: "Connected",
    videoStreams: {},
    isMuted: person.role === "Attendee",
    isSpeaking: false,
    role: person.role,
    mediaAccess: { isAudioPermitted: true, isVideoPermitted: true },
  };
}

/** A participant as the calling SDK shows one: a snapshot, because here nobody changes it but us. */
export function asRemoteParticipant(
  participant: RemoteParticipantState,
  mute: () => Promise<void>,
): RemoteParticipant {
  return {
    identifier: participant.identifier,
    ...(participant.displayName === undefined ? {} : { displayName: participant.displayName }),
    endpointDetails: [],
    state: participant.state,
    videoStreams: [],
    isMuted: participant.isMuted,
    isSpeaking: participant.isSpeaking,
    role: participant.role ?? "Unknown",
    mute,
    // A snapshot never changes, so there is never anything to tell.
    on: () => undefined,
    off: () => undefined,
  };
}
