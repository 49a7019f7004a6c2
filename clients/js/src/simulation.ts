import type { Clock, Random } from "./core/clock.js";
import type { Dial, Transport, TransportEvents } from "./transport.js";

/** What a simulated network does. */
export interface NetworkSimulationOptions {
  /** Added to every message in each direction. */
  readonly latencyMs?: number;
  /** Added on top, at random between nothing and this; the order of messages stays. */
  readonly jitterMs?: number;
  /** Cuts the connection again and again, each time after a random number of bytes up to this (both directions together). 0: never. */
  readonly cutAfterBytesMax?: number;
}

/**
 * A bad network, for tests of games: latency, jitter and cuts. It can be turned at any time. A cut takes whole messages: those under way
 * are lost in both directions, and no close is seen.
 */
export class NetworkSimulation {
  latencyMs: number;
  jitterMs: number;
  cutAfterBytesMax: number;
  /** How often the connection was cut. */
  cuts = 0;

  private downUntil = 0;
  private bytesUntilCut = 0;
  private live: SimulatedTransport | undefined;
  private clock: Clock | undefined;
  private random: Random = Math.random;

  constructor(options: NetworkSimulationOptions = {}) {
    this.latencyMs = options.latencyMs ?? 0;
    this.jitterMs = options.jitterMs ?? 0;
    this.cutAfterBytesMax = options.cutAfterBytesMax ?? 0;
  }

  /** Cuts the connection now, without a close, and lets none come about for the given time. */
  cut(downMs = 0): void {
    this.cuts++;
    this.downUntil = (this.clock?.now() ?? 0) + downMs;
    this.live?.cut();
  }

  /** @internal */
  wrap(dial: Dial, clock: Clock, random: Random): Dial {
    this.clock = clock;
    this.random = random;
    this.bytesUntilCut = this.drawBytes();
    return (events) => {
      this.live = new SimulatedTransport(this, dial, events, clock, clock.now() < this.downUntil);
      return this.live;
    };
  }

  /** @internal */
  delayMs(): number {
    return this.latencyMs + this.jitterMs * this.random();
  }

  /** @internal Whether these bytes reach the random cut, and whether their message still gets through. */
  spend(bytes: number): "pass" | "cutAfter" | "cutBefore" {
    if (this.cutAfterBytesMax <= 0) {
      return "pass";
    }

    this.bytesUntilCut -= bytes;
    if (this.bytesUntilCut > 0) {
      return "pass";
    }

    this.bytesUntilCut = this.drawBytes();
    return this.random() < 0.5 ? "cutAfter" : "cutBefore";
  }

  private drawBytes(): number {
    return Math.ceil(this.cutAfterBytesMax * this.random());
  }
}

/** One direction of a connection: delays what passes and keeps its order. */
class Lane {
  private freeAt = 0;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly simulation: NetworkSimulation,
    private readonly clock: Clock,
  ) {}

  pass(run: () => void): void {
    const now = this.clock.now();
    this.freeAt = Math.max(this.freeAt, now + this.simulation.delayMs());
    if (this.freeAt <= now && this.waiting.length === 0) {
      run();
      return;
    }

    // Whichever timer comes first takes what has waited longest, for timers round.
    this.waiting.push(run);
    this.clock.schedule(this.freeAt - now, () => this.waiting.shift()?.());
  }

  clear(): void {
    this.waiting = [];
  }
}

class SimulatedTransport implements Transport {
  private readonly inner: Transport | undefined;
  private readonly out: Lane;
  private readonly in: Lane;
  private over = false;

  constructor(
    private readonly simulation: NetworkSimulation,
    dial: Dial,
    private readonly events: TransportEvents,
    private readonly clock: Clock,
    down: boolean,
  ) {
    this.out = new Lane(simulation, clock);
    this.in = new Lane(simulation, clock);
    if (down) {
      this.cut();
      return;
    }

    this.inner = dial({
      opened: () => this.in.pass(() => events.opened()),
      received: (message) => this.in.pass(() => this.meter(message.length, () => events.received(message))),
      closed: (code, reason) => this.in.pass(() => this.end(code, reason)),
    });
  }

  send(message: Uint8Array): void {
    this.out.pass(() => this.meter(message.length, () => this.inner?.send(message)));
  }

  close(code: number, reason: string): void {
    this.out.pass(() => this.inner?.close(code, reason));
    this.over = true;
    this.in.clear();
  }

  drop(): void {
    this.over = true;
    this.in.clear();
    this.out.clear();
    this.inner?.drop();
  }

  /** The network is gone: the other side sees nothing more of this client, nor this client of it. */
  cut(): void {
    if (this.over) {
      return;
    }

    this.drop();
    this.clock.schedule(0, () => this.events.closed(1006, "The simulated network was cut."));
  }

  private meter(bytes: number, run: () => void): void {
    const verdict = this.simulation.spend(bytes);
    if (verdict !== "cutBefore") {
      run();
    }

    if (verdict !== "pass") {
      this.simulation.cut();
    }
  }

  private end(code: number, reason: string): void {
    if (!this.over) {
      this.over = true;
      this.events.closed(code, reason);
    }
  }
}
