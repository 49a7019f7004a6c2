/** Where a client's session stands with its connection. */
export type SessionPhase =
  /** A connection is being made. */
  | "dialling"
  /** The first frame is sent, the Welcome has not come. */
  | "opening"
  /** Frames flow. */
  | "live"
  /** No connection; the next attempt is due at a known time. */
  | "waiting"
  /** Over for good. */
  | "ended";

/** What moves a session from one phase to another. */
export type SessionEvent =
  /** The WebSocket is open. */
  | "opened"
  /** The Welcome has come. */
  | "welcomed"
  /** The connection is gone and another is to be tried. */
  | "lost"
  /** The wait before the next attempt is over. */
  | "waitOver"
  /** The program closed it, or the server said not to come back. */
  | "ended";

/** The one table of phases. What is not in it has no meaning in that phase and is ignored. */
const transitions: Record<SessionPhase, Partial<Record<SessionEvent, SessionPhase>>> = {
  dialling: { opened: "opening", lost: "waiting", ended: "ended" },
  opening: { welcomed: "live", lost: "waiting", ended: "ended" },
  live: { lost: "waiting", ended: "ended" },
  waiting: { waitOver: "dialling", ended: "ended" },
  ended: {},
};

/** The next phase; undefined when the event is to be ignored. */
export function nextPhase(phase: SessionPhase, happened: SessionEvent): SessionPhase | undefined {
  return transitions[phase][happened];
}
