import type { ClosedAction } from "../errors.js";
import { CloseCode } from "../gen/gameserver/v1/client_pb.js";
import { closeActionOf } from "./close-policy.js";

/** How things stood when a connection was lost. */
export interface LossSituation {
  readonly code: number;
  /** Frames had flowed on this connection. */
  readonly live: boolean;
  /** No connection of this client has ever been welcomed. */
  readonly neverWelcomed: boolean;
  /** The first frame was a resume of a session that an earlier page had left. */
  readonly remembered: boolean;
  /** The time for getting the first connection of a new session is over. */
  readonly timeIsUp: boolean;
}

/** What follows from the loss of a connection. */
export type LossVerdict =
  | { readonly kind: "tryAgain"; readonly patient: boolean; readonly asNewSession: boolean }
  | { readonly kind: "end"; readonly action: ClosedAction };

/** Decides whether to come back, and how. */
export function judgeLoss({ code, live, neverWelcomed, remembered, timeIsUp }: LossSituation): LossVerdict {
  const action = closeActionOf(code);
  if (action === "never") {
    return { kind: "end", action };
  }

  // A session that an earlier page left is worth waiting for, however long its server is away.
  if (neverWelcomed && timeIsUp && !remembered) {
    return { kind: "end", action: "logInAgain" };
  }

  if (action === "logInAgain") {
    // A first frame that came too late is simply sent again, and a session that only an earlier page knew gives way to a new one.
    const late = !live && code === CloseCode.HELLO_TIMEOUT;
    const asNewSession = !late && neverWelcomed && remembered;
    return late || asNewSession ? { kind: "tryAgain", patient: false, asNewSession } : { kind: "end", action };
  }

  return { kind: "tryAgain", patient: action === "waitAndResume", asNewSession: false };
}
