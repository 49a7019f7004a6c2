/** Takes a listener away again. */
export type Unsubscribe = () => void;

/** Those who want to be told something, in the order in which they came. */
export class Listeners<Args extends unknown[]> {
  private readonly all = new Set<{ readonly listener: (...args: Args) => void }>();

  add(listener: (...args: Args) => void): Unsubscribe {
    const entry = { listener };
    this.all.add(entry);
    return () => this.all.delete(entry);
  }

  get isEmpty(): boolean {
    return this.all.size === 0;
  }

  /** Tells all. One that throws keeps no other from being told; its error surfaces as an uncaught one. */
  tell(...args: Args): void {
    for (const { listener } of [...this.all]) {
      try {
        listener(...args);
      } catch (error) {
        surface(error);
      }
    }
  }
}

/** Lets an error of the program's own surface as an uncaught one, without breaking off what runs now. */
export function surface(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
