import { fromBinary } from "@bufbuild/protobuf";
import type { ClientEnvelope, ServerEnvelope } from "../gen/gameserver/v1/client_pb.js";
import { ServerBatchSchema } from "../gen/gameserver/v1/client_pb.js";
import type { Dial, Transport } from "../transport.js";
import { Batcher, encodeEnvelope } from "./batcher.js";
import type { Clock } from "./clock.js";

/** What a connection hands to its session. */
export interface ConnectionEvents {
  opened(): void;
  received(envelope: ServerEnvelope): void;
  /** Comes once, unless the session ended the connection itself. */
  closed(code: number, reason: string): void;
}

/** What is reported when the server's bytes make no sense: RFC 6455's protocol error. They would make no more sense the next time. */
const BROKEN_FRAME = 1002;

/** One connection: envelopes out, gathered per turn of the program, and envelopes in, one after another. */
export class Connection {
  private readonly transport: Transport;
  private readonly outgoing = new Batcher();
  private readonly incoming: ServerEnvelope[] = [];
  private flushDue = false;
  private paused = false;
  private over = false;

  /** The largest message that the gateway accepts. */
  messageBytesMax = Number.MAX_SAFE_INTEGER;

  constructor(
    dial: Dial,
    private readonly clock: Clock,
    private readonly events: ConnectionEvents,
  ) {
    this.transport = dial({
      opened: () => this.over || events.opened(),
      received: (message) => this.receive(message),
      closed: (code, reason) => this.end(code, reason),
    });
  }

  send(kind: ClientEnvelope["kind"], requestId: number): void {
    this.outgoing.add(encodeEnvelope(kind, requestId));
    if (!this.flushDue) {
      this.flushDue = true;
      this.clock.soon(() => this.flush());
    }
  }

  /** Writes at once what was sent. */
  flush(): void {
    this.flushDue = false;
    for (const message of this.outgoing.take(this.messageBytesMax)) {
      if (!this.over) {
        this.transport.send(message);
      }
    }
  }

  /** Holds what arrives until the program, whose promise has just been fulfilled, has had its turn to add listeners. */
  pause(then: () => void): void {
    this.paused = true;
    this.clock.schedule(0, () => {
      then();
      this.paused = false;
      this.handOver();
    });
  }

  /** Ends the connection with a close frame; nothing is reported. */
  close(code: number, reason: string): void {
    this.flush();
    this.over = true;
    this.transport.close(code, reason);
  }

  /** Ends the connection at once; nothing is reported. */
  drop(): void {
    this.over = true;
    this.transport.drop();
  }

  private receive(message: Uint8Array): void {
    if (this.over) {
      return;
    }

    try {
      this.incoming.push(...fromBinary(ServerBatchSchema, message, { readUnknownFields: false }).envelopes);
    } catch (error) {
      this.break(`The server sent a message that cannot be decoded: ${String(error)}`);
      return;
    }

    this.handOver();
  }

  private handOver(): void {
    while (!this.over && !this.paused && this.incoming.length > 0) {
      const envelope = this.incoming.shift()!;
      try {
        this.events.received(envelope);
      } catch (error) {
        this.break(`A frame of the server could not be carried out: ${String(error)}`);
      }
    }
  }

  private break(reason: string): void {
    if (!this.over) {
      this.drop();
      this.events.closed(BROKEN_FRAME, reason);
    }
  }

  private end(code: number, reason: string): void {
    if (!this.over) {
      this.over = true;
      this.events.closed(code, reason);
    }
  }
}
