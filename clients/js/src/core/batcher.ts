import { create, toBinary } from "@bufbuild/protobuf";
import type { ClientEnvelope } from "../gen/gameserver/v1/client_pb.js";
import { ClientBatchSchema, ClientEnvelopeSchema } from "../gen/gameserver/v1/client_pb.js";

/** One envelope as a batch of its own; such batches are joined by concatenation. */
export function encodeEnvelope(kind: ClientEnvelope["kind"], requestId: number): Uint8Array {
  return toBinary(ClientBatchSchema, create(ClientBatchSchema, { envelopes: [create(ClientEnvelopeSchema, { kind, requestId })] }));
}

/** The most envelopes that a gateway accepts in one message. */
const ENVELOPES_MAX = 256;

/** Gathers what is to be sent in one go into as few messages as the server's limit allows. */
export class Batcher {
  private parts: Uint8Array[] = [];

  add(part: Uint8Array): void {
    this.parts.push(part);
  }

  /** Takes all out, as whole WebSocket messages. */
  take(bytesMax: number): Uint8Array[] {
    const messages: Uint8Array[] = [];
    let group: Uint8Array[] = [];
    let bytes = 0;
    for (const part of this.parts) {
      if (group.length === ENVELOPES_MAX || (group.length > 0 && bytes + part.length > bytesMax)) {
        messages.push(join(group, bytes));
        [group, bytes] = [[], 0];
      }

      group.push(part);
      bytes += part.length;
    }

    if (group.length > 0) {
      messages.push(join(group, bytes));
    }

    this.parts = [];
    return messages;
  }

  /** Forgets what was gathered: its connection is gone. */
  clear(): void {
    this.parts = [];
  }
}

function join(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const message = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }

  return message;
}
