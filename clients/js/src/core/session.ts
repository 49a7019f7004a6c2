import { create } from "@bufbuild/protobuf";
import type {
  ClientEnvelope,
  Error as ErrorFrame,
  RoomAttached,
  RoomLeft,
  ServerEnvelope,
  Welcome,
} from "../gen/gameserver/v1/client_pb.js";
import { CloseCode, HeartbeatSchema, HelloSchema, ResumeSchema } from "../gen/gameserver/v1/client_pb.js";
import type { ClosedInfo } from "../errors.js";
import { ConnectionClosedError } from "../errors.js";
import type { Dial } from "../transport.js";
import { BackOff } from "./back-off.js";
import type { Clock, Random } from "./clock.js";
import { Connection } from "./connection.js";
import { Heartbeat } from "./heartbeat.js";
import { judgeLoss } from "./loss.js";
import { Requests } from "./requests.js";
import type { ResumeMemory } from "./resume-memory.js";
import type { RoomPort } from "./room-core.js";
import { RoomTable } from "./room-table.js";
import { ServerClock } from "./server-clock.js";
import type { SessionEvent, SessionPhase } from "./session-phase.js";
import { nextPhase } from "./session-phase.js";
import { Timers } from "./timers.js";

const PROTOCOL_VERSION = 1;
const NORMAL_CLOSE = 1000;
const NO_CLOSE_SEEN = 1006;
const HEARTBEAT_MS_MIN = 100;

/** What a session is to know from the start. */
export interface SessionSettings {
  readonly token: string;
  readonly name: string;
  readonly program: string;
  readonly connectTimeoutMs: number;
  readonly reconnectDelayMs: number;
  readonly reconnectDelayMaxMs: number;
}

/** What a session reports. */
export interface SessionEvents {
  phase(phase: SessionPhase): void;
  measured(): void;
  error(error: ErrorFrame): void;
  closed(info: ClosedInfo): void;
}

/** A player's presence on the server, over one connection after another. All its time, chance and input come from outside. */
export class Session implements RoomPort {
  readonly rooms = new RoomTable();
  readonly requests: Requests;
  readonly serverClock = new ServerClock();
  phase: SessionPhase = "waiting";
  welcome: Welcome | undefined;
  closedInfo: ClosedInfo | undefined;

  private readonly backOff: BackOff;
  private connection: Connection | undefined;
  private heartbeat: Heartbeat | undefined;
  private resumeToken: string | undefined;
  private startedAt = 0;
  private readonly timers: Timers;

  constructor(
    private readonly settings: SessionSettings,
    private readonly dial: Dial,
    readonly clock: Clock,
    random: Random,
    private readonly memory: ResumeMemory,
    private readonly events: SessionEvents,
  ) {
    this.timers = new Timers(clock);
    this.backOff = new BackOff(settings.reconnectDelayMs, settings.reconnectDelayMaxMs, random);
    this.requests = new Requests(clock, (kind, requestId) => this.send(kind, requestId));
  }

  /** There is a session to go on with, of this client or one that an earlier page left. */
  get hasSession(): boolean {
    return this.welcome !== undefined || this.resumeToken !== undefined;
  }

  get unacknowledgedMax(): number {
    return this.welcome?.unacknowledgedMax ?? 1;
  }

  /** The largest message that the gateway accepts. */
  get messageBytesMax(): number {
    return this.welcome?.messageBytesMax || Number.MAX_SAFE_INTEGER;
  }

  start(): void {
    this.resumeToken = this.memory.read();
    this.startedAt = this.clock.now();
    this.connect();
  }

  /** Sends a frame, if there is a live connection; what must not be lost is kept by whoever sends it. */
  send(kind: ClientEnvelope["kind"], requestId = 0): void {
    if (this.phase === "live") {
      this.connection?.send(kind, requestId);
    }
  }

  /** Lets the program take its turn before further frames are handled. */
  yieldToProgram(then: () => void): void {
    this.connection?.pause(then);
  }

  /** The program is done. */
  close(): void {
    if (this.phase !== "ended") {
      this.connection?.close(NORMAL_CLOSE, "The client was closed.");
      this.end({ code: 0, reason: "The client was closed.", action: "none" });
    }
  }

  private connect(): void {
    if (!this.move("waitOver")) {
      return;
    }

    this.connection = new Connection(this.dial, this.clock, {
      opened: () => this.open(),
      received: (envelope) => this.receive(envelope),
      closed: (code, reason) => this.lose(code, reason),
    });
    this.timers.after(this.settings.connectTimeoutMs, () => this.lose(NO_CLOSE_SEEN, "The server did not answer in time."));
  }

  private open(): void {
    if (!this.move("opened")) {
      return;
    }

    const { program: client, token, name } = this.settings;
    if (this.resumeToken === undefined) {
      const value = create(HelloSchema, { protocolVersion: PROTOCOL_VERSION, token, name, client });
      this.connection!.send({ case: "hello", value }, 0);
    } else {
      const rooms = this.rooms.positions("id");
      const value = create(ResumeSchema, { protocolVersion: PROTOCOL_VERSION, resumeToken: this.resumeToken, rooms, client });
      this.connection!.send({ case: "resume", value }, 0);
    }
  }

