import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { BackOff } from "../../src/core/back-off.js";
import { Batcher } from "../../src/core/batcher.js";
import { Heartbeat } from "../../src/core/heartbeat.js";
import { judgeLoss } from "../../src/core/loss.js";
import { ServerClock } from "../../src/core/server-clock.js";
import { HeartbeatReplySchema } from "../../src/gen/gameserver/v1/client_pb.js";
import { Listeners } from "../../src/listeners.js";
import { newNonce } from "../../src/nonce.js";
import { seeded } from "../support/manual-clock.js";

describe("A back-off", () => {
  it("doubles up to its limit and starts anew after a good connection", () => {
    const backOff = new BackOff(100, 1_000, () => 0.999999);
    const waits = Array.from({ length: 6 }, () => Math.round(backOff.next(false)));
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    backOff.reset();
    expect(Math.round(backOff.next(false))).toBe(100);
  });

  it("comes back at once at the earliest, and later than that from the second attempt on", () => {
    const backOff = new BackOff(100, 1_000, () => 0);
    expect([backOff.next(false), backOff.next(false), backOff.next(false)]).toEqual([0, 100, 200]);
  });

  it("has patience from the start when it was asked for", () => {
    expect(new BackOff(250, 15_000, () => 0).next(true)).toBe(1_000);
  });
});

describe("The server's clock", () => {
  const reply = (clientTimeMs: number, serverTimeMs: number) =>
    create(HeartbeatReplySchema, { clientTimeMs: BigInt(clientTimeMs), serverTimeMs: BigInt(serverTimeMs) });

  it("is guessed from the welcome", () => {
    const clock = new ServerClock();
    clock.welcomed(1_000, 5_000);
    expect([clock.serverNow(1_100), clock.rttMs]).toEqual([5_100, undefined]);
  });

  it("goes by the quickest of the last round trips", () => {
    const clock = new ServerClock();
    clock.answered(reply(1_000, 6_010), undefined, 1_020);
    clock.answered(reply(2_000, 7_300), undefined, 2_400);
    expect(clock.serverNow(3_000)).toBe(8_000);
    expect(clock.rttMs).toBe(20 * 0.75 + 400 * 0.25);
  });

  it("measures the last heartbeat with its fraction of a millisecond", () => {
    const clock = new ServerClock();
    clock.answered(reply(1_000, 6_000), 1_000.75, 1_001.25);
    expect(clock.rttMs).toBe(0.5);
  });
});

describe("A heartbeat", () => {
  it("takes a connection for dead when two in a row met silence", () => {
    const heartbeat = new Heartbeat(1_000);
    expect(heartbeat.beat(0)).toBe("send");
    heartbeat.heard(10);
    expect([heartbeat.beat(1_000), heartbeat.beat(2_000), heartbeat.beat(3_000)]).toEqual(["send", "send", "lost"]);
  });

  it("proves nothing when it comes much too late", () => {
    const heartbeat = new Heartbeat(1_000);
    heartbeat.beat(0);
    heartbeat.beat(1_000);
    expect(heartbeat.beat(60_000)).toBe("send");
  });
});

describe("A loss", () => {
  const situation = { code: 1006, live: true, neverWelcomed: false, remembered: true, timeIsUp: false };

  it.each([
    ["a live connection breaks", situation, { kind: "tryAgain", patient: false, asNewSession: false }],
    ["the server is overloaded", { ...situation, code: 4100 }, { kind: "tryAgain", patient: true, asNewSession: false }],
    ["the session is taken", { ...situation, code: 4300 }, { kind: "end", action: "never" }],
    ["the session has expired", { ...situation, code: 4200, live: false }, { kind: "end", action: "logInAgain" }],
    [
      "the session of an earlier page has expired",
      { ...situation, code: 4200, live: false, neverWelcomed: true },
      { kind: "tryAgain", patient: false, asNewSession: true },
    ],
    ["the resume came too late", { ...situation, code: 4201, live: false }, { kind: "tryAgain", patient: false, asNewSession: false }],
    [
      "no first connection came about in time",
      { ...situation, neverWelcomed: true, remembered: false, timeIsUp: true },
      { kind: "end", action: "logInAgain" },
    ],
    [
      "the server of an earlier page's session is away for long",
      { ...situation, neverWelcomed: true, timeIsUp: true },
      { kind: "tryAgain", patient: false, asNewSession: false },
    ],
    [
      "an old session breaks after the time for the first connection",
      { ...situation, timeIsUp: true },
      { kind: "tryAgain", patient: false, asNewSession: false },
    ],
  ])("is judged when %s", (_, given, verdict) => {
    expect(judgeLoss(given)).toEqual(verdict);
  });
});

describe("A batcher", () => {
  it("joins what fits into one message and splits the rest", () => {
    const batcher = new Batcher();
    [3, 4, 4, 20, 1].forEach((length) => batcher.add(new Uint8Array(length)));
    expect(batcher.take(8).map(({ length }) => length)).toEqual([7, 4, 20, 1]);
    expect(batcher.take(8)).toEqual([]);
  });

  it("puts no more envelopes into a message than a gateway accepts", () => {
    const batcher = new Batcher();
    Array.from({ length: 257 }, () => batcher.add(new Uint8Array(1)));
    expect(batcher.take(10_000).map(({ length }) => length)).toEqual([256, 1]);
  });
});

describe("Listeners", () => {
  it("are all told, even when one of them ends itself", () => {
    const listeners = new Listeners<[number]>();
    const told: string[] = [];
    const end = listeners.add((value) => {
      told.push(`a${value}`);
      end();
    });
    listeners.add((value) => told.push(`b${value}`));
    listeners.tell(1);
    listeners.tell(2);
    expect(told).toEqual(["a1", "b1", "b2"]);
  });
});

describe("A nonce", () => {
  it("is another one each time and fits into the server's limit", () => {
    const random = seeded(3);
    const nonces = Array.from({ length: 1_000 }, () => newNonce(random));
    expect(new Set(nonces).size).toBe(1_000);
    expect(nonces.every((nonce) => /^[0-9a-z]{20}$/.test(nonce))).toBe(true);
  });
});
