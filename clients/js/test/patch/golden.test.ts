import { readFileSync } from "node:fs";
import { type DescMessage, fromBinary, fromJson, type JsonObject, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { StatePatchSchema } from "../../src/gen/gameserver/v1/patch_pb.js";
import { applyPatch } from "../../src/patch/apply.js";
import { schemaFingerprint } from "../../src/patch/fingerprint.js";
import { stateHash } from "../../src/patch/hash.js";
import { EverythingSchema } from "../gen/everything_pb.js";
import { OlderStateSchema } from "../gen/newer_pb.js";
import { applyJsonPatch, type JsonPatch } from "./plain-json.js";

interface PatchVector {
  readonly name: string;
  readonly schema: string;
  readonly fingerprint: string;
  readonly old: string;
  readonly patch: string;
  readonly new: string;
  readonly hash: string;
  readonly json: string;
}

const path = new URL("../../../../GameServer.Tests/Golden/patches.json", import.meta.url);
const vectors = JSON.parse(readFileSync(path, "utf8")) as PatchVector[];
const schemas: DescMessage[] = [EverythingSchema, OlderStateSchema];

describe.each(vectors)("$name", (vector) => {
  const schema = schemas.find((candidate) => candidate.typeName === vector.schema)!;

  it("leads from the old state to the new", () => {
    const state = fromBinary(schema, hex(vector.old));
    applyPatch(schema, state, fromBinary(StatePatchSchema, hex(vector.patch)));
    expect(state).toEqual(fromBinary(schema, hex(vector.new)));
    expect(number(stateHash(schema, state))).toBe(vector.hash);
    expect(number(schemaFingerprint(schema))).toBe(vector.fingerprint);
  });

  it("leads there as JSON", () => {
    const json = toJson(schema, fromBinary(schema, hex(vector.old))) as JsonObject;
    applyJsonPatch(json, JSON.parse(vector.json) as JsonPatch);
    expect(number(stateHash(schema, fromJson(schema, json)))).toBe(vector.hash);
  });
});

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "hex"));
}

function number(value: bigint): string {
  return value.toString(16).padStart(16, "0");
}
