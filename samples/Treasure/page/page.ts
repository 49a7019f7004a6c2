// The game's page: enters an island where there is a place and shows it. One session per tab, kept over reloads.
import { ConnectionClosedError, defineRoom, GameClient } from "@gameserver/client";
import { TreasureCommandSchema, TreasureEventSchema, TreasureStateSchema } from "./gen/treasure_pb.js";
import { diggersList, islandMap, sentence } from "./views.js";

const Treasure = defineRoom("treasure", { state: TreasureStateSchema, command: TreasureCommandSchema, event: TreasureEventSchema });

const status = document.querySelector<HTMLElement>("#status")!;
const news = document.querySelector<HTMLElement>("#news")!;

try {
  await play();
} catch (error) {
  status.textContent = error instanceof ConnectionClosedError ? error.info.reason || "The island cannot be reached." : String(error);
}

async function play(): Promise<void> {
  const url = new URL("ws", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const client = await GameClient.connect(url.href, { program: "treasure-page", storage: sessionStorage });
  const greeting = `You are ${client.playerName}.`;
  client.on("status", (now) => (status.textContent = now === "connected" ? greeting : "Rowing back to the island…"));
  client.on("closed", ({ reason }) => (status.textContent = reason || "The island is gone. Load the page again."));

  const before = client.joinedBefore.find(({ type }) => type === Treasure.type);
  const room = await client.join(Treasure, before === undefined ? { match: {} } : { id: before.id });
  const dig = async (square: number) => {
    const { isApplied, reason } = await room.send({ kind: { case: "dig", value: { square } } });
    if (!isApplied) {
      news.textContent = reason;
    }
  };

  const views = [islandMap(dig), diggersList(room.playerNumber)];
  const show = () => views.forEach((view) => view(room.state));
  room.onChange(show);
  room.onEvent((event) => (news.textContent = sentence(event, room.state, room.playerNumber)));
  room.onLeft(({ detail }) => (status.textContent = detail || "You have left the island. Load the page to come back."));
  status.textContent = greeting;
  show();
}
