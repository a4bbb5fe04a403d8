import {
  type FollowedAct,
  type FollowedCheckpoint,
  followActs,
  followCheckpoints,
  type TrailFollower,
} from '@app/audit';
import type { Database, Transaction } from '@app/database';
import {
  type AwaitedReceipts,
  DELIVER_WEBHOOK,
  type DeliveryLog,
  deliveryJob,
  type WebhookMessage,
  type WebhookStore,
} from '@app/webhooks';
import type { Jobs } from '../jobs/jobs.js';
import type { Task } from '../jobs/task.js';
import { finishedReceipts } from './finished-receipts.js';
import { messageOf } from './message-of-act.js';
import { messageOfCheckpoint } from './message-of-checkpoint.js';

/**
 * Follows the audit trail, and enters what receivers want to know into the log of deliveries, with the jobs that deliver it. The place in
 * the trail, deliveries and jobs are one commit, so nothing is told twice or never.
 */
export class TellWebhooksTask implements Task {
  readonly name = 'tell_webhooks';
  readonly everySeconds = 2;
  private readonly acts: TrailFollower;
  private readonly checkpoints: TrailFollower<string>;

  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookStore,
    private readonly receipts: AwaitedReceipts,
    private readonly deliveries: DeliveryLog,
    private readonly jobs: Jobs,
  ) {
    this.acts = followActs(database, 'webhooks', (tx, acts) => this.tellActs(tx, acts));
    this.checkpoints = followCheckpoints(database, 'webhook_checkpoints', (tx, signed) =>
      this.tellCheckpoints(tx, signed),
    );
  }

  async run(_payload: unknown, signal: AbortSignal): Promise<void> {
    await this.acts.catchUp(signal);
    await this.checkpoints.catchUp(signal);
    await this.database.transaction((tx) => this.tellReceipts(tx));
    await this.takeUpLost();
  }

  private async tellActs(tx: Transaction, acts: () => Promise<FollowedAct[]>): Promise<void> {
    // Nobody to be told: whoever comes later begins where the trail is then.
    if (!(await this.webhooks.anyEnabled(tx))) return;
    const told = await acts();
    await this.receipts.add(
      tx,
      told.flatMap(({ type, corpId, details }) =>
        type === 'grant.revoked' ? [{ corpId, revocationId: String(details?.revocationId) }] : [],
      ),
    );
    await this.enter(
      tx,
      told.flatMap((act) => messageOf(act) ?? []),
    );
  }

  private async tellCheckpoints(tx: Transaction, signed: () => Promise<FollowedCheckpoint[]>): Promise<void> {
    if (await this.webhooks.anyEnabled(tx)) await this.enter(tx, (await signed()).map(messageOfCheckpoint));
  }

  private async tellReceipts(tx: Transaction): Promise<void> {
    const finished = await finishedReceipts(tx, await this.receipts.take(tx));
    await this.receipts.arrived(tx, finished);
    await this.enter(
      tx,
      finished.map(({ message }) => message),
    );
  }

  private async enter(tx: Transaction, messages: readonly WebhookMessage[]): Promise<void> {
    if (messages.length === 0) return;
    for (const id of await this.deliveries.add(tx, messages)) await this.addJob(tx, id);
  }

  private async takeUpLost(): Promise<void> {
    for (const id of await this.deliveries.lost()) await this.database.transaction((tx) => this.addJob(tx, id));
  }

  private async addJob(tx: Transaction, deliveryId: string): Promise<void> {
    const { payload, key } = deliveryJob(deliveryId);
    await this.jobs.add(tx, DELIVER_WEBHOOK, payload, { key, maxAttempts: 1 });
  }
}
