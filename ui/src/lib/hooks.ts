import { useEffect, useRef, useState } from "react";

/** The value once it has rested for `milliseconds`. */
export function useDebouncedValue<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value);
    }, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  }, [value, milliseconds]);
  return rested;
}

/** The present in milliseconds, renewed every `every` milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, every);
    return () => {
      clearInterval(timer);
    };
  }, [every]);
  return now;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** A key for the whole page, ignored while someone types (unless it is a Ctrl or Command chord that does not yield to fields) or a dialog is open. */
export function useShortcut(key: string, pressed: () => void, { chord = false, yields = false }: { chord?: boolean; yields?: boolean } = {}): void {
  const latest = useRef(pressed);
  useEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.key.toLowerCase() !== key || event.altKey) return;
      if (chord !== (event.ctrlKey || event.metaKey)) return;
      if (yields && isTyping(event.target)) return;
      if (!chord && (isTyping(event.target) || document.querySelector('[aria-modal="true"]'))) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", heard);
    return () => {
      window.removeEventListener("keydown", heard);
    };
  }, [key, chord, yields]);
}

/** Whether something has lasted for `milliseconds`; anything else in its place begins anew. */
export function useLasting(what: string, milliseconds: number): boolean {
  const [lasting, setLasting] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLasting(what);
    }, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  }, [what, milliseconds]);
  return lasting === what;
}

/** Marks, as the platform's User Timing has it, when this is painted: the frame after the next one follows it. */
export function usePaintedMark(name: string): void {
  useEffect(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(name)));
  }, [name]);
}
