import type { RoomAttached, RoomLeft, RoomPosition, RoomRef } from "../gen/gameserver/v1/client_pb.js";
import { RoomLeft_Reason as LeaveReason } from "../gen/gameserver/v1/client_pb.js";
import type { RoomCore } from "./room-core.js";

/** A room that the player is in. */
export interface JoinedRoom {
  readonly id: string;
  readonly type: string;
}

/** A room that the player is in and this program is not. */
interface OtherRoom extends JoinedRoom {
  /** Its number on the present connection; undefined before it is attached. */
  readonly number: number | undefined;
  /** Of the newest time that it came back older on the present connection; 0: it did not. */
  readonly rewoundEpoch: bigint;
}

/** The rooms that this program has joined, by id and by number. */
export class RoomTable {
  private readonly rooms = new Map<string, RoomCore>();
  private readonly others = new Map<string, OtherRoom>();
  private readonly numbers = new Map<number, RoomCore>();

  add(room: RoomCore): void {
    // What the server drops until the client has heard of it counts from before the program joined, too.
    room.rewoundEpoch = this.others.get(room.id)?.rewoundEpoch ?? 0n;
    this.rooms.set(room.id, room);
  }

  /** A room that is attached to the present connection under this number. */
  byNumber(number: number): RoomCore | undefined {
    return this.numbers.get(number);
  }

  /** Rooms that the player is in from before a reload, and that this program has not joined. */
  get unclaimed(): JoinedRoom[] {
    return [...this.others.values()].map(({ id, type }) => ({ id, type }));
  }

  /** The session goes on (or begins) and the server has said which rooms the player is in. */
  welcomed(refs: readonly RoomRef[]): void {
    this.others.clear();
    for (const { roomId: id, roomType: type } of refs.filter(({ roomId }) => !this.rooms.has(roomId))) {
      this.others.set(id, { id, type, number: undefined, rewoundEpoch: 0n });
    }

    // The frame that said why is lost, or the server never came to send it.
    const stillIn = new Set(refs.map(({ roomId }) => roomId));
    this.leaveAllBut(stillIn, LeaveReason.ROOM_LOST, "The membership ended while there was no connection.");
  }

  /** The room is attached, under the frame's number from now on. */
  attach(frame: RoomAttached): void {
    const room = this.rooms.get(frame.roomId);
    if (room === undefined) {
      const { roomId: id, roomType: type, room: number, rewound, epoch } = frame;
      const rewoundEpoch = rewound === undefined ? (this.others.get(id)?.rewoundEpoch ?? 0n) : epoch;
      this.others.set(id, { id, type, number, rewoundEpoch });
      return;
    }

    this.others.delete(room.id);
    this.forgetNumber(room);
    this.numbers.set(frame.room, room);
    room.attach(frame);
  }

  /**
   * Where the client stands: in each room, named by id, for a resume; for a heartbeat in those attached to the present connection, named
   * by number. The gateway may not be in the others yet, and would call them lost.
   */
  positions(by: "id" | "number"): RoomPosition[] {
    const positions: RoomPosition[] = [];
    for (const room of by === "id" ? this.rooms.values() : this.numbers.values()) {
      const position = room.position();
      if (position !== undefined) {
        position.roomId = by === "id" ? room.id : "";
        position.room = by === "id" ? 0 : room.number;
        positions.push(position);
      }
    }

    return positions;
  }

  /** The connection is gone, and the numbers with it. */
  detach(): void {
    this.numbers.clear();
    for (const room of this.rooms.values()) {
      room.detach();
    }
  }

  leave(frame: RoomLeft): void {
    const id = frame.roomId || this.idOf(frame.room);
    this.others.delete(id);
    const room = this.rooms.get(id);
    if (room !== undefined) {
      this.remove(room, frame.reason, frame.detail);
    }
  }

  /** The session is over. */
  end(detail: string): void {
    this.leaveAllBut(new Set(), LeaveReason.REASON_UNSPECIFIED, detail);
  }

  /** A gateway that is asked about a room it is not in knows only the number it was asked with. */
  private idOf(number: number): string {
    return this.numbers.get(number)?.id ?? [...this.others.values()].find((other) => other.number === number)?.id ?? "";
  }

  private remove(room: RoomCore, reason: LeaveReason, detail: string): void {
    this.rooms.delete(room.id);
    this.forgetNumber(room);
    room.leave({ reason, detail });
  }

  private leaveAllBut(stillIn: ReadonlySet<string>, reason: LeaveReason, detail: string): void {
    for (const room of [...this.rooms.values()].filter(({ id }) => !stillIn.has(id))) {
      this.remove(room, reason, detail);
    }
  }

  /** Another room may have the number by now. */
  private forgetNumber(room: RoomCore): void {
    if (this.numbers.get(room.number) === room) {
      this.numbers.delete(room.number);
    }
  }
}
