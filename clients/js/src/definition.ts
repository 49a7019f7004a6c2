import type { DescMessage } from "@bufbuild/protobuf";
import { LobbyCommandSchema, LobbyEventSchema, LobbyStateSchema } from "./gen/gameserver/v1/lobby_pb.js";

/** A room type as clients know it: its name on the server and the schemas of its three messages, as protoc-gen-es generates them. */
export interface RoomDefinition<S extends DescMessage, C extends DescMessage, E extends DescMessage> {
  /** The name under which the server registered the room type. */
  readonly type: string;
  /** The room's state. */
  readonly state: S;
  /** What members send. */
  readonly command: C;
  /** What members receive beside the state. */
  readonly event: E;
}

/** Declares a room type: `defineRoom("arena", { state: ArenaStateSchema, command: ArenaCommandSchema, event: ArenaEventSchema })`. */
export function defineRoom<S extends DescMessage, C extends DescMessage, E extends DescMessage>(
  type: string,
  schemas: { readonly state: S; readonly command: C; readonly event: E },
): RoomDefinition<S, C, E> {
  return { type, ...schemas };
}

/** The live listing, which every server has: join it by key, which is the name of a room type, or "*" for all. */
export const Lobby = defineRoom("lobby", { state: LobbyStateSchema, command: LobbyCommandSchema, event: LobbyEventSchema });
