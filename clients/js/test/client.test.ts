import { describe, expect, it } from "vitest";
import { ConnectionClosedError, RequestRefusedError } from "../src/errors.js";
import { ChatCommandSchema } from "../src/gen/games/chat_pb.js";
import { CloseCode, ErrorCode, Error_Retry as Retry, RoomLeft_Reason as LeaveReason } from "../src/gen/gameserver/v1/client_pb.js";
import { FakeServer } from "./support/fake-server.js";
import { move, openClient, openRoom, prepare, TicTacToe, turn } from "./support/open-client.js";

/** sessionStorage for tests. */
function storage(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

const key = "gameserver:ws://game.test/ws";

describe("Connecting", () => {
  it("says hello first and is connected by the welcome", async () => {
    const { client, server } = await openClient({ name: "Ada", token: "t" });
    expect(server.connection.last("hello")?.kind.value).toMatchObject({ protocolVersion: 1, name: "Ada", token: "t" });
    expect([client.status, client.playerId, client.playerName, client.node]).toEqual(["connected", "p", "Ada", "n1"]);
  });

  it("is rejected when the server refuses the credentials", async () => {
    const { connecting, server } = prepare();
    server.connection.close(CloseCode.UNAUTHENTICATED, "no");
    await expect(connecting).rejects.toMatchObject({ info: { code: 4202, reason: "no", action: "logInAgain" } });
    await expect(connecting).rejects.toBeInstanceOf(ConnectionClosedError);
  });

  it("tries again for a while and then gives up when no server is there", async () => {
    const { connecting, server, clock } = prepare({ connectTimeoutMs: 2_000 });
    connecting.catch(() => undefined);
    for (let i = 0; i < 10; i++) {
      server.connection.close(1006);
      clock.advance(1_000);
    }

    await expect(connecting).rejects.toMatchObject({ info: { code: 1006, action: "logInAgain" } });
    expect(server.connections.length).toBeGreaterThan(1);
  });

  it("gives up an attempt that is not answered", async () => {
    const { connecting, server, clock } = prepare({ connectTimeoutMs: 2_000 });
    server.silent = true;
    server.accept();
    clock.advance(2_000);
    await expect(connecting).rejects.toMatchObject({ info: { action: "logInAgain" } });
  });

  it("says hello again when the first one came too late", async () => {
    const { connecting, server, clock } = prepare();
    server.connection.close(CloseCode.HELLO_TIMEOUT);
    clock.advance(300);
    server.accept();
    clock.advance(0);
    expect((await connecting).status).toBe("connected");
    expect(server.connection.kinds()[0]).toBe("hello");
  });
});

describe("After a close the client", () => {
  it.each([
    [4000, "resume"],
    [4003, "resume"],
    [1001, "resume"],
    [1005, "resume"],
    [1006, "resume"],
    [4100, "wait"],
    [4199, "wait"],
    [1011, "wait"],
    [1012, "wait"],
    [1013, "wait"],
    [4200, "logInAgain"],
    [4202, "logInAgain"],
    [4300, "never"],
    [4399, "never"],
    [1000, "never"],
    [1002, "never"],
    [1007, "never"],
    [1009, "never"],
  ])("with %i does: %s", async (code, expected) => {
    const { client, server, clock } = await openClient();
    server.connection.close(code, "why");
    if (expected === "never" || expected === "logInAgain") {
      expect(client.closedInfo).toEqual({ code, reason: "why", action: expected });
      clock.advance(60_000);
      expect(server.connections.length).toBe(1);
      return;
    }

    expect(client.status).toBe("reconnecting");
    clock.advance(250);
    expect(server.connections.length).toBe(expected === "resume" ? 2 : 1);
    clock.advance(2_000);
    server.accept();
    clock.advance(0);
    expect(server.connection.last("resume")?.kind.value.resumeToken).toBe("token-1");
    expect(client.status).toBe("connected");
  });

  it("resumes with the newest token", async () => {
    const { server, clock } = await openClient();
    for (const token of ["token-1", "token-2"]) {
      server.connection.close(1006);
      clock.advance(250);
      server.accept();
      clock.advance(0);
      expect(server.connection.last("resume")?.kind.value.resumeToken).toBe(token);
    }
  });

  it("waits longer and longer while no connection comes about", async () => {
    const { server, clock } = await openClient();
    server.connection.close(1006);
    const attempts: number[] = [];
    for (let second = 0; second < 60; second++) {
      clock.advance(1_000);
      attempts.push(server.connections.length);
      server.connection.close(1006);
    }

    expect(attempts.at(-1)).toBeLessThan(14);
    expect(attempts.at(-1)).toBeGreaterThan(6);
  });

  it("does not come back after its own close", async () => {
    const { client, server, clock } = await openClient();
    client.close();
    clock.advance(60_000);
    expect(server.connection.closeCode).toBe(1000);
    expect([client.closedInfo?.action, server.connections.length]).toEqual(["none", 1]);
    await expect(client.listRooms()).rejects.toBeInstanceOf(ConnectionClosedError);
  });
});

describe("A live connection", () => {
  it("measures the round trip and the server's clock", async () => {
    const { client, clock } = await openClient();
    expect(client.rtt).toBe(0);
    expect(client.serverNow() - clock.now()).toBe(5_000);
  });

  it("is given up when two heartbeats in a row meet silence, and the session resumed", async () => {
    const { client, server, clock } = await openClient();
    server.silent = true;
    clock.advance(2_999);
    expect(client.status).toBe("connected");
    clock.advance(1);
    expect(client.status).toBe("reconnecting");
  });

  it("moves to another connection when the server is about to go away", async () => {
    const { client, server, clock } = await openClient();
    server.connection.send({ case: "goAway", value: { reconnectAfterMs: 500 } });
    clock.advance(499);
    expect([client.status, server.connections.length]).toEqual(["connected", 1]);
    clock.advance(251);
    server.accept();
    clock.advance(0);
    expect([client.status, server.connections.length]).toEqual(["connected", 2]);
  });

  it("passes over frames of a kind that it does not know", async () => {
    const { client, server } = await openClient();
    server.connection.events.received(new Uint8Array([0x0a, 0x03, 0xa2, 0x06, 0x00]));
    expect(client.status).toBe("connected");
  });

  it("ends for good when the server's bytes make no sense", async () => {
    const { client, server } = await openClient();
    server.connection.events.received(new Uint8Array([0x0a, 0x7f]));
    expect(client.closedInfo).toMatchObject({ code: 1002, action: "never" });
  });
});

describe("A request", () => {
  it("is answered with a list of rooms", async () => {
    const { client, clock, server } = await openClient();
    const listing = client.listRooms("arena", [{ property: "level", comparison: ">=", value: 3 }], 10);
    clock.advance(0);
    expect((await listing).map(({ roomType }) => roomType)).toEqual(["arena"]);
    expect(server.connection.last("listRooms")?.kind.value).toMatchObject({ limit: 10, filters: [{ property: "level", comparison: 5, value: "3" }] });
  });

  it("is sent again by the same nonce over a new connection, and the room entered once", async () => {
    const { client, clock, server } = await openClient();
    server.silent = true;
    const joining = client.join(TicTacToe, { match: {} });
    clock.advance(0);
    const nonce = server.connection.last("join")!.kind.value.nonce;
    server.silent = false;
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    expect(server.connection.last("join")!.kind.value.nonce).toBe(nonce);
    expect((await joining).id).toBe("made-0");
  });

  it("is rejected with the server's reason", async () => {
    const { client, clock, server } = await openClient();
    server.silent = true;
    const joining = client.join(TicTacToe, { id: "none" });
    clock.advance(0);
    server.connection.send({ case: "error", value: { code: ErrorCode.ROOM_NOT_FOUND, message: "gone" } }, server.connection.last("join")!.requestId);
    await expect(joining).rejects.toMatchObject({ code: ErrorCode.ROOM_NOT_FOUND, message: "gone" });
    await expect(joining).rejects.toBeInstanceOf(RequestRefusedError);
  });

  it("is sent again when the server was only busy", async () => {
    const { client, clock, server } = await openClient();
    server.silent = true;
    const joining = client.join(TicTacToe, { id: "r-1" });
    clock.advance(0);
    const busy = { code: ErrorCode.BUSY, retry: Retry.LATER, retryAfterMs: 300 };
    server.connection.send({ case: "error", value: busy }, server.connection.last("join")!.requestId);
    server.silent = false;
    clock.advance(299);
    expect(server.connection.kinds().filter((kind) => kind === "join").length).toBe(1);
    clock.advance(1);
    expect((await joining).id).toBe("r-1");
  });

  it("is rejected when the room is of another type", async () => {
    const { client, clock } = await openClient();
    const joining = client.join({ ...TicTacToe, type: "chess" }, { id: "r-1" });
    clock.advance(0);
    await expect(joining).rejects.toThrow('The room is of the type "tictactoe", not "chess".');
  });

  it("is rejected when the session ends before the answer", async () => {
    const { client, clock, server } = await openClient();
    server.silent = true;
    const joining = client.join(TicTacToe, { id: "r-1" });
    clock.advance(0);
    server.connection.close(CloseCode.SESSION_TAKEN, "elsewhere");
    await expect(joining).rejects.toMatchObject({ info: { code: 4300, action: "never" } });
  });

  it("travels with the target, the options and the seat", async () => {
    const { client, clock, server } = await openClient();
    void client.join(TicTacToe, { key: "k", properties: { a: "b" } }, { options: { team: "red" }, seat: "s" });
    clock.advance(0);
    expect(server.connection.last("join")!.kind.value).toMatchObject({
      target: { case: "key", value: { roomType: "tictactoe", key: "k", properties: { a: "b" } } },
      options: { team: "red" },
      seat: "s",
    });
  });
});

describe("A reloaded page", () => {
  it("resumes without positions and finds the rooms that the player is in", async () => {
    const server = new FakeServer();
    server.memberships.add("r-1");
    server.room("r-1");
    const { client, clock } = await openClient({ storage: storage({ [key]: "old-token" }) }, server);
    expect(server.connection.last("resume")!.kind.value).toMatchObject({ resumeToken: "old-token", rooms: [] });
    expect(client.joinedBefore).toEqual([{ id: "r-1", type: "tictactoe" }]);
    const joining = client.join(TicTacToe, { id: "r-1" });
    clock.advance(0);
    expect((await joining).state.moves).toBe(1);
    expect(client.joinedBefore).toEqual([]);
  });

  it("says hello when the old session is not good any more", async () => {
    const kept = storage({ [key]: "old-token" });
    const { connecting, server, clock } = prepare({ storage: kept });
    server.connection.close(CloseCode.SESSION_EXPIRED);
    expect(kept.map.size).toBe(0);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    expect((await connecting).status).toBe("connected");
    expect(server.connection.kinds()[0]).toBe("hello");
    expect(kept.map.get(key)).toBe("token-1");
  });

  it("finds nothing after the client was closed or its session taken", async () => {
    for (const end of ["close", "taken"]) {
      const kept = storage();
      const { client, server } = await openClient({ storage: kept });
      expect(kept.map.get(key)).toBe("token-1");
      if (end === "close") {
        client.close();
      } else {
        server.connection.close(CloseCode.SESSION_TAKEN);
      }

      expect(kept.map.size).toBe(0);
    }
  });

  it("keeps the token when the server was not there", async () => {
    const kept = storage({ [key]: "old-token" });
    const { connecting, server, clock } = prepare({ storage: kept, connectTimeoutMs: 100 });
    connecting.catch(() => undefined);
    clock.advance(100);
    server.connection.close(1006);
    await expect(connecting).rejects.toBeInstanceOf(ConnectionClosedError);
    expect(kept.map.get(key)).toBe("old-token");
  });
});

describe("The status", () => {
  it("is told once for every change", async () => {
    const { client, server, clock } = await openClient();
    const told: string[] = [];
    client.on("status", (status) => told.push(status));
    server.connection.close(1006);
    clock.advance(250);
    server.accept();
    clock.advance(0);
    client.close();
    expect(told).toEqual(["reconnecting", "connected", "closed"]);
  });

  it("is told to no one who has unsubscribed", async () => {
    const { client } = await openClient();
    const told: string[] = [];
    client.on("status", (status) => told.push(status))();
    client.close();
    expect(told).toEqual([]);
  });
});

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

  it("is left when the player is not in it any more after a resume", async () => {
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
    expect(room.left?.reason).toBe(LeaveReason.REASON_UNSPECIFIED);
    expect((await sent).outcome).toBe("unknown");
  });

  it("is the same room when it is joined twice", async () => {
    const { room, clock, client } = await openRoom();
    const joining = client.join(TicTacToe, { id: "r-1" });
    clock.advance(0);
    expect(await joining).toBe(room);
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
});
