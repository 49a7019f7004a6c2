import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { SnapshotRequest_Cause as Cause } from "../gen/gameserver/v1/client_pb.js";
import type { CommandResult, MemberUpdate, RoomAttached, RoomUpdate } from "../gen/gameserver/v1/client_pb.js";
import type { StatePatch } from "../gen/gameserver/v1/patch_pb.js";
import { applyPatch } from "../patch/apply.js";
import { schemaFingerprint } from "../patch/fingerprint.js";
import { stateHash } from "../patch/hash.js";
import type { StateChange } from "./state-change.js";
import { changeAfter, changeBetween, touchedFields } from "./state-change.js";

/** What a frame leads to, in this order. A closed set: the room core names every case. */
export type StreamStep =
  /** The state is another one now. */
  | { readonly kind: "changed"; readonly change: StateChange }
  /** An event for this member, as the room type's event message. */
  | { readonly kind: "event"; readonly payload: Uint8Array }
  /** The answer to a command. */
  | { readonly kind: "result"; readonly result: CommandResult }
  /** The room is to be asked for its whole state. */
  | { readonly kind: "ask"; readonly cause: Cause }
  /** Events between what the client had and the present state are gone. */
  | { readonly kind: "eventsLost" };

interface Held {
  readonly frame: MemberUpdate;
  /** The position was below the frame's version when it came: its direct events are new to this client. */
  readonly eventsAreNew: boolean;
}

/** One room's state and events, kept in step with the room: applies what fits the present position, asks for a snapshot otherwise. */
export class RoomStream<S extends DescMessage> {
  private readonly fingerprint: bigint;
  private hashesComparable = false;
  private attached = false;
  private asked: Cause | undefined;
  /** Updates did not fit or could not be applied: the next snapshot may pass over events. */
  private lostTrack = false;
  private held: Held[] = [];

  /** The live message. */
  state: MessageShape<S>;
  epoch = 0n;
  version = 0n;
  /** False until the first snapshot, and after the room came back older: then only a snapshot helps. */
  positioned = false;
  /** Unix time of the last turn that was applied. */
  roomTimeMs = 0;
  /** How often the state was not the room's, by its hash. */
  hashMismatches = 0;

  constructor(private readonly schema: S) {
    this.fingerprint = schemaFingerprint(schema);
    this.state = create(schema);
  }

  /** The room is attached to this connection; what was missed follows. */
  attach(frame: RoomAttached): StreamStep[] {
    this.attached = true;
    this.asked = undefined;
    this.held = [];
    this.hashesComparable = frame.schemaFingerprint === this.fingerprint;
    this.epoch = frame.epoch;
    // Whoever came with a position is sent all that it missed, or told that events are gone.
    this.lostTrack &&= !this.positioned;
    if (frame.rewound !== undefined) {
      this.positioned = false;
    }

    return frame.eventsLost ? [{ kind: "eventsLost" }] : [];
  }

  /** The connection is gone: what was held belongs to it, and the room sends it again. */
  detach(): void {
    this.attached = false;
    this.asked = undefined;
    this.held = [];
  }

  /** The snapshot that was asked for was refused: it may be asked for again. */
  askAgain(): StreamStep[] {
    return this.asked === undefined ? [] : [{ kind: "ask", cause: this.asked }];
  }

  /** One step of the room. */
  update(frame: RoomUpdate): StreamStep[] {
    if (!this.attached || frame.epoch < this.epoch) {
      return [];
    }

    if (frame.snapshot) {
      return this.replace(frame);
    }

    // Without a position a snapshot is on its way; what is not above the position has been seen.
    if (!this.positioned || (frame.epoch === this.epoch && frame.version <= this.version)) {
      return [];
    }

    if (frame.epoch !== this.epoch || frame.baseVersion !== this.version) {
      return this.loseTrack();
    }

    const steps: StreamStep[] = [];
    if (frame.patch !== undefined) {
      const change = this.apply(frame.patch);
      if (change === undefined) {
        return this.loseTrack();
      }

      steps.push({ kind: "changed", change });
    }

    this.moveTo(frame);
    if (this.countMismatch(frame)) {
      steps.push(...this.ask(Cause.HASH_MISMATCH));
    }

    steps.push(...this.release(frame.events));
    return steps;
  }

