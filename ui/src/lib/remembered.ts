import { useState } from "react";

function kept<T>(key: string, fits: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return fits(value) ? value : null;
  } catch {
    return null;
  }
}

/** State of how a list is shown, kept for the next time; what does not fit any more is forgotten. Never what was typed. */
export function useRemembered<T>(key: string, first: T, fits: (value: unknown) => value is T): [T, (next: T) => void] {
  const [value, setValue] = useState(() => kept(key, fits) ?? first);
  const keep = (next: T): void => {
    setValue(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // A webview without storage shows the list as new the next time.
    }
  };
  return [value, keep];
}
