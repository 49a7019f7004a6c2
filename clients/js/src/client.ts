import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { systemClock } from "./core/clock.js";
import { ResumeMemory } from "./core/resume-memory.js";
import type { RoomCore } from "./core/room-core.js";
import type { JoinedRoom } from "./core/room-table.js";
import { Session } from "./core/session.js";
import type { SessionPhase } from "./core/session-phase.js";
import type { RoomDefinition } from "./definition.js";
import type { ClosedInfo } from "./errors.js";
import { ConnectionClosedError, RequestRefusedError, RoomLeftError } from "./errors.js";
import type { RoomListing } from "./gen/gameserver/v1/client_pb.js";
import { ErrorCode, LeaveSchema, ListRoomsSchema } from "./gen/gameserver/v1/client_pb.js";
import type { Filter, JoinTarget, Properties } from "./join-target.js";
import { toFilters, toJoin } from "./join-target.js";
import type { Unsubscribe } from "./listeners.js";
import { Listeners } from "./listeners.js";
import { newNonce } from "./nonce.js";
import type { GameClientOptions } from "./options.js";
import { defaults } from "./options.js";
import { Room } from "./room.js";
import { dialWebSocket, platformWebSocket } from "./transport.js";

/** How a client stands with its server. */
export type ConnectionStatus =
  /** The first connection is being made; there is no session yet. */
  | "connecting"
  /** The session is live: frames go out and come in. */
  | "connected"
  /**
   * The connection is gone, or the session that an earlier page left is not reached yet, and the client tries to go on with it for as long
   * as it takes; commands wait and are sent afterwards.
   */
  | "reconnecting"
  /** The session is over for this client; nothing is sent or received any more. */
  | "closed";

/** What a client tells, by name. */
export interface ClientEvents {
  /** The status is another one. */
  status: [status: ConnectionStatus];
  /** The server refused something that was not asked for by a promise, or a command at the door. */
  error: [error: RequestRefusedError];
  /** The session is over; comes once. */
  closed: [info: ClosedInfo];
  /** The round trip was measured anew. */
  rtt: [rttMs: number];
}

/** What a player hands in with its wish to join. */
export interface JoinSettings<E> {
  /** For the room's own join decision. */
  readonly options?: Properties;
  /** The token of a reserved seat. */
  readonly seat?: string;
  /** An event listener that is there before the first event. */
  readonly onEvent?: (event: E) => void;
}

type AnyRoom = Room<DescMessage, DescMessage, DescMessage>;

/** A player's presence on a server. It keeps its session over any number of connections until it is closed. */
export class GameClient {
  private readonly listeners = {
    status: new Listeners<ClientEvents["status"]>(),
    error: new Listeners<ClientEvents["error"]>(),
    closed: new Listeners<ClientEvents["closed"]>(),
    rtt: new Listeners<ClientEvents["rtt"]>(),
  };
  private readonly joined = new Map<string, AnyRoom>();
  private readonly session: Session;
  private readonly random: () => number;
  private readonly commandsWaitingMax: number;
  private toldStatus: ConnectionStatus = "connecting";

  private constructor(url: string, options: GameClientOptions) {
    const all = { ...defaults, clock: systemClock, random: Math.random, ...options };
    const dial = all.dial ?? dialWebSocket(url, all.webSocket ?? platformWebSocket());
    const simulated = all.simulation?.wrap(dial, all.clock, all.random) ?? dial;
    this.random = all.random;
    this.commandsWaitingMax = all.commandsWaitingMax;
    this.session = new Session(all, simulated, all.clock, all.random, new ResumeMemory(all.storage, url), {
      phase: (phase) => this.tellStatus(this.statusOf(phase)),
      measured: () => this.listeners.rtt.tell(this.rtt!),
      error: (error) => this.listeners.error.tell(new RequestRefusedError(error)),
      closed: (info) => this.listeners.closed.tell(info),
    });
  }

  /**
   * Connects to a server, for example `ws://127.0.0.1:5080/ws`; fulfilled when there is a session, rejected when none comes about. A
   * session that an earlier page left in `storage` is tried until the server answers. Rejected, too, where there is nothing to connect
   * with: no WebSocket on this platform, or a URL that is none.
   */
  static async connect(url: string, options: GameClientOptions = {}): Promise<GameClient> {
    const client = new GameClient(url, options);
    return new Promise((resolve, reject) => {
      const settled: Unsubscribe[] = [];
      const settle = (run: () => void) => {
        settled.forEach((unsubscribe) => unsubscribe());
        run();
      };
      settled.push(
        client.on("status", (status) => {
          if (status === "connected") {
            settle(() => resolve(client));
          }
        }),
        client.on("closed", (info) => settle(() => reject(new ConnectionClosedError(info)))),
      );
      if (options.onStatus !== undefined) {
        client.on("status", options.onStatus);
      }

      const giveUp = () => client.close();
      options.signal?.addEventListener("abort", giveUp);
      settled.push(() => options.signal?.removeEventListener("abort", giveUp));
      client.session.start();
      if (options.signal?.aborted === true) {
        giveUp();
      }
    });
  }

  /** The player's identity, the same for every session of this player. */
  get playerId(): string {
    return this.session.welcome?.playerId ?? "";
  }

  /** The name that others see. */
  get playerName(): string {
    return this.session.welcome?.playerName ?? "";
  }

  get status(): ConnectionStatus {
    return this.statusOf(this.session.phase);
  }

  /** The smoothed round trip in milliseconds; undefined before the first measurement. */
  get rtt(): number | undefined {
    return this.session.serverClock.rttMs;
  }

  /** Set once the session is over. */
  get closedInfo(): ClosedInfo | undefined {
    return this.session.closedInfo;
  }

