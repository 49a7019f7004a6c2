import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { fieldsInOrder, hasPresence } from "./fields.js";
import { HashLanes, toUint64 } from "./lanes.js";

/** A number for the shape of a state message. Hashes are comparable when it is equal on both sides. docs/STATE-PATCHES.md. */
export function schemaFingerprint(schema: DescMessage): bigint {
  const lanes = new HashLanes();
  lanes.text(describeSchema(schema));
  return toUint64(lanes.finish());
}

/** The text that the fingerprint is the hash of. */
export function describeSchema(schema: DescMessage): string {
  const messages = new Set([schema]);
  let text = "";
  // A set is walked in the order of insertion, what is added meanwhile included.
  for (const message of messages) {
    text += `${message.typeName}\n`;
    for (const field of fieldsInOrder(message)) {
      text += `${field.number} ${field.name} ${kind(field)}\n`;
      if (field.message !== undefined) {
        messages.add(field.message);
      }
    }
  }

  return text;
}

function kind(field: DescField): string {
  switch (field.fieldKind) {
    case "map":
      return `map ${scalarName(field.mapKey)} ${valueName(field)}`;
    case "list":
      return `repeated ${valueName(field)}`;
    default:
      return `${hasPresence(field) ? "explicit" : "implicit"} ${valueName(field)}`;
  }
}

function valueName(field: DescField): string {
  return field.message?.typeName ?? field.enum?.typeName ?? scalarName(field.scalar!);
}

function scalarName(type: ScalarType): string {
  return ScalarType[type].toLowerCase();
}
