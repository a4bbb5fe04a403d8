import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Faults } from '../faults/faults.js';
import { opaque } from '../tokens/opaque.js';
import type { Clock } from '../world/clock.js';
import type { Settings } from '../world/settings.js';
import { StreamConnection } from './connection.js';
import { frame } from './frames.js';
import type { Opening, Subscription, Tickets } from './tickets.js';
import { newWebSocketServer, type WebSocket } from './web-sockets.js';

/** The WebSocket end of Stream mode: who is connected, alive or leaving, and who gets the next frame. */
export class StreamGateway {
  private readonly connections = new Map<string, StreamConnection>();
  private readonly arrivals = new Set<() => void>();
  private readonly webSockets = newWebSocketServer();
  private accepted = 0;

  constructor(
    private readonly tickets: Tickets,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly faults: Faults,
  ) {}

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Not a URL object: that throws at some of what a stranger may send.
      const [path, query] = (request.url ?? '').split('?', 2);
      if (path !== '/connect') return refuse(socket, '404 Not Found');
      const opening = this.tickets.redeem(new URLSearchParams(query).get('ticket') ?? '');
      if (!opening) return refuse(socket, '401 Unauthorized');
      const call = { operation: 'connections.open', clientId: opening.clientId };
      if (this.faults.strike('connect', call)) return refuse(socket, '401 Unauthorized');
      this.webSockets.handleUpgrade(request, socket, head, (webSocket) => this.accept(opening, webSocket));
    });
  }

  all(clientId?: string): StreamConnection[] {
    return [...this.connections.values()].filter(({ opening }) => (clientId ?? opening.clientId) === opening.clientId);
  }

  find(id: string): StreamConnection | undefined {
    return this.connections.get(id);
  }

  /** Any one of the application's connections that take this; waits until there is one. */
  async pick(clientId: string, wanted: Subscription, signal: AbortSignal): Promise<StreamConnection> {
    for (;;) {
      signal.throwIfAborted();
      const candidates = this.all(clientId).filter((connection) => connection.takes(wanted));
      const chosen = candidates[Math.floor(Math.random() * candidates.length)];
      if (chosen) return chosen;
      await this.arrival(signal);
    }
  }

  /** SYSTEM `ping`; a client answers with the same data. */
  async ping(connection: StreamConnection): Promise<void> {
    const opaqueData = { opaque: opaque() };
    connection.pingsSent += 1;
    const ping = frame('SYSTEM', 'ping', opaqueData, this.clock.now());
    const answer = await connection.ask(ping, this.settings.values.streamPingSeconds * 1000);
    if (answer?.data === JSON.stringify(opaqueData)) connection.pingsAnswered += 1;
  }

  /** SYSTEM `disconnect`: the client should open another connection; this one is closed when it has gone silent. */
  disconnect(connection: StreamConnection, reason: string): void {
    connection.leave(frame('SYSTEM', 'disconnect', { reason }, this.clock.now()));
    this.closeWhenSilent(connection);
  }

  close(): void {
    for (const connection of this.connections.values()) connection.cut();
  }

  private accept(opening: Opening, webSocket: WebSocket): void {
    this.accepted += 1;
    const connection = new StreamConnection(String(this.accepted), opening, webSocket);
    this.connections.set(connection.id, connection);
    const pings = setInterval(() => void this.ping(connection), this.settings.values.streamPingSeconds * 1000).unref();
    webSocket.on('close', () => {
      clearInterval(pings);
      this.connections.delete(connection.id);
    });
    // A broken connection closes by itself; without a listener it would end the process.
    webSocket.on('error', () => {});
    for (const arrived of this.arrivals) arrived();
  }

  private closeWhenSilent(connection: StreamConnection): void {
    const silence = this.settings.values.streamSilenceSeconds * 1000;
    const left = silence - connection.silentMs;
    if (left <= 0) connection.close();
    else setTimeout(() => this.closeWhenSilent(connection), left).unref();
  }

  private arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const arrived = () => {
        this.arrivals.delete(arrived);
        signal.removeEventListener('abort', arrived);
        resolve();
      };
      this.arrivals.add(arrived);
      signal.addEventListener('abort', arrived);
    });
  }
}

function refuse(socket: Duplex, status: string): void {
  // Whoever hangs up first must not end the process.
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
