import { clearField, type DescField, type DescMessage, mergeFromBinary, type MessageShape } from "@bufbuild/protobuf";
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { RowPatch, StatePatch } from "../gen/gameserver/v1/patch_pb.js";
import { type AnyMessage, fieldByNumber, isWhole, localValue } from "./fields.js";
import { readKey } from "./map-key.js";

type MapField = DescField & { fieldKind: "map" };

/** The patch was not made for this state, or is none. The state is neither old nor new then: ask for a snapshot. */
export class PatchError extends Error {
  override name = "PatchError";
}

const DEPTH_MAX = 32;
const VALUE_NUMBER = 2;

/**
 * Brings the message to the value that the patch leads to, by the runtime's own merge. Fields that the schema does not know are dropped.
 * Throws when the patch cannot be applied; the message may be changed in part then.
 */
export function applyPatch<S extends DescMessage>(schema: S, message: MessageShape<S>, patch: StatePatch): void {
  apply(schema, message as AnyMessage, patch, 0);
}

function apply(schema: DescMessage, message: AnyMessage, patch: StatePatch, depth: number): void {
  if (depth >= DEPTH_MAX) {
    throw new PatchError("The patch is nested too deeply.");
  }

  for (const number of patch.cleared) {
    const field = fieldByNumber(schema, number);
    if (field !== undefined) {
      clearField(message, field);
    }
  }

  merge(schema, message, patch.merge);
  for (const nested of patch.messages) {
    const field = fieldByNumber(schema, nested.field);
    if (field !== undefined) {
      applyMessage(message, field, nested.patch, depth);
    }
  }

  for (const map of patch.maps) {
    const field = fieldByNumber(schema, map.field);
    if (field !== undefined) {
      if (field.fieldKind !== "map") {
        throw new PatchError(`${field.toString()} has no rows.`);
      }

      for (const row of map.rows) {
        applyRow(schema, message, field, row, depth);
      }
    }
  }
}

function applyMessage(message: AnyMessage, field: DescField, patch: StatePatch | undefined, depth: number): void {
  if (field.fieldKind !== "message" || isWhole(field.message) || patch === undefined) {
    throw new PatchError(`${field.toString()} cannot be patched.`);
  }

  const live = localValue(message, field);
  if (live === undefined) {
    throw new PatchError(`${field.toString()} is patched but absent.`);
  }

  apply(field.message, live as AnyMessage, patch, depth + 1);
}

function applyRow(schema: DescMessage, message: AnyMessage, field: MapField, row: RowPatch, depth: number): void {
  const rows = message[field.localName] as Record<string, unknown>;
  const key = readKey(field, row.key);
  if (key === undefined) {
    throw new PatchError(`A row of ${field.toString()} has no key of its kind.`);
  }

  switch (row.change.case) {
    case "removed":
      delete rows[key];
      break;
    case "replace":
      merge(schema, message, encodeEntry(field, row.key, row.change.value));
      break;
    case "patch":
      if (field.mapKind !== "message" || isWhole(field.message) || !Object.hasOwn(rows, key)) {
        throw new PatchError(`A row of ${field.toString()} is patched but cannot be.`);
      }

      apply(field.message, rows[key] as AnyMessage, row.change.value, depth + 1);
      break;
    case undefined:
      throw new PatchError(`A row of ${field.toString()} says nothing.`);
  }
}

function merge(schema: DescMessage, message: AnyMessage, bytes: Uint8Array): void {
  if (bytes.length > 0) {
    // Unknown fields would be added again by every patch.
    mergeFromBinary(schema, message as never, bytes, { readUnknownFields: false });
  }
}

/** A row as bytes of its map field: merging an entry replaces the row. */
function encodeEntry(field: MapField, key: Uint8Array, value: Uint8Array): Uint8Array {
  const reader = new BinaryReader(value);
  const [number, type] = reader.tag();
  reader.skip(type, number);
  if (number !== VALUE_NUMBER || reader.pos !== reader.len) {
    throw new PatchError(`A row of ${field.toString()} has no value.`);
  }

  return new BinaryWriter()
    .tag(field.number, WireType.LengthDelimited)
    .uint32(key.length + value.length)
    .raw(key)
    .raw(value)
    .finish();
}