  private receive(envelope: ServerEnvelope): void {
    this.heartbeat?.heard(this.clock.now());
    const { kind, requestId } = envelope;
    switch (kind.case) {
      case "update":
        this.rooms.byNumber(kind.value.room)?.update(kind.value);
        break;
      case "member":
        this.rooms.byNumber(kind.value.room)?.member(kind.value);
        break;
      case "heartbeat":
        this.backOff.reset();
        this.serverClock.answered(kind.value, this.heartbeat?.lastSentAt, this.clock.now());
        this.events.measured();
        break;
      case "welcome":
        this.welcomed(kind.value);
        break;
      case "attached":
        this.attach(kind.value, envelope);
        break;
      case "left":
        this.leave(kind.value, envelope);
        break;
      case "roomList":
        this.requests.answer(envelope);
        break;
      case "error":
        this.refuse(kind.value, requestId);
        break;
      case "notice":
        this.rooms.byNumber(kind.value.room)?.notice(kind.value.kind);
        break;
      case "goAway":
        this.timers.after(kind.value.reconnectAfterMs, () => this.lose(CloseCode.SERVER_SHUTDOWN, "The server asked to connect again."));
        break;
      case undefined:
        // A kind of frame from a newer server: what this client never asked for it can do without.
        break;
    }
  }

  private welcomed(welcome: Welcome): void {
    if (!this.move("welcomed")) {
      return;
    }

    this.timers.cancelAll();
    this.welcome = welcome;
    this.resumeToken = welcome.resumeToken;
    this.connection!.messageBytesMax = this.messageBytesMax;
    this.serverClock.welcomed(this.clock.now(), Number(welcome.serverTimeMs));
    this.heartbeat = new Heartbeat(Math.max(welcome.heartbeatIntervalMs, HEARTBEAT_MS_MIN));
    this.rooms.welcomed(welcome.rooms);
    this.memory.write(welcome.resumeToken);
    this.events.phase(this.phase);
    this.requests.sendAll();
    this.beat();
  }

  private attach(frame: RoomAttached, envelope: ServerEnvelope): void {
    this.backOff.reset();
    this.requests.answer(envelope);
    this.rooms.attach(frame);
  }

  private leave(frame: RoomLeft, envelope: ServerEnvelope): void {
    this.requests.answer(envelope);
    this.rooms.leave(frame);
  }

  private refuse(error: ErrorFrame, requestId: number): void {
    if (this.requests.refuse(requestId, error)) {
      return;
    }

    this.rooms.byNumber(error.room)?.refuse(error);
    this.events.error(error);
  }

  private beat(): void {
    const now = this.clock.now();
    if (this.heartbeat!.beat(now) === "lost") {
      this.lose(CloseCode.HEARTBEAT_LOST, "Nothing was heard from the server for too long.");
      return;
    }

    const value = create(HeartbeatSchema, { clientTimeMs: BigInt(Math.floor(now)), rooms: this.rooms.positions("number") });
    this.send({ case: "heartbeat", value });
    this.timers.after(this.heartbeat!.intervalMs, () => this.beat());
  }

  /** The connection is gone, or is given up. */
  private lose(code: number, reason: string): void {
    if (this.phase === "waiting" || this.phase === "ended") {
      return;
    }

    const verdict = judgeLoss({
      code,
      live: this.phase === "live",
      neverWelcomed: this.welcome === undefined,
      remembered: this.resumeToken !== undefined,
      timeIsUp: this.clock.now() - this.startedAt >= this.settings.connectTimeoutMs,
    });
    this.connection?.drop();
    this.heartbeat = undefined;
    this.rooms.detach();
    this.timers.cancelAll();
    if (verdict.kind === "end") {
      this.end({ code, reason, action: verdict.action });
      return;
    }

    if (verdict.asNewSession) {
      this.resumeToken = undefined;
      this.startedAt = this.clock.now();
      this.memory.forget();
    }

    this.move("lost");
    this.timers.after(this.backOff.next(verdict.patient), () => this.connect());
  }

  private end(info: ClosedInfo): void {
    this.closedInfo = info;
    this.move("ended");
    this.timers.cancelAll();
    // A first connection that never came about says nothing about the session that an earlier page left.
    if (this.welcome !== undefined || info.action === "never") {
      this.memory.forget();
    }

    this.rooms.end(info.reason);
    this.requests.end(new ConnectionClosedError(info));
    this.events.closed(info);
  }

  private move(happened: SessionEvent): boolean {
    const next = nextPhase(this.phase, happened);
    if (next === undefined) {
      return false;
    }

    this.phase = next;
    if (next !== "live") {
      this.events.phase(next);
    }

    return true;
  }
}
