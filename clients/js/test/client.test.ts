import { describe, expect, it, vi } from "vitest";
import { GameClient } from "../src/client.js";
import { ConnectionClosedError } from "../src/errors.js";
import { CloseCode } from "../src/gen/gameserver/v1/client_pb.js";
import { openClient, prepare } from "./support/open-client.js";

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

  it("is rejected where there is no WebSocket", async () => {
    vi.stubGlobal("WebSocket", undefined);
    try {
      await expect(GameClient.connect("ws://game.test/ws")).rejects.toThrow("This platform has no WebSocket of its own");
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("is rejected when no connection can be begun", async () => {
    const dial = () => {
      throw new SyntaxError("The URL is none.");
    };
    await expect(GameClient.connect("nowhere", { dial })).rejects.toThrow("The URL is none.");
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