  /** What a turn has for this member only. */
  member(frame: MemberUpdate): StreamStep[] {
    if (!this.attached || frame.epoch < this.epoch) {
      return [];
    }

    const below = !this.positioned || frame.epoch > this.epoch || frame.version > this.version;
    this.held.push({ frame, eventsAreNew: below });
    return below ? [] : this.release([]);
  }

  private replace(frame: RoomUpdate): StreamStep[] {
    const steps: StreamStep[] = [];
    // A patch that broke off has taken the position away, but all events up to it have been told.
    if (this.lostTrack && (frame.epoch !== this.epoch || frame.version !== this.version)) {
      steps.push({ kind: "eventsLost" });
    }

    const eventsAreNew = !this.positioned || frame.epoch !== this.epoch || frame.version > this.version;
    const before = this.state;
    this.state = create(this.schema);
    if (frame.patch !== undefined) {
      applyPatch(this.schema, this.state, frame.patch);
    }

    this.asked = undefined;
    this.lostTrack = false;
    this.positioned = true;
    steps.push({ kind: "changed", change: changeBetween(this.schema, before, this.state) });
    this.moveTo(frame);
    this.countMismatch(frame);
    steps.push(...this.release(eventsAreNew ? frame.events : [], true));
    return steps;
  }

  /** Undefined when the patch broke off in the middle: the state then stands nowhere. */
  private apply(patch: StatePatch): StateChange | undefined {
    try {
      const touched = touchedFields(this.schema, this.state, patch);
      applyPatch(this.schema, this.state, patch);
      return changeAfter(touched, this.state);
    } catch {
      this.positioned = false;
      return undefined;
    }
  }

  private moveTo(frame: RoomUpdate): void {
    this.epoch = frame.epoch;
    this.version = frame.version;
    this.roomTimeMs = Number(frame.roomTimeMs);
  }

  /** True when the state is not the room's, which is counted. A snapshot that disagrees is only counted: another would be no better. */
  private countMismatch(frame: RoomUpdate): boolean {
    if (frame.stateHash === undefined || !this.hashesComparable || this.asked !== undefined) {
      return false;
    }

    if (stateHash(this.schema, this.state) === frame.stateHash) {
      return false;
    }

    this.hashMismatches++;
    return true;
  }

  private loseTrack(): StreamStep[] {
    this.lostTrack = true;
    return this.ask(Cause.WRONG_BASE);
  }

  private ask(cause: Cause): StreamStep[] {
    const already = this.asked !== undefined;
    if (!already || cause === Cause.WRONG_BASE) {
      this.asked = cause;
    }

    return already ? [] : [{ kind: "ask", cause }];
  }

  /** Delivers the update's events with the direct ones between them, and the results whose turn has been reached. */
  private release(events: readonly Uint8Array[], snapshot = false): StreamStep[] {
    const reached = this.held.filter(({ frame }) => frame.epoch === this.epoch && frame.version <= this.version);
    this.held = this.held.filter((held) => held.frame.epoch >= this.epoch && !reached.includes(held));

    const direct = reached.filter(({ eventsAreNew }) => eventsAreNew).map(({ frame }) => frame);
    // Only the events of the update's own version can say where between its shared ones they belong.
    const earlier = direct.filter(({ version }) => snapshot || version < this.version).flatMap((frame) => frame.events);
    const between = direct.filter(({ version }) => !snapshot && version === this.version).flatMap((frame) => frame.events);
    between.sort((one, other) => one.after - other.after);

    const payloads = earlier.map(({ payload }) => payload);
    events.forEach((payload, before) => {
      while (between.length > 0 && between[0]!.after <= before) {
        payloads.push(between.shift()!.payload);
      }

      payloads.push(payload);
    });
    payloads.push(...between.map(({ payload }) => payload));

    const results = reached.flatMap(({ frame }) => frame.results);
    return [
      ...payloads.map((payload): StreamStep => ({ kind: "event", payload })),
      ...results.map((result): StreamStep => ({ kind: "result", result })),
    ];
  }
}
