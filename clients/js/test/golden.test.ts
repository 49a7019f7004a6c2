import { readFileSync } from "node:fs";
import type { DescMessage, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { create, fromBinary, fromJson, toBinary, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { ChatCommandSchema, ChatEventSchema } from "../src/gen/games/chat_pb.js";
import { ClientBatchSchema, ClientEnvelopeSchema, ServerBatchSchema, ServerEnvelopeSchema } from "../src/gen/gameserver/v1/client_pb.js";

interface GoldenFrame {
  readonly name: string;
  readonly direction: "client" | "server";
  readonly hex: string;
  readonly json?: JsonObject[];
  readonly room?: string;
  readonly lossy?: boolean;
  readonly error?: string;
  readonly form?: "binary" | "json";
}

const file = new URL("../../../GameServer.Tests/Golden/frames.json", import.meta.url);
const frames = JSON.parse(readFileSync(file, "utf8")) as GoldenFrame[];
const good = frames.filter((frame) => frame.error === undefined);
const batchOf = { client: ClientBatchSchema, server: ServerBatchSchema };

function decode(frame: GoldenFrame) {
  return fromBinary(batchOf[frame.direction], Buffer.from(frame.hex, "hex"), { readUnknownFields: false });
}

describe("The golden frames", () => {
  it.each(good.filter(({ lossy }) => lossy !== true))("$name: what was decoded encodes to the same bytes", (frame) => {
    const parts = decode(frame).envelopes.map((envelope) =>
      envelope.$typeName === ClientEnvelopeSchema.typeName
        ? toBinary(ClientBatchSchema, create(ClientBatchSchema, { envelopes: [envelope] }))
        : toBinary(ServerBatchSchema, create(ServerBatchSchema, { envelopes: [envelope] })),
    );
    expect(Buffer.concat(parts).toString("hex")).toBe(frame.hex);
  });

  it.each(good.filter(({ room, lossy }) => room === undefined && lossy !== true))("$name: means what its JSON form says", (frame) => {
    const envelopes = decode(frame).envelopes.map((envelope) =>
      envelope.$typeName === ClientEnvelopeSchema.typeName
        ? toJson(ClientEnvelopeSchema, envelope)
        : toJson(ServerEnvelopeSchema, envelope),
    );
    expect(envelopes).toEqual(frame.json!.map((json) => canonical(frame, json)));
  });

  it.each(good.filter(({ room }) => room === "chat"))("$name: its payloads mean what its JSON form says", (frame) => {
    expect(payloadsOf(frame)).toEqual(frame.json!.flatMap(payloadsInJson));
  });

  it.each(good.filter(({ lossy }) => lossy === true))("$name: can be decoded by a client that does not know all of it", (frame) => {
    expect(decode(frame).envelopes.length).toBe(frame.json!.length);
  });

  it.each(frames.filter(({ error, form }) => error === "Malformed" && form === "binary"))("$name: cannot be decoded", (frame) => {
    expect(() => decode(frame)).toThrow();
  });

  it("Every kind of frame has one", () => {
    const kinds = new Set(good.flatMap((frame) => decode(frame).envelopes.map((envelope) => `${frame.direction} ${envelope.kind.case}`)));
    const missing = [
      ...ClientEnvelopeSchema.oneofs[0]!.fields.map(({ localName }) => `client ${localName}`),
      ...ServerEnvelopeSchema.oneofs[0]!.fields.map(({ localName }) => `server ${localName}`),
    ].filter((kind) => !kinds.has(kind));
    expect(missing).toEqual([]);
  });
});

/** The same JSON as protobuf-es writes it: 64-bit numbers as strings, defaults left out. */
function canonical(frame: GoldenFrame, json: JsonObject): JsonValue {
  return frame.direction === "client"
    ? toJson(ClientEnvelopeSchema, fromJson(ClientEnvelopeSchema, json))
    : toJson(ServerEnvelopeSchema, fromJson(ServerEnvelopeSchema, json));
}

function payloadsOf(frame: GoldenFrame): JsonValue[] {
  const asJson = (schema: DescMessage, payload: Uint8Array) => toJson(schema, fromBinary(schema, payload));
  return decode(frame).envelopes.flatMap(({ kind }): JsonValue[] => {
    switch (kind.case) {
      case "command":
        return kind.value.payloadJson === "" ? [asJson(ChatCommandSchema, kind.value.payload)] : [];
      case "update":
        return kind.value.events.map((payload) => asJson(ChatEventSchema, payload));
      case "member":
        return [
          ...kind.value.results.flatMap(({ reply }) => (reply === undefined ? [] : [asJson(ChatEventSchema, reply)])),
          ...kind.value.events.map(({ payload }) => asJson(ChatEventSchema, payload)),
        ];
      default:
        return [];
    }
  });
}

function payloadsInJson(envelope: JsonObject): JsonValue[] {
  const { command, update, member } = envelope as Record<string, Record<string, JsonValue> | undefined>;
  const rows = (value: JsonValue | undefined) => (value ?? []) as JsonObject[];
  const canonicalOf = (schema: DescMessage, json: JsonValue) => toJson(schema, fromJson(schema, json));
  return [
    ...(command === undefined || command.payloadJson !== undefined ? [] : [canonicalOf(ChatCommandSchema, command.payload ?? {})]),
    ...rows(update?.events).map((event) => canonicalOf(ChatEventSchema, event)),
    ...rows(member?.results).filter(({ reply }) => reply !== undefined).map(({ reply }) => canonicalOf(ChatEventSchema, reply!)),
    ...rows(member?.events).map(({ payload }) => canonicalOf(ChatEventSchema, payload ?? {})),
  ];
}
