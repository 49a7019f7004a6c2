import type { MessageInitShape } from "@bufbuild/protobuf";
import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import type { StreamStep } from "../../src/core/room-stream.js";
import { RoomStream } from "../../src/core/room-stream.js";
import { TicTacToeStateSchema } from "../../src/gen/games/tictactoe_pb.js";
import {
  MemberUpdateSchema,
  RoomAttachedSchema,
  RoomUpdateSchema,
  SnapshotRequest_Cause as Cause,
} from "../../src/gen/gameserver/v1/client_pb.js";
import { schemaFingerprint } from "../../src/patch/fingerprint.js";
import { stateHash } from "../../src/patch/hash.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const patch = (moves: number) => ({ merge: toBinary(TicTacToeStateSchema, create(TicTacToeStateSchema, { moves })) });
const hash = (moves: number) => stateHash(TicTacToeStateSchema, create(TicTacToeStateSchema, { moves }));

function open() {
  const stream = new RoomStream(TicTacToeStateSchema);
  const says = (steps: StreamStep[]) =>
    steps.map((step) => {
      switch (step.kind) {
        case "event":
          return new TextDecoder().decode(step.payload);
        case "result":
          return `result ${step.result.commandSeq}`;
        case "ask":
          return `ask ${Cause[step.cause]}`;
        case "changed":
        case "eventsLost":
          return step.kind;
      }
    });
  return {
    stream,
    attach: (init: MessageInitShape<typeof RoomAttachedSchema> = {}) =>
      says(
        stream.attach(
          create(RoomAttachedSchema, { epoch: 1n, schemaFingerprint: schemaFingerprint(TicTacToeStateSchema), ...init } as typeof init),
        ),
      ),
    update: (init: MessageInitShape<typeof RoomUpdateSchema>) =>
      says(stream.update(create(RoomUpdateSchema, { epoch: 1n, ...init } as typeof init))),
    member: (init: MessageInitShape<typeof MemberUpdateSchema>) =>
      says(stream.member(create(MemberUpdateSchema, { epoch: 1n, ...init } as typeof init))),
  };
}

function following(version = 5n) {
  const room = open();
  room.attach();
  room.update({ snapshot: true, version, patch: patch(1) });
  return room;
}

