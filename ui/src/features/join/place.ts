import { createContext, useContext, useEffect } from "react";
import type { CompanionEnd, CompanionPhase } from "../../bindings/core";
import { call } from "../../ipc/core";
import { rememberedChoices } from "./choices";
import type { Step } from "./join-state";

/** Whether this page is the companion: a browser's window for one call, and not Lectern's own. */
export const Companion = createContext(false);

export function useInCompanion(): boolean {
  return useContext(Companion);
}

/** The way out of a screen: to the door, or, where there is none, out of the window. */
export function useBackWords(): string {
  return useInCompanion() ? "Close this window" : "Use another link";
}

export function report(phase: CompanionPhase, muted: boolean | null = null, end: CompanionEnd | null = null): void {
  // Whoever does not hear it sees for themselves that the page has gone.
  void call("companion|report", { phase, muted, end }).catch(() => undefined);
}

/** Tells the desktop window where the companion stands; in a call, the stage does. */
export function useReports(step: Step): void {
  const inCompanion = useInCompanion();
  const { at } = step;
  const end = at === "ended" ? step.end : null;
  useEffect(() => {
    if (!inCompanion) return;
    switch (at) {
      case "joining":
        void call("companion|remember", { choices: rememberedChoices() }).catch(() => undefined);
        report("joining");
        break;
      case "ended":
        report("left", null, end);
        break;
      case "door":
        report("closed");
        break;
      case "call":
        break;
      default:
        report("preJoin");
    }
    // A window that a script did not open may refuse to close; then the page says what to do.
    if (at === "ended" || at === "door") window.close();
  }, [inCompanion, at, end]);
}
