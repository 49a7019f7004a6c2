import { CommandResult_Outcome as Outcome } from "../gen/gameserver/v1/client_pb.js";
import type { CommandResult } from "../gen/gameserver/v1/client_pb.js";

/** What became of a command. */
export type CommandOutcome =
  /** The room applied it, once. */
  | "applied"
  /** The room refused it. */
  | "rejected"
  /** The room's code failed on it and was rolled back. */
  | "failed"
  /** It is not a message of the room's command type. */
  | "badPayload"
  /** It would have made the room's state too large. */
  | "stateLimit"
  /** The room applied it before, and its reply is gone. */
  | "forgotten"
  /** The server refused it before it reached the room, for good. */
  | "refused"
  /** It was never sent: the room had been left, the client was closed, it was too large, or too many commands were waiting. */
  | "notSent"
  /** It was sent, and the room was left or the session ended before its answer came: it may have been applied or not. */
  | "unknown";

/** Told once, when it is known what became of a command. */
export type Settle = (outcome: CommandOutcome, reply: Uint8Array | undefined, reason: string) => void;

/** A command to be written to the connection now. */
export interface DueCommand {
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly traceparent: string;
}

interface Waiting {
  readonly payload: Uint8Array;
  readonly traceparent: string;
  readonly settle: Settle;
  sent: boolean;
}

/**
 * One member's commands in one room: numbered from 1 without gaps, sent in order, kept until the room has answered and sent again
 * whenever the room may not have got them.
 */
export class CommandLog {
  private waiting = new Map<number, Waiting>();
  private nextSeq = 1;
  private sentThrough = 0;
  private attached = false;
  private pausedUntil = 0;
  private gap: { expected: number; seq: number; through: number } | undefined;

  /** How many commands may be without an answer, as the server said. */
  unacknowledgedMax = 1;

  constructor(private readonly waitingMax: number) {}

  /** Every result up to this number has been received. */
  get repliesSeen(): number {
    for (const seq of this.waiting.keys()) {
      return seq - 1;
    }

    return this.nextSeq - 1;
  }

  /** Commands whose answer is not here yet. */
  get unanswered(): number {
    return this.waiting.size;
  }

  /** Takes a command; false when too many wait already. */
  add(payload: Uint8Array, settle: Settle, traceparent = ""): boolean {
    if (this.waiting.size >= this.waitingMax) {
      return false;
    }

    this.waiting.set(this.nextSeq++, { payload, traceparent, settle, sent: false });
    return true;
  }

  /** What is to be written now; it counts as written. */
  takeDue(now: number): DueCommand[] {
    if (!this.attached || now < this.pausedUntil) {
      return [];
    }

    const due: DueCommand[] = [];
    const last = Math.min(this.nextSeq - 1, this.repliesSeen + this.unacknowledgedMax);
    for (; this.sentThrough < last; this.sentThrough++) {
      const seq = this.sentThrough + 1;
      const command = this.waiting.get(seq);
      if (command !== undefined) {
        command.sent = true;
        due.push({ seq, payload: command.payload, traceparent: command.traceparent });
      }
    }

    return due;
  }

  /**
   * The room says how far it has come with this member's commands. Those up to there get their results soon; the others are numbered on
   * from there (the same numbers as before, unless the room came back older) and sent again.
   */
  attach(lastApplied: number): void {
    const renumbered = new Map<number, Waiting>();
    let next = lastApplied + 1;
    for (const [seq, command] of this.waiting) {
      renumbered.set(command.sent && seq <= lastApplied ? seq : next++, command);
    }

    this.waiting = renumbered;
    this.nextSeq = next;
    this.sentThrough = lastApplied;
    this.gap = undefined;
    this.pausedUntil = 0;
    this.attached = true;
  }

  /** How many commands were answered whose numbers are above; to be asked before `attach`. */
  countUndone(lastApplied: number): number {
    const open = [...this.waiting.keys()].filter((seq) => seq > lastApplied).length;
    return Math.max(0, this.nextSeq - 1 - lastApplied - open);
  }

  /** The connection is gone: nothing is due until the room has been attached again. */
  detach(): void {
    this.attached = false;
  }

  /** A result from the room. A second result for the same number changes nothing. */
  answer(result: CommandResult): void {
    const seq = Number(result.commandSeq);
    if (result.outcome === Outcome.GAP) {
      this.answerGap(seq, Number(result.expected));
      return;
    }

    const command = this.waiting.get(seq);
    if (command === undefined) {
      return;
    }

    this.waiting.delete(seq);
    command.settle(outcomeOf(result.outcome), result.reply, result.reason);
  }

  /** Refused at the door: the number stays unused, so it and all that follow are sent again later. */
  refuseForNow(seq: number, retryAt: number): void {
    if (this.waiting.has(seq)) {
      this.sentThrough = Math.min(this.sentThrough, seq - 1);
      this.pausedUntil = Math.max(this.pausedUntil, retryAt);
    }
  }

  /** Refused at the door for good: the later ones, which cannot have been applied without it, move up by one number. */
  refuseForGood(seq: number, reason: string): void {
    const refused = this.waiting.get(seq);
    if (refused === undefined) {
      return;
    }

    const moved = new Map<number, Waiting>();
    for (const [other, command] of this.waiting) {
      if (other !== seq) {
        moved.set(other < seq ? other : other - 1, command);
      }
    }

    this.waiting = moved;
    this.nextSeq--;
    this.sentThrough = Math.min(this.sentThrough, seq - 1);
    refused.settle("refused", undefined, reason);
  }

  /** No answer will come any more. */
  end(reason: string): void {
    const left = [...this.waiting.values()];
    this.waiting.clear();
    this.attached = false;
    for (const command of left) {
      command.settle(command.sent ? "unknown" : "notSent", undefined, reason);
    }
  }

  /** One lost command makes the room answer GAP to all that were under way behind it: only the first of such a row sends again. */
  private answerGap(seq: number, expected: number): void {
    const row = this.gap;
    if (row !== undefined && row.expected === expected && seq > row.seq && seq <= row.through) {
      row.seq = seq;
      return;
    }

    this.gap = { expected, seq, through: this.sentThrough };
    this.sentThrough = Math.min(this.sentThrough, expected - 1);
  }
}

function outcomeOf(outcome: Outcome): CommandOutcome {
  switch (outcome) {
    case Outcome.APPLIED:
      return "applied";
    case Outcome.REJECTED:
      return "rejected";
    case Outcome.FAILED:
      return "failed";
    case Outcome.BAD_PAYLOAD:
      return "badPayload";
    case Outcome.STATE_LIMIT:
      return "stateLimit";
    case Outcome.FORGOTTEN:
      return "forgotten";
    default:
      // An outcome of a newer server: the number is used.
      return "unknown";
  }
}
