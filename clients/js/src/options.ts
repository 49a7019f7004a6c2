import type { ConnectionStatus } from "./client.js";
import type { Clock, Random } from "./core/clock.js";
import type { ResumeStorage } from "./core/resume-memory.js";
import type { NetworkSimulation } from "./simulation.js";
import type { Dial, WebSocketConstructor } from "./transport.js";

/** How a client connects. */
export interface GameClientOptions {
  /** A signed token; empty or absent asks for a guest identity. */
  readonly token?: string;
  /** The wished display name; a token's name claim wins. */
  readonly name?: string;
  /** The program and its version, for the server's logs. */
  readonly program?: string;
  /**
   * Where the session's token is kept, so that a reloaded page goes on with the session: `sessionStorage`. The rooms that the player is in
   * are then in `joinedBefore`, to be joined by id. While the server is away such a session is tried without end (`signal` gives up); when
   * it is over there, a new one begins. Absent: a reload is a new session.
   */
  readonly storage?: ResumeStorage;
  /** Told the status from the start on, also before there is a client to listen to. */
  readonly onStatus?: (status: ConnectionStatus) => void;
  /** Gives up connecting; the stored token is kept. Nothing once there is a client: that has `close()`. */
  readonly signal?: AbortSignal;
  /** How long an attempt may take until the server's welcome, and how long the first connection of a new session is tried for. */
  readonly connectTimeoutMs?: number;
  /** The longest wait before the first attempt to reconnect; it doubles with every attempt. */
  readonly reconnectDelayMs?: number;
  /** The longest wait between two attempts to reconnect. */
  readonly reconnectDelayMaxMs?: number;
  /** How many commands may wait in one room for the server's answers; more are answered "notSent". */
  readonly commandsWaitingMax?: number;
  /** Latency, jitter and cuts for tests; to be turned at run time. Absent: the network as it is. */
  readonly simulation?: NetworkSimulation;
  /** Makes WebSockets where the platform has none of its own: the class of the package ws. */
  readonly webSocket?: WebSocketConstructor;
  /** @internal Opens connections some other way. */
  readonly dial?: Dial;
  /** Time, for tests. */
  readonly clock?: Clock;
  /** Chance, for tests. */
  readonly random?: Random;
}

/** What a client does when it is not told otherwise. */
export const defaults = {
  token: "",
  name: "",
  program: "@gameserver/client",
  connectTimeoutMs: 10_000,
  reconnectDelayMs: 250,
  reconnectDelayMaxMs: 15_000,
  commandsWaitingMax: 4_096,
} as const;
