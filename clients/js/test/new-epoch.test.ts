import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import type { RewoundInfo, RoomNotice } from "../src/index.js";
import { TicTacToeStateSchema } from "../src/gen/games/tictactoe_pb.js";
import { CommandResult_Outcome as Outcome, RoomNotice_Kind as Kind } from "../src/gen/gameserver/v1/client_pb.js";
import type { FakeServer } from "./support/fake-server.js";
import { move, openRoom, turn } from "./support/open-client.js";

const patch = (moves: number) => ({ merge: toBinary(TicTacToeStateSchema, create(TicTacToeStateSchema, { moves })) });
const seqs = (server: FakeServer) =>
  server.connection.received.flatMap(({ kind }) => (kind.case === "command" ? [Number(kind.value.commandSeq)] : []));

describe("A room that a restarted server has activated anew", () => {
  it("goes on from the client's position, with every command applied once", async () => {
    const { room, clock, server } = await openRoom();
    const fake = server.room("r-1");
    const answers: string[] = [];
    for (const cell of [1, 2, 3]) {
      void room.send(move(cell)).then(({ outcome }) => answers.push(`${cell} ${outcome}`));
    }

    // The answers are lost with the server; what it had committed is there when it is back.
    server.connection.open = false;
    clock.advance(0);
    expect(fake.applied).toEqual([]);
    server.connection.open = true;
    const before = server.connection;
    server.connection.close(1006);
    fake.epoch = 2n;
    clock.advance(250);
    server.accept();
    clock.advance(0);
    await turn();

    expect(fake.applied).toEqual([1, 2, 3]);
    expect(answers).toEqual(["1 applied", "2 applied", "3 applied"]);
    expect(room.position).toEqual({ epoch: 2n, version: fake.version });
    expect(server.connection).not.toBe(before);
    expect(server.connection.last("snapshotRequest")).toBeUndefined();
  });

  it("gets again only what it has not applied, and answers the rest", async () => {
    const { room, clock, server } = await openRoom();
    const answers: string[] = [];
    for (const cell of [1, 2, 3]) {
      void room.send(move(cell)).then(({ outcome }) => answers.push(`${cell} ${outcome}`));
    }

    server.silent = true;
    clock.advance(0);
    const { connection } = server;
    connection.send({ case: "attached", value: { room: 1, roomId: "r-1", epoch: 2n, version: 1n, lastApplied: 2n } });
    const applied = [1n, 2n].map((commandSeq) => ({ commandSeq, outcome: Outcome.APPLIED }));
    connection.send({ case: "member", value: { room: 1, epoch: 2n, version: 1n, results: applied } });
    clock.advance(0);
    await turn();

    expect(seqs(server)).toEqual([1, 2, 3, 3]);
    expect(answers).toEqual(["1 applied", "2 applied"]);
    expect(room.position).toEqual({ epoch: 2n, version: 1n });
  });

  it("is not disturbed by frames of the elder activation that still come", async () => {
    const { room, clock, server } = await openRoom();
    const { connection } = server;
    let answered = false;
    void room.send(move(1)).then(() => (answered = true));
    server.silent = true;
    clock.advance(0);
    const result = [{ commandSeq: 1n, outcome: Outcome.APPLIED }];
    connection.send({ case: "member", value: { room: 1, epoch: 1n, version: 2n, results: result } });
    connection.send({ case: "attached", value: { room: 1, roomId: "r-1", epoch: 2n, version: 1n } });
    connection.send({ case: "update", value: { room: 1, epoch: 1n, baseVersion: 1n, version: 2n, patch: patch(66) } });
    connection.send({ case: "update", value: { room: 1, epoch: 1n, version: 9n, snapshot: true, patch: patch(99) } });
    connection.send({ case: "member", value: { room: 1, epoch: 1n, version: 1n, results: result } });
    connection.send({ case: "update", value: { room: 1, epoch: 2n, baseVersion: 1n, version: 2n, patch: patch(7) } });
    await turn();

    expect([room.state.moves, answered]).toEqual([7, false]);
  });

  it("says what is undone when it came back older, and gets again only what was not answered", async () => {
    const { room, clock, server } = await openRoom();
    const rewound: RewoundInfo[] = [];
    room.onRewound((info) => rewound.push(info));
    for (const cell of [1, 2, 3]) {
      void room.send(move(cell));
      clock.advance(0);
    }

    await turn();
    server.silent = true;
    void room.send(move(4));
    clock.advance(0);
    server.connection.send({
      case: "attached",
      value: { room: 1, roomId: "r-1", epoch: 2n, version: 2n, lastApplied: 1n, rewound: { version: 2n, lastApplied: 1n } },
    });
    server.connection.send({ case: "update", value: { room: 1, epoch: 2n, version: 2n, snapshot: true, patch: patch(2) } });
    clock.advance(0);

    expect(rewound).toEqual([{ version: 2n, lastApplied: 1n, commandsUndone: 2 }]);
    expect(seqs(server)).toEqual([1, 2, 3, 4, 2]);
    expect([room.state.moves, room.position]).toEqual([2, { epoch: 2n, version: 2n }]);
  });
});

describe("A room whose saving is delayed", () => {
  it("says so until the store or another server is back, and passes over what it does not know", async () => {
    const { room, server } = await openRoom();
    const told: [RoomNotice, boolean][] = [];
    room.onNotice((notice) => told.push([notice, room.savingDelayed]));
    for (const kind of [Kind.SAVING_DELAYED, 99 as Kind, Kind.OVERLOADED, Kind.SAVING_RESUMED, Kind.KEEPING_UP, Kind.SAVING_DELAYED]) {
      server.connection.send({ case: "notice", value: { room: 1, kind } });
    }

    server.connection.send({ case: "notice", value: { room: 9, kind: Kind.SAVING_RESUMED } });
    expect(told).toEqual([
      ["savingDelayed", true],
      ["overloaded", true],
      ["savingResumed", false],
      ["keepingUp", false],
      ["savingDelayed", true],
    ]);
    server.connection.send({ case: "attached", value: { room: 1, roomId: "r-1", epoch: 2n, version: 1n } });
    expect(room.savingDelayed).toBe(false);
  });
});
