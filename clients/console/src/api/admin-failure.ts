/** Why a question to the admin API came to nothing, as a sentence for people. */
export class AdminFailure extends Error {
  /** `code` is one of the API's, "unanswered", or "unreadable" for an answer that is none of the API's. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Nothing came, or not in time. */
  static unanswered(): AdminFailure {
    return new AdminFailure("unanswered", "The server does not answer. It may have stopped, or the network between is down.");
  }

  /** The server answered that it did not do it. */
  static of(status: number, body: string): AdminFailure {
    try {
      const { code, message } = JSON.parse(body) as { code?: unknown; message?: unknown };
      if (typeof code === "string" && typeof message === "string") {
        return new AdminFailure(code, message);
      }
    } catch {
      // Not JSON: something between the console and the server has answered in its place.
    }
    return new AdminFailure("unreadable", `The answer was HTTP ${status} and none of this server's; look at what is in front of it.`);
  }

  /** The token is none of the server's, or not any more. */
  get isUnauthorized(): boolean {
    return this.code === "unauthorized";
  }

  /** What was asked about is not there. */
  get isNotFound(): boolean {
    return this.code === "roomNotFound" || this.code === "sessionNotFound" || this.code === "nodeNotFound";
  }
}

/** The sentence to show for whatever was thrown. */
export function sentence(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
