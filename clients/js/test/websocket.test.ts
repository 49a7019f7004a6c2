import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { WebSocket as NodeWebSocket, WebSocketServer } from "ws";
import { GameClient } from "../src/client.js";
import { CloseCode } from "../src/gen/gameserver/v1/client_pb.js";
import { NetworkSimulation } from "../src/simulation.js";
import type { TransportEvents } from "../src/transport.js";
import { FakeServer } from "./support/fake-server.js";
import { move, TicTacToe } from "./support/open-client.js";

let listener: WebSocketServer;
let url: string;
let sockets: WebSocket[];
let fake: FakeServer;

beforeEach(async () => {
  sockets = [];
  fake = new FakeServer();
  listener = new WebSocketServer({ host: "127.0.0.1", port: 0, handleProtocols: (offered) => [...offered][0]! });
  listener.on("connection", (socket) => {
    sockets.push(socket);
    const events: TransportEvents = {
      opened: () => undefined,
      received: (message) => socket.send(message),
      closed: (code, reason) => socket.close(code, reason),
    };
    const inner = fake.dial(events);
    socket.on("message", (data) => inner.send(data as Buffer));
    socket.on("close", () => inner.drop());
  });
  await new Promise((resolve) => listener.once("listening", resolve));
  url = `ws://127.0.0.1:${(listener.address() as AddressInfo).port}/ws`;
});

afterEach(async () => {
  sockets.forEach((socket) => socket.terminate());
  await new Promise((resolve) => listener.close(resolve));
});

const connect = (simulation?: NetworkSimulation) =>
  GameClient.connect(url, { webSocket: NodeWebSocket, reconnectDelayMs: 10, ...(simulation === undefined ? {} : { simulation }) });

const status = (client: GameClient, wished: string) =>
  new Promise<void>((resolve) => {
    const end = client.on("status", (now) => {
      if (now === wished) {
        end();
        resolve();
      }
    });
  });

describe("Over a real WebSocket", () => {
  it("asks for the binary subprotocol, joins, sends and gets its answer", async () => {
    const client = await connect();
    expect(sockets[0]!.protocol).toBe("gameserver.v1.proto");
    const room = await client.join(TicTacToe, { id: "r-1" });
    expect(await room.send(move(3))).toMatchObject({ outcome: "applied", reply: { kind: { value: { cell: 3 } } } });
    expect(room.state.moves).toBe(2);
    client.close();
  });

  it("goes on with its session after the server's socket was torn down, and loses no command", async () => {
    const client = await connect();
    const room = await client.join(TicTacToe, { id: "r-1" });
    const away = status(client, "reconnecting");
    sockets[0]!.terminate();
    await away;
    expect(await room.send(move(3))).toMatchObject({ outcome: "applied" });
    expect(fake.room("r-1").applied).toEqual([3]);
    client.close();
  });

  it("stays away when the session was taken", async () => {
    const client = await connect();
    const closed = new Promise((resolve) => client.on("closed", resolve));
    sockets[0]!.close(CloseCode.SESSION_TAKEN, "elsewhere");
    expect(await closed).toEqual({ code: 4300, reason: "elsewhere", action: "never" });
    expect(sockets.length).toBe(1);
  });

  it("goes on after a simulated cut, which the server sees as a lost connection", async () => {
    const simulation = new NetworkSimulation({ latencyMs: 2, jitterMs: 3 });
    const client = await connect(simulation);
    const room = await client.join(TicTacToe, { id: "r-1" });
    const lost = new Promise((resolve) => sockets[0]!.once("close", resolve));
    simulation.cut(30);
    const reply = room.send(move(5));
    expect(await lost).toBe(1006);
    expect(await reply).toMatchObject({ outcome: "applied" });
    expect(fake.room("r-1").applied).toEqual([5]);
    expect(simulation.cuts).toBe(1);
    client.close();
  });

  it("is rejected when no one listens", async () => {
    await new Promise((resolve) => listener.close(resolve));
    const connecting = GameClient.connect(url, { webSocket: NodeWebSocket, connectTimeoutMs: 1 });
    await expect(connecting).rejects.toMatchObject({ info: { code: 1006 } });
  });
});
