import type { Clock } from "./clock.js";

/** Timers that are given up together. */
export class Timers {
  private readonly cancels = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  after(delayMs: number, run: () => void): void {
    const cancel = this.clock.schedule(delayMs, () => {
      this.cancels.delete(cancel);
      run();
    });
    this.cancels.add(cancel);
  }

  cancelAll(): void {
    for (const cancel of this.cancels) {
      cancel();
    }

    this.cancels.clear();
  }
}
