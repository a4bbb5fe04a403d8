import type { AuditLog } from '@app/audit';
import type { Database, Transaction } from '@app/database';
import type { Networks } from '@app/outbound';
import {
  type ClaimedDelivery,
  DELIVER_WEBHOOK,
  type DeliveryLog,
  deliveryJob,
  type SendOutcome,
  sendMessage,
  type WebhookStore,
} from '@app/webhooks';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.js';
import type { Task } from '../jobs/task.js';

const job = z.object({ deliveryId: z.uuid() });

/** Messages a replica sends at once: receivers that let it wait take no hand from what else its workers do. */
const AT_ONCE = 4;
const NO_HAND_SECONDS = 1;

/**
 * Sends one message once. The attempt, what it means for its receiver, and the job of the next attempt are one commit; a replica that is
 * killed in between has its delivery taken up by `TellWebhooksTask`, so that a receiver may get a message twice, by the same id.
 */
export class DeliverWebhookTask implements Task {
  readonly name = DELIVER_WEBHOOK;
  private sending = 0;

  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: DeliveryLog,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
    private readonly allowed: Networks | undefined,
  ) {}

  async run(payload: unknown): Promise<void> {
    const { deliveryId } = job.parse(payload);
    if (this.sending >= AT_ONCE)
      return this.later(deliveryId, (tx) => this.deliveries.wait(tx, deliveryId, NO_HAND_SECONDS));
    this.sending += 1;
    try {
      const claimed = await this.deliveries.claim(deliveryId);
      if (claimed) await this.deliver(claimed);
      else await this.later(deliveryId, (tx) => this.deliveries.putOff(tx, deliveryId));
    } finally {
      this.sending -= 1;
    }
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const { id, url, body, webhookId } = delivery;
    const secrets = await this.webhooks.liveSecrets(webhookId);
    const outcome = await sendMessage({ id, url, body, secrets }, { allowed: this.allowed });
    await this.database.transaction((tx) =>
      outcome.delivered ? this.deliveries.delivered(tx, delivery, outcome) : this.failed(tx, delivery, outcome),
    );
  }

  private async failed(tx: Transaction, delivery: ClaimedDelivery, outcome: SendOutcome): Promise<void> {
    const { nextAt, dead } = await this.deliveries.notDelivered(tx, delivery, outcome);
    if (nextAt) await this.addJob(tx, delivery.id, nextAt);
    // 410 Gone is how a receiver says that it wants no more.
    const because = outcome.status === 410 ? 'gone' : dead ? 'failing' : undefined;
    if (!because || !(await this.webhooks.disable(tx, delivery.webhookId, because))) return;
    const details = { webhookId: delivery.webhookId, because };
    const act = { type: 'webhook.disabled', outcome: 'ok', actor: 'broker', requestId: uuidv7(), details } as const;
    await this.audit.append(tx, act);
  }

  private async later(deliveryId: string, when: (tx: Transaction) => Promise<Date | undefined>): Promise<void> {
    await this.database.transaction(async (tx) => {
      const at = await when(tx);
      if (at) await this.addJob(tx, deliveryId, at);
    });
  }

  private async addJob(tx: Transaction, deliveryId: string, runAt: Date): Promise<void> {
    const { payload, key } = deliveryJob(deliveryId);
    await this.jobs.add(tx, DELIVER_WEBHOOK, payload, { key, maxAttempts: 1, runAt });
  }
}
