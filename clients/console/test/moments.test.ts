import { expect, it } from "vitest";
import { AdminFailure } from "../src/api/admin-failure.ts";
import type { History, Moment } from "../src/api/types.ts";
import { Moments } from "../src/views/moments.ts";

const notKept = new AdminFailure("notKept", "Version 2 is not kept.");

/** The moments of a room whose history and answers the test gives; `told` has what came of them, in order. */
function look(...versions: readonly number[]) {
  const told: string[] = [];
  const answers: { readonly version: number; readonly come: () => void; readonly fail: (cause: unknown) => void }[] = [];
  const room = { versions };
  const api = {
    history: (): Promise<History> =>
      Promise.resolve({ entries: room.versions.map((version) => ({ version, time: "2026-01-02T03:04:05Z" })), isAll: true }),
    moment: (_: string, version: number): Promise<Moment> =>
      new Promise((resolve, reject) => {
        const moment = { version, time: "2026-01-02T03:04:05Z", ended: null, members: [], timers: [], state: {} };
        answers.push({ version, come: () => resolve(moment), fail: reject });
      }),
  };
  const moments: Moments = new Moments(api, "r-1", {
    changed: () => undefined,
    show: ({ version }) => told.push(`shows ${version}`),
    live: () => told.push(moments.isLive ? "live" : "live without being so"),
    fail: (cause) => told.push((cause as Error).message),
  });
  return { moments, told, answers, room };
}

/** Lets promises take their turns. */
async function turn(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await Promise.resolve();
  }
}

it("The right end is now", async () => {
  const { moments } = look(3, 1, 2, 2);
  await moments.refresh();
  expect([moments.index, moments.count, moments.isLive, moments.newest]).toEqual([3, 3, true, 3]);
  expect(moments.words).toBe("Now. 3 moments kept.");
});

it("A moment is called shown when it is here, not before", async () => {
  const { moments, told, answers } = look(1, 2, 3);
  await moments.refresh();
  moments.choose(1);
  expect(moments.words).toMatch(/^Asking how it was at version 2, /);
  answers[0]!.come();
  await turn();
  expect(told).toEqual(["shows 2"]);
  expect(moments.words).toMatch(/^As it was at version 2, /);
});

it("A moment that cannot be had leaves the room as it is now", async () => {
  const { moments, told, answers } = look(1, 2, 3);
  await moments.refresh();
  moments.choose(0);
  answers[0]!.come();
  await turn();
  moments.choose(1);
  answers[1]!.fail(notKept);
  await turn();
  expect(told).toEqual(["shows 1", "Version 2 is not kept.", "live"]);
  expect([moments.index, moments.isLive, moments.version]).toEqual([3, true, undefined]);
  expect(moments.words).toBe("Now. 3 moments kept.");
});

it("An answer about a moment that is looked at no more counts no more", async () => {
  const { moments, told, answers } = look(1, 2, 3);
  await moments.refresh();
  moments.choose(1);
  moments.choose(0);
  answers[0]!.fail(notKept);
  answers[1]!.come();
  await turn();
  expect(told).toEqual(["shows 1"]);
  expect(moments.version).toBe(1);
});

it("A moment that newer ones have pushed out of the list is still looked at, from the left end", async () => {
  const { moments, answers, room } = look(1, 2, 3);
  await moments.refresh();
  moments.choose(0);
  answers[0]!.come();
  await turn();
  room.versions = [3, 4];
  await moments.refresh();
  expect(moments.words).toMatch(/^As it was at version 1, /);
  expect([moments.index, moments.count, moments.isLive, moments.version, moments.newest]).toEqual([0, 3, false, 1, 4]);

  moments.choose(moments.count);
  await moments.refresh();
  expect(moments.words).toBe("Now. 2 moments kept.");
});
