/** Decides when the silence of a connection means that it is dead. */
export class Heartbeat {
  private sentAt: number | undefined;
  private heardAt = 0;
  private unanswered = 0;

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
   * A heartbeat is due: "lost" when nothing at all was heard since the one before the last. A turn that comes much too late (a browser
   * slows the timers of hidden pages) proves nothing, for what arrived meanwhile may still be waiting.
   */
  beat(now: number): "send" | "lost" {
    const silent = this.sentAt !== undefined && this.heardAt < this.sentAt;
    const inTime = this.sentAt !== undefined && now - this.sentAt < this.intervalMs * 1.5;
    this.unanswered = silent && inTime ? this.unanswered + 1 : 0;
    this.sentAt = now;
    return this.unanswered < 2 ? "send" : "lost";
  }
}
