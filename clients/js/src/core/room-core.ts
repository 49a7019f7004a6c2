import type { DescMessage } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import type {
  ClientEnvelope,
  Error as ErrorFrame,
  MemberUpdate,
  RoomAttached,
  RoomLeft_Reason as LeaveReason,
  RoomPosition,
  RoomUpdate,
} from "../gen/gameserver/v1/client_pb.js";
import {
  CommandSchema,
  Error_Retry as Retry,
  ErrorCode,
  RoomNotice_Kind as NoticeKind,
  RoomPositionSchema,
  SnapshotRequestSchema,
} from "../gen/gameserver/v1/client_pb.js";
import type { Clock } from "./clock.js";
import type { Settle } from "./command-log.js";
import { CommandLog } from "./command-log.js";
import type { StreamStep } from "./room-stream.js";
import { RoomStream } from "./room-stream.js";
import type { StateChange } from "./state-change.js";

const RETRY_MS_MIN = 50;

/** What a room needs of the session that it belongs to. */
export interface RoomPort {
  readonly clock: Clock;
  readonly unacknowledgedMax: number;
  send(kind: ClientEnvelope["kind"], requestId?: number): void;
}

/** Why a room was left. */
export interface LeftInfo {
  readonly reason: LeaveReason;
  /** A sentence for people. */
  readonly detail: string;
}

/** How far back a room came that lost its last moments with its server. */
export interface RewoundInfo {
  /** Where the room goes on; its state follows. */
  readonly version: bigint;
  /** The last of this member's commands that the room still knows. */
  readonly lastApplied: bigint;
  /**
   * How many of this member's commands had been answered and are undone: its last ones in the order of sending. They are not sent again;
   * whether to do so is up to the program. Commands without an answer are sent again.
   */
  readonly commandsUndone: number;
}

/** How a room is being served. */
export type RoomNotice =
  /** Its store is slow or away: answers and updates wait for it, and nothing is lost. */
  | "savingDelayed"
  /** The store is back. */
  | "savingResumed"
  /** The room does not keep up with its ticks: updates are rarer, and it takes no new members. */
  | "overloaded"
  /** It does again. */
  | "keepingUp";

const noticeOf = new Map<NoticeKind, RoomNotice>([
  [NoticeKind.SAVING_DELAYED, "savingDelayed"],
  [NoticeKind.SAVING_RESUMED, "savingResumed"],
  [NoticeKind.OVERLOADED, "overloaded"],
  [NoticeKind.KEEPING_UP, "keepingUp"],
]);

/** Who is told what happens in a room. */
export interface RoomSink {
  attached(): void;
  rewound(info: RewoundInfo): void;
  notice(notice: RoomNotice): void;
  eventsLost(): void;
  changed(change: StateChange): void;
  event(payload: Uint8Array): void;
  left(info: LeftInfo): void;
}

/** A room as the session knows it: its commands, its state, and where both stand. */
export class RoomCore<S extends DescMessage = DescMessage> {
  readonly log: CommandLog;
  readonly stream: RoomStream<S>;
  /** The room's number on the wire; 0 before the first attach. */
  number = 0;
  playerNumber = 0;
  /** The room's store is slow or away. */
  savingDelayed = false;
  /** Of the newest time that the room came back older; 0: it never did. */
  rewoundEpoch = 0n;
  /** How often the room was attached: what was asked on a connection before is not asked again. */
  private attachments = 0;
  /** Events that came before the program could listen; undefined once it can. */
  private early: Uint8Array[] | undefined = [];

  constructor(
    readonly id: string,
    readonly type: string,
    schema: S,
    waitingMax: number,
    private readonly port: RoomPort,
    private readonly sink: RoomSink,
  ) {
    this.log = new CommandLog(waitingMax);
    this.stream = new RoomStream(schema);
  }

  /** Sends a command, now or when the room is attached again; false when too many wait. */
  command(payload: Uint8Array, settle: Settle, traceparent = ""): boolean {
    const taken = this.log.add(payload, settle, traceparent);
    this.sendDue();
    return taken;
  }

