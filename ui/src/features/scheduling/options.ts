/** Graph's words for a meeting's options, as people read them. */

export const choices = {
  lobby: {
    label: "Who comes in without waiting",
    words: {
      organizer: "Only the organizer",
      invited: "People who were invited",
      organization: "The organization and guests",
      organizationExcludingGuests: "The organization",
      organizationAndFederated: "The organization and trusted ones",
      everyone: "Everyone",
    } as Record<string, string>,
  },
  admitters: {
    label: "Who lets people in",
    words: {
      organizerAndCoOrganizersAndPresenters: "Organizers and presenters",
      organizerAndCoOrganizers: "Organizers",
    } as Record<string, string>,
  },
  presenters: {
    label: "Who may present",
    words: {
      organizer: "Organizers only",
      roleIsPresenter: "Presenters by role, below",
      organization: "The organization and guests",
      everyone: "Everyone",
    } as Record<string, string>,
  },
  chat: {
    label: "Chat",
    words: { enabled: "On", limited: "Only during the meeting", disabled: "Off" } as Record<string, string>,
  },
} as const;

export type ChoiceName = keyof typeof choices;

export const switches = {
  lobbyDialIn: "Callers by phone come in without waiting",
  announced: "Say when somebody joins or leaves",
  mic: "Attendees may use their microphone",
  camera: "Attendees may use their camera",
  reactions: "Reactions",
  recording: "May be recorded",
  recordAutomatically: "Record from the start",
  transcription: "May be transcribed",
} as const;

export type SwitchName = keyof typeof switches;

export const roles: Record<string, string> = { coorganizer: "Co-organizer", presenter: "Presenter", producer: "Producer", attendee: "Attendee" };
