import type { DeskState } from "../../bindings/core";

/** Why the profile can't be opened, or null where it is open. */
export function shutBy({ open, keychain }: DeskState): "locked" | "absent" | "passphrase" | "gone" | null {
  return open || keychain === "ready" ? null : keychain;
}
