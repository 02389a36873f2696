import { useEffect, useRef } from "react";
import type { ListFilter } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { call } from "../../ipc/core";
import { tell } from "../../lib/toasts";
import type { RegistrantWindow } from "./api";
import { toggled, withAll, type Selection } from "./selection";

interface Given {
  eventId: string;
  people: RegistrantWindow;
  query: string;
  filter: ListFilter;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

interface Range {
  /** Where the last one was selected by itself; a stretch is selected from there. */
  anchor: () => number;
  toggle: (index: number) => void;
  extend: (from: number, to: number) => void;
}

/** Selects people by where they stand in the list, those that were never loaded too: the core is asked who they are. */
export function useRange({ eventId, people, query, filter, selection, onSelect }: Given): Range {
  const anchor = useRef<number | null>(null);
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  });
  const loaded = (first: number, last: number): string[] | null => {
    const ids: string[] = [];
    for (let index = first; index <= last; index += 1) {
      const row = people.rowAt(index);
      if (!row) return null;
      ids.push(row.id);
    }
    return ids;
  };
  const fetched = async (first: number, last: number): Promise<void> => {
    try {
      const ids = await call("registration|registrant_ids", { id: eventId, query, filter, offset: first, limit: last - first + 1 });
      onSelect(withAll(latest.current, ids));
    } catch (error) {
      tell({ kind: "failed", text: `Nobody was selected. ${errorText(error)}` });
    }
  };
  return {
    anchor: () => anchor.current ?? 0,
    toggle: (index) => {
      const row = people.rowAt(index);
      if (!row) return;
      anchor.current = index;
      onSelect(toggled(selection, row.id));
    },
    extend: (from, to) => {
      anchor.current ??= from;
      const [first, last] = [Math.min(anchor.current, to), Math.max(anchor.current, to)];
      const ids = loaded(first, last);
      if (ids) onSelect(withAll(selection, ids));
      else void fetched(first, last);
    },
  };
}
