import { afterEach, expect, it, vi } from "vitest";
import { lookAtAbilities, probeAbilities } from "./abilities";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("is looked at once a start, whatever is put in its place later", () => {
  vi.stubGlobal("RTCPeerConnection", vi.fn());
  expect(lookAtAbilities().rtc).toBe(true);
  const first = probeAbilities();
  vi.stubGlobal("RTCPeerConnection", undefined);
  expect(lookAtAbilities().rtc, "the case is a change").toBe(false);
  expect(probeAbilities(), "every link of one start is decided by the same finding").toBe(first);
});
