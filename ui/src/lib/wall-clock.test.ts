import { describe, expect, it } from "vitest";
import { addMinutes, localAt, minutesBetween, parseClock, resolveLocal } from "./wall-clock";

describe("resolveLocal", () => {
  it("gives the one instant of an ordinary time", () => {
    expect(resolveLocal("2026-12-01T18:00", "Europe/Paris")).toEqual({ kind: "once", instant: Date.parse("2026-12-01T17:00:00Z") });
  });

  it("says that a skipped time does not exist, and what it becomes", () => {
    expect(resolveLocal("2026-03-29T02:30", "Europe/Berlin")).toEqual({ kind: "gap", next: "2026-03-29T03:30" });
  });

  it("gives both instants of a doubled time, the earlier first", () => {
    expect(resolveLocal("2026-10-25T02:30", "Europe/Berlin")).toEqual({
      kind: "twice",
      earlier: Date.parse("2026-10-25T00:30:00Z"),
      later: Date.parse("2026-10-25T01:30:00Z"),
    });
  });

  it("knows half-hour changes and zones without any", () => {
    expect(resolveLocal("2026-10-04T02:15", "Australia/Lord_Howe"), "Lord Howe moves by 30 minutes").toEqual({ kind: "gap", next: "2026-10-04T02:45" });
    expect(resolveLocal("2026-10-25T02:30", "Asia/Kolkata")?.kind).toBe("once");
  });

  it("refuses days that do not exist", () => {
    expect(resolveLocal("2026-02-30T10:00", "UTC")).toBeNull();
    expect(resolveLocal("tomorrow", "UTC")).toBeNull();
  });

  it("goes there and back", () => {
    const instant = Date.parse("2026-07-01T09:45:00Z");
    const local = localAt(instant, "America/St_Johns");
    expect(resolveLocal(local, "America/St_Johns"), "St John's is 2:30 behind UTC in summer").toEqual({ kind: "once", instant });
  });
});

describe("wall-clock arithmetic", () => {
  it("crosses midnight and months", () => {
    expect(addMinutes("2026-12-31T23:30", 60)).toBe("2027-01-01T00:30");
    expect(minutesBetween("2026-12-31T23:30", "2027-01-01T00:30")).toBe(60);
  });
});

describe("parseClock", () => {
  it.each([
    ["18", "18:00"],
    ["1830", "18:30"],
    ["6:30 pm", "18:30"],
    ["12 am", "00:00"],
    ["12pm", "12:00"],
    ["9.15", "09:15"],
  ])("reads %s as %s", (typed, read) => {
    expect(parseClock(typed)).toBe(read);
  });

  it.each(["25", "6:75", "13 pm", "soon", ""])("does not guess at “%s”", (typed) => {
    expect(parseClock(typed)).toBeNull();
  });
});
