import { create } from "@bufbuild/protobuf";
import type { Join, PropertyFilter } from "./gen/gameserver/v1/client_pb.js";
import { JoinSchema, PropertyFilter_Comparison as Comparison, PropertyFilterSchema } from "./gen/gameserver/v1/client_pb.js";

/** Compares one property of a listing. Numbers compare as numbers, anything else as text. */
export interface Filter {
  readonly property: string;
  readonly comparison?: "==" | "!=" | "<" | "<=" | ">" | ">=";
  readonly value: string | number;
}

/** Which room to enter. */
export type JoinTarget =
  /** This very room. */
  | { readonly id: string }
  /** A new room; with a key, refused with KEY_TAKEN if a room of the type has it. */
  | { readonly create: { readonly properties?: Properties; readonly key?: string } }
  /** The one room of the type that has this key, made with these properties if it does not exist. */
  | { readonly key: string; readonly properties?: Properties }
  /** Any room of the type whose properties match all filters, else a new one with these properties. Best effort. */
  | { readonly match: { readonly filters?: readonly Filter[]; readonly properties?: Properties } };

/** What a room's listing shows of it. */
export type Properties = Readonly<Record<string, string>>;

const comparisons = {
  "==": Comparison.EQUAL,
  "!=": Comparison.NOT_EQUAL,
  "<": Comparison.LESS,
  "<=": Comparison.LESS_OR_EQUAL,
  ">": Comparison.GREATER,
  ">=": Comparison.GREATER_OR_EQUAL,
} as const;

/** The filters as they travel. */
export function toFilters(filters: readonly Filter[] = []): PropertyFilter[] {
  return filters.map(({ property, comparison = "==", value }) =>
    create(PropertyFilterSchema, { property, comparison: comparisons[comparison], value: String(value) }),
  );
}

/** The join as it travels; sent again with the same nonce it is carried out once. */
export function toJoin(roomType: string, target: JoinTarget, nonce: string, options: Properties, seat: string): Join {
  return create(JoinSchema, { nonce, options: { ...options }, seat, target: toTarget(roomType, target) });
}

function toTarget(roomType: string, target: JoinTarget) {
  if ("id" in target) {
    return { case: "roomId" as const, value: target.id };
  }

  if ("create" in target) {
    const { properties, key } = target.create;
    return { case: "create" as const, value: { roomType, properties: { ...properties }, key: key ?? "" } };
  }

  if ("match" in target) {
    const { filters, properties } = target.match;
    return { case: "match" as const, value: { roomType, filters: toFilters(filters), properties: { ...properties } } };
  }

  return { case: "key" as const, value: { roomType, key: target.key, properties: { ...target.properties } } };
}
