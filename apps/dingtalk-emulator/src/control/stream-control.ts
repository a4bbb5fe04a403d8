import { z } from 'zod';
import { CallbackStorm } from '../stream/callback-storm.js';
import type { Callbacks } from '../stream/callbacks.js';
import type { StreamConnection } from '../stream/connection.js';
import type { StreamGateway } from '../stream/stream-gateway.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import { applicationNamed } from './named.js';
import { notFound, readBody } from './problem.js';

const disconnectSchema = z.strictObject({ reason: z.string().max(256).default('persistent connection is timeout') });

const callbackSchema = z.strictObject({
  clientId: z.string(),
  topic: z.string().min(1).max(256),
  data: z.record(z.string(), z.unknown()),
  patienceSeconds: z.number().min(0.05).max(600).default(10),
  messageId: z.string().min(1).max(128).optional(),
  copies: z.int().min(1).max(10).optional(),
});

const stormSchema = z.strictObject({
  clientId: z.string(),
  topic: z.string().min(1).max(256),
  payloads: z.array(z.record(z.string(), z.unknown())).min(1).max(1_000),
  perSecond: z.number().min(0.1).max(10_000),
  seconds: z.number().min(0.1).max(3_600),
  patienceSeconds: z.number().min(0.05).max(600).default(10),
});

/** Stream connections as they are now, callbacks over them, and the ways to disturb them. */
export class StreamControl {
  private storm: CallbackStorm | undefined;

  constructor(
    private readonly gateway: StreamGateway,
    private readonly callbacks: Callbacks,
    private readonly applications: Applications,
  ) {}

  /** Answers when a client has, or when the patience is over. */
  async call(body: ReceivedBody | undefined) {
    const { clientId, topic, data, patienceSeconds, ...rest } = readBody(callbackSchema, body);
    applicationNamed(this.applications, clientId);
    return this.callbacks.sendCallback(clientId, topic, data, { patienceMs: patienceSeconds * 1000, ...rest });
  }

  counts() {
    return this.callbacks.counts();
  }

  /** Answers at once. One storm at a time: a new one takes the place of the last one's numbers. */
  startStorm(body: ReceivedBody | undefined) {
    const { patienceSeconds, ...plan } = readBody(stormSchema, body);
    applicationNamed(this.applications, plan.clientId);
    this.storm = new CallbackStorm(this.callbacks, { ...plan, patienceMs: patienceSeconds * 1000 }).start();
    return this.storm.progress();
  }

  stormProgress() {
    if (!this.storm) throw notFound('storm of callbacks');
    return this.storm.progress();
  }

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

function shown({ id, opening, openedAt, leaving, pingsSent, pingsAnswered, strayAnswers }: StreamConnection) {
  return { id, ...opening, openedAt: openedAt.toISOString(), leaving, pingsSent, pingsAnswered, strayAnswers };
}
