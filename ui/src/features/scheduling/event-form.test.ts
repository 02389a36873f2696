import { describe, expect, it } from "vitest";
import { CoreError } from "../../ipc/core";
import { askClock, changeOf, checkForm, moveStart, refusedField, setEndTime, toNewEvent } from "./event-form";

const draft = { title: "Briefing", description: "", start: "2026-12-01T18:00", end: "2026-12-01T19:30", zone: "Europe/Berlin", kind: null, audience: null, recurrence: null, setup: null };

describe("the form's times", () => {
  it("keeps the duration when the start moves", () => {
    expect(moveStart(draft, "2026-12-02T23:00")).toMatchObject({ start: "2026-12-02T23:00", end: "2026-12-03T00:30" });
  });

  it("takes an end before the start for the next day", () => {
    expect(setEndTime(draft, "01:00").end).toBe("2026-12-02T01:00");
    expect(setEndTime(draft, "20:00").end).toBe("2026-12-01T20:00");
  });

  it("asks which of two, and sends the answer only where there was a question", () => {
    const night = { ...draft, start: "2026-10-25T02:30", end: "2026-10-25T03:30" };
    expect(askClock(night).twice).toMatchObject({ time: "02:30", earlier: "UTC+2", later: "UTC+1" });
    expect(checkForm(night, null).fold).toBeDefined();
    expect(checkForm(night, "later")).toEqual({});
    expect(toNewEvent(night, "later", "d").fold).toBe("later");
    expect(toNewEvent(draft, "later", "d").fold, "an answer to an old question must not travel").toBeNull();
  });

  it("catches an end that comes first only because of the clocks", () => {
    const night = { ...draft, start: "2026-10-25T02:50", end: "2026-10-25T02:55" };
    expect(checkForm(night, "earlier")).toEqual({});
  });

  it("names the field of a skipped time", () => {
    expect(checkForm({ ...draft, start: "2026-03-29T02:30", end: "2026-03-29T04:00" }, null).start).toMatch(/skip 02:30/);
  });
});

describe("the form's title", () => {
  it("counts as the core does, and leaves alone what arrived longer", () => {
    const long = "w".repeat(10_000);
    expect(checkForm({ ...draft, title: long }, null).title).toMatch(/255 characters at most; this has 10000/);
    expect(checkForm({ ...draft, title: "👍🏽".repeat(127) }, null), "254 characters are 508 of JavaScript's").toEqual({});
    expect(checkForm({ ...draft, title: long }, null, long), "who moves an event need not shorten what somebody else wrote").toEqual({});
    expect(checkForm({ ...draft, title: `${long}!` }, null, long).title).toBeDefined();
    expect(changeOf({ ...draft, title: " Made in Outlook " }, { ...draft, title: " Made in Outlook ", start: "2026-12-01T17:00" }, null, false)?.title).toBeNull();
  });
});

describe("refusals of the core", () => {
  it("go beside their field, others to the form", () => {
    const refused = new CoreError({ code: "invalid", message: "Too late.", retryAfter: null, field: "start" });
    expect(refusedField(refused)).toEqual({ start: "Too late." });
    expect(refusedField(new CoreError({ code: "invalid", message: "x", retryAfter: null, field: "draftId" }))).toBeNull();
    expect(refusedField(new Error("x"))).toBeNull();
  });
});
