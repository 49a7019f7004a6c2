import { ScalarType, type DescField } from "@bufbuild/protobuf";
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

type MapField = DescField & { fieldKind: "map" };

const KEY_NUMBER = 1;
const writer = new BinaryWriter();

/** The property name of a row whose key comes as in a patch; undefined when the bytes are no key of that map. */
export function readKey(field: MapField, bytes: Uint8Array): string | undefined {
  const reader = new BinaryReader(bytes);
  const [number, type] = reader.tag();
  if (number !== KEY_NUMBER || type !== wireType(field.mapKey)) {
    return undefined;
  }

  const key = String(readScalar(reader, field.mapKey));
  return reader.pos === reader.len ? key : undefined;
}

/** The key of the row with that property name as patches carry it: field 1 of the map's entry, tag included. */
export function writeKey(field: MapField, name: string): Uint8Array {
  writer.tag(KEY_NUMBER, wireType(field.mapKey));
  switch (field.mapKey) {
    case ScalarType.INT32:
      return writer.int32(Number(name)).finish();
    case ScalarType.UINT32:
      return writer.uint32(Number(name)).finish();
    case ScalarType.SINT32:
      return writer.sint32(Number(name)).finish();
    case ScalarType.FIXED32:
      return writer.fixed32(Number(name)).finish();
    case ScalarType.SFIXED32:
      return writer.sfixed32(Number(name)).finish();
    case ScalarType.INT64:
      return writer.int64(name).finish();
    case ScalarType.UINT64:
      return writer.uint64(name).finish();
    case ScalarType.SINT64:
      return writer.sint64(name).finish();
    case ScalarType.FIXED64:
      return writer.fixed64(name).finish();
    case ScalarType.SFIXED64:
      return writer.sfixed64(name).finish();
    case ScalarType.BOOL:
      return writer.bool(name === "true").finish();
    case ScalarType.STRING:
      return writer.string(name).finish();
  }
}

function readScalar(reader: BinaryReader, type: MapField["mapKey"]): number | bigint | string | boolean {
  switch (type) {
    case ScalarType.INT32:
      return reader.int32();
    case ScalarType.UINT32:
      return reader.uint32();
    case ScalarType.SINT32:
      return reader.sint32();
    case ScalarType.FIXED32:
      return reader.fixed32();
    case ScalarType.SFIXED32:
      return reader.sfixed32();
    case ScalarType.INT64:
      return reader.int64();
    case ScalarType.UINT64:
      return reader.uint64();
    case ScalarType.SINT64:
      return reader.sint64();
    case ScalarType.FIXED64:
      return reader.fixed64();
    case ScalarType.SFIXED64:
      return reader.sfixed64();
    case ScalarType.BOOL:
      return reader.bool();
    case ScalarType.STRING:
      return reader.string();
  }
}

function wireType(type: MapField["mapKey"]): WireType {
  switch (type) {
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return WireType.Bit32;
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return WireType.Bit64;
    case ScalarType.STRING:
      return WireType.LengthDelimited;
    default:
      return WireType.Varint;
  }
}
