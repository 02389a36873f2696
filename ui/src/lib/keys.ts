/** The names under which answers of the core are kept; one place, because a change in one room renews another's. */
export const keys = {
  desk: ["desk"] as const,
  appearance: ["appearance"] as const,
  events: ["events"] as const,
  event: (id: string) => ["event", id] as const,
  joinNetwork: ["join-network"] as const,
  callingEnvironment: ["calling-environment"] as const,
  teamsWays: (joinId: string) => ["teams-ways", joinId] as const,
  draft: ["draft"] as const,
  registrants: (id: string) => ["registrants", id] as const,
  bulk: (id: string) => ["bulk", id] as const,
  ticket: (registrantId: string) => ["ticket", registrantId] as const,
  messages: (id: string) => ["messages", id] as const,
  preview: (messageId: string) => ["preview", messageId] as const,
  doctor: ["doctor"] as const,
  services: ["services"] as const,
  registration: ["registration-of-app"] as const,
};
