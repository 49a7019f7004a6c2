import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { changeAfter, changeBetween, touchedFields } from "../../src/core/state-change.js";
import { ArenaCommandSchema, ArenaStateSchema, ShipSchema } from "../../src/gen/games/arena_pb.js";
import { FeedStateSchema, ReadingSchema } from "../../src/gen/games/feed_pb.js";
import { StatePatchSchema } from "../../src/gen/gameserver/v1/patch_pb.js";

const key = (number: number) => new BinaryWriter().tag(1, WireType.Varint).uint32(number).finish();
const text = (value: string) => new BinaryWriter().tag(1, WireType.LengthDelimited).string(value).finish();

describe("What a patch changes", () => {
  it("is told by row, with numbers as keys of 32-bit maps", () => {
    const state = create(ArenaStateSchema, { ships: { 1: { hull: 1 }, 2: { hull: 2 }, 3: { hull: 3 } } });
    const patch = create(StatePatchSchema, {
      maps: [
        {
          field: 1,
          rows: [
            { key: key(2), change: { case: "removed", value: true } },
            { key: key(3), change: { case: "patch", value: {} } },
            { key: key(4), change: { case: "replace", value: new Uint8Array() } },
            { key: key(5), change: { case: "removed", value: true } },
          ],
        },
      ],
    });
    const touched = touchedFields(ArenaStateSchema, state, patch);
    const gone = state.ships[2];
    delete state.ships[2];
    state.ships[3]!.hull = 9;
    state.ships[4] = create(ShipSchema, { hull: 4 });
    expect(changeAfter(touched, state)).toEqual({
      snapshot: false,
      fields: [
        {
          field: "ships",
          rows: [
            { kind: "removed", key: 2, value: gone },
            { kind: "changed", key: 3, value: state.ships[3] },
            { kind: "added", key: 4, value: state.ships[4] },
          ],
        },
      ],
    });
  });

  it("is told by name for merged and cleared fields, and not for fields of a newer schema", () => {
    const state = create(ArenaStateSchema, { width: 5 });
    const merge = toBinary(ArenaStateSchema, create(ArenaStateSchema, { height: 7 }));
    const touched = touchedFields(ArenaStateSchema, state, create(StatePatchSchema, { cleared: [3, 99], merge }));
    expect(changeAfter(touched, state).fields.map(({ field }) => field)).toEqual(["width", "height"]);
  });

  it("is told by row when a map is cleared whole", () => {
    const state = create(FeedStateSchema, { readings: { a: { value: 1 }, b: { value: 2 } } });
    const rowB = { key: text("b"), change: { case: "replace" as const, value: new Uint8Array() } };
    const patch = create(StatePatchSchema, { cleared: [1], maps: [{ field: 1, rows: [rowB] }] });
    const touched = touchedFields(FeedStateSchema, state, patch);
    state.readings = create(FeedStateSchema, { readings: { b: { value: 3 } } }).readings;
    const rows = changeAfter(touched, state).fields[0]!.rows.map((row) => `${row.kind} ${row.key}`);
    expect(rows).toEqual(["removed a", "changed b"]);
  });

  it("is not misled by keys that every object has", () => {
    const state = create(FeedStateSchema);
    const row = { key: text("constructor"), change: { case: "replace" as const, value: new Uint8Array() } };
    const touched = touchedFields(FeedStateSchema, state, create(StatePatchSchema, { maps: [{ field: 1, rows: [row] }] }));
    state.readings["constructor"] = create(ReadingSchema);
    expect(changeAfter(touched, state).fields[0]!.rows.map(({ kind }) => kind)).toEqual(["added"]);
  });

  it("is told under the name of the oneof", () => {
    const state = create(ArenaCommandSchema, { kind: { case: "rename", value: { name: "a" } } });
    const touched = touchedFields(ArenaCommandSchema, state, create(StatePatchSchema, { messages: [{ field: 1, patch: {} }] }));
    expect(changeAfter(touched, state).fields).toEqual([{ field: "kind", rows: [] }]);
  });
});

describe("What lies between two states", () => {
  it("is nothing when they are equal", () => {
    const make = () => create(ArenaStateSchema, { width: 4, ships: { 1: { hull: 1 } } });
    expect(changeBetween(ArenaStateSchema, make(), make())).toEqual({ snapshot: true, fields: [] });
  });

  it("is told by field and row", () => {
    const before = create(ArenaStateSchema, { width: 4, height: 1, ships: { 1: { hull: 1 }, 2: { hull: 2 }, 3: { hull: 3 } } });
    const after = create(ArenaStateSchema, { width: 5, height: 1, ships: { 2: { hull: 7 }, 3: { hull: 3 }, 4: {} } });
    const { fields } = changeBetween(ArenaStateSchema, before, after);
    expect(fields.map(({ field }) => field)).toEqual(["ships", "width"]);
    expect(fields[0]!.rows.map(({ kind, key: row }) => `${kind} ${row}`)).toEqual(["removed 1", "changed 2", "added 4"]);
  });

  it("is told when a oneof has another case or value", () => {
    const make = (name: string) => create(ArenaCommandSchema, { kind: { case: "rename", value: { name } } });
    const steer = create(ArenaCommandSchema, { kind: { case: "steer", value: {} } });
    const fields = (before: typeof steer, after: typeof steer) => changeBetween(ArenaCommandSchema, before, after).fields.length;
    expect([fields(make("a"), make("a")), fields(make("a"), make("b")), fields(make("a"), steer)]).toEqual([0, 1, 1]);
  });
});
