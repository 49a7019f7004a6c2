import { create, type DescMessage, fromBinary, type Message } from "@bufbuild/protobuf";
import { StatePatchSchema } from "../../src/gen/gameserver/v1/patch_pb.js";
import { applyPatch } from "../../src/patch/apply.js";
import { stateHash } from "../../src/patch/hash.js";
import { EverythingSchema } from "../gen/everything_pb.js";

/** A client that follows one state by its patches alone. */
export class Follower {
  readonly state: Message;

  constructor(private readonly schema: DescMessage = EverythingSchema) {
    this.state = create(schema);
  }

  follow(patchHex: string): void {
    applyPatch(this.schema, this.state, fromBinary(StatePatchSchema, Buffer.from(patchHex, "hex")));
  }

  hash(): string {
    return stateHash(this.schema, this.state).toString(16).padStart(16, "0");
  }

  /** Whether unknown fields have been kept anywhere. */
  holdsUnknown(): boolean {
    return JSON.stringify(this.state, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)).includes('"$unknown"');
  }
}
