import type { JoinView } from "../bindings/core";
import { prepareJoin } from "../features/join/prepare";
import { call } from "../ipc/core";

/** The link that started this window, if one did. */
interface Pending {
  link: string | null;
  passedOver: number;
  /** What becomes of it: asked for before there is a page to show it on. */
  decision: Promise<JoinView> | null;
}

async function takePending(): Promise<Pending> {
  const arrived = await call("joining|take_pending_link");
  if (arrived === null) return { link: null, passedOver: 0, decision: null };
  const decision = prepareJoin({ input: arrived.link, passcode: null });
  // Told where it is shown.
  decision.catch(() => undefined);
  return { ...arrived, decision };
}

/** Taken once: the core hands a waiting link over and forgets it. */
export const PENDING = { queryKey: ["pending-link"], queryFn: takePending, staleTime: Infinity, gcTime: Infinity };
