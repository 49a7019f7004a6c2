/** What a client does after its connection was closed; the number of the close alone says it. */
export type CloseAction =
  /** Connect again at once and send Resume. */
  | "resume"
  /** Connect again after a back-off and send Resume. */
  | "waitAndResume"
  /** The session is over: only a new Hello helps. */
  | "logInAgain"
  /** Do not connect again unless the player asks for it. */
  | "never";

/**
 * The hundreds of 4000–4399 say it. Of the codes of RFC 6455, those that blame the client's bytes would come again and end it; those of a
 * lost or restarting server lead to a resume. Every other number is treated as a passing fault.
 */
export function closeActionOf(code: number): CloseAction {
  if (code >= 4000 && code < 4400) {
    return (["resume", "waitAndResume", "logInAgain", "never"] as const)[Math.floor(code / 100) - 40]!;
  }

  switch (code) {
    case 1001:
    case 1005:
    case 1006:
      return "resume";
    case 1000:
    case 1002:
    case 1003:
    case 1007:
    case 1008:
    case 1009:
    case 1010:
      return "never";
    default:
      return "waitAndResume";
  }
}
