// What the admin API answers, as far as the console shows it. /admin/v1/openapi.json says what each field means.
import type { Json } from "../ui/json-tree.ts";

export type Role = "viewer" | "operator";

export interface Me {
  readonly name: string;
  readonly role: Role;
  readonly node: string;
}

/** A node whose share is not in an answer. */
export interface Missing {
  readonly node: string;
  readonly message: string;
}

export interface NodeRow {
  readonly id: string;
  readonly isSelf: boolean;
  readonly address: string | null;
  readonly roles: readonly ("gateway" | "host")[];
  readonly state: "live" | "draining";
  readonly rooms: number;
  readonly sessions: number | null;
  readonly connections: number | null;
  readonly build: string | null;
  readonly startedAt: string | null;
}

export interface Nodes {
  readonly nodes: readonly NodeRow[];
  readonly missing: readonly Missing[];
}

export interface Bucket {
  readonly upTo: number | null;
  readonly count: number;
}

export interface Durations {
  readonly count: number;
  readonly seconds: number;
  readonly buckets: readonly Bucket[];
}

export interface NodeFigures {
  readonly node: string;
  readonly process: string;
  readonly uptimeSeconds: number;
  readonly connections: number;
  readonly sessions: number;
  readonly rooms: number;
  readonly roomsByType: Readonly<Record<string, number>>;
  readonly commandsTotal: number;
  readonly deliveriesTotal: number;
  readonly timedTurnsTotal: number;
  readonly latenessSecondsTotal: number;
  readonly turns: Durations;
  readonly commits: Durations;
  readonly outboxBytes: number;
  readonly cpuSecondsTotal: number;
  readonly memoryBytes: number;
}

export interface Figures {
  readonly nodes: readonly NodeFigures[];
  readonly missing: readonly Missing[];
}

export interface SessionRow {
  readonly id: string;
  readonly node: string;
  readonly player: string;
  readonly name: string;
  readonly isGuest: boolean;
  readonly state: "connected" | "away";
}

export interface Sessions {
  readonly sessions: readonly SessionRow[];
  readonly next: string | null;
  readonly missing: readonly Missing[];
}

export interface SessionDetail {
  readonly id: string;
  readonly node: string;
  readonly player: string;
  readonly name: string;
  readonly isGuest: boolean;
  readonly rights: readonly string[];
  readonly state: "connected" | "away";
  readonly generation: number;
  readonly outboxBytes: number;
  readonly rooms: readonly { readonly id: string; readonly type: string }[];
}

export interface RoomRow {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly node: string;
  readonly members: number;
  readonly membersMax: number;
  readonly isOpen: boolean;
  readonly isOverloaded: boolean;
  readonly properties: Readonly<Record<string, string>>;
  readonly createdAt: string;
}

export interface Rooms {
  readonly rooms: readonly RoomRow[];
  readonly next: string | null;
  readonly missing: readonly Missing[];
}

export type RoomPhase = "running" | "placed" | "asleep" | "finished";

export interface StoredRoom {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly phase: RoomPhase;
  readonly members: number;
  readonly version: number;
  readonly changedAt: string;
  readonly wakesAt: string | null;
}

export interface StoredRooms {
  readonly rooms: readonly StoredRoom[];
  readonly isAll: boolean;
}

export interface Member {
  readonly number: number;
  readonly player: string;
  readonly name: string;
  readonly isHere: boolean;
  readonly graceUntil: string | null;
}

export interface Timer {
  readonly key: string;
  readonly due: string;
  readonly command: Json;
}

/** How a room keeps up with its ticks. */
export interface Ticks {
  readonly load: "calm" | "high" | "severe";
  readonly budgetMs: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export interface RoomDetail {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly phase: RoomPhase;
  readonly node: string | null;
  readonly epoch: number;
  readonly version: number;
  readonly createdAt: string;
  readonly forkedFrom: string | null;
  readonly forkedAt: number | null;
  readonly properties: Readonly<Record<string, string>>;
  readonly isOpen: boolean;
  readonly membersMax: number;
  readonly seatsReserved: number;
  readonly ticks: Ticks | null;
  readonly members: readonly Member[];
  readonly timers: readonly Timer[];
  readonly settings: {
    readonly tickRate: number;
    readonly durability: "volatile" | "periodic" | "committed";
    readonly periodMs: number | null;
  };
}

export interface RoomState {
  readonly isLive: boolean;
  readonly version: number;
  readonly time: string;
  readonly state: Json;
}

/** A room as it was right after a turn. */
export interface Moment {
  readonly version: number;
  readonly time: string;
  readonly ended: string | null;
  readonly members: readonly Member[];
  readonly timers: readonly Timer[];
  readonly state: Json;
}

export interface HistoryEntry {
  readonly version: number;
  readonly time: string;
}

export interface History {
  readonly entries: readonly HistoryEntry[];
  readonly isAll: boolean;
}

/** An answer about several nodes. */
export interface Partial {
  readonly missing: readonly Missing[];
}
