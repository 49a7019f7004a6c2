import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";

/**
 * The message that these fields make. The types of TypeScript say what may be in it; where nobody checked them, whatever the message does
 * not have would be dropped in silence.
 *
 * @throws TypeError when it is no object, or has a field that the message does not have.
 */
export function checkedMessage<M extends DescMessage>(schema: M, init: MessageInitShape<M>): MessageShape<M> {
  if (typeof init !== "object" || init === null || Array.isArray(init)) {
    throw new TypeError(`A ${schema.name} is an object with ${namesOf(schema)}, not ${JSON.stringify(init) ?? String(init)}.`);
  }

  const unknown = Object.keys(init).find((key) => !key.startsWith("$") && schema.members.every((member) => member.localName !== key));
  if (unknown !== undefined) {
    throw new TypeError(`A ${schema.name} has ${namesOf(schema)}, and no "${unknown}".`);
  }

  return create(schema, init);
}

function namesOf(schema: DescMessage): string {
  const names = schema.members.map(({ kind, localName }) => (kind === "oneof" ? `"${localName}" ({ case, value })` : `"${localName}"`));
  return names.length === 0 ? "no fields" : names.join(", ");
}
