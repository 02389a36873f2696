import { createContext, useContext } from "react";
import type { Account } from "../bindings/core";

export interface Session {
  account: Account;
  onSignInAgain: () => void;
  onShowRecoveryKey: () => void;
}

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in; only under the desk, where somebody always is. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("There is no session outside the desk.");
  return session;
}
