import type { DeskState } from "../../bindings/core";

/**
 * Why the profile can't be opened, or null where it is open. A sandbox without a keychain is open: it keeps its key
 * in its own folder. A profile under a passphrase that was given is open too.
 */
export function shutBy({ keychain, profile }: DeskState): "locked" | "absent" | null {
  if (keychain === "locked") return "locked";
  return keychain === "absent" && profile.kind === "real" ? "absent" : null;
}
