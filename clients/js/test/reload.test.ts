import { describe, expect, it } from "vitest";
import { ConnectionClosedError } from "../src/errors.js";
import { CloseCode } from "../src/gen/gameserver/v1/client_pb.js";
import { FakeServer } from "./support/fake-server.js";
import { move, openClient, prepare, TicTacToe } from "./support/open-client.js";

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

  it("knows that a room came back older before it was joined", async () => {
    const server = new FakeServer();
    server.memberships.add("r-1");
    server.room("r-1");
    const { client, clock } = await openClient({ storage: storage({ [key]: "old-token" }) }, server);
    const attached = { room: 1, roomId: "r-1", roomType: "tictactoe", epoch: 6n };
    server.connection.send({ case: "attached", value: { ...attached, rewound: {} } });
    server.connection.send({ case: "attached", value: attached });
    const joining = client.join(TicTacToe, { id: "r-1" });
    clock.advance(0);
    void (await joining).send(move(4));
    clock.advance(0);
    expect(server.connection.last("command")!.kind.value).toMatchObject({ rewoundEpoch: 6n });
  });

  it("does not find a room that ended since, also when only its number is told", async () => {
    const server = new FakeServer();
    server.memberships.add("r-1");
    server.room("r-1");
    const { client } = await openClient({ storage: storage({ [key]: "old-token" }) }, server);
    server.connection.send({ case: "left", value: { room: 9 } });
    expect(client.joinedBefore).toEqual([{ id: "r-1", type: "tictactoe" }]);
    server.connection.send({ case: "left", value: { room: 1 } });
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

  it("keeps the token and tries on, however long the server is away", async () => {
    const kept = storage({ [key]: "old-token" });
    const statuses: string[] = [];
    const { connecting, server, clock } = prepare({ storage: kept, connectTimeoutMs: 20_000, onStatus: (status) => statuses.push(status) });
    for (let minute = 0; minute < 30; minute++) {
      server.connection.close(1006);
      clock.advance(60_000);
    }

    expect(kept.map.get(key)).toBe("old-token");
    server.connection.close(1006);
    clock.advance(15_000);
    server.accept();
    clock.advance(0);
    expect((await connecting).status).toBe("connected");
    expect(server.connection.last("resume")!.kind.value.resumeToken).toBe("old-token");
    expect(statuses).toEqual(["reconnecting", "connected"]);
  });

  it("gives up when it is told to, and keeps the token", async () => {
    for (const when of ["before", "meanwhile"]) {
      const kept = storage({ [key]: "old-token" });
      const giveUp = new AbortController();
      if (when === "before") {
        giveUp.abort();
      }

      const { connecting } = prepare({ storage: kept, signal: giveUp.signal });
      giveUp.abort();
      await expect(connecting).rejects.toBeInstanceOf(ConnectionClosedError);
      expect(kept.map.get(key)).toBe("old-token");
    }
  });
});
