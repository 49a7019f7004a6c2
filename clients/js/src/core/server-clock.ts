const SAMPLES_KEPT = 8;

/** The round trip and the server's clock, as the heartbeats measure them. */
export class ServerClock {
  private samples: { rttMs: number; offsetMs: number }[] = [];
  private welcomeOffsetMs = 0;
  private smoothedMs: number | undefined;

  /** The smoothed round trip in milliseconds; undefined before the first heartbeat was answered. */
  get rttMs(): number | undefined {
    return this.smoothedMs;
  }

  /** A first guess, without the time the frame was under way. */
  welcomed(now: number, serverTimeMs: number): void {
    this.samples = [];
    this.welcomeOffsetMs = serverTimeMs - now;
  }

  /** An answered heartbeat. */
  measured(sentAt: number, now: number, serverTimeMs: number): void {
    const rttMs = now - sentAt;
    this.smoothedMs = this.smoothedMs === undefined ? rttMs : this.smoothedMs * 0.75 + rttMs * 0.25;
    this.samples.push({ rttMs, offsetMs: serverTimeMs - (sentAt + rttMs / 2) });
    if (this.samples.length > SAMPLES_KEPT) {
      this.samples.shift();
    }
  }

  /** The server's time. The quickest of the last round trips says it best: it waited the least. */
  serverNow(now: number): number {
    let best: { rttMs: number; offsetMs: number } | undefined;
    for (const sample of this.samples) {
      if (best === undefined || sample.rttMs < best.rttMs) {
        best = sample;
      }
    }

    return now + (best?.offsetMs ?? this.welcomeOffsetMs);
  }
}
