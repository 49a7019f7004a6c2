import type { MessageInitShape } from "@bufbuild/protobuf";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { ClientEnvelope, Join } from "../../src/gen/gameserver/v1/client_pb.js";
import { ClientBatchSchema, ServerBatchSchema, ServerEnvelopeSchema } from "../../src/gen/gameserver/v1/client_pb.js";
import type { Dial, TransportEvents } from "../../src/transport.js";
import { FakeRoom } from "./fake-room.js";

type Frame = NonNullable<MessageInitShape<typeof ServerEnvelopeSchema>["kind"]>;

/** One connection as the fake server sees it. */
export class FakeConnection {
  /** All that the client sent, oldest first. */
  readonly received: ClientEnvelope[] = [];
  closeCode: number | undefined;
  open = true;

  constructor(readonly events: TransportEvents) {}

  send(kind: Frame, requestId = 0): void {
    const envelope = create(ServerEnvelopeSchema, { kind, requestId });
    if (this.open) {
      this.events.received(toBinary(ServerBatchSchema, create(ServerBatchSchema, { envelopes: [envelope] })));
    }
  }

  close(code: number, reason = ""): void {
    if (this.open) {
      this.open = false;
      this.events.closed(code, reason);
    }
  }

  kinds(): string[] {
    return this.received.map(({ kind }) => kind.case ?? "");
  }

  last<K extends ClientEnvelope["kind"]["case"]>(kind: K) {
    const found = this.received.filter((envelope) => envelope.kind.case === kind).at(-1);
    return found as { requestId: number; kind: Extract<ClientEnvelope["kind"], { case: K }> } | undefined;
  }
}

/** A server in a few lines, with one session and any number of rooms; it answers at once unless told to be silent. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];
  readonly rooms = new Map<string, FakeRoom>();
  /** The player has places in these. */
  readonly memberships = new Set<string>();
  silent = false;
  /** Says whether the rooms follow the welcome of a resumed connection at once. */
  attachesOnResume = true;
  welcomes = 0;
  private readonly joins = new Map<string, string>();

  readonly dial: Dial = (events) => {
    const connection = new FakeConnection(events);
    this.connections.push(connection);
    return {
      send: (message) => this.receive(connection, message),
      close: (code) => {
        connection.closeCode = code;
        connection.open = false;
      },
      drop: () => {
        connection.open = false;
      },
    };
  };

  get connection(): FakeConnection {
    return this.connections.at(-1)!;
  }

  /** The WebSocket is open now. */
  accept(): void {
    this.connection.events.opened();
  }

  room(id: string): FakeRoom {
    let room = this.rooms.get(id);
    if (room === undefined) {
      room = new FakeRoom(id, this.rooms.size + 1);
      this.rooms.set(id, room);
    }

    return room;
  }

  private receive(connection: FakeConnection, message: Uint8Array): void {
    for (const envelope of fromBinary(ClientBatchSchema, message).envelopes) {
      connection.received.push(envelope);
      if (!this.silent && connection.open) {
        this.answer(connection, envelope);
      }
    }
  }

  private answer(connection: FakeConnection, { kind, requestId }: ClientEnvelope): void {
    switch (kind.case) {
      case "hello":
        this.memberships.clear();
        this.welcome(connection, false);
        break;
      case "resume":
        this.welcome(connection, true);
        for (const id of this.attachesOnResume ? this.memberships : []) {
          this.room(id).attach(connection, kind.value.rooms.find(({ roomId }) => roomId === id));
        }

        break;
      case "join":
        this.join(connection, kind.value, requestId);
        break;
      case "leave": {
        const room = [...this.rooms.values()].find(({ number }) => number === kind.value.room)!;
        this.memberships.delete(room.id);
        connection.send({ case: "left", value: { room: room.number, roomId: room.id, reason: 1 } }, requestId);
        break;
      }
      case "command":
        [...this.rooms.values()].find(({ number }) => number === kind.value.room)?.command(connection, kind.value);
        break;
      case "heartbeat":
        connection.send({
          case: "heartbeat",
          value: { clientTimeMs: kind.value.clientTimeMs, serverTimeMs: kind.value.clientTimeMs + 5_000n },
        });
        break;
      case "listRooms":
        connection.send({ case: "roomList", value: { rooms: [{ roomId: "r-1", roomType: kind.value.roomType }] } }, requestId);
        break;
      case "snapshotRequest":
        [...this.rooms.values()].find(({ number }) => number === kind.value.room)?.snapshot(connection);
        break;
      case undefined:
        throw new Error("The client sent an envelope without a kind.");
    }
  }

  private welcome(connection: FakeConnection, resumed: boolean): void {
    this.welcomes++;
    const rooms = [...this.memberships].map((roomId) => ({ roomId, roomType: "tictactoe" }));
    const resumeToken = `token-${this.welcomes}`;
    const value = { sessionId: "s", resumeToken, playerId: "p", playerName: "Ada", serverTimeMs: 1_000n, node: "n1", resumed, rooms };
    connection.send({ case: "welcome", value: { ...value, heartbeatIntervalMs: 1_000, messageBytesMax: 65_536, unacknowledgedMax: 64 } });
  }

  private join(connection: FakeConnection, join: Join, requestId: number): void {
    const wished = join.target.case === "roomId" ? join.target.value : `made-${this.joins.size}`;
    const id = this.joins.get(join.nonce) ?? wished;
    this.joins.set(join.nonce, id);
    this.memberships.add(id);
    this.room(id).attach(connection, undefined, requestId);
  }
}
