import { describe, expect, it } from "vitest";
import { addMonths, monthGrid, parseDate, showDate } from "./dates";
import { searchZones, zonesAt } from "./zones";

describe("parseDate", () => {
  it.each([
    ["2026-12-03", "2026-12-03"],
    ["3.12.2026", "2026-12-03"],
    ["3 dec 2026", "2026-12-03"],
    ["Thu 3 December 2026", "2026-12-03"],
    ["3 Dec", "2026-12-03"],
    ["1 Feb", "2027-02-01"],
  ])("reads %s", (typed, date) => {
    expect(parseDate(typed, "2026-11-23")).toBe(date);
  });

  it.each(["30 Feb 2026", "31.4.2026", "3/12/2026", "next week"])("does not guess at %s", (typed) => {
    expect(parseDate(typed, "2026-11-23")).toBeNull();
  });

  it("reads what it shows", () => {
    expect(parseDate(showDate("2028-02-29"))).toBe("2028-02-29");
  });
});

describe("the calendar", () => {
  it("starts on the Monday before the first and has six weeks", () => {
    const grid = monthGrid("2026-12-15");
    expect(grid[0]?.[0]).toBe("2026-11-30");
    expect(grid).toHaveLength(6);
  });

  it("stays in the month when the day is too long for it", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  });
});

describe("searchZones", () => {
  const zones = zonesAt(Date.parse("2026-12-03T12:00:00Z"));

  it("finds by city, region and distance to UTC", () => {
    expect(searchZones(zones, "new y")[0]?.id).toBe("America/New_York");
    expect(searchZones(zones, "são").map(({ id }) => id)).toContain("America/Sao_Paulo");
    expect(searchZones(zones, "utc+5:45").map(({ city }) => city)).toEqual(expect.arrayContaining([expect.stringMatching(/^Kat[h]?mandu$/)]));
  });
});
