import { useEffect, useState } from "react";
import { on } from "../ipc/core";
import type { CoreEvents } from "../ipc/commands";

/** Events that tell how far work on one event is. */
type OfEvent = { [K in keyof CoreEvents]: CoreEvents[K] extends { eventId: string } ? K : never }[keyof CoreEvents];

/** How far it is, as the core tells it; null while nothing has been told. */
export function useEventProgress<K extends OfEvent>(name: K, eventId: string, running: boolean): CoreEvents[K] | null {
  const [progress, setProgress] = useState<CoreEvents[K] | null>(null);
  useEffect(() => {
    if (!running) return;
    const stop = on(name, (told) => {
      if (told.eventId === eventId) setProgress(told);
    });
    return () => {
      stop();
      setProgress(null);
    };
  }, [name, eventId, running]);
  return progress;
}
