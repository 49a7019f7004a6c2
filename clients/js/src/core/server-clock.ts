import type { HeartbeatReply } from "../gen/gameserver/v1/client_pb.js";

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

  /** A heartbeat was answered. The echo has lost the fraction of a millisecond; the answer to the last one is measured with it. */
  answered(reply: HeartbeatReply, lastSentAt: number | undefined, now: number): void {
    const echoed = Number(reply.clientTimeMs);
    const sentAt = lastSentAt !== undefined && Math.floor(lastSentAt) === echoed ? lastSentAt : echoed;
    const rttMs = now - sentAt;
    this.smoothedMs = this.smoothedMs === undefined ? rttMs : this.smoothedMs * 0.75 + rttMs * 0.25;
    this.samples.push({ rttMs, offsetMs: Number(reply.serverTimeMs) - (sentAt + rttMs / 2) });
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
