import type { AuditLog } from '@app/audit';
import type {
  ListWebhookDeliveriesQuery,
  Page,
  WebhookDeliveryDetailResponse,
  WebhookDeliveryResponse,
} from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import {
  type Attempt,
  DELIVER_WEBHOOK,
  type Delivery,
  type DeliveryLog,
  deliveryJob,
  type WebhookStore,
} from '@app/webhooks';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { Jobs } from '../jobs/jobs.js';
import { type Act, actorOf } from './act.js';

/** What a webhook was sent, whether it arrived, and sending it again. */
export class WebhookDeliveries {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: DeliveryLog,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
  ) {}

  /** The newest first. */
  async list(
    webhookId: string,
    { limit, cursor, ...filter }: ListWebhookDeliveriesQuery,
  ): Promise<Page<WebhookDeliveryResponse>> {
    if (!(await this.webhooks.find(webhookId))) throw notFound('There is no such webhook.');
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const rows = await this.deliveries.list(webhookId, filter, limit + 1, after);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(responseOf), nextCursor: last ? encodeCursor([last.id]) : null };
  }

  async get(webhookId: string, id: string): Promise<WebhookDeliveryDetailResponse> {
    const delivery = await this.deliveries.find(webhookId, id);
    if (!delivery) throw notFound('There is no such delivery of this webhook.');
    const log = await this.deliveries.attempts(id);
    return { ...responseOf(delivery), body: delivery.body, log: log.map(attemptOf) };
  }

  /** A message that says nothing, so that a receiver can be tried before anything happens. */
  async test(webhookId: string, act: Act): Promise<WebhookDeliveryResponse> {
    await this.enabled(webhookId);
    const message = { type: 'webhook.test', timestamp: new Date().toISOString(), data: { webhookId } } as const;
    const id = await this.database.transaction(async (tx) => {
      const [deliveryId] = await this.deliveries.add(tx, [message], webhookId);
      if (deliveryId === undefined) throw notFound('There is no such webhook.');
      await this.send(tx, deliveryId, 'webhook.tested', webhookId, act);
      return deliveryId;
    });
    return this.get(webhookId, id);
  }

  /** The same message once more, by the same id, as if it had never been tried. */
  async replay(webhookId: string, id: string, act: Act): Promise<WebhookDeliveryResponse> {
    await this.get(webhookId, id);
    await this.enabled(webhookId);
    await this.database.transaction(async (tx) => {
      if (!(await this.deliveries.replay(tx, webhookId, id))) {
        throw new BrokerError('conflict', { detail: 'This delivery is under way.' });
      }
      await this.send(tx, id, 'webhook.replayed', webhookId, act);
    });
    return this.get(webhookId, id);
  }

  private async enabled(webhookId: string): Promise<void> {
    const webhook = await this.webhooks.find(webhookId);
    if (!webhook) throw notFound('There is no such webhook.');
    if (webhook.state === 'disabled') {
      throw new BrokerError('conflict', { detail: 'This webhook is disabled. Enable it first.' });
    }
  }

  private async send(
    tx: Transaction,
    deliveryId: string,
    type: 'webhook.tested' | 'webhook.replayed',
    webhookId: string,
    { operator, requestId }: Act,
  ): Promise<void> {
    const { payload, key } = deliveryJob(deliveryId);
    await this.jobs.add(tx, DELIVER_WEBHOOK, payload, { key, maxAttempts: 1 });
    const actor = actorOf({ operator });
    await this.audit.append(tx, { type, outcome: 'ok', actor, requestId, details: { webhookId, deliveryId } });
  }
}

function responseOf({ id, event, state, attempts, createdAt, finishedAt, nextAttemptAt, last }: Delivery) {
  return {
    id,
    event,
    state,
    attempts,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    last: last && attemptOf({ ...last, attemptedAt: new Date(last.attemptedAt) }),
  };
}

function attemptOf({ attemptedAt, ...attempt }: Attempt) {
  return { ...attempt, attemptedAt: attemptedAt.toISOString() };
}

function notFound(detail: string): BrokerError {
  return new BrokerError('not_found', { detail });
}
