import type { WebviewAbilities } from "../bindings/core";

let found: WebviewAbilities | null = null;

/** What this webview can do for a call, told without loading the calling SDK. It is looked at once a start. */
export function probeAbilities(): WebviewAbilities {
  found ??= lookAtAbilities();
  return found;
}

export function lookAtAbilities(): WebviewAbilities {
  // Old and locked-down webviews lack these altogether, whatever the DOM's types promise.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return {
    secureContext: "isSecureContext" in window && window.isSecureContext,
    rtc: typeof window.RTCPeerConnection === "function",
    getUserMedia: typeof devices?.getUserMedia === "function",
  };
}
