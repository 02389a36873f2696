import type { CallCompositePage } from "@azure/communication-react";

/** How a call can end: what the service reports, and the page the composite would show for it. */
export interface Ending {
  code: number;
  subCode: number;
  page: CallCompositePage;
}

// Codes: learn.microsoft.com, "Troubleshooting call end response codes", and the UI Library's own list.
export const ENDINGS = {
  left: { code: 0, subCode: 0, page: "leftCall" },
  endedByHost: { code: 0, subCode: 4097, page: "leftCall" },
  removed: { code: 0, subCode: 5300, page: "removedFromCall" },
  denied: { code: 0, subCode: 5854, page: "accessDeniedTeamsMeeting" },
  network: { code: 490, subCode: 4525, page: "joinCallFailedDueToNoNetwork" },
  mediaLost: { code: 410, subCode: 301005, page: "leftCall" },
  token: { code: 401, subCode: 10009, page: "leftCall" },
  guestsForbidden: { code: 403, subCode: 5221, page: "leftCall" },
  badRequest: { code: 400, subCode: 5751, page: "badRequest" },
} as const satisfies Record<string, Ending>;

export type EndingName = keyof typeof ENDINGS;
