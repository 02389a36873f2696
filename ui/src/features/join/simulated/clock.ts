/** Time as the simulated call sees it: tests pass their own, the window passes {@link wallClock}. */
export interface SimulatedClock {
  now(): Date;
  /** Runs `action` once after `delayMs` milliseconds; the returned function cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

export const wallClock: SimulatedClock = {
  now: () => new Date(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
