import type { SimulatedClock } from "./clock";

/** Time that moves only when the test says so. */
export class TestClock implements SimulatedClock {
  private time = Date.UTC(2026, 11, 3, 13, 0, 0);
  private due: { at: number; order: number; action: () => void }[] = [];
  private order = 0;

  now = (): Date => new Date(this.time);
  after = (delayMs: number, action: () => void): (() => void) => {
    const entry = { at: this.time + delayMs, order: (this.order += 1), action };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  };

  /** Lets `ms` pass; promises that were waiting for it run on. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const [next] = this.due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined) break;
      this.due = this.due.filter((other) => other !== next);
      this.time = next.at;
      next.action();
      await settle();
    }
    this.time = end;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}