  attach(frame: RoomAttached): void {
    this.attachments++;
    this.number = frame.room;
    this.playerNumber = frame.playerNumber;
    this.log.unacknowledgedMax = this.port.unacknowledgedMax;
    const steps = this.stream.attach(frame);
    const undone = this.log.countUndone(Number(frame.lastApplied));
    this.log.attach(Number(frame.lastApplied));
    this.rewoundEpoch = frame.rewound === undefined ? this.rewoundEpoch : frame.epoch;
    // Whoever serves the room from here on says so again if its store is away.
    this.savingDelayed = false;
    this.sink.attached();
    if (frame.rewound !== undefined) {
      const { version, lastApplied } = frame.rewound;
      this.sink.rewound({ version, lastApplied, commandsUndone: undone });
    }

    this.carryOut(steps);
    this.sendDue();
  }

  detach(): void {
    this.log.detach();
    this.stream.detach();
  }

  /** The membership is over, or the session is. */
  leave(info: LeftInfo): void {
    this.detach();
    this.log.end(info.detail === "" ? "The room was left." : info.detail);
    this.sink.left(info);
  }

  update(frame: RoomUpdate): void {
    this.carryOut(this.stream.update(frame));
    this.sendDue();
  }

  member(frame: MemberUpdate): void {
    this.carryOut(this.stream.member(frame));
    this.sendDue();
  }

  /** How the room is being served; kinds of a newer server are passed over. */
  notice(kind: NoticeKind): void {
    const notice = noticeOf.get(kind);
    if (notice === undefined) {
      return;
    }
    if (notice === "savingDelayed" || notice === "savingResumed") {
      this.savingDelayed = notice === "savingDelayed";
    }
    this.sink.notice(notice);
  }

  /** A frame of this room was refused: a command (by its number) or the wish for a snapshot. */
  refuse(error: ErrorFrame): void {
    const passing = error.retry === Retry.LATER || isPassing(error.code);
    const delayMs = Math.max(error.retryAfterMs, RETRY_MS_MIN);
    const seq = Number(error.commandSeq);
    if (seq === 0) {
      if (passing) {
        const attachment = this.attachments;
        this.port.clock.schedule(delayMs, () => this.carryOut(attachment === this.attachments ? this.stream.askAgain() : []));
      }
    } else if (passing) {
      // A timer may come a little early by this clock; the pause is what is compared.
      this.log.refuseForNow(seq, this.port.clock.now() + delayMs);
      this.port.clock.schedule(delayMs + 1, () => this.sendDue());
    } else {
      this.log.refuseForGood(seq, error.message);
      this.sendDue();
    }
  }

  /** The program has had its turn to listen: what came with the first state is told now. */
  release(): void {
    const early = this.early ?? [];
    this.early = undefined;
    for (const payload of early) {
      this.sink.event(payload);
    }
  }

  /** Where this client stands, for Resume and heartbeats; undefined when it stands nowhere yet. */
  position(): RoomPosition | undefined {
    if (!this.stream.positioned) {
      return undefined;
    }

    return create(RoomPositionSchema, {
      epoch: this.stream.epoch,
      version: this.stream.version,
      repliesSeen: BigInt(this.log.repliesSeen),
    });
  }

  private sendDue(): void {
    const due = this.log.takeDue(this.port.clock.now());
    const repliesSeen = BigInt(this.log.repliesSeen);
    for (const { seq, payload, traceparent } of due) {
      const value = create(CommandSchema, {
        room: this.number,
        commandSeq: BigInt(seq),
        repliesSeen,
        rewoundEpoch: this.rewoundEpoch,
        payload,
        traceparent,
      });
      this.port.send({ case: "command", value });
    }
  }

  private carryOut(steps: readonly StreamStep[]): void {
    for (const step of steps) {
      switch (step.kind) {
        case "changed":
          this.sink.changed(step.change);
          break;
        case "event":
          if (this.early === undefined) {
            this.sink.event(step.payload);
          } else {
            this.early.push(step.payload);
          }
          break;
        case "result":
          this.log.answer(step.result);
          break;
        case "eventsLost":
          this.sink.eventsLost();
          break;
        case "ask":
          this.port.send({ case: "snapshotRequest", value: create(SnapshotRequestSchema, { room: this.number, cause: step.cause }) });
          break;
      }
    }
  }
}

function isPassing(code: ErrorCode): boolean {
  return code === ErrorCode.RATE_LIMITED || code === ErrorCode.BUSY || code === ErrorCode.UNACKNOWLEDGED_LIMIT;
}
