import { z } from 'zod';
import type { StreamConnection } from '../stream/connection.js';
import type { StreamGateway } from '../stream/stream-gateway.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import { notFound, readBody } from './problem.js';

const disconnectSchema = z.strictObject({ reason: z.string().max(256).default('persistent connection is timeout') });

/** Stream connections as they are now, and the ways to disturb them. */
export class StreamControl {
  constructor(private readonly gateway: StreamGateway) {}

  list(clientId?: string) {
    return { connections: this.gateway.all(clientId).map(shown) };
  }

  /** Answers when the client has, or when it has not within the time between two pings. */
  async ping(id: string) {
    const connection = this.find(id);
    await this.gateway.ping(connection);
    return shown(connection);
  }

  disconnect(id: string, body: ReceivedBody | undefined) {
    const connection = this.find(id);
    this.gateway.disconnect(connection, readBody(disconnectSchema, body).reason);
    return shown(connection);
  }

  cut(id: string): void {
    this.find(id).cut();
  }

  cutAll(clientId?: string): void {
    for (const connection of this.gateway.all(clientId)) connection.cut();
  }

  private find(id: string): StreamConnection {
    const connection = this.gateway.find(id);
    if (!connection) throw notFound(`Stream connection ${id}`);
    return connection;
  }
}

function shown({ id, opening, openedAt, leaving, pingsSent, pingsAnswered }: StreamConnection) {
  return { id, ...opening, openedAt: openedAt.toISOString(), leaving, pingsSent, pingsAnswered };
}
