/** The fields of a message, without what protobuf-es adds to it. */
export type FieldName<M> = Exclude<keyof M, "$typeName" | "$unknown"> & string;

/** A map field's object has an index signature; nothing else in a message has, but lists and bytes. */
type IsMap<T> = T extends readonly unknown[] | Uint8Array ? false : number extends keyof T ? true : false;

/** The map fields of a message: its entities. */
export type MapFieldName<M> = { [F in FieldName<M>]: IsMap<M[F]> extends true ? F : never }[FieldName<M>];

/** The key of a map field's entries: a number for 32-bit integers, else a string. */
export type MapKey<T> = string extends keyof T ? string : number;

/** The value of a map field's entries. */
export type MapValue<T> = T extends Record<string | number, infer V> ? V : never;

/** Who is told what becomes of a map field's entries. */
export interface MapHandlers<M, F extends keyof M> {
  /** The entry is new. */
  readonly added?: (key: MapKey<M[F]>, value: MapValue<M[F]>) => void;
  /** Something in the entry has changed, or it was replaced. */
  readonly changed?: (key: MapKey<M[F]>, value: MapValue<M[F]>) => void;
  /** The entry is gone; the value is its last one. */
  readonly removed?: (key: MapKey<M[F]>, value: MapValue<M[F]>) => void;
}
