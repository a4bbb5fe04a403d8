import { createRequire } from 'node:module';

/** As much of a WebSocket of the package `ws`, which brings no types, as Stream mode uses. */
export interface WebSocket {
  send(text: string): void;
  ping(): void;
  close(): void;
  /** Without waiting for the other end. */
  terminate(): void;
  on(event: 'open' | 'pong' | 'close', listener: () => void): this;
  on(event: 'message', listener: (data: Buffer) => void): this;
  on(event: 'error', listener: (cause: Error) => void): this;
}

interface WebSocketSettings {
  /** Milliseconds. */
  readonly handshakeTimeout: number;
  /** Bytes. */
  readonly maxPayload: number;
}

type Ws = new (address: URL, settings: WebSocketSettings) => WebSocket;

/** The class the official SDK uses, too. */
export const WebSocket = createRequire(import.meta.url)('ws') as Ws;
