// The page's way to the server: one session per tab, and rooms as the views use them.
import { ConnectionClosedError, GameClient, Lobby, NetworkSimulation } from "./gameserver.js";
import { definitions } from "./definitions.js";
import { TabStorage } from "./tab-storage.js";

const reconnectDelayMaxMs = 1000;

export class Link {
  #simulation = new NetworkSimulation();
  #storage = new TabStorage("gameserver.session");
  #name;
  #tellPhase;
  #tellError;
  #ready;
  #client;
  #lostAt;

  /** `name` gives the display name of a new session; `tellPhase` is told connecting, connected, reconnecting or closed. */
  constructor(name, tellPhase, tellError) {
    this.#name = name;
    this.#tellPhase = tellPhase;
    this.#tellError = tellError;
    this.#start();
  }

  get rttMs() {
    return this.#client?.rtt;
  }

  get node() {
    return this.#client?.node;
  }

  /** Cuts the connection for a while, through the client's own network simulation. */
  cut(downMs) {
    this.#simulation.cut(downMs);
  }

  /** Enters a room; again by whoever is in it already. */
  async enter(type, target) {
    const client = await this.#ready;
    return asSeen(client, type, await client.join(type === "lobby" ? Lobby : definitions[type], target));
  }

  #start() {
    const url = new URL("/ws", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.#ready = GameClient.connect(url.href, {
      name: this.#name(), program: "gameserver-page", storage: this.#storage, simulation: this.#simulation, reconnectDelayMaxMs,
      // A page that was reloaded while its server was away waits for it: the session is kept there.
      onStatus: (status) => this.#client === undefined && status === "reconnecting" && this.#tellPhase(status),
    });
    this.#ready.then((client) => this.#follow(client), (error) => this.#ended(error.info ?? { reason: error.message, action: "never" }));
  }

  #follow(client) {
    this.#client = client;
    client.on("status", (status) => this.#show(status));
    client.on("closed", (info) => this.#ended(info));
    client.on("error", (error) => this.#tellError(error.message));
    this.#tellPhase("connected");
  }

  #show(status) {
    switch (status) {
      case "reconnecting":
        this.#lostAt = performance.now();
        this.#tellPhase("reconnecting");
        break;
      case "connected":
        this.#tellPhase("connected", { awayMs: performance.now() - this.#lostAt });
        break;
    }
  }

  #ended(info) {
    const wasIn = this.#client !== undefined;
    this.#client = undefined;
    if (wasIn && info.action === "logInAgain") {
      this.#start();
      this.#tellPhase("connecting", { anew: "The server no longer knew this session: you are back as a newcomer." });
    } else {
      this.#tellPhase("closed", { reason: info.reason || "The server cannot be reached." });
    }
  }
}

/** True of errors that only say that the connection ended, which the page shows by itself. */
export function isClosing(error) {
  return error instanceof ConnectionClosedError;
}

function asSeen(client, type, room) {
  return {
    id: room.id,
    type,
    get me() {
      return room.playerNumber;
    },
    get state() {
      return room.state;
    },
    onState: (listener) => room.onChange(() => listener()),
    onEvent: (listener) => room.onEvent(listener),
    onRewound: (listener) => room.onRewound(({ commandsUndone }) => listener(commandsUndone)),
    /** Tells at once and whenever it changes whether the room's saving is delayed. */
    onSaving(listener) {
      const tell = () => listener(room.savingDelayed);
      const offs = [room.onNotice(tell), room.onAttached(tell)];
      tell();
      return () => offs.forEach((each) => each());
    },
    // When the whole session ends, that alone is told.
    onLeft: (listener) => room.onLeft(({ detail }) => client.status === "closed" || listener(detail)),
    leave: () => room.leave(),
    /** Settles when the room has applied the command; fails with the room's own words. */
    async send(kind, value) {
      const { isApplied, reason } = await room.send({ kind: { case: kind, value } });
      if (!isApplied) {
        throw new Error(reason || "The room did not take this.");
      }
    },
  };
}
