import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { CommandLog } from "../../src/core/command-log.js";
import { CommandResultSchema, CommandResult_Outcome as Outcome } from "../../src/gen/gameserver/v1/client_pb.js";

function open(unacknowledgedMax = 64) {
  const log = new CommandLog(100);
  const told: string[] = [];
  log.unacknowledgedMax = unacknowledgedMax;
  return {
    log,
    told,
    add: (count: number) => {
      for (let i = 0; i < count; i++) {
        const name = `c${told.length + log.unanswered}`;
        log.add(new TextEncoder().encode(name), (outcome) => told.push(`${name} ${outcome}`));
      }
    },
    sent: (now = 0) => log.takeDue(now).map(({ seq, payload }) => `${seq}:${new TextDecoder().decode(payload)}`),
    answer: (seq: number, outcome = Outcome.APPLIED, expected = 0) =>
      log.answer(create(CommandResultSchema, { commandSeq: BigInt(seq), outcome, expected: BigInt(expected) })),
  };
}

describe("A command log", () => {
  it("sends nothing before the room is attached, and then all from 1", () => {
    const { log, add, sent } = open();
    add(2);
    expect(sent()).toEqual([]);
    log.attach(0);
    expect(sent()).toEqual(["1:c0", "2:c1"]);
    expect(sent()).toEqual([]);
  });

  it("keeps the commands beyond the window until results come", () => {
    const { log, add, sent, answer } = open(2);
    log.attach(0);
    add(4);
    expect(sent()).toEqual(["1:c0", "2:c1"]);
    answer(1);
    expect(sent()).toEqual(["3:c2"]);
    expect(log.repliesSeen).toBe(1);
  });

  it("has seen replies only up to the first one missing", () => {
    const { log, add, sent, answer } = open();
    log.attach(0);
    add(3);
    sent();
    answer(2);
    expect(log.repliesSeen).toBe(0);
    answer(1);
    expect(log.repliesSeen).toBe(2);
  });

  it("refuses a command when too many wait", () => {
    const log = new CommandLog(1);
    expect(log.add(new Uint8Array(), () => undefined)).toBe(true);
    expect(log.add(new Uint8Array(), () => undefined)).toBe(false);
  });

  it("takes a repeated result once", () => {
    const { log, add, sent, answer, told } = open();
    log.attach(0);
    add(1);
    sent();
    answer(1);
    answer(1);
    expect(told).toEqual(["c0 applied"]);
  });

  it("sends again after a resume what the room has not applied, and awaits the results of the rest", () => {
    const { log, add, sent, answer, told } = open();
    log.attach(0);
    add(3);
    sent();
    log.detach();
    expect(sent()).toEqual([]);
    log.attach(2);
    expect(sent()).toEqual(["3:c2"]);
    answer(1);
    answer(2);
    expect(told).toEqual(["c0 applied", "c1 applied"]);
  });

  it("goes on from the room's number when it knows nothing of earlier commands", () => {
    const { log, add, sent } = open();
    add(1);
    log.attach(7);
    expect(log.repliesSeen).toBe(7);
    expect(sent()).toEqual(["8:c0"]);
  });

  it("numbers anew what is unanswered when the room came back older", () => {
    const { log, add, sent, answer } = open();
    log.attach(0);
    add(5);
    sent();
    answer(1);
    answer(2);
    answer(3);
    log.detach();
    expect(log.countUndone(1)).toBe(2);
    log.attach(1);
    expect(sent()).toEqual(["2:c3", "3:c4"]);
    add(1);
    expect(sent()).toEqual(["4:c5"]);
  });

  it("answers a row of gaps by sending again once", () => {
    const { log, add, sent, answer } = open();
    log.attach(0);
    add(4);
    sent();
    answer(1);
    answer(3, Outcome.GAP, 2);
    expect(sent()).toEqual(["2:c1", "3:c2", "4:c3"]);
    answer(4, Outcome.GAP, 2);
    expect(sent()).toEqual([]);
  });

  it("sends again once more when what was sent again is lost too", () => {
    const { log, add, sent, answer } = open();
    log.attach(0);
    add(3);
    sent();
    answer(2, Outcome.GAP, 1);
    answer(3, Outcome.GAP, 1);
    sent();
    answer(2, Outcome.GAP, 1);
    expect(sent()).toEqual(["1:c0", "2:c1", "3:c2"]);
  });

  it("waits and sends again from the number that was refused at the door", () => {
    const { log, add, sent, answer } = open();
    log.attach(0);
    add(3);
    sent();
    log.refuseForNow(2, 100);
    answer(3, Outcome.GAP, 2);
    expect(sent(99)).toEqual([]);
    answer(1);
    expect(sent(100)).toEqual(["2:c1", "3:c2"]);
  });

  it("gives the number of a command that was refused for good to the next one", () => {
    const { log, add, sent, answer, told } = open();
    log.attach(0);
    add(3);
    sent();
    answer(1);
    log.refuseForGood(2, "no");
    expect(told).toEqual(["c0 applied", "c1 refused"]);
    expect(sent()).toEqual(["2:c2"]);
    add(1);
    expect(sent()).toEqual(["3:c3"]);
  });

  it("passes over a refusal of a command that it does not know", () => {
    const { log, add, sent } = open();
    log.attach(0);
    add(1);
    sent();
    log.refuseForNow(5, 100);
    log.refuseForGood(5, "no");
    add(1);
    expect(sent()).toEqual(["2:c1"]);
  });

  it("tells at the end which commands may have been applied and which were never sent", () => {
    const { log, add, sent, told } = open(1);
    log.attach(0);
    add(2);
    sent();
    log.end("over");
    expect(told).toEqual(["c0 unknown", "c1 notSent"]);
  });

  it("takes an outcome of a newer server for an unknown one", () => {
    const { log, add, sent, answer, told } = open();
    log.attach(0);
    add(1);
    sent();
    answer(1, 99 as Outcome);
    expect(told).toEqual(["c0 unknown"]);
    expect(log.repliesSeen).toBe(1);
  });
});
