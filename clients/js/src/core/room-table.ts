import type { RoomLeft, RoomPosition } from "../gen/gameserver/v1/client_pb.js";
import { RoomLeft_Reason as LeaveReason } from "../gen/gameserver/v1/client_pb.js";
import type { JoinedRoom } from "./resume-memory.js";
import type { RoomCore } from "./room-core.js";

/** The rooms that this program has joined, by id and by number. */
export class RoomTable {
  private readonly rooms = new Map<string, RoomCore>();
  private readonly numbers = new Map<number, RoomCore>();

  add(room: RoomCore): void {
    this.rooms.set(room.id, room);
  }

  byId(id: string): RoomCore | undefined {
    return this.rooms.get(id);
  }

  /** A room that is attached to the present connection under this number. */
  byNumber(number: number): RoomCore | undefined {
    return this.numbers.get(number);
  }

  /** The room is attached and has this number from now on. */
  numbered(id: string, number: number): RoomCore | undefined {
    const room = this.rooms.get(id);
    if (room !== undefined) {
      this.numbers.delete(room.number);
      this.numbers.set(number, room);
    }

    return room;
  }

  list(): JoinedRoom[] {
    return [...this.rooms.values()].map(({ id, type }) => ({ id, type }));
  }

  /** Where the client stands in each room, named by id for a resume, else by number. */
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
    const room = this.rooms.get(frame.roomId) ?? this.numbers.get(frame.room);
    if (room !== undefined) {
      this.remove(room, frame.reason, frame.detail);
    }
  }

  /** The player is in none but these rooms any more. */
  leaveOthers(stillIn: ReadonlySet<string>, detail: string): void {
    for (const room of [...this.rooms.values()].filter(({ id }) => !stillIn.has(id))) {
      this.remove(room, LeaveReason.REASON_UNSPECIFIED, detail);
    }
  }

  /** The session is over. */
  end(detail: string): void {
    this.leaveOthers(new Set(), detail);
  }

  private remove(room: RoomCore, reason: LeaveReason, detail: string): void {
    this.rooms.delete(room.id);
    if (this.numbers.get(room.number) === room) {
      this.numbers.delete(room.number);
    }

    room.leave({ reason, detail });
  }
}
