import type { AuditFeed } from '@app/audit';
import type { Database, Transaction } from '@app/database';
import {
  type AwaitedReceipt,
  DELIVER_WEBHOOK,
  type DeliveryLog,
  deliveryJob,
  type WebhookCursors,
  type WebhookMessage,
  type WebhookStore,
} from '@app/webhooks';
import type { Jobs } from '../jobs/jobs.js';
import type { Task } from '../jobs/task.js';
import { finishedReceipts } from './finished-receipts.js';
import { messageOf } from './message-of-act.js';
import { messageOfCheckpoint } from './message-of-checkpoint.js';

/** Records of one lane, or checkpoints of one replica, that are looked at in one transaction. */
const ACTS_AT_ONCE = 500;
const CHECKPOINTS_AT_ONCE = 50;

/** What of one source was read, and how far that was. */
interface Piece {
  readonly moves: ReadonlyMap<string, number>;
  readonly messages: readonly WebhookMessage[];
  readonly awaits: readonly AwaitedReceipt[];
}

const laneSource = (lane: number) => `lane ${lane}`;
const replicaSource = (replica: string) => `replica ${replica}`;

/**
 * Follows the audit trail, and enters what receivers want to know into the log of deliveries, with the jobs that deliver it. Cursor,
 * deliveries and jobs are one commit, so nothing is told twice or never.
 */
export class TellWebhooksTask implements Task {
  readonly name = 'tell_webhooks';
  readonly everySeconds = 2;

  constructor(
    private readonly database: Database,
    private readonly feed: AuditFeed,
    private readonly webhooks: WebhookStore,
    private readonly cursors: WebhookCursors,
    private readonly deliveries: DeliveryLog,
    private readonly jobs: Jobs,
  ) {}

  async run(_payload: unknown, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.database.transaction((tx) => this.tellSome(tx))));
    await this.takeUpLost();
  }

  /** Whether there was anything, so that there may be more. */
  private async tellSome(tx: Transaction): Promise<boolean> {
    const read = await this.cursors.hold(tx);
    if (!read) return false;
    const lanes = await this.feed.lanesAhead(tx, positionsOf(read, 'lane ', Number));
    const replicas = await this.feed.replicasAhead(tx, positionsOf(read, 'replica ', String));
    if (!(await this.webhooks.anyEnabled(tx))) {
      // Nobody to be told: whoever comes later begins where the trail is then.
      await this.cursors.move(
        tx,
        new Map([
          ...lanes.map(({ lane, last }) => [laneSource(lane), last] as const),
          ...replicas.map(({ replica, last }) => [replicaSource(replica), last] as const),
        ]),
      );
      return false;
    }
    const pieces: Piece[] = [];
    for (const { lane } of lanes) pieces.push(await this.readLane(tx, lane, read.get(laneSource(lane)) ?? 0));
    for (const { replica } of replicas) {
      pieces.push(await this.readReplica(tx, replica, read.get(replicaSource(replica)) ?? 0));
    }
    await this.cursors.awaitReceipts(
      tx,
      pieces.flatMap(({ awaits }) => awaits),
    );
    const receipts = await finishedReceipts(tx, await this.cursors.awaited(tx));
    await this.cursors.arrived(tx, receipts);
    await this.enter(tx, [...pieces.flatMap(({ messages }) => messages), ...receipts.map(({ message }) => message)]);
    await this.cursors.move(tx, new Map(pieces.flatMap(({ moves }) => [...moves])));
    return pieces.length > 0;
  }

  private async readLane(tx: Transaction, lane: number, after: number): Promise<Piece> {
    const acts = await this.feed.acts(tx, lane, after, ACTS_AT_ONCE);
    const messages = acts.flatMap((act) => messageOf(act) ?? []);
    const awaits = acts.flatMap(({ type, corpId, details }) =>
      type === 'grant.revoked' ? [{ corpId, revocationId: String(details?.revocationId) }] : [],
    );
    return { moves: movesTo(laneSource(lane), acts.at(-1)?.seq), messages, awaits };
  }

  private async readReplica(tx: Transaction, replica: string, after: number): Promise<Piece> {
    const checkpoints = await this.feed.checkpoints(tx, replica, after, CHECKPOINTS_AT_ONCE);
    const moves = movesTo(replicaSource(replica), checkpoints.at(-1)?.number);
    return { moves, messages: checkpoints.map(messageOfCheckpoint), awaits: [] };
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

function movesTo(source: string, position: number | undefined): ReadonlyMap<string, number> {
  return new Map(position === undefined ? [] : [[source, position]]);
}

function positionsOf<Key>(
  read: ReadonlyMap<string, number>,
  prefix: string,
  keyOf: (name: string) => Key,
): Map<Key, number> {
  return new Map(
    [...read].flatMap(([source, position]) =>
      source.startsWith(prefix) ? [[keyOf(source.slice(prefix.length)), position] as const] : [],
    ),
  );
}
