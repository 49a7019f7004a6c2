import type { ClientEnvelope, Error as ErrorFrame, ServerEnvelope } from "../gen/gameserver/v1/client_pb.js";
import { Error_Retry as Retry, ErrorCode } from "../gen/gameserver/v1/client_pb.js";
import { RequestRefusedError } from "../errors.js";
import type { Clock } from "./clock.js";

const ATTEMPTS_MAX = 8;
const RETRY_MS_MIN = 50;

/** One request that waits for its answer. */
export interface Request {
  /** What is to be sent; made anew for every sending, since a room may have got another number. Undefined: nothing to send now. */
  readonly make: () => ClientEnvelope["kind"] | undefined;
  readonly answer: (envelope: ServerEnvelope) => void;
  readonly fail: (error: Error) => void;
}

/**
 * The requests without an answer. Each may be sent any number of times (the nonces make that harmless): after a resume, and when the
 * server was too busy to take it.
 */
export class Requests {
  private readonly open = new Map<number, Request & { attempts: number }>();
  private nextId = 1;

  constructor(
    private readonly clock: Clock,
    private readonly send: (kind: ClientEnvelope["kind"], requestId: number) => void,
  ) {}

  /** Sends a request and keeps it until it is answered. */
  start(request: Request): number {
    const id = this.nextId++;
    this.open.set(id, { ...request, attempts: 0 });
    this.sendAgain(id);
    return id;
  }

  /** The session goes on over a new connection: whatever was under way may be lost. */
  sendAll(): void {
    for (const id of [...this.open.keys()]) {
      this.sendAgain(id);
    }
  }

  /** Sends one request again, if it still waits. */
  sendAgain(id: number): void {
    const kind = this.open.get(id)?.make();
    if (kind !== undefined) {
      this.send(kind, id);
    }
  }

  /** Hands a reply to the request that it answers; false when nothing waits for it. */
  answer(envelope: ServerEnvelope): boolean {
    const request = this.open.get(envelope.requestId);
    if (request === undefined) {
      return false;
    }

    this.open.delete(envelope.requestId);
    request.answer(envelope);
    return true;
  }

  /** The server refused a request: again after a while when it was only busy, else its sender is told. */
  refuse(id: number, error: ErrorFrame): boolean {
    const request = this.open.get(id);
    if (request === undefined) {
      return false;
    }

    const passing = error.code === ErrorCode.BUSY || error.code === ErrorCode.RATE_LIMITED;
    if (passing && error.retry === Retry.LATER && ++request.attempts < ATTEMPTS_MAX) {
      this.clock.schedule(Math.max(error.retryAfterMs, RETRY_MS_MIN), () => this.sendAgain(id));
      return true;
    }

    this.open.delete(id);
    request.fail(new RequestRefusedError(error));
    return true;
  }

  /** The answer does not matter any more. */
  forget(id: number): void {
    this.open.delete(id);
  }

  /** Nothing will be answered any more. */
  end(error: Error): void {
    const left = [...this.open.values()];
    this.open.clear();
    for (const request of left) {
      request.fail(error);
    }
  }
}
