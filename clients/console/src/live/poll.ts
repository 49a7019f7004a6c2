/** What a poll does with what comes of it. */
export interface PollEnds<T> {
  readonly ask: (cancel: AbortSignal) => Promise<T>;
  readonly show: (answer: T) => void;
  readonly fail: (cause: unknown) => void;
}

const failuresMax = 4;

/** Asks again and again, one question at a time, while the page is seen. After failures it waits longer. */
export class Poll<T> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked: AbortController | undefined;
  private failures = 0;
  private isOver = false;

  constructor(
    private readonly everyMs: number,
    private readonly ends: PollEnds<T>,
  ) {
    document.addEventListener("visibilitychange", this.onSeen);
  }

  /** Asks at once; what was being asked counts no more. */
  now(): void {
    if (this.isOver) {
      return;
    }
    clearTimeout(this.timer);
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    this.ends.ask(asked.signal).then(
      (answer) => this.settle(asked, 0, () => this.ends.show(answer)),
      (cause: unknown) => this.settle(asked, this.failures + 1, () => this.ends.fail(cause)),
    );
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.asked?.abort();
    document.removeEventListener("visibilitychange", this.onSeen);
  }

  private settle(asked: AbortController, failures: number, tell: () => void): void {
    if (this.isOver || asked.signal.aborted) {
      return;
    }
    this.failures = failures;
    if (!document.hidden) {
      this.timer = setTimeout(() => this.now(), this.everyMs * 2 ** Math.min(failures, failuresMax));
    }
    tell();
  }

  private readonly onSeen = (): void => {
    clearTimeout(this.timer);
    if (!document.hidden) {
      this.now();
    }
  };
}
