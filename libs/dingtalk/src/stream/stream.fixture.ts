import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answer, Wire } from '../wire.fixture.js';
import type { WebSocket } from './web-socket.js';

interface WebSocketServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (socket: WebSocket) => void): void;
}
interface Ws {
  readonly WebSocketServer: new (options: { noServer: true; autoPong: boolean }) => WebSocketServer;
}
const { WebSocketServer } = createRequire(import.meta.url)('ws') as Ws;

/** One client of the stand-in, as DingTalk sees it. */
export interface StreamPeer {
  readonly ticket: string | null;
  send(frame: object | string): void;
  /** Resolves with the next frame the client sends. */
  next(): Promise<Record<string, unknown>>;
  /** Drops the connection without a word. */
  drop(): void;
  readonly ended: Promise<void>;
}

/** DingTalk's side of Stream mode: a ticket for whoever asks, and frames both ways. */
export class StreamStandIn {
  readonly peers: StreamPeer[] = [];
  /** Whether those that connect from now on get an answer to their pings. */
  answersPings = true;
  #waiting: ((peer: StreamPeer) => void)[] = [];

  private constructor(
    readonly wire: Wire,
    private readonly server: Server,
  ) {
    server.on('upgrade', (request, socket, head) => {
      const webSockets = new WebSocketServer({ noServer: true, autoPong: this.answersPings });
      webSockets.handleUpgrade(request, socket, head, (peer) => this.#accept(request, peer));
    });
  }

  static async listen(): Promise<StreamStandIn> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const endpoint = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/connect`;
    const wire = await Wire.listen();
    wire.behaviour = answer(200, { endpoint, ticket: 'ticket/with+signs' });
    return new StreamStandIn(wire, server);
  }

  /** The next client that connects. */
  async connected(): Promise<StreamPeer> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    for (const peer of this.peers) peer.drop();
    await new Promise((closed) => this.server.close(closed));
    await this.wire.close();
  }

  #accept(request: IncomingMessage, socket: WebSocket): void {
    const frames: Record<string, unknown>[] = [];
    const readers: ((frame: Record<string, unknown>) => void)[] = [];
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
      const reader = readers.shift();
      if (reader) reader(frame);
      else frames.push(frame);
    });
    const peer: StreamPeer = {
      ticket: new URL(request.url ?? '', 'ws://x').searchParams.get('ticket'),
      send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
      next: async () => frames.shift() ?? new Promise((resolve) => readers.push(resolve)),
      drop: () => socket.terminate(),
      ended: new Promise((resolve) => socket.on('close', resolve)),
    };
    this.peers.push(peer);
    this.#waiting.shift()?.(peer);
  }
}
