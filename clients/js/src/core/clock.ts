/** Time as the client sees it; tests drive it by hand. */
export interface Clock {
  /** Unix time in milliseconds, never going backwards, possibly with a fraction. */
  now(): number;
  /** Runs once after the delay; the returned function cancels it. */
  schedule(delayMs: number, run: () => void): () => void;
  /** Runs as soon as what runs now has ended. */
  soon(run: () => void): void;
}

/** A source of numbers from 0 up to but not including 1. */
export type Random = () => number;

/** The platform's own time. It counts on from the start of the program, so that a corrected system clock shortens no round trip. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  schedule(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  soon: (run) => queueMicrotask(run),
};
