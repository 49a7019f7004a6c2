import type { Error as ErrorFrame } from "./gen/gameserver/v1/client_pb.js";
import { Error_Retry as Retry, ErrorCode } from "./gen/gameserver/v1/client_pb.js";

/** What a closed client's owner may do. */
export type ClosedAction =
  /** Nothing: the client was closed by its own `close()`. */
  | "none"
  /** Connect again as a new session and join the rooms anew; the old session cannot be resumed. */
  | "logInAgain"
  /** Do not come back by yourself: the same would happen again, or another connection goes on with the session. */
  | "never";

/** Why a client is closed and what to do about it. */
export interface ClosedInfo {
  /** The WebSocket close code; 0 when the client itself closed. */
  readonly code: number;
  /** A sentence for people. */
  readonly reason: string;
  readonly action: ClosedAction;
}

/** The server refused a request. */
export class RequestRefusedError extends Error {
  override readonly name = "RequestRefusedError";
  readonly code: ErrorCode;
  /** Whether the same request may succeed later, and after how long. */
  readonly retryAfterMs: number | undefined;

  constructor(frame: Pick<ErrorFrame, "code" | "message" | "retry" | "retryAfterMs">) {
    super(frame.message === "" ? (ErrorCode[frame.code] ?? `Error ${frame.code}`) : frame.message);
    this.code = frame.code;
    this.retryAfterMs = frame.retry === Retry.LATER ? frame.retryAfterMs : undefined;
  }
}

/** The client is closed, so what was asked for cannot come any more. */
export class ConnectionClosedError extends Error {
  override readonly name = "ConnectionClosedError";

  constructor(readonly info: ClosedInfo) {
    super(info.reason === "" ? `The connection was closed with ${info.code}.` : info.reason);
  }
}

/** A room was left before what was asked for could come. */
export class RoomLeftError extends Error {
  override readonly name = "RoomLeftError";
}
