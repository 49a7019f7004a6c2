/** One connection to a gateway: whole messages out and in. */
export interface Transport {
  send(message: Uint8Array): void;
  /** Ends the connection with a close frame. */
  close(code: number, reason: string): void;
  /** Ends the connection at once, as if the network had gone. */
  drop(): void;
}

/** What a connection tells. `closed` comes once and last, unless the client itself ended the connection. */
export interface TransportEvents {
  opened(): void;
  received(message: Uint8Array): void;
  closed(code: number, reason: string): void;
}

/** Opens connections. */
export type Dial = (events: TransportEvents) => Transport;

/** The part of the WebSocket interface that the client needs; a browser's, Node's own and that of the package ws have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** Only where sockets can be torn down, as in the package ws. */
  terminate?(): void;
}

/** Makes WebSockets. */
export type WebSocketConstructor = new (url: string, subprotocol: string) => WebSocketLike;

const SUBPROTOCOL = "gameserver.v1.proto";
const OPEN = 1;
const ABANDONED = 3000;

/** Connections over WebSocket. */
export function dialWebSocket(url: string, constructor: WebSocketConstructor): Dial {
  return (events) => {
    const socket = new constructor(url, SUBPROTOCOL);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => events.opened();
    socket.onmessage = (event: { data: unknown }) => {
      if (event.data instanceof ArrayBuffer) {
        events.received(new Uint8Array(event.data));
      }
    };
    socket.onclose = (event: { code: number; reason: string }) => events.closed(event.code, event.reason);
    // The close that follows tells all there is to know; without a listener ws would throw.
    socket.onerror = () => undefined;

    const silence = () => {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
    };
    return {
      send(message) {
        if (socket.readyState === OPEN) {
          socket.send(message as Uint8Array<ArrayBuffer>);
        }
      },
      close(code, reason) {
        silence();
        socket.close(code, reason);
      },
      drop() {
        silence();
        if (socket.terminate !== undefined) {
          socket.terminate();
        } else {
          socket.close(ABANDONED, "The client gave the connection up.");
        }
      },
    };
  };
}

/** The WebSocket that the platform brings. */
export function platformWebSocket(): WebSocketConstructor {
  const found = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (found === undefined) {
    throw new Error("This platform has no WebSocket of its own: pass one as `webSocket`, for example the class of the package ws.");
  }

  return found;
}
