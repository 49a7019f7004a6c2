import { describe, expect, it } from "vitest";
import { ChatCommandSchema } from "../src/gen/games/chat_pb.js";
import { ErrorCode, Error_Retry as Retry, RoomLeft_Reason as LeaveReason } from "../src/gen/gameserver/v1/client_pb.js";
import { move, openClient, openRoom, TicTacToe, turn } from "./support/open-client.js";

describe("A room", () => {
  it("is left when the server confirms it", async () => {
    const { room, clock } = await openRoom();
    const left: LeaveReason[] = [];
    room.onLeft(({ reason }) => left.push(reason));
    const leaving = room.leave();
    clock.advance(0);
    await leaving;
    expect(left).toEqual([LeaveReason.LEFT]);
    expect((await room.send(move(1))).outcome).toBe("notSent");
    await room.leave();
  });

  it("says what is wrong with a command that is none", async () => {
    const { room } = await openRoom();
    const send = (command: unknown) => () => void room.send(command as ReturnType<typeof move>);
    expect(send("mark")).toThrow(new TypeError('A TicTacToeCommand is an object with "kind" ({ case, value }), not "mark".'));
    expect(send(undefined)).toThrow(TypeError);
    expect(send({ mark: { cell: 1 } })).toThrow(new TypeError('A TicTacToeCommand has "kind" ({ case, value }), and no "mark".'));
    expect(send({})).not.toThrow();
  });

  it("carries what a command is traced as, also when it is sent again", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { room, clock, server } = await openRoom();
    server.silent = true;
    const sent = room.send(move(1), { traceparent });
    clock.advance(0);
    expect(server.connection.last("command")!.kind.value.traceparent).toBe(traceparent);
    server.silent = false;
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    expect(server.connection.last("command")!.kind.value.traceparent).toBe(traceparent);
    await sent;
    void room.send(move(2));
    clock.advance(0);
    expect(server.connection.last("command")!.kind.value.traceparent).toBe("");
  });

  it("is left by the same nonce over a new connection", async () => {
    const { room, clock, server } = await openRoom();
    server.silent = true;
    const leaving = room.leave();
    clock.advance(0);
    const nonce = server.connection.last("leave")!.kind.value.nonce;
    server.silent = false;
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    await leaving;
    expect(server.connection.last("leave")!.kind.value.nonce).toBe(nonce);
    expect(room.left?.reason).toBe(LeaveReason.LEFT);
  });

  it("is lost when the player is not in it any more after a resume", async () => {
    const { room, clock, server } = await openRoom();
    server.silent = true;
    const sent = room.send(move(1));
    clock.advance(0);
    server.silent = false;
    server.memberships.clear();
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    expect(room.left).toEqual({ reason: LeaveReason.ROOM_LOST, detail: "The membership ended while there was no connection." });
    expect((await sent).outcome).toBe("unknown");
  });

  it("ends with the session for no reason of its own", async () => {
    const { client, room } = await openRoom();
    client.close();
    expect(room.left?.reason).toBe(LeaveReason.REASON_UNSPECIFIED);
  });

  it("is the same room when it is joined twice", async () => {
    const { room, clock, client } = await openRoom();
    const joining = client.join(TicTacToe, { id: "r-1" });
    clock.advance(0);
    expect(await joining).toBe(room);
  });

  it.each([
    ["RATE_LIMITED", ErrorCode.RATE_LIMITED],
    ["BUSY", ErrorCode.BUSY],
  ])("asks for its state again when the server refused to tell it for now: %s", async (_, code) => {
    const { room, clock, server } = await openRoom();
    const asked = () => server.connection.received.filter(({ kind }) => kind.case === "snapshotRequest").length;
    server.silent = true;
    server.connection.send({ case: "update", value: { room: 1, epoch: 1n, baseVersion: 8n, version: 9n } });
    clock.advance(0);
    server.connection.send({ case: "error", value: { code, retry: Retry.LATER, retryAfterMs: 200, room: 1 } });
    clock.advance(199);
    expect(asked()).toBe(1);
    server.silent = false;
    server.room("r-1").version = 9n;
    clock.advance(1);
    expect(asked()).toBe(2);
    expect(room.core.stream.version).toBe(9n);
    clock.advance(10_000);
    expect(asked()).toBe(2);
  });

  it("asks on a new connection only for what is missing there", async () => {
    const { clock, server } = await openRoom();
    const asked = () => server.connection.received.filter(({ kind }) => kind.case === "snapshotRequest").length;
    const loseTrack = () => {
      server.silent = true;
      server.connection.send({ case: "update", value: { room: 1, epoch: 1n, baseVersion: 8n, version: 9n } });
      clock.advance(0);
    };
    loseTrack();
    server.connection.send({ case: "error", value: { code: ErrorCode.BUSY, retry: Retry.LATER, retryAfterMs: 1_000, room: 1 } });
    server.silent = false;
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    loseTrack();
    expect(asked()).toBe(1);
    clock.advance(1_000);
    expect(asked()).toBe(1);
  });

  it("refuses a command that is larger than the server takes", async () => {
    const { client, clock } = await openClient();
    const joining = client.join({ ...TicTacToe, command: ChatCommandSchema }, { id: "r-1" });
    clock.advance(0);
    const reply = await (await joining).send({ kind: { case: "say", value: { text: "x".repeat(65_536) } } });
    expect(reply.outcome).toBe("notSent");
    expect(reply.reason).toBe("The command is larger than the server's limit of 65536 bytes.");
  });

  it("tells events that came with its first state to a listener that was added by whoever awaited it", async () => {
    const { client, clock, server } = await openClient();
    const joining = client.join(TicTacToe, { id: "r-1" });
    const events: number[] = [];
    const done = joining.then((room) => room.onEvent(({ kind }) => events.push(kind.case === "moved" ? kind.value.player : 0)));
    server.silent = true;
    clock.advance(0);
    const { requestId } = server.connection.last("join")!;
    server.silent = false;
    server.room("r-1").attach(server.connection, undefined, requestId);
    const payload = new Uint8Array([0x0a, 0x02, 0x08, 0x07]);
    server.connection.send({ case: "update", value: { room: 1, epoch: 1n, baseVersion: 1n, version: 2n, events: [payload] } });
    await done;
    await turn();
    expect(events).toEqual([]);
    clock.advance(0);
    expect(events).toEqual([7]);
  });

  it("tells what has changed to whoever listens to a field", async () => {
    const { room, clock } = await openRoom();
    const told: number[] = [];
    const end = room.on("moves", (moves) => told.push(moves));
    const reply = room.send(move(4));
    clock.advance(0);
    expect(await reply).toMatchObject({ outcome: "applied", isApplied: true, reply: { kind: { case: "moved", value: { cell: 4 } } } });
    end();
    void room.send(move(5));
    clock.advance(0);
    expect(told).toEqual([2]);
  });

  it("says which commands it has seen the replies of in heartbeats", async () => {
    const { room, clock, server } = await openRoom();
    void room.send(move(4));
    clock.advance(1_000);
    expect(server.connection.last("heartbeat")!.kind.value.rooms).toMatchObject([{ room: 1, epoch: 1n, version: 2n, repliesSeen: 1n }]);
  });

  it("is named in heartbeats only after it was attached on this connection", async () => {
    const { room, clock, server } = await openRoom();
    void room.send(move(4));
    clock.advance(0);
    server.attachesOnResume = false;
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(1_000);
    const heartbeats = () => server.connection.received.filter(({ kind }) => kind.case === "heartbeat").length;
    expect(server.connection.last("resume")!.kind.value.rooms).toMatchObject([{ roomId: "r-1", version: 2n, repliesSeen: 1n }]);
    expect(heartbeats()).toBe(2);
    expect(server.connection.received.filter(({ kind }) => kind.case === "heartbeat" && kind.value.rooms.length > 0)).toEqual([]);
    server.room("r-1").attach(server.connection, server.connection.last("resume")!.kind.value.rooms[0]);
    clock.advance(1_000);
    expect(heartbeats()).toBe(3);
    expect(server.connection.last("heartbeat")!.kind.value.rooms).toMatchObject([{ room: 1, epoch: 1n, version: 2n, repliesSeen: 1n }]);
  });

  it("is found by its number when the server that ends it does not tell its id", async () => {
    const { room, server } = await openRoom();
    server.connection.send({ case: "left", value: { room: 2, reason: LeaveReason.ROOM_LOST } });
    server.connection.send({ case: "left", value: { room: 1, roomId: "r-other", reason: LeaveReason.ROOM_LOST } });
    expect(room.left).toBeUndefined();
    server.connection.send({ case: "left", value: { room: 1, reason: LeaveReason.ROOM_LOST } });
    expect(room.left?.reason).toBe(LeaveReason.ROOM_LOST);
  });

  it("does not end by the number that it had on the connection before", async () => {
    const { room, clock, server } = await openRoom();
    server.attachesOnResume = false;
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    server.connection.send({ case: "left", value: { room: 1, reason: LeaveReason.ROOM_LOST } });
    expect(room.left).toBeUndefined();
  });
});
