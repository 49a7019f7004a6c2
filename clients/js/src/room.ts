import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { checkedMessage } from "./core/checked-message.js";
import type { CommandOutcome } from "./core/command-log.js";
import type { LeftInfo, RewoundInfo, RoomNotice, RoomPort } from "./core/room-core.js";
import { RoomCore } from "./core/room-core.js";
import type { StateChange } from "./core/state-change.js";
import type { RoomDefinition } from "./definition.js";
import type { FieldName, MapFieldName, MapHandlers } from "./field-types.js";
import type { Unsubscribe } from "./listeners.js";
import { Listeners, surface } from "./listeners.js";

/** Room for the frame around a command's payload. */
const FRAME_BYTES = 64;

/** What may be said with a command. */
export interface SendOptions {
  /** What this program traces the command as, in the form of W3C Trace Context: a server that is set to follow it continues the trace. */
  readonly traceparent?: string;
}

/** What became of a command. */
export interface CommandReply<E> {
  readonly outcome: CommandOutcome;
  /** True when the room applied the command. */
  readonly isApplied: boolean;
  /** The room's reply, if it gave one; a message of the event type. */
  readonly reply: E | undefined;
  /** A sentence for people, unless applied. */
  readonly reason: string;
}

/** Where a member stands in a room's history. */
export interface Position {
  readonly epoch: bigint;
  readonly version: bigint;
}

/** @internal What a room needs of its client. */
export interface RoomHost {
  readonly port: RoomPort;
  readonly commandsWaitingMax: number;
  readonly messageBytesMax: number;
  leave(room: RoomCore): Promise<void>;
}

/**
 * A room that this player is a member of: its live state, its events, and commands to it. It goes on over any number of connections;
 * `onLeft` tells when it has ended for this player.
 */
export class Room<S extends DescMessage, C extends DescMessage, E extends DescMessage> {
  private readonly eventListeners = new Listeners<[event: MessageShape<E>]>();
  private readonly changeListeners = new Listeners<[change: StateChange]>();
  private readonly attachedListeners = new Listeners<[]>();
  private readonly eventsLostListeners = new Listeners<[]>();
  private readonly rewoundListeners = new Listeners<[info: RewoundInfo]>();
  private readonly noticeListeners = new Listeners<[notice: RoomNotice]>();
  private readonly leftListeners = new Listeners<[info: LeftInfo]>();
  private leftInfo: LeftInfo | undefined;

  /** @internal */
  readonly core: RoomCore<S>;

  /** @internal */
  constructor(
    /** The room type's name and schemas. */
    readonly definition: RoomDefinition<S, C, E>,
    id: string,
    private readonly host: RoomHost,
  ) {
    this.core = new RoomCore(id, definition.type, definition.state, host.commandsWaitingMax, host.port, {
      attached: () => this.attachedListeners.tell(),
      rewound: (info) => this.rewoundListeners.tell(info),
      notice: (notice) => this.noticeListeners.tell(notice),
      eventsLost: () => this.eventsLostListeners.tell(),
      changed: (change) => this.changeListeners.tell(change),
      event: (payload) => {
        const event = this.decode(payload);
        if (event !== undefined) {
          this.eventListeners.tell(event);
        }
      },
      left: (info) => {
        this.leftInfo = info;
        this.leftListeners.tell(info);
      },
    });
  }

  /** The room's id; another player may join with it. */
  get id(): string {
    return this.core.id;
  }

  /** The room's state as of `position`. Read it, do not write it. It is another object after every snapshot. */
  get state(): MessageShape<S> {
    return this.core.stream.state;
  }

  /** This member's number in the room, never used again in it. */
  get playerNumber(): number {
    return this.core.playerNumber;
  }

  /** The point in the room's history that `state` shows. */
  get position(): Position {
    const { epoch, version } = this.core.stream;
    return { epoch, version };
  }

  /** Unix time of the turn that `state` shows, by the server's clock. */
  get roomTimeMs(): number {
    return this.core.stream.roomTimeMs;
  }

  /** How many commands have no answer yet. */
  get unanswered(): number {
    return this.core.log.unanswered;
  }

  /** True while the room's store is slow or away: updates and answers wait for it, and come when it is back. */
  get savingDelayed(): boolean {
    return this.core.savingDelayed;
  }

  /** How often the state differed from the room's by its hash; each time a snapshot was asked for. */
  get hashMismatches(): number {
    return this.core.stream.hashMismatches;
  }

