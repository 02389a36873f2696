import type { Chosen, ListFilter } from "../../bindings/core";

/** Who is selected: those marked, or everybody whom the search finds but those marked. */
export interface Selection {
  all: boolean;
  marked: ReadonlySet<string>;
}

export const nobody: Selection = { all: false, marked: new Set() };
export const everybody: Selection = { all: true, marked: new Set() };

export function isSelected({ all, marked }: Selection, id: string): boolean {
  return all !== marked.has(id);
}

export function sizeOf({ all, marked }: Selection, matching: number): number {
  return all ? Math.max(0, matching - marked.size) : marked.size;
}

export function toggled(selection: Selection, id: string): Selection {
  const marked = new Set(selection.marked);
  if (!marked.delete(id)) marked.add(id);
  return { ...selection, marked };
}

/** With these selected too. */
export function withAll(selection: Selection, ids: string[]): Selection {
  const marked = new Set(selection.marked);
  for (const id of ids) {
    if (selection.all) marked.delete(id);
    else marked.add(id);
  }
  return { ...selection, marked };
}

export function chosen({ all, marked }: Selection, query: string, filter: ListFilter | null): Chosen {
  return all ? { kind: "matching", query, filter: filter ?? {}, except: [...marked] } : { kind: "these", ids: [...marked] };
}
