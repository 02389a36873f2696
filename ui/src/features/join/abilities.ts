import type { WebviewAbilities } from "../../bindings/core";

/** What this webview can do for a call, told without loading the calling SDK. */
export function probeAbilities(): WebviewAbilities {
  // Old and locked-down webviews lack these altogether, whatever the DOM's types promise.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return {
    secureContext: "isSecureContext" in window && window.isSecureContext,
    rtc: typeof window.RTCPeerConnection === "function",
    getUserMedia: typeof devices?.getUserMedia === "function",
  };
}
