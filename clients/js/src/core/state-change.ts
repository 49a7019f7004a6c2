import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { equals, isMessage, ScalarType } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { StatePatch } from "../gen/gameserver/v1/patch_pb.js";
import { fieldByNumber } from "../patch/fields.js";
import { readKey } from "../patch/map-key.js";

/** What became of one entry of a map field. */
export interface RowChange {
  readonly kind: "added" | "changed" | "removed";
  readonly key: string | number;
  /** The live value; of a removed row, the last one. */
  readonly value: unknown;
}

/** One top-level field that changed; the members of a oneof share the oneof's name. */
export interface FieldChange {
  readonly field: string;
  /** Of a map field: its rows that changed. */
  readonly rows: readonly RowChange[];
}

/** What one update did to a state. */
export interface StateChange {
  /** True when the whole state was sent, and `state` is another object than before. */
  readonly snapshot: boolean;
  readonly fields: readonly FieldChange[];
}

type Rows = Record<string, unknown>;

/** A field that a patch is about to change; of a map, the rows it names (all rows when it may change any) as they were before. */
interface TouchedField {
  readonly field: DescField;
  readonly keys: readonly string[] | "all";
  readonly before: Rows;
}

/** What a patch is about to change, by name. */
export type Touched = ReadonlyMap<string, TouchedField>;

/** Reads from a patch which fields and rows it touches. To be called before it is applied, with the state that it is applied to. */
export function touchedFields(schema: DescMessage, state: Message, patch: StatePatch): Touched {
  const touched = new Map<string, TouchedField>();
  for (const number of [...patch.cleared, ...mergedFields(patch.merge), ...patch.messages.map((inner) => inner.field)]) {
    const field = fieldByNumber(schema, number);
    if (field !== undefined) {
      touched.set(nameOf(field), { field, keys: "all", before: field.fieldKind === "map" ? { ...rowsOf(state, field) } : {} });
    }
  }

  for (const map of patch.maps) {
    const field = fieldByNumber(schema, map.field);
    if (field?.fieldKind === "map" && !touched.has(nameOf(field))) {
      const rows = rowsOf(state, field);
      const keys = map.rows.map((row) => readKey(field, row.key)).filter((key) => key !== undefined);
      const before = Object.fromEntries(keys.filter((key) => Object.hasOwn(rows, key)).map((key) => [key, rows[key]]));
      touched.set(nameOf(field), { field, keys, before });
    }
  }

  return touched;
}

/** What the patch did, once it has been applied. */
export function changeAfter(touched: Touched, state: Message): StateChange {
  const fields = [...touched].map(([name, { field, keys, before }]): FieldChange => {
    if (field.fieldKind !== "map") {
      return { field: name, rows: [] };
    }

    const after = rowsOf(state, field);
    const rows = keys === "all" ? rowsBetween(field, before, after) : keys.flatMap((key) => rowChange(field, key, before, after));
    return { field: name, rows };
  });
  return { snapshot: false, fields };
}

/** What lies between two whole states. */
export function changeBetween(schema: DescMessage, before: Message, after: Message): StateChange {
  const fields = new Map<string, FieldChange>();
  for (const field of schema.fields) {
    const name = nameOf(field);
    if (field.fieldKind === "map") {
      const rows = rowsBetween(field, rowsOf(before, field), rowsOf(after, field));
      if (rows.length > 0) {
        fields.set(name, { field: name, rows });
      }
    } else if (!isSame(field, valueOf(before, field), valueOf(after, field))) {
      fields.set(name, { field: name, rows: [] });
    }
  }

  return { snapshot: true, fields: [...fields.values()] };
}

function rowsBetween(field: DescField, before: Rows, after: Rows): RowChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .filter((key) => !(Object.hasOwn(before, key) && Object.hasOwn(after, key) && isSameValue(field, before[key], after[key])))
    .flatMap((key) => rowChange(field, key, before, after));
}

function rowChange(field: DescField, key: string, before: Rows, after: Rows): RowChange[] {
  const typedKey = field.fieldKind === "map" && isNumberKey(field.mapKey) ? Number(key) : key;
  if (Object.hasOwn(after, key)) {
    return [{ kind: Object.hasOwn(before, key) ? "changed" : "added", key: typedKey, value: after[key] }];
  }

  return Object.hasOwn(before, key) ? [{ kind: "removed", key: typedKey, value: before[key] }] : [];
}

function nameOf(field: DescField): string {
  return field.oneof === undefined ? field.localName : field.oneof.localName;
}

function valueOf(message: Message, field: DescField): unknown {
  return (message as unknown as Rows)[nameOf(field)];
}

function rowsOf(message: Message, field: DescField): Rows {
  return valueOf(message, field) as Rows;
}

function isSame(field: DescField, before: unknown, after: unknown): boolean {
  if (field.oneof !== undefined) {
    const [old, now] = [before as { case?: string; value?: unknown }, after as { case?: string; value?: unknown }];
    return old.case === now.case && (now.case !== field.localName || isSameValue(field, old.value, now.value));
  }

  if (field.fieldKind === "list") {
    const [old, now] = [before as unknown[], after as unknown[]];
    return old.length === now.length && old.every((item, index) => isSameValue(field, item, now[index]));
  }

  return isSameValue(field, before, after);
}

/** Compares one value, list item or row of the field. */
function isSameValue(field: DescField, before: unknown, after: unknown): boolean {
  if (field.message !== undefined && before !== undefined && after !== undefined && isMessage(before) && isMessage(after)) {
    return equals(field.message, before, after);
  }

  if (before instanceof Uint8Array && after instanceof Uint8Array) {
    return before.length === after.length && before.every((byte, index) => byte === after[index]);
  }

  return Object.is(before, after);
}

/** The numbers of the fields that encoded bytes would merge. */
function mergedFields(merge: Uint8Array): number[] {
  const numbers = new Set<number>();
  const reader = new BinaryReader(merge);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    numbers.add(number);
    reader.skip(wireType, number);
  }

  return [...numbers];
}

function isNumberKey(type: ScalarType): boolean {
  return [ScalarType.INT32, ScalarType.UINT32, ScalarType.SINT32, ScalarType.FIXED32, ScalarType.SFIXED32].includes(type);
}
