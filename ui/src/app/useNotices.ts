import { useEffect } from "react";
import { call, on } from "../ipc/core";
import { tell } from "../lib/toasts";

/** Says what the core has to say unasked: a start that was meant for another profile. It stays until somebody has seen it. */
export function useNotices(): void {
  useEffect(() => {
    const take = (): void => {
      call("session|take_notice").then(
        (text) => {
          if (text !== null) tell({ kind: "warning", text });
        },
        (error: unknown) => {
          console.error("Something was to be said here, and could not be taken:", error);
        },
      );
    };
    // Once more when nothing can be missed any more: it may have come while this page was loading.
    return on("notice", take, take);
  }, []);
}
