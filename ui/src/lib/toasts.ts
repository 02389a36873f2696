import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  /** A failure and a warning stay until they are dismissed. */
  kind: "done" | "failed" | "warning";
  text: string;
  undo?: () => void;
}

let toasts: readonly Toast[] = [];
let last = 0;
const watchers = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

/** Says what happened, at the window's foot; with `undo`, the person can take it back. */
export function tell(toast: Omit<Toast, "id">): void {
  last += 1;
  // More than three would cover the page; the oldest has been readable the longest.
  change([...toasts.slice(-2), { ...toast, id: last }]);
}

export function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Takes back what the newest notice offers to take back. */
export function undoLatest(): void {
  const latest = toasts.findLast(({ undo }) => undo !== undefined);
  if (!latest) return;
  dismiss(latest.id);
  latest.undo?.();
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => toasts,
  );
}
