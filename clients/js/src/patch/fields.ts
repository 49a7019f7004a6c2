import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";

/** A message whose fields are reached by the names that its descriptor gives. */
export type AnyMessage = Message & Record<string, unknown>;

const IMPLICIT = 2;
const sorted = new WeakMap<DescMessage, readonly DescField[]>();

/** The fields by ascending number. */
export function fieldsInOrder(schema: DescMessage): readonly DescField[] {
  let fields = sorted.get(schema);
  if (fields === undefined) {
    fields = [...schema.fields].sort((left, right) => left.number - right.number);
    sorted.set(schema, fields);
  }

  return fields;
}

const numbered = new WeakMap<DescMessage, ReadonlyMap<number, DescField>>();

export function fieldByNumber(schema: DescMessage, number: number): DescField | undefined {
  let fields = numbered.get(schema);
  if (fields === undefined) {
    fields = new Map(schema.fields.map((field) => [field.number, field]));
    numbered.set(schema, fields);
  }

  return fields.get(number);
}

/** Whether being absent and having the default value are two things. */
export function hasPresence(field: DescField): boolean {
  return field.fieldKind !== "list" && field.fieldKind !== "map" && field.presence !== IMPLICIT;
}

/** The field's value as the message holds it; undefined when an absent field has none. */
export function localValue(message: AnyMessage, field: DescField): unknown {
  if (field.oneof !== undefined) {
    const oneof = message[field.oneof.localName] as { case: string | undefined; value?: unknown };
    return oneof.case === field.localName ? oneof.value : undefined;
  }

  return message[field.localName];
}

/** Patches never go inside well-known types: they are cleared and sent whole. */
export function isWhole(schema: DescMessage): boolean {
  return schema.file.proto.package === "google.protobuf";
}

/** Wrapper messages, which protobuf-es shows as their value in singular fields outside a oneof. */
export function isUnwrapped(field: DescField): boolean {
  return field.fieldKind === "message" && field.oneof === undefined && field.message.file.name === "google/protobuf/wrappers";
}

/** Fields of google.protobuf.Struct, which protobuf-es keeps as plain JSON. */
export function isJson(field: DescField): boolean {
  return field.message?.typeName === "google.protobuf.Struct" && field.parent.typeName !== "google.protobuf.Value";
}
