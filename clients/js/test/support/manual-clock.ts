import type { Clock } from "../../src/core/clock.js";

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  private time = 1_700_000_000_000;
  private order = 0;
  private timers: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  private due: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer = { at: this.time + Math.max(0, delayMs), order: this.order++, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  soon(run: () => void): void {
    this.due.push(run);
  }

  /** Moves time on, running what becomes due, in order. */
  advance(ms: number): void {
    const end = this.time + ms;
    this.settle();
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) {
        break;
      }

      this.timers = this.timers.filter((other) => other !== next);
      this.time = next.at;
      next.run();
      this.settle();
    }

    this.time = end;
  }

  private settle(): void {
    for (let run = this.due.shift(); run !== undefined; run = this.due.shift()) {
      run();
    }
  }
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
