import { useEffect, useRef } from "react";
import type { EventDraft } from "../../bindings/core";
import { useSaveDraft } from "./api";

const PLACE = "lectern.new-event";

/** A random UUID; `crypto.randomUUID` is missing where a webview doesn't count its own scheme as secure. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * The name under which this draft becomes one event, however often "Create" is pressed. It outlives the window with
 * the draft, so that a crash between the two does not make a second event.
 */
export function draftId(): string {
  const kept = localStorage.getItem(PLACE);
  if (kept) return kept;
  const id = randomId();
  localStorage.setItem(PLACE, id);
  return id;
}

export function forgetDraftId(): void {
  localStorage.removeItem(PLACE);
}

/** Keeps the draft in the core, one write after the other, the latest always last. */
export function useDraftKeeper(): (draft: EventDraft | null) => void {
  const save = useSaveDraft().mutateAsync;
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
