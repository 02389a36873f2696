import { describe, expect, it } from "vitest";
import { clockRange, counted, offsetLabel, soon, whenForViewer, whenInZone } from "./time";

const briefing = { start: "2026-12-03T13:00:00Z", end: "2026-12-03T14:30:00Z", zone: "Europe/Berlin" };
const noon = Date.parse("2026-12-03T11:00:00Z");

describe("an event's time", () => {
  it("is shown in the event's zone, with the viewer's beside it only where they differ", () => {
    expect(whenInZone(briefing, noon)).toBe("Thursday 3 December, 14:00–15:30 Berlin");
    expect(whenForViewer(briefing, "America/New_York")).toBe("08:00 your time");
    expect(whenForViewer(briefing, "Europe/Paris"), "Paris and Berlin show the same clock").toBeNull();
  });

  it("names the viewer's day where it is another", () => {
    expect(whenForViewer(briefing, "Pacific/Auckland")).toBe("Fri 02:00 your time");
  });

  it("names the year only where it is not this one, and the later day of a night", () => {
    expect(whenInZone(briefing, Date.parse("2025-01-01T00:00:00Z"))).toContain("3 December 2026");
    expect(clockRange({ start: "2026-12-03T22:00:00Z", end: "2026-12-04T00:30:00Z", zone: "Europe/Berlin" })).toBe("23:00–01:30 (Fri)");
  });

  it("survives a zone that this webview does not know", () => {
    expect(whenInZone({ ...briefing, zone: "Mars/Olympus_Mons" }, noon)).toBe("Thursday 3 December, 13:00–14:30 Olympus Mons");
  });

  it("is relative only when it is soon", () => {
    expect(soon(briefing, noon)).toBe("in 2 hours");
    expect(soon(briefing, Date.parse("2026-12-03T13:10:00Z"))).toBe("on now");
    expect(soon(briefing, Date.parse("2026-12-01T00:00:00Z"))).toBeNull();
  });
});

describe("words for numbers", () => {
  it("counts and signs", () => {
    expect(counted(1, "person", "people")).toBe("1 person");
    expect(counted(12_480, "person", "people")).toBe("12,480 people");
    expect(offsetLabel(-210)).toBe("UTC−3:30");
  });
});
