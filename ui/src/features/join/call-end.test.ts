import { describe, expect, it } from "vitest";
import { END_WORDS, endFromError, endKind, endReference, type EndKind } from "./call-end";
import { ENDINGS } from "./simulated/endings";

describe("why a call ended", () => {
  it.each<[string, number | null, number | null, EndKind]>([
    ["hung up", 0, 0, "left"],
    ["cancelled while connecting", 487, 0, "left"],
    ["the organizer ended it", 0, 4097, "endedByHost"],
    ["removed", 0, 5300, "removed"],
    ["removed, older code", 0, 5000, "removed"],
    ["denied in the lobby", 0, 5854, "denied"],
    ["offline", 490, 4525, "network"],
    ["another network code", 497, 99, "network"],
    ["no media", 410, 301004, "media"],
    ["no valid token", 495, 4507, "token"],
    ["unauthenticated", 401, 10009, "token"],
    ["tenant lets no guests in", 403, 5221, "guestsForbidden"],
    ["invalid meeting", 400, 5751, "badLink"],
    ["link refused by the SDK", 400, 40210, "badLink"],
    ["no WebRTC", 500, 40216, "unsupported"],
    ["a Teams user’s pass for a guest’s call", 403, 40229, "token"],
    ["a guest’s pass for a Teams user’s call", 403, 40231, "token"],
    ["accepted elsewhere", 487, 10003, "elsewhere"],
    ["service error", 503, null, "service"],
    ["nothing known", null, null, "unknown"],
  ])("%s (%s / %s) is %s", (_what, code, subCode, kind) => {
    expect(endKind({ code, subCode }), "the composite would say “You left the call” for all of these").toBe(kind);
  });

  it("has words for every end that the simulated service knows", () => {
    for (const [name, { code, subCode }] of Object.entries(ENDINGS)) {
      expect(endKind({ code, subCode }), name).not.toBe("unknown");
    }
  });

  it("offers first only what it offers at all", () => {
    for (const [kind, words] of Object.entries(END_WORDS)) {
      expect(words.first === "rejoin" && !words.rejoin, `${kind} offers a button that is not there`).toBe(false);
    }
  });

  it("quotes codes only where something went wrong", () => {
    expect(endReference({ code: 490, subCode: 4525 })).toBe("490 / 4525");
    expect(endReference({ code: 0, subCode: 0 })).toBeNull();
    expect(endReference({ code: null, subCode: null })).toBeNull();
  });

  it("reads the codes of the SDK's errors and survives anything else", () => {
    expect(endFromError(Object.assign(new Error("x"), { code: 500, subCode: 40216 }))).toEqual({ code: 500, subCode: 40216 });
    expect(endFromError("broken")).toEqual({ code: null, subCode: null });
    expect(endFromError(Object.assign(new Error("x"), { code: "EFAIL" }))).toEqual({ code: null, subCode: null });
  });
});
