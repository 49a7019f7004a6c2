// A client of the binary subprotocol written from docs/PROTOCOL.md: the package ws, and code generated from proto/ (run.mjs makes it).
import { create, fromBinary, mergeFromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import WebSocket from "ws";
import { ChatCommandSchema, ChatEventSchema, ChatStateSchema } from "./gen/games/chat_pb.js";
import {
  ClientBatchSchema, ClientEnvelopeSchema, CommandResult_Outcome, ServerBatchSchema, ServerEnvelopeSchema,
} from "./gen/gameserver/v1/client_pb.js";

const url = process.argv[2];
const line = `hello from a stranger, ${Date.now()}`;

let state = create(ChatStateSchema);
let position = { epoch: 0n, version: 0n };
let repliesSeen = 0n;
const events = [];
const results = new Map();
const held = [];

let connection = await open();
connection.send({ kind: { case: "hello", value: { protocolVersion: 1, name: "Stranger", client: "binary_client/1" } } });
let welcome = await connection.until("welcome");
connection.send({
  kind: { case: "join", value: { nonce: "n1", target: { case: "key", value: { roomType: "chat", key: "third-party" } } } },
  requestId: 1,
});
const attached = await connection.until("attached");
check(attached.requestId === 1, "RoomAttached answers the join");
await settled(() => position.version >= attached.version && state.participants[attached.playerNumber] !== undefined, "the snapshot");

let seq = attached.lastApplied;
await say(line);
check(Object.values(state.lines).some((one) => one.text === line), "the line is in the state");
check(events.some((event) => event.kind.case === "said"), "the line was announced");

// The connection is lost; what was missed comes after Resume.
connection.socket.terminate();
const before = events.length;
connection = await open();
connection.send({
  kind: {
    case: "resume",
    value: { protocolVersion: 1, resumeToken: welcome.resumeToken, rooms: [{ roomId: attached.roomId, ...position, repliesSeen }] },
  },
});
welcome = await connection.until("welcome");
check(welcome.resumed && welcome.rooms.some((room) => room.roomId === attached.roomId), "the session goes on in its room");
const again = await connection.until("attached");
check(again.lastApplied === seq && !again.eventsLost, "the room knows what it applied");
await settled(() => position.version >= again.version, "what was missed");
check(events.length === before, "no event came twice");
await say(`${line}, again`);

connection.send({ kind: { case: "leave", value: { room: attached.room, nonce: "n2" } }, requestId: 2 });
await connection.until("left");
connection.socket.close(1000);
console.log("done");

async function say(text) {
  const number = ++seq;
  const payload = toBinary(ChatCommandSchema, create(ChatCommandSchema, { kind: { case: "say", value: { text } } }));
  connection.send({ kind: { case: "command", value: { room: attached.room, commandSeq: number, repliesSeen, payload } } });
  await settled(() => results.has(number), `the result of command ${number}`);
  check(results.get(number).outcome === CommandResult_Outcome.APPLIED, `command ${number} is applied`);
}

async function open() {
  const socket = new WebSocket(url, "gameserver.v1.proto");
  const arrived = [];
  let wake = () => {};
  socket.on("message", (bytes) => {
    for (const envelope of fromBinary(ServerBatchSchema, bytes).envelopes) {
      console.log(`← ${JSON.stringify(toJson(ServerEnvelopeSchema, envelope))}`);
      take(envelope.kind);
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
      const message = create(ClientEnvelopeSchema, envelope);
      console.log(`→ ${JSON.stringify(toJson(ClientEnvelopeSchema, message))}`);
      socket.send(toBinary(ClientBatchSchema, create(ClientBatchSchema, { envelopes: [message] })));
    },
    async until(kind) {
      for (;;) {
        const index = arrived.findIndex((envelope) => envelope.kind.case === kind);
        if (index >= 0) {
          const envelope = arrived.splice(0, index + 1)[index];
          return { ...envelope.kind.value, requestId: envelope.requestId };
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

function take(kind) {
  switch (kind.case) {
    case "attached":
      position.epoch = kind.value.epoch;
      break;
    case "update":
      takeUpdate(kind.value);
      break;
    case "member":
      kind.value.version > position.version ? held.push(kind.value) : takeResults(kind.value);
      break;
    case "error":
      fail(kind.value.message);
  }
}

function takeUpdate(update) {
  if (update.snapshot) {
    state = create(ChatStateSchema);
  } else if (update.epoch !== position.epoch || update.version <= position.version) {
    return;
  } else {
    check(update.baseVersion === position.version, "the update continues the state");
  }

  if (update.patch) {
    apply(ChatStateSchema, state, update.patch);
  }
  position = { epoch: update.epoch, version: update.version };
  const due = held.splice(0).filter((member) => member.version <= position.version || (held.push(member), false));
  const direct = due.flatMap((member) => member.events);
  update.events.forEach((payload, index) => {
    direct.filter((one) => one.after === index).forEach((one) => takeEvent(one.payload));
    takeEvent(payload);
  });
  direct.filter((one) => one.after >= update.events.length).forEach((one) => takeEvent(one.payload));
  due.forEach(takeResults);
}

function takeEvent(payload) {
  events.push(fromBinary(ChatEventSchema, payload));
}

function takeResults(member) {
  for (const result of member.results) {
    results.set(result.commandSeq, result);
    repliesSeen = result.commandSeq > repliesSeen ? result.commandSeq : repliesSeen;
  }
}

// docs/STATE-PATCHES.md: cleared, merge, messages, maps, in this order.
function apply(schema, message, patch) {
  const fieldOf = (number) => schema.fields.find((field) => field.number === number);
  for (const number of patch.cleared) {
    const field = fieldOf(number);
    if (field && !field.oneof) {
      message[field.localName] = create(schema)[field.localName];
    } else if (field && message[field.oneof.localName].case === field.localName) {
      message[field.oneof.localName] = { case: undefined };
    }
  }

  mergeFromBinary(schema, message, patch.merge, { readUnknownFields: false });
  for (const { field: number, patch: inner } of patch.messages) {
    const field = fieldOf(number);
    if (field) {
      apply(field.message, field.oneof ? message[field.oneof.localName].value : message[field.localName], inner);
    }
  }

  for (const { field: number, rows } of patch.maps) {
    const field = fieldOf(number);
    for (const row of field ? rows : []) {
      const map = message[field.localName];
      const [key] = Object.keys(mergeFromBinary(schema, create(schema), entry(number, row.key))[field.localName]);
      switch (row.change.case) {
        case "removed":
          delete map[key];
          break;
        case "replace":
          mergeFromBinary(schema, message, entry(number, row.key, row.change.value), { readUnknownFields: false });
          break;
        case "patch":
          apply(field.message, map[key], row.change.value);
      }
    }
  }
}

// A row's key and value are the fields of a map entry: put after the map's tag and their length they are the entry itself.
function entry(field, ...parts) {
  const content = Buffer.concat(parts);
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

function varint(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) {
    bytes.push((value & 127) | 128);
  }
  return Buffer.from([...bytes, value]);
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
