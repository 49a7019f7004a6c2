/** Decides when the silence of a connection means that it is dead. */
export class Heartbeat {
  private sentAt: number | undefined;
  private heardAt = 0;

  constructor(readonly intervalMs: number) {}

  /** When the last heartbeat was sent. */
  get lastSentAt(): number | undefined {
    return this.sentAt;
  }

  /** Something arrived. */
  heard(now: number): void {
    this.heardAt = now;
  }

  /**
   * A heartbeat is due: "lost" when nothing at all was heard since the one before. A check that comes much too late (a browser slows the
   * timers of hidden pages) proves nothing, for what arrived meanwhile may still be waiting.
   */
  beat(now: number): "send" | "lost" {
    const before = this.sentAt;
    this.sentAt = now;
    return before !== undefined && this.heardAt < before && now - before < this.intervalMs * 1.5 ? "lost" : "send";
  }
}
