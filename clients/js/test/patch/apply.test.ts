import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import {
  MapPatchSchema,
  MessagePatchSchema,
  type RowPatch,
  RowPatchSchema,
  type StatePatch,
  StatePatchSchema,
} from "../../src/gen/gameserver/v1/patch_pb.js";
import { applyPatch, PatchError } from "../../src/patch/apply.js";
import { stateHash } from "../../src/patch/hash.js";
import { EverythingSchema } from "../gen/everything_pb.js";
import { NewerStateSchema, OlderStateSchema } from "../gen/newer_pb.js";

const rowKey = Uint8Array.of(0x08, 0x07);

function rowPatch(field: number, change: RowPatch["change"]["case"], key = rowKey, replace = Uint8Array.of(0x12, 0)): StatePatch {
  const row = create(RowPatchSchema, { key });
  switch (change) {
    case "removed":
      row.change = { case: "removed", value: true };
      break;
    case "replace":
      row.change = { case: "replace", value: replace };
      break;
    case "patch":
      row.change = { case: "patch", value: create(StatePatchSchema) };
      break;
    case undefined:
      break;
  }

  return create(StatePatchSchema, { maps: [create(MapPatchSchema, { field, rows: [row] })] });
}

function messagePatch(field: number, patch: StatePatch): StatePatch {
  return create(StatePatchSchema, { messages: [create(MessagePatchSchema, { field, patch })] });
}

describe("a patch that was not made for the state is refused", () => {
  const nothing = create(StatePatchSchema);
  const cases: [string, StatePatch][] = [
    ["a row that is not there", rowPatch(63, "patch")],
    ["a message that is not there", messagePatch(31, nothing)],
    ["rows of a field that is no map", rowPatch(3, "removed")],
    ["a patch of a scalar", messagePatch(3, nothing)],
    ["a patch of a well-known type", messagePatch(91, nothing)],
    ["a patch of a scalar row", rowPatch(61, "patch")],
    ["a row that says nothing", rowPatch(63, undefined)],
    ["a key of another kind", rowPatch(72, "removed")],
    ["a key with bytes after it", rowPatch(63, "removed", Uint8Array.of(0x08, 0x07, 0x00))],
    ["a value with another field", rowPatch(63, "replace", rowKey, Uint8Array.of(0x08, 0x01, 0x12, 0x00))],
    ["bytes that are cut off", create(StatePatchSchema, { merge: Uint8Array.of(0x72, 0x05, 0x61) })],
  ];

  it.each(cases)("%s", (_, patch) => {
    expect(() => applyPatch(EverythingSchema, create(EverythingSchema), patch)).toThrow();
  });

  it("one that is nested too deeply", () => {
    const state = create(EverythingSchema, { nested: {} });
    let patch = nothing;
    let deepest = state.nested!;
    for (let i = 0; i < 40; i++) {
      patch = messagePatch(32, patch);
      deepest = deepest.nested = create(EverythingSchema);
    }

    expect(() => applyPatch(EverythingSchema, state, patch)).toThrow(PatchError);
  });
});

describe("fields of a newer schema", () => {
  const newer = create(NewerStateSchema, {
    turn: 1,
    leader: { name: "a", health: 5, mount: { name: "m" } },
    units: { 1: { name: "u", path: [1] } },
  });

  it("do not pile up", () => {
    const state = create(OlderStateSchema);
    const patch = create(StatePatchSchema, { merge: toBinary(NewerStateSchema, newer) });
    applyPatch(OlderStateSchema, state, patch);
    const size = toBinary(OlderStateSchema, state).length;
    for (let i = 0; i < 100; i++) {
      applyPatch(OlderStateSchema, state, patch);
    }

    expect(toBinary(OlderStateSchema, state).length).toBe(size);
    expect(state.$unknown).toBeUndefined();
    expect(state.leader?.$unknown).toBeUndefined();
  });

  it("are not hashed", () => {
    const kept = fromBinary(OlderStateSchema, toBinary(NewerStateSchema, newer));
    const dropped = fromBinary(OlderStateSchema, toBinary(NewerStateSchema, newer), { readUnknownFields: false });
    expect(stateHash(OlderStateSchema, kept)).toBe(stateHash(OlderStateSchema, dropped));
  });

  it("are ignored where a patch names them", () => {
    const state = create(OlderStateSchema, { turn: 3 });
    const patch = create(StatePatchSchema, {
      cleared: [5, 8],
      messages: [create(MessagePatchSchema, { field: 6, patch: create(StatePatchSchema) })],
      maps: [create(MapPatchSchema, { field: 7, rows: [create(RowPatchSchema)] })],
    });
    applyPatch(OlderStateSchema, state, patch);
    expect(state).toEqual(create(OlderStateSchema, { turn: 3 }));
  });
});