describe("A room's stream", () => {
  it("drops what comes before the room is attached", () => {
    const { update, member, stream } = open();
    expect(update({ snapshot: true, version: 5n, patch: patch(1) })).toEqual([]);
    expect(member({ version: 5n, results: [{ commandSeq: 1n }] })).toEqual([]);
    expect(stream.positioned).toBe(false);
  });

  it("drops updates before the first snapshot without asking", () => {
    const { attach, update } = open();
    attach();
    expect(update({ baseVersion: 4n, version: 5n, patch: patch(1) })).toEqual([]);
  });

  it("starts from a snapshot and applies what fits", () => {
    const { update, stream } = following();
    expect(update({ baseVersion: 5n, version: 7n, patch: patch(3), events: [bytes("a")] })).toEqual(["changed", "a"]);
    expect(stream.state.moves).toBe(3);
    expect([stream.epoch, stream.version]).toEqual([1n, 7n]);
  });

  it("replaces the state by a snapshot", () => {
    const { update, stream } = following();
    const before = stream.state;
    expect(update({ snapshot: true, version: 9n })).toEqual(["changed"]);
    expect(stream.state).not.toBe(before);
    expect(stream.state.moves).toBe(0);
  });

  it("asks once for a snapshot when an update does not fit, and says that events were missed", () => {
    const { update, stream } = following();
    expect(update({ baseVersion: 6n, version: 7n, patch: patch(2), events: [bytes("a")] })).toEqual(["ask WRONG_BASE"]);
    expect(update({ baseVersion: 7n, version: 8n, patch: patch(3) })).toEqual([]);
    expect(stream.state.moves).toBe(1);
    expect(update({ snapshot: true, version: 8n, patch: patch(3) })).toEqual(["eventsLost", "changed"]);
    expect(update({ baseVersion: 9n, version: 10n })).toEqual(["ask WRONG_BASE"]);
  });

  it("drops what it has seen, events too", () => {
    const { update } = following();
    expect(update({ baseVersion: 4n, version: 5n, patch: patch(9), events: [bytes("a")] })).toEqual([]);
  });

  it("drops frames of an older epoch", () => {
    const { attach, update, member } = following();
    attach({ epoch: 2n });
    expect(update({ epoch: 1n, baseVersion: 5n, version: 6n, patch: patch(2) })).toEqual([]);
    expect(update({ epoch: 1n, snapshot: true, version: 6n, patch: patch(2) })).toEqual([]);
    expect(member({ epoch: 1n, version: 5n, results: [{ commandSeq: 1n }] })).toEqual([]);
    expect(update({ epoch: 2n, baseVersion: 5n, version: 6n, patch: patch(2) })).toEqual(["changed"]);
  });

  it("asks when an update is of an epoch that was never attached", () => {
    const { update } = following();
    expect(update({ epoch: 2n, baseVersion: 5n, version: 6n, patch: patch(2) })).toEqual(["ask WRONG_BASE"]);
  });

  it("says that events were missed when an epoch came that was never attached, whatever its version", () => {
    const { update } = following();
    update({ epoch: 2n, baseVersion: 3n, version: 4n, patch: patch(2) });
    expect(update({ epoch: 2n, snapshot: true, version: 5n, patch: patch(2) })).toEqual(["eventsLost", "changed"]);
    expect(update({ epoch: 2n, snapshot: true, version: 9n, patch: patch(2) })).toEqual(["changed"]);
  });

  it("has missed no events when the snapshot is of exactly the version that it had", () => {
    const { update } = following();
    update({ baseVersion: 6n, version: 7n, patch: patch(2) });
    expect(update({ snapshot: true, version: 5n, patch: patch(1) })).toEqual(["changed"]);
    expect(update({ snapshot: true, version: 7n, patch: patch(2) })).toEqual(["changed"]);
  });

  it("stands nowhere after the room came back older, until the snapshot comes", () => {
    const { attach, update, stream } = following(5n);
    attach({ epoch: 2n, rewound: { version: 3n } });
    expect(stream.positioned).toBe(false);
    expect(update({ epoch: 2n, snapshot: true, version: 3n, patch: patch(2), events: [bytes("a")] })).toEqual(["changed", "a"]);
    expect(stream.version).toBe(3n);
  });

  it("says when the room has lost events", () => {
    const { attach } = following();
    expect(attach({ eventsLost: true })).toEqual(["eventsLost"]);
  });

  it("holds what is for this member until it stands at its version", () => {
    const { update, member } = following();
    expect(member({ version: 6n, results: [{ commandSeq: 1n }], events: [{ after: 1, payload: bytes("mine") }] })).toEqual([]);
    expect(update({ baseVersion: 5n, version: 6n, events: [bytes("a"), bytes("b")] })).toEqual(["a", "mine", "b", "result 1"]);
  });

  it("puts several direct events where they belong, and those behind all shared ones last", () => {
    const { update, member } = following();
    member({ version: 6n, events: [{ after: 2, payload: bytes("last") }] });
    member({ version: 6n, events: [{ after: 0, payload: bytes("x") }, { after: 0, payload: bytes("y") }] });
    expect(update({ baseVersion: 5n, version: 6n, events: [bytes("a"), bytes("b")] })).toEqual(["x", "y", "a", "b", "last"]);
  });

  it("tells direct events of versions that an update passes over before its own", () => {
    const { update, member } = following();
    member({ version: 6n, events: [{ after: 9, payload: bytes("early") }] });
    member({ version: 8n, events: [{ after: 0, payload: bytes("late") }] });
    expect(update({ baseVersion: 5n, version: 8n, events: [bytes("a")] })).toEqual(["early", "late", "a"]);
  });

  it("takes results of a version that it has, but not the events again", () => {
    const { member } = following();
    expect(member({ version: 5n, results: [{ commandSeq: 1n }], events: [{ after: 0, payload: bytes("again") }] })).toEqual(["result 1"]);
  });

  it("releases by a snapshot what was held, in the order of arrival", () => {
    const { attach, update, member } = open();
    attach();
    member({ version: 4n, events: [{ after: 3, payload: bytes("x") }], results: [{ commandSeq: 1n }] });
    member({ version: 5n, events: [{ after: 0, payload: bytes("y") }] });
    expect(update({ snapshot: true, version: 5n, patch: patch(1) })).toEqual(["changed", "x", "y", "result 1"]);
  });

  it("drops what is held when the connection is gone", () => {
    const { attach, update, member, stream } = following();
    member({ version: 6n, events: [{ after: 0, payload: bytes("mine") }] });
    stream.detach();
    attach();
    expect(update({ baseVersion: 5n, version: 6n, events: [bytes("a")] })).toEqual(["a"]);
  });

  it("asks for a snapshot when the hash differs, goes on meanwhile, and loses no event", () => {
    const { update, stream } = following();
    expect(update({ baseVersion: 5n, version: 6n, patch: patch(2), stateHash: hash(2) + 1n, events: [bytes("a")] })).toEqual([
      "changed",
      "ask HASH_MISMATCH",
      "a",
    ]);
    expect(update({ baseVersion: 6n, version: 7n, patch: patch(3), stateHash: 1n, events: [bytes("b")] })).toEqual(["changed", "b"]);
    expect(update({ snapshot: true, version: 7n, patch: patch(3), events: [bytes("b")] })).toEqual(["changed"]);
    expect(stream.hashMismatches).toBe(1);
  });

  it("is content when the hash agrees", () => {
    const { update, stream } = following();
    expect(update({ baseVersion: 5n, version: 6n, patch: patch(2), stateHash: hash(2) })).toEqual(["changed"]);
    expect(stream.hashMismatches).toBe(0);
  });

  it("compares no hashes when the schemas differ", () => {
    const { attach, update } = open();
    attach({ schemaFingerprint: 1n });
    update({ snapshot: true, version: 5n });
    expect(update({ baseVersion: 5n, version: 6n, patch: patch(2), stateHash: hash(2) + 1n })).toEqual(["changed"]);
  });

  it("asks no further when a snapshot itself hashes otherwise", () => {
    const { attach, update, stream } = open();
    attach();
    expect(update({ snapshot: true, version: 5n, stateHash: hash(0) + 1n })).toEqual(["changed"]);
    expect(stream.hashMismatches).toBe(1);
  });

  it("asks for a snapshot when a patch cannot be applied, and stands nowhere", () => {
    const { update, stream } = following();
    expect(update({ baseVersion: 5n, version: 6n, patch: { merge: new Uint8Array([0x0a, 0xff]) } })).toEqual(["ask WRONG_BASE"]);
    expect(stream.positioned).toBe(false);
    expect(update({ snapshot: true, version: 6n, patch: patch(4) })).toEqual(["eventsLost", "changed"]);
    expect(stream.positioned).toBe(true);
  });

  it("says that events were missed after a patch that could not be applied, also over a new connection", () => {
    const { attach, update, stream } = following();
    update({ baseVersion: 5n, version: 6n, patch: { merge: new Uint8Array([0x0a, 0xff]) } });
    stream.detach();
    expect(attach()).toEqual([]);
    expect(update({ snapshot: true, version: 8n, patch: patch(4) })).toEqual(["eventsLost", "changed"]);
  });

  it("leaves it to the room to say what was missed when it resumes from where it lost track", () => {
    const { attach, update, stream } = following();
    update({ baseVersion: 6n, version: 7n, patch: patch(2) });
    stream.detach();
    expect(attach()).toEqual([]);
    expect(update({ snapshot: true, version: 8n, patch: patch(4) })).toEqual(["changed"]);
  });

  it("asks again when the wish for a snapshot was refused", () => {
    const { update, stream } = following();
    update({ baseVersion: 6n, version: 7n });
    expect(stream.askAgain()).toEqual([{ kind: "ask", cause: Cause.WRONG_BASE }]);
  });
});
