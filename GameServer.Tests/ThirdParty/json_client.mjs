// A client of the JSON subprotocol written from docs/PROTOCOL.md by hand: the package ws and nothing else.
// Its output is the transcript there.
import WebSocket from "ws";

const url = process.argv[2];

let state = {};
let position = { epoch: "0", version: 0n };
let repliesSeen = 0;
const events = [];
const results = new Map();
const held = [];

let connection = await open();
connection.send({ hello: { protocolVersion: 1, name: "Stranger", client: "json_client/1" } });
let welcome = await connection.until("welcome");
connection.send({ join: { nonce: "n1", key: { roomType: "chat", key: "transcript" } }, requestId: 1 });
const attached = await connection.until("attached");
check(attached.requestId === 1, "RoomAttached answers the join");
await settled(() => state.participants?.[attached.playerNumber] !== undefined);

let seq = Number(attached.lastApplied ?? 0);
await say("hello");
check(Object.values(state.lines).some((line) => line.text === "hello"), "the line is in the state");
check(events.some((event) => event.said), "the line was announced");

// The connection is lost; what was missed comes after resume.
connection.socket.terminate();
console.log("(the connection is cut)");
const before = events.length;
connection = await open();
const room = { roomId: attached.roomId, epoch: position.epoch, version: String(position.version), repliesSeen: String(repliesSeen) };
connection.send({ resume: { protocolVersion: 1, resumeToken: welcome.resumeToken, rooms: [room] } });
welcome = await connection.until("welcome");
check(welcome.resumed && welcome.rooms.some((one) => one.roomId === attached.roomId), "the session goes on in its room");
const again = await connection.until("attached");
check(Number(again.lastApplied) === seq && !again.eventsLost, "the room knows what it applied");
await settled(() => position.version >= BigInt(again.version));
check(events.length === before, "no event came twice");
await say("still here");

connection.send({ leave: { room: attached.room, nonce: "n2" }, requestId: 2 });
await connection.until("left");
connection.socket.close(1000);
console.log("(the client closes with 1000)");

async function say(text) {
  const number = ++seq;
  const command = { room: attached.room, commandSeq: String(number), repliesSeen: String(repliesSeen), payload: { say: { text } } };
  connection.send({ command });
  await settled(() => results.has(number));
  check(results.get(number).outcome === "APPLIED", `command ${number} is applied`);
}

async function open() {
  const socket = new WebSocket(url, "gameserver.v1.json");
  const arrived = [];
  let wake = () => {};
  socket.on("message", (text) => {
    console.log(`← ${text}`);
    for (const envelope of JSON.parse(text)) {
      take(envelope);
      arrived.push(envelope);
    }
    wake();
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.on("close", (code, reason) => code >= 4000 && fail(`closed with ${code}: ${reason}`));
  return {
    socket,
    changed: () => new Promise((resolve) => (wake = resolve)),
    send(envelope) {
      const text = JSON.stringify([envelope]);
      console.log(`→ ${text}`);
      socket.send(text);
    },
    async until(kind) {
      for (;;) {
        const index = arrived.findIndex((envelope) => envelope[kind]);
        if (index >= 0) {
          const envelope = arrived.splice(0, index + 1)[index];
          return { ...envelope[kind], requestId: envelope.requestId };
        }
        await this.changed();
      }
    },
  };
}

async function settled(condition) {
  while (!condition()) {
    await connection.changed();
  }
}

function take({ attached, update, member, error }) {
  if (attached) {
    position.epoch = attached.epoch;
  } else if (update) {
    takeUpdate(update);
  } else if (member) {
    BigInt(member.version ?? 0) > position.version ? held.push(member) : takeResults(member);
  } else if (error) {
    fail(error.message);
  }
}

function takeUpdate(update) {
  const version = BigInt(update.version ?? 0);
  if (update.snapshot) {
    state = {};
  } else if (update.epoch !== position.epoch || version <= position.version) {
    return;
  } else {
    check(BigInt(update.baseVersion ?? 0) === position.version, "the update continues the state");
  }

  apply(state, update.patch ?? {});
  position = { epoch: update.epoch, version };
  const due = held.splice(0).filter((member) => BigInt(member.version) <= version || (held.push(member), false));
  const direct = due.flatMap((member) => member.events ?? []);
  const shared = update.events ?? [];
  shared.forEach((event, index) => {
    events.push(...direct.filter((one) => (one.after ?? 0) === index).map((one) => one.payload), event);
  });
  events.push(...direct.filter((one) => (one.after ?? 0) >= shared.length).map((one) => one.payload));
  due.forEach(takeResults);
}

function takeResults(member) {
  for (const result of member.results ?? []) {
    results.set(Number(result.commandSeq), result);
    repliesSeen = Math.max(repliesSeen, Number(result.commandSeq));
  }
}

// docs/STATE-PATCHES.md, "JSON form of patches".
function apply(message, patch) {
  for (const name of patch.cleared ?? []) {
    delete message[name];
  }
  for (const [name, value] of Object.entries(patch.changed ?? {})) {
    message[name] = Array.isArray(value) ? [...(message[name] ?? []), ...value] : value;
  }
  for (const [name, inner] of Object.entries(patch.messages ?? {})) {
    apply(message[name], inner);
  }
  for (const [name, rows] of Object.entries(patch.rows ?? {})) {
    const map = (message[name] ??= {});
    for (const [key, row] of Object.entries(rows)) {
      if (row.removed) {
        delete map[key];
      } else if ("replace" in row) {
        map[key] = row.replace;
      } else {
        apply(map[key], row);
      }
    }
  }
}

function check(condition, what) {
  if (!condition) {
    fail(`It did not hold that ${what}.`);
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
