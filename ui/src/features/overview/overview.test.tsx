import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { FiguresPage } from "./FiguresPage";
import { growthPoints, tabbed } from "./sheets";

describe("an event's figures", () => {
  it("are pictures with words, each with its table", async () => {
    const { user } = show(<FiguresPage id="autumn" />, { registrants: 214 });
    expect(await screen.findByRole("img", { name: /From 2 Nov to 2 Dec: 215 on the list at the end/ })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Messages as a table" }));
    const table = screen.getByRole("table", { name: "Messages" });
    const row = within(table).getByRole("row", { name: /^Confirmation/ });
    expect(within(row).getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["201", "0", "2", "2", "2", "8"]);
  });

  it("go to the clipboard as a table that no spreadsheet runs", async () => {
    const { user } = show(<FiguresPage id="autumn" />, { registrants: 214 });
    const write = vi.spyOn(navigator.clipboard, "writeText");
    await user.click(await screen.findByRole("button", { name: /Copy the table: What do you hope/ }));
    expect(write.mock.calls[0]?.[0].split("\n")[1]).toMatch(/^'=HYPERLINK/);
    expect(tabbed({ columns: ["a", "b"], rows: [["-1 or\ttwo\nthree", 1234]] })).toBe("a\tb\n'-1 or two three\t1234");
  });

  it("show what people wrote as text", async () => {
    show(<FiguresPage id="autumn" />, { registrants: 214 });
    expect((await screen.findAllByText("<b>Halal</b> حلال")).length).toBe(1);
  });

  it("say so when there is nothing to count", async () => {
    show(<FiguresPage id="autumn" />, { registrants: 0 });
    expect(await screen.findByText("Nothing to count yet")).toBeVisible();
  });

  it("offer another try when they can't be had", async () => {
    const { user, given } = show(<FiguresPage id="autumn" />, { failing: { "overview|event_figures": { code: "internal", message: "The disk is busy.", retryAfter: null, field: null } } });
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(given("overview|event_figures").length).toBe(2);
  });

  it("rise from nothing, also where all came on one day", () => {
    expect(growthPoints([{ day: "2026-12-01", came: 5, left: 0, sum: 5 }])).toEqual([{ x: 0, y: 0 }, { x: 1, y: 1 }]);
    expect(growthPoints([])).toEqual([]);
  });
});
