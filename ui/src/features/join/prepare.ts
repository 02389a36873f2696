import type { JoinView } from "../../bindings/core";
import { call } from "../../ipc/core";
import { probeAbilities } from "./abilities";
import type { Invitation } from "./join-state";

/** What becomes of a link or ticket on this machine. */
export function prepareJoin({ input, passcode, confirmedService = null, separate = false }: Invitation): Promise<JoinView> {
  return call("joining|prepare_join", { input, passcode, confirmedService, separate, abilities: probeAbilities() });
}
