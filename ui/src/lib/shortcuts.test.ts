import { describe, expect, it, vi } from "vitest";
import { listStep, moveInList, shortcutSheet } from "./shortcuts";
import { tell, undoLatest } from "./toasts";

function key(key: string, held: Partial<KeyboardEvent> = {}): KeyboardEvent {
  return new KeyboardEvent("keydown", { key, ...held });
}

describe("keys", () => {
  it("are shown once each: two things on one key could not both happen", () => {
    for (const { rows } of shortcutSheet) {
      const all = rows.flatMap(({ keys }) => keys);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it("move by arrows and by letters, and a chord is none of a list's", () => {
    expect([listStep(key("j")), listStep(key("ArrowDown")), listStep(key("k")), listStep(key("x"))]).toEqual([1, 1, -1, null]);
    expect(listStep(key("k", { ctrlKey: true })), "Ctrl+K is the search").toBeNull();
  });

  it("go from row to row and stop at the ends", () => {
    document.body.innerHTML = "<ul><li><button>a</button></li><li><button>b</button></li><li><button>c</button></li></ul>";
    const list = document.querySelector("ul")!;
    list.querySelector("button")!.focus();
    for (const [pressed, focused] of [["j", "b"], ["End", "c"], ["ArrowDown", "c"], ["Home", "a"], ["k", "a"]] as const) {
      moveInList(key(pressed), list, "button");
      expect(document.activeElement?.textContent).toBe(focused);
    }
  });

  it("undo takes back the newest thing that can be taken back, once", () => {
    const [older, newer] = [vi.fn(), vi.fn()];
    tell({ kind: "done", text: "Removed Ana.", undo: older });
    tell({ kind: "done", text: "Removed Bo.", undo: newer });
    tell({ kind: "done", text: "Copied." });
    undoLatest();
    expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([0, 1]);
    undoLatest();
    undoLatest();
    expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([1, 1]);
  });
});