  /** The node of the cluster that this client is connected to. */
  get node(): string {
    return this.session.welcome?.node ?? "";
  }

  /** Rooms that the player is in from before a reload: join them by id to go on there. */
  get joinedBefore(): readonly JoinedRoom[] {
    return this.session.rooms.unclaimed;
  }

  /** The server's clock: Unix time in milliseconds. */
  serverNow(): number {
    return this.session.serverClock.serverNow(this.session.clock.now());
  }

  /** Listens; the returned function ends it. */
  on<K extends keyof ClientEvents>(event: K, listener: (...args: ClientEvents[K]) => void): Unsubscribe {
    return (this.listeners[event] as unknown as Listeners<ClientEvents[K]>).add(listener);
  }

  /**
   * Enters a room; fulfilled when its state is here. Over however many connections that takes, the room is entered once. Joining a room
   * that this client is in already gives the same `Room`.
   */
  join<S extends DescMessage, C extends DescMessage, E extends DescMessage>(
    definition: RoomDefinition<S, C, E>,
    target: JoinTarget,
    settings: JoinSettings<MessageShape<E>> = {},
  ): Promise<Room<S, C, E>> {
    const join = toJoin(definition.type, target, newNonce(this.random), settings.options ?? {}, settings.seat ?? "");
    return this.request((resolve, reject) => ({
      make: () => ({ case: "join", value: join }),
      fail: reject,
      answer: ({ kind }) => {
        if (kind.case !== "attached") {
          reject(new Error(`The server answered a join with "${kind.case}".`));
        } else if (kind.value.roomType !== definition.type) {
          const message = `The room is of the type "${kind.value.roomType}", not "${definition.type}".`;
          reject(new RequestRefusedError({ code: ErrorCode.BAD_REQUEST, message, retry: 0, retryAfterMs: 0 }));
        } else {
          this.enter(definition, kind.value.roomId, settings, resolve, reject);
        }
      },
    }));
  }

  /** The rooms that match all filters; an empty type stands for all types. For a listing that stays up to date, join `Lobby`. */
  listRooms(roomType = "", filters: readonly Filter[] = [], limit = 0): Promise<RoomListing[]> {
    const value = create(ListRoomsSchema, { roomType, filters: toFilters(filters), limit });
    return this.request((resolve, reject) => ({
      make: () => ({ case: "listRooms", value }),
      fail: reject,
      answer: ({ kind }) => resolve(kind.case === "roomList" ? kind.value.rooms : []),
    }));
  }

  /** Ends this client. The server keeps the player's places for their grace period; `leave()` the rooms first to give them up. */
  close(): void {
    this.session.close();
  }

  private enter<S extends DescMessage, C extends DescMessage, E extends DescMessage>(
    definition: RoomDefinition<S, C, E>,
    id: string,
    settings: JoinSettings<MessageShape<E>>,
    resolve: (room: Room<S, C, E>) => void,
    reject: (error: Error) => void,
  ): void {
    const known = this.joined.get(id) as Room<S, C, E> | undefined;
    const room = known ?? this.add(new Room(definition, id, this.host()));
    if (settings.onEvent !== undefined) {
      room.onEvent(settings.onEvent);
    }

    // The promise waits for the state; the frames that follow it wait for whoever awaits the promise.
    const waits = [
      room.onChange(() => {
        waits.forEach((unsubscribe) => unsubscribe());
        resolve(room);
        this.session.yieldToProgram(() => room.core.release());
      }),
      room.onLeft(({ detail }) => reject(new RoomLeftError(detail === "" ? "The room was left before its state came." : detail))),
    ];
  }

  private add<S extends DescMessage, C extends DescMessage, E extends DescMessage>(room: Room<S, C, E>): Room<S, C, E> {
    this.joined.set(room.id, room as unknown as AnyRoom);
    this.session.rooms.add(room.core as unknown as RoomCore);
    room.onLeft(() => this.joined.delete(room.id));
    return room;
  }

  private host() {
    const { session, commandsWaitingMax } = this;
    return {
      port: session,
      commandsWaitingMax,
      get messageBytesMax() {
        return session.messageBytesMax;
      },
      leave: (room: RoomCore) => this.leave(room),
    };
  }

  private leave(room: RoomCore): Promise<void> {
    const nonce = newNonce(this.random);
    const attached = () => this.session.rooms.byNumber(room.number) === room;
    return new Promise((resolve, reject) => {
      const id = this.session.requests.start({
        make: () => (attached() ? { case: "leave", value: create(LeaveSchema, { room: room.number, nonce }) } : undefined),
        fail: reject,
        answer: () => resolve(),
      });
      this.joined.get(room.id)?.onAttached(() => this.session.requests.sendAgain(id));
      // Also a room that ends by itself meanwhile has been left.
      this.joined.get(room.id)?.onLeft(() => {
        this.session.requests.forget(id);
        resolve();
      });
    });
  }

  private request<T>(make: (resolve: (value: T) => void, reject: (error: Error) => void) => Parameters<Session["requests"]["start"]>[0]) {
    return new Promise<T>((resolve, reject) => {
      if (this.session.closedInfo !== undefined) {
        reject(new ConnectionClosedError(this.session.closedInfo));
      } else {
        this.session.requests.start(make(resolve, reject));
      }
    });
  }

  private tellStatus(status: ConnectionStatus): void {
    if (status !== this.toldStatus) {
      this.toldStatus = status;
      this.listeners.status.tell(status);
    }
  }

  private statusOf(phase: SessionPhase): ConnectionStatus {
    switch (phase) {
      case "live":
        return "connected";
      case "ended":
        return "closed";
      case "dialling":
      case "opening":
      case "waiting":
        return this.session.hasSession ? "reconnecting" : "connecting";
    }
  }
}
