import { describe, expect, it } from "vitest";
import { NetworkSimulation } from "../src/simulation.js";
import { FakeServer } from "./support/fake-server.js";
import { seeded } from "./support/manual-clock.js";
import { move, openRoom, turn } from "./support/open-client.js";

const COMMANDS = 300;
const seeds = Array.from({ length: 10 * Number(process.env["GAMESERVER_TEST_SCALE"] ?? "1") }, (_, seed) => seed + 1);

describe("Over a network that is cut again and again", () => {
  it.each(seeds)("seed %i: each command is applied once and in order, each event told once", async (seed) => {
    const chance = seeded(seed);
    const simulation = new NetworkSimulation({ latencyMs: 5, jitterMs: 20 });
    const { room, clock, server } = await openRoomOver(simulation, seed);
    const fake = server.room("r-1");
    fake.refuses = () => chance() < 0.02;
    const events: string[] = [];
    const replies: string[] = [];
    room.onEvent(({ kind }) => events.push(kind.case === "moved" ? `${kind.value.player}:${kind.value.cell}` : ""));
    simulation.cutAfterBytesMax = 1_500;

    for (let sent = 0; sent < COMMANDS; ) {
      for (let burst = Math.floor(chance() * 20); burst > 0 && sent < COMMANDS; burst--, sent++) {
        const cell = sent;
        void room.send(move(cell)).then(({ outcome, reply }) => {
          replies.push(`${outcome} ${reply?.kind.case === "moved" ? reply.kind.value.cell : ""}`);
        });
      }

      await advance(clock, server, chance() * 200);
    }

    simulation.cutAfterBytesMax = 0;
    await advance(clock, server, 60_000);

    const cells = Array.from({ length: COMMANDS }, (_, cell) => cell);
    expect(fake.applied).toEqual(cells);
    expect(events).toEqual(cells.flatMap((cell) => [`2:${cell}`, `1:${cell}`]));
    expect(replies).toEqual(cells.map((cell) => `applied ${cell}`));
    expect(room.state.moves).toBe(COMMANDS + 1);
    expect(simulation.cuts).toBeGreaterThan(5);
  });
});

async function openRoomOver(simulation: NetworkSimulation, seed: number) {
  simulation.latencyMs = 0;
  simulation.jitterMs = 0;
  const opened = await openRoom({ simulation, random: seeded(seed), reconnectDelayMs: 50, reconnectDelayMaxMs: 200 });
  simulation.latencyMs = 5;
  simulation.jitterMs = 20;
  return opened;
}

/** Time passes in small steps; the server takes every connection. */
async function advance(clock: { advance(ms: number): void }, server: FakeServer, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5) {
    const { connection } = server;
    if (connection.open && connection.received.length === 0 && !accepted.has(connection)) {
      accepted.add(connection);
      server.accept();
    }

    clock.advance(5);
  }

  await turn();
}

const accepted = new WeakSet<object>();
