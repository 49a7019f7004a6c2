import type { JsonObject, JsonValue } from "@bufbuild/protobuf";

/** The JSON form of a patch. docs/STATE-PATCHES.md. */
export interface JsonPatch {
  readonly cleared?: readonly string[];
  readonly changed?: JsonObject;
  readonly messages?: Record<string, JsonPatch>;
  readonly rows?: Record<string, Record<string, JsonRow>>;
}

type JsonRow = { readonly removed: true } | { readonly replace: JsonValue } | JsonPatch;

/** What a client without protobuf and without a schema does with it. */
export function applyJsonPatch(state: JsonObject, patch: JsonPatch): void {
  for (const name of patch.cleared ?? []) {
    delete state[name];
  }

  for (const [name, value] of Object.entries(patch.changed ?? {})) {
    const items = state[name];
    state[name] = Array.isArray(value) && Array.isArray(items) ? [...items, ...value] : value;
  }

  for (const [name, inner] of Object.entries(patch.messages ?? {})) {
    applyJsonPatch(state[name] as JsonObject, inner);
  }

  for (const [name, rows] of Object.entries(patch.rows ?? {})) {
    const map = (state[name] ??= {}) as JsonObject;
    for (const [key, row] of Object.entries(rows)) {
      applyRow(map, key, row);
    }
  }
}

function applyRow(map: JsonObject, key: string, row: JsonRow): void {
  if ("removed" in row) {
    delete map[key];
  } else if ("replace" in row) {
    // Plain assignment would take the key "__proto__" for something else.
    Object.defineProperty(map, key, { value: row.replace, configurable: true, enumerable: true, writable: true });
  } else {
    applyJsonPatch(map[key] as JsonObject, row);
  }
}
