import type { Random } from "./clock.js";

/** How long to wait before the next attempt to connect: doubling, limited, and spread so that many clients do not come back at once. */
export class BackOff {
  private attempts = 0;

  constructor(
    private readonly delayMs: number,
    private readonly delayMaxMs: number,
    private readonly random: Random,
  ) {}

  /** The wait before the next attempt. When the server asked for patience, the first wait is not a short one. */
  next(patient: boolean): number {
    if (patient && this.attempts < 3) {
      this.attempts = 3;
    }

    const longest = Math.min(this.delayMaxMs, this.delayMs * 2 ** this.attempts);
    const shortest = this.attempts === 0 ? 0 : longest / 2;
    this.attempts++;
    return shortest + (longest - shortest) * this.random();
  }

  /** The connection proved good: the next loss starts from the shortest wait. */
  reset(): void {
    this.attempts = 0;
  }
}
