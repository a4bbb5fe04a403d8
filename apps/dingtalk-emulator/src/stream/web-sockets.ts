import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';

/** As much of a WebSocket of the package `ws`, which brings no types, as the gateway uses. */
export interface WebSocket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'close' | 'error', listener: () => void): void;
}

interface WebSocketServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (webSocket: WebSocket) => void): void;
}

interface Ws {
  readonly WebSocketServer: new (options: { noServer: true; maxPayload: number }) => WebSocketServer;
}

const require = createRequire(import.meta.url);
const { WebSocketServer } = require('ws') as Ws;

/** Accepts upgrades one by one; it listens nowhere itself. */
export const newWebSocketServer = (): WebSocketServer =>
  new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
