import { expect, it } from "vitest";
import type { Durations, NodeFigures } from "../src/api/types.ts";
import { quantile, read } from "../src/live/readings.ts";
import { Recorder } from "../src/live/recorder.ts";

const none: Durations = durations(0, 0, 0);

function durations(fast: number, slow: number, slower: number): Durations {
  return {
    count: fast + slow + slower,
    seconds: fast * 0.001,
    buckets: [{ upTo: 0.01, count: fast }, { upTo: 0.1, count: fast + slow }, { upTo: null, count: fast + slow + slower }],
  };
}

function figures(changes: Partial<NodeFigures> = {}): NodeFigures {
  return {
    node: "alpha", process: "p1", uptimeSeconds: 10, connections: 3, sessions: 4, rooms: 2, roomsByType: { chat: 2 },
    commandsTotal: 100, deliveriesTotal: 1000, timedTurnsTotal: 0, latenessSecondsTotal: 0, turns: none, commits: none,
    outboxBytes: 0, cpuSecondsTotal: 1, memoryBytes: 1, ...changes,
  };
}

it("A first reading has no rates", () => {
  const reading = read(figures(), undefined);
  expect(reading.connections).toBe(3);
  expect(reading.deliveriesPerSecond).toBeNull();
  expect(reading.turnP99).toBeNull();
});

it("Totals become rates by the node's own clock", () => {
  const reading = read(figures({ uptimeSeconds: 12, deliveriesTotal: 1500, timedTurnsTotal: 20, latenessSecondsTotal: 0.04 }), figures());
  expect(reading.deliveriesPerSecond).toBe(250);
  expect(reading.commandsPerSecond).toBe(0);
  expect(reading.lateness).toBe(0.002);
});

it("Another process of a node begins anew", () => {
  const reading = read(figures({ process: "p2", uptimeSeconds: 11, deliveriesTotal: 5 }), figures());
  expect(reading.deliveriesPerSecond).toBeNull();
});

it("A quantile is of what was measured in between", () => {
  const before = durations(1000, 0, 0);
  const now = durations(1000, 10, 0);
  expect(quantile(0.5, now, before)).toBeCloseTo(0.055);
  expect(quantile(0.99, now, before)).toBeCloseTo(0.0991);
  expect(quantile(0.5, now, now)).toBeNull();
});

it("What lies above all bounds is said to be at the last", () => {
  expect(quantile(0.99, durations(0, 0, 5), none)).toBe(0.1);
});

it("A recorder forgets what is old and keeps the order in which nodes came", () => {
  const recorder = new Recorder();
  recorder.add({ nodes: [figures({ node: "bravo" })], missing: [] }, 0);
  recorder.add({ nodes: [figures({ node: "alpha" }), figures({ node: "bravo" })], missing: [] }, 601);
  expect(recorder.samples).toHaveLength(1);
  expect(recorder.nodeNames).toEqual(["bravo", "alpha"]);
  expect(recorder.total((reading) => reading.connections)).toBe(6);
  expect(recorder.latelySeen).toEqual(["bravo", "alpha"]);
  recorder.add({ nodes: [figures({ node: "bravo" })], missing: [] }, 1300);
  expect(recorder.latelySeen).toEqual(["bravo"]);
  expect(recorder.worst((reading) => reading.lateness)).toBeNull();
});
