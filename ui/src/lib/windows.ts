import { useLayoutEffect, useState, type RefObject } from "react";

/** So many pixels above and below what is seen are drawn too: more than a page of a list's keys. */
const AHEAD = 900;

interface Given {
  /** What scrolls; it has a position, so that places in it are counted from its top. */
  box: RefObject<HTMLElement | null>;
  /** The stretch of rows in it, as high as all of them. */
  stretch: RefObject<HTMLElement | null>;
  rows: number;
  /** Of each row. */
  height: number;
}

interface Seen {
  first: number;
  last: number;
}

/** Which rows of a stretch are in view or nearly so, in steps of `step` rows; `last` before `first`: none of them. */
export function useSeenRows({ box, stretch, rows, height }: Given, step: number): Seen {
  const [seen, setSeen] = useState<Seen>({ first: 0, last: Math.min(rows, step) - 1 });
  useLayoutEffect(() => {
    const around = box.current;
    const inside = stretch.current;
    if (!around || !inside) return;
    const look = (): void => {
      const top = around.scrollTop - inside.offsetTop;
      const from = Math.max(0, Math.floor((top - AHEAD) / height));
      const to = Math.min(rows - 1, Math.floor((top + around.clientHeight + AHEAD) / height));
      const first = Math.floor(from / step) * step;
      const last = Math.min(rows, (Math.floor(to / step) + 1) * step) - 1;
      setSeen((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    look();
    around.addEventListener("scroll", look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(around);
    return () => {
      around.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, [box, stretch, rows, height, step]);
  return seen;
}
