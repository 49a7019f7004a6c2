import { ScalarType, type DescField, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { reflect, type ReflectList, type ReflectMap, type ReflectMessage } from "@bufbuild/protobuf/reflect";
import { type AnyMessage, fieldsInOrder, hasPresence, isJson, isUnwrapped, localValue } from "./fields.js";
import { type HashDigest, HashLanes, toUint64 } from "./lanes.js";
import { writeKey } from "./map-key.js";

type ListField = DescField & { fieldKind: "list" };
type MapField = DescField & { fieldKind: "map" };

/** The language-neutral hash of a state: known fields only, maps whatever their order. docs/STATE-PATCHES.md. */
export function stateHash<S extends DescMessage>(schema: S, message: MessageShape<S>): bigint {
  return toUint64(hashMessage(schema, message as AnyMessage));
}

function hashMessage(schema: DescMessage, message: AnyMessage): HashDigest {
  const lanes = new HashLanes();
  for (const field of fieldsInOrder(schema)) {
    const value = isJson(field) ? structValue(schema, message, field) : localValue(message, field);
    if (value !== undefined) {
      hashField(field, value, lanes);
    }
  }

  return lanes.finish();
}

function hashField(field: DescField, value: unknown, lanes: HashLanes): void {
  switch (field.fieldKind) {
    case "list":
      hashList(field, value as readonly unknown[], lanes);
      break;
    case "map":
      hashMap(field, value as Record<string, unknown>, lanes);
      break;
    case "message":
      lanes.word(field.number);
      lanes.digest(isUnwrapped(field) ? hashWrapped(field.message, value) : hashMessage(field.message, value as AnyMessage));
      break;
    case "enum":
    case "scalar":
      if (hasPresence(field) || !isDefault(field, value)) {
        lanes.word(field.number);
        hashScalar(field.fieldKind === "enum" ? ScalarType.INT32 : field.scalar, value, lanes);
      }

      break;
  }
}

function hashList(field: ListField, items: readonly unknown[], lanes: HashLanes): void {
  if (items.length === 0) {
    return;
  }

  const inner = new HashLanes();
  for (const item of items) {
    if (field.listKind === "message") {
      inner.digest(hashMessage(field.message, item as AnyMessage));
    } else {
      hashScalar(field.listKind === "enum" ? ScalarType.INT32 : field.scalar, item, inner);
    }
  }

  lanes.word(field.number);
  lanes.word(items.length);
  lanes.digest(inner.finish());
}

function hashMap(field: MapField, rows: Record<string, unknown>, lanes: HashLanes): void {
  let count = 0;
  let a = 0;
  let b = 0;
  for (const key of Object.keys(rows)) {
    const row = new HashLanes();
    row.bytes(writeKey(field, key));
    if (field.mapKind === "message") {
      row.digest(hashMessage(field.message, rows[key] as AnyMessage));
    } else {
      hashScalar(field.mapKind === "enum" ? ScalarType.INT32 : field.scalar, rows[key], row);
    }

    const digest = row.finish();
    a = (a + digest.a) | 0;
    b = (b + digest.b) | 0;
    count++;
  }

  if (count > 0) {
    lanes.word(field.number);
    lanes.word(count);
    lanes.digest({ a, b });
  }
}

/** A wrapper message of which only the value is there. */
function hashWrapped(schema: DescMessage, value: unknown): HashDigest {
  const lanes = new HashLanes();
  hashField(schema.fields[0]!, value, lanes);
  return lanes.finish();
}

function hashScalar(type: ScalarType, value: unknown, lanes: HashLanes): void {
  switch (type) {
    case ScalarType.BOOL:
      lanes.word(value ? 1 : 0);
      break;
    case ScalarType.STRING:
      lanes.text(value as string);
      break;
    case ScalarType.BYTES:
      lanes.bytes(value as Uint8Array);
      break;
    case ScalarType.FLOAT:
      lanes.float(value as number);
      break;
    case ScalarType.DOUBLE:
      lanes.double(value as number);
      break;
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      lanes.long(BigInt(value as bigint | string));
      break;
    default:
      lanes.word(value as number);
      break;
  }
}

/** Zero of either sign, false, and what is empty. 64-bit integers may be kept as text. */
function isDefault(field: DescField, value: unknown): boolean {
  if (typeof value === "string") {
    return value === (field.scalar === ScalarType.STRING ? "" : "0");
  }

  return value === 0 || value === 0n || value === false || (value instanceof Uint8Array && value.length === 0);
}

/** Plain JSON as the google.protobuf.Struct messages that it stands for. */
function structValue(schema: DescMessage, message: AnyMessage, field: DescField): unknown {
  if (localValue(message, field) === undefined) {
    return undefined;
  }

  const value = reflect(schema, message as never, false).get(field);
  switch (field.fieldKind) {
    case "list":
      return [...(value as ReflectList<ReflectMessage>)].map((item) => item.message);
    case "map":
      return Object.fromEntries([...(value as ReflectMap<string, ReflectMessage>)].map(([key, item]) => [String(key), item.message]));
    default:
      return (value as ReflectMessage).message;
  }
}
