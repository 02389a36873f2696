import { useEffect, useRef } from "react";
import type { EventDraft } from "../../bindings/core";
import { useSaveDraft } from "./api";

/** Keeps the draft in the core, one write after the other, the latest always last. */
export function useDraftKeeper(id: string): (draft: EventDraft | null) => void {
  const save = useSaveDraft(id).mutateAsync;
  const waiting = useRef<{ draft: EventDraft | null } | null>(null);
  const writing = useRef(false);
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  const write = async (): Promise<void> => {
    if (writing.current) return;
    writing.current = true;
    while (waiting.current) {
      const { draft } = waiting.current;
      waiting.current = null;
      try {
        await latest.current(draft);
      } catch (error) {
        // The form still holds everything, and the next change writes again.
        console.warn("The draft could not be kept:", error);
      }
    }
    writing.current = false;
  };
  return (draft) => {
    waiting.current = { draft };
    void write();
  };
}
