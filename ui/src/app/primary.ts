import { createContext, useContext } from "react";

interface Primary {
  openRegistration: () => void;
}

export const PrimaryContext = createContext<Primary | null>(null);

/** What the event's page offers to the tabs inside it. */
export function usePrimary(): Primary {
  const primary = useContext(PrimaryContext);
  if (!primary) throw new Error("This tab is shown outside an event’s page.");
  return primary;
}