  /** Set once the player is no longer a member. */
  get left(): LeftInfo | undefined {
    return this.leftInfo;
  }

  /**
   * Sends a command. The room applies it exactly once and in the order of sending, however often the connection breaks meanwhile; the
   * promise is fulfilled when it is known what became of it, and is never rejected.
   *
   * @throws TypeError at once when it is no command of the room: no object, or with a field that the command does not have.
   */
  send(command: MessageInitShape<C>, options: SendOptions = {}): Promise<CommandReply<MessageShape<E>>> {
    const payload = toBinary(this.definition.command, checkedMessage(this.definition.command, command));
    const traceparent = options.traceparent ?? "";
    return new Promise((resolve) => {
      const settle = (outcome: CommandOutcome, reply: Uint8Array | undefined, reason: string) =>
        resolve({
          outcome,
          isApplied: outcome === "applied" || outcome === "forgotten",
          reply: reply === undefined ? undefined : this.decode(reply),
          reason,
        });

      if (this.leftInfo !== undefined) {
        settle("notSent", undefined, "The room was left.");
      } else if (payload.length + traceparent.length + FRAME_BYTES > this.host.messageBytesMax) {
        settle("notSent", undefined, `The command is larger than the server's limit of ${this.host.messageBytesMax} bytes.`);
      } else if (!this.core.command(payload, settle, traceparent)) {
        settle("notSent", undefined, "Too many commands are waiting for the server's answers.");
      }
    });
  }

  /** Told every event of the room, in order and once. */
  onEvent(listener: (event: MessageShape<E>) => void): Unsubscribe {
    return this.eventListeners.add(listener);
  }

  /** Told after every change of the state what has changed. */
  onChange(listener: (change: StateChange) => void): Unsubscribe {
    return this.changeListeners.add(listener);
  }

  /** Told what becomes of the entries of one map field of the state, each after the whole update is in the state. */
  on<F extends MapFieldName<MessageShape<S>>>(field: F, handlers: MapHandlers<MessageShape<S>, F>): Unsubscribe;
  /** Told the new value of one field of the state, after the whole update is in the state. */
  on<F extends FieldName<MessageShape<S>>>(field: F, listener: (value: MessageShape<S>[F]) => void): Unsubscribe;
  on(field: string, told: ((value: never) => void) | object): Unsubscribe {
    return this.onChange((change) => {
      const found = change.fields.find((candidate) => candidate.field === field);
      if (found === undefined) {
        return;
      }

      if (typeof told === "function") {
        told((this.state as Record<string, unknown>)[field] as never);
        return;
      }

      for (const row of found.rows) {
        (told as RowListeners)[row.kind]?.(row.key, row.value);
      }
    });
  }

  /** Told whenever the room is attached to a connection: after a join and after every resume. */
  onAttached(listener: () => void): Unsubscribe {
    return this.attachedListeners.add(listener);
  }

  /**
   * Told when events were missed for good: the room had kept fewer than there were while this client was away, or updates did not fit
   * what this client had, and it took the room's whole state in their place.
   */
  onEventsLost(listener: () => void): Unsubscribe {
    return this.eventsLostListeners.add(listener);
  }

  /**
   * Told when the room came back in an older state, which follows, after its server was lost. What was answered above `lastApplied` is
   * undone and is not sent again by itself; commands without an answer are.
   */
  onRewound(listener: (info: RewoundInfo) => void): Unsubscribe {
    return this.rewoundListeners.add(listener);
  }

  /** Told how the room is being served, for members who want to know. Nothing is lost; may be ignored. */
  onNotice(listener: (notice: RoomNotice) => void): Unsubscribe {
    return this.noticeListeners.add(listener);
  }

  /** Told once when the player is no longer a member. */
  onLeft(listener: (info: LeftInfo) => void): Unsubscribe {
    return this.leftListeners.add(listener);
  }

  /** Leaves the room; fulfilled when the server has confirmed it. */
  leave(): Promise<void> {
    return this.leftInfo === undefined ? this.host.leave(this.core) : Promise.resolve();
  }

  private decode(payload: Uint8Array): MessageShape<E> | undefined {
    try {
      return fromBinary(this.definition.event, payload);
    } catch (error) {
      surface(new Error(`An event of room type ${this.definition.type} is not of the defined event type.`, { cause: error }));
      return undefined;
    }
  }
}

type RowListeners = Partial<Record<"added" | "changed" | "removed", (key: string | number, value: unknown) => void>>;
