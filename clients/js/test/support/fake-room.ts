import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { MoveSchema, TicTacToeCommandSchema, TicTacToeEventSchema, TicTacToeStateSchema } from "../../src/gen/games/tictactoe_pb.js";
import type { Command, CommandResult, MemberUpdate, RoomPosition, RoomUpdate } from "../../src/gen/gameserver/v1/client_pb.js";
import {
  CommandResultSchema,
  CommandResult_Outcome as Outcome,
  DirectEventSchema,
  ErrorCode,
  Error_Retry as Retry,
  MemberUpdateSchema,
  RoomUpdateSchema,
} from "../../src/gen/gameserver/v1/client_pb.js";
import type { FakeConnection } from "./fake-server.js";

/** A room with one member that follows the protocol: a move counts up `moves` and makes one shared and one direct event. */
export class FakeRoom {
  /** The cells of the applied moves, in order. */
  readonly applied: number[] = [];
  readonly type = "tictactoe";
  epoch = 1n;
  version = 1n;
  moves = 1;
  /** Says whether a command is refused at the door. */
  refuses: () => boolean = () => false;

  private lastApplied = 0n;
  private results: CommandResult[] = [];
  private readonly ring: { readonly update: RoomUpdate; readonly member: MemberUpdate }[] = [];

  constructor(
    readonly id: string,
    readonly number: number,
  ) {}

  attach(connection: FakeConnection, position: RoomPosition | undefined, requestId = 0): void {
    const { number: room, id: roomId, type: roomType, epoch, version, lastApplied } = this;
    this.results = this.results.filter(({ commandSeq }) => commandSeq > (position?.repliesSeen ?? 0n));
    connection.send({ case: "attached", value: { room, roomId, roomType, epoch, version, lastApplied, playerNumber: 1 } }, requestId);
    if (this.results.length > 0) {
      connection.send({ case: "member", value: { room, epoch, version, results: this.results } });
    }

    if (position === undefined) {
      this.snapshot(connection);
    } else {
      for (const { update, member } of this.ring.filter(({ update }) => update.version > position.version)) {
        connection.send({ case: "member", value: create(MemberUpdateSchema, { ...member, results: [] }) });
        connection.send({ case: "update", value: update });
      }
    }
  }

  snapshot(connection: FakeConnection): void {
    const { number: room, epoch, version } = this;
    connection.send({ case: "update", value: { room, epoch, version, snapshot: true, patch: this.patch() } });
  }

  command(connection: FakeConnection, { commandSeq, repliesSeen, payload }: Command): void {
    const { number: room, epoch } = this;
    this.results = this.results.filter((result) => result.commandSeq > repliesSeen);
    if (this.refuses()) {
      const value = { code: ErrorCode.RATE_LIMITED, retry: Retry.LATER, retryAfterMs: 20, room, commandSeq };
      connection.send({ case: "error", value });
    } else if (commandSeq > this.lastApplied + 1n) {
      const gap = { commandSeq, outcome: Outcome.GAP, expected: this.lastApplied + 1n };
      connection.send({ case: "member", value: { room, epoch, version: this.version, results: [gap] } });
    } else if (commandSeq <= this.lastApplied) {
      const known = this.results.find((result) => result.commandSeq === commandSeq);
      const result = known ?? create(CommandResultSchema, { commandSeq, outcome: Outcome.FORGOTTEN });
      connection.send({ case: "member", value: { room, epoch, version: this.version, results: [result] } });
    } else {
      this.apply(connection, commandSeq, payload);
    }
  }

  private apply(connection: FakeConnection, commandSeq: bigint, payload: Uint8Array): void {
    const { number: room, epoch } = this;
    const { kind } = fromBinary(TicTacToeCommandSchema, payload);
    const cell = kind.case === "move" ? kind.value.cell : create(MoveSchema).cell;
    const event = (player: number) =>
      toBinary(TicTacToeEventSchema, create(TicTacToeEventSchema, { kind: { case: "moved", value: { player, cell } } }));
    const result = create(CommandResultSchema, { commandSeq, outcome: Outcome.APPLIED, reply: event(9) });
    this.lastApplied = commandSeq;
    this.applied.push(cell);
    this.results.push(result);
    this.moves++;
    const baseVersion = this.version++;
    const { version } = this;
    const update = create(RoomUpdateSchema, { room, epoch, baseVersion, version, patch: this.patch(), events: [event(1)] });
    const direct = create(DirectEventSchema, { after: 0, payload: event(2) });
    const member = create(MemberUpdateSchema, { room, epoch, version, results: [result], events: [direct] });
    this.ring.push({ update, member });
    connection.send({ case: "member", value: member });
    connection.send({ case: "update", value: update });
  }

  private patch() {
    return { merge: toBinary(TicTacToeStateSchema, create(TicTacToeStateSchema, { moves: this.moves })) };
  }
}
