import type { GameClientOptions } from "../../src/options.js";
import { GameClient } from "../../src/client.js";
import { defineRoom } from "../../src/definition.js";
import { TicTacToeCommandSchema, TicTacToeEventSchema, TicTacToeStateSchema } from "../../src/gen/games/tictactoe_pb.js";
import { FakeServer } from "./fake-server.js";
import { ManualClock, seeded } from "./manual-clock.js";

export const TicTacToe = defineRoom("tictactoe", {
  state: TicTacToeStateSchema,
  command: TicTacToeCommandSchema,
  event: TicTacToeEventSchema,
});

export const move = (cell: number) => ({ kind: { case: "move" as const, value: { cell } } });

/** A client on a fake server, in a time that the test moves. */
export function prepare(options: GameClientOptions = {}, server = new FakeServer()) {
  const clock = new ManualClock();
  const connecting = GameClient.connect("ws://game.test/ws", { clock, random: seeded(1), dial: server.dial, ...options });
  return { clock, server, connecting };
}

/** Lets promises take their turns. */
export async function turn(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await Promise.resolve();
  }
}

/** A client that is connected. */
export async function openClient(options: GameClientOptions = {}, server = new FakeServer()) {
  const prepared = prepare(options, server);
  server.accept();
  prepared.clock.advance(0);
  return { ...prepared, client: await prepared.connecting };
}

/** A client that has joined a room. */
export async function openRoom(options: GameClientOptions = {}, id = "r-1") {
  const opened = await openClient(options);
  const joining = opened.client.join(TicTacToe, { id });
  opened.clock.advance(0);
  const room = await joining;
  opened.clock.advance(0);
  return { ...opened, room };
}
