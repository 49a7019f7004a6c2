import { describe, expect, it } from "vitest";
import { RequestRefusedError } from "../src/errors.js";
import { CloseCode, ErrorCode, Error_Retry as Retry } from "../src/gen/gameserver/v1/client_pb.js";
import { openClient, TicTacToe } from "./support/open-client.js";

describe("A request", () => {
  it("is answered with a list of rooms", async () => {
    const { client, clock, server } = await openClient();
    const listing = client.listRooms("arena", [{ property: "level", comparison: ">=", value: 3 }], 10);
    clock.advance(0);
    expect((await listing).map(({ roomType }) => roomType)).toEqual(["arena"]);
    const filters = [{ property: "level", comparison: 5, value: "3" }];
    expect(server.connection.last("listRooms")?.kind.value).toMatchObject({ limit: 10, filters });
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
    const { requestId } = server.connection.last("join")!;
    server.connection.send({ case: "error", value: { code: ErrorCode.ROOM_NOT_FOUND, message: "gone" } }, requestId);
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

  it("is rejected when the server was busy eight times", async () => {
    const { client, clock, server } = await openClient();
    server.silent = true;
    const joining = client.join(TicTacToe, { id: "r-1" });
    clock.advance(0);
    const busy = { code: ErrorCode.BUSY, retry: Retry.LATER, retryAfterMs: 300 };
    for (let attempt = 1; attempt <= 8; attempt++) {
      expect(server.connection.kinds().filter((kind) => kind === "join").length).toBe(attempt);
      server.connection.send({ case: "error", value: busy }, server.connection.last("join")!.requestId);
      clock.advance(300);
    }

    await expect(joining).rejects.toMatchObject({ code: ErrorCode.BUSY, retryAfterMs: 300 });
    expect(server.connection.kinds().filter((kind) => kind === "join").length).toBe(8);
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
