import { AdminFailure } from "./admin-failure.ts";
import type {
  Figures, History, Me, Moment, Nodes, RoomDetail, Rooms, RoomState, SessionDetail, Sessions, StoredRooms,
} from "./types.ts";

/** What a page of a list is asked with; empty texts are left out. */
export type Query = Readonly<Record<string, string>>;

const answerWithinMs = 15_000;

/** Asks the admin API under one token, which travels in a header only. A question that fails throws an AdminFailure. */
export class AdminApi {
  constructor(
    private readonly base: URL,
    private readonly token: string,
  ) {}

  readonly me = (cancel?: AbortSignal): Promise<Me> => this.get("me", {}, cancel);
  readonly nodes = (cancel?: AbortSignal): Promise<Nodes> => this.get("nodes", {}, cancel);
  readonly figures = (cancel?: AbortSignal): Promise<Figures> => this.get("figures", {}, cancel);

  sessions(query: Query, cancel?: AbortSignal): Promise<Sessions> {
    return this.get("sessions", query, cancel);
  }

  session(id: string, cancel?: AbortSignal): Promise<SessionDetail> {
    return this.get(`sessions/${encodeURIComponent(id)}`, {}, cancel);
  }

  rooms(query: Query, cancel?: AbortSignal): Promise<Rooms> {
    return this.get("rooms", query, cancel);
  }

  storedRooms(query: Query, cancel?: AbortSignal): Promise<StoredRooms> {
    return this.get("stored-rooms", query, cancel);
  }

  room(id: string, cancel?: AbortSignal): Promise<RoomDetail> {
    return this.get(room(id), {}, cancel);
  }

  roomState(id: string, cancel?: AbortSignal): Promise<RoomState> {
    return this.get(`${room(id)}/state`, {}, cancel);
  }

  history(id: string, limit: number, cancel?: AbortSignal): Promise<History> {
    return this.get(`${room(id)}/history`, { limit: String(limit) }, cancel);
  }

  moment(id: string, version: number, cancel?: AbortSignal): Promise<Moment> {
    return this.get(`${room(id)}/history/${version}`, {}, cancel);
  }

  fork(id: string, version: number): Promise<{ readonly id: string }> {
    return this.post(`${room(id)}/fork`, { at: String(version) });
  }

  kick(id: string, player: string, reason: string): Promise<unknown> {
    return this.post(`${room(id)}/members/${encodeURIComponent(player)}/kick`, reasoned(reason));
  }

  closeRoom(id: string, reason: string): Promise<unknown> {
    return this.post(`${room(id)}/close`, reasoned(reason));
  }

  closeSession(id: string, reason: string): Promise<unknown> {
    return this.post(`sessions/${encodeURIComponent(id)}/close`, reasoned(reason));
  }

  drain(node: string): Promise<unknown> {
    return this.post(`nodes/${encodeURIComponent(node)}/drain`, {});
  }

  private get<T>(path: string, query: Query, cancel?: AbortSignal): Promise<T> {
    const address = new URL(path, this.base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== "") {
        address.searchParams.set(name, value);
      }
    }
    return this.ask(address, { method: "GET" }, cancel);
  }

  private post<T>(path: string, body: object): Promise<T> {
    return this.ask(new URL(path, this.base), { method: "POST", body: JSON.stringify(body) });
  }

  private async ask<T>(address: URL, init: RequestInit, cancel?: AbortSignal): Promise<T> {
    const patience = AbortSignal.timeout(answerWithinMs);
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token}`, Accept: "application/json" };
    if (init.body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    const signal = cancel === undefined ? patience : AbortSignal.any([cancel, patience]);
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(address, { ...init, headers, signal, cache: "no-store", credentials: "omit", redirect: "error" });
      text = await answer.text();
    } catch (cause) {
      if (cancel?.aborted) {
        throw cause;
      }
      throw AdminFailure.unanswered();
    }
    if (!answer.ok) {
      throw AdminFailure.of(answer.status, text);
    }
    return JSON.parse(text) as T;
  }
}

function room(id: string): string {
  return `rooms/${encodeURIComponent(id)}`;
}

function reasoned(reason: string): object {
  return reason === "" ? {} : { reason };
}
