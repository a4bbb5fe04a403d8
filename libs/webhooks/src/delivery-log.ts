import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { SendOutcome } from './send-message.js';
import {
  addAttemptSql,
  addDeliveriesSql,
  attemptsSql,
  claimSql,
  deliveredSql,
  deliveriesSql,
  deliverySql,
  forgetDeliveriesSql,
  forgetPersonSql,
  lostSql,
  notDeliveredSql,
  putOffSql,
  receiverFailedSql,
  receiversSql,
  replaySql,
  waitSql,
} from './sql/deliveries.sql.js';
import type { WebhookMessage } from './webhook.js';

export type DeliveryState = 'pending' | 'delivered' | 'failed';

/** One attempt to deliver a message. Either `status` and `answer`, or `fault`. */
export interface Attempt {
  readonly number: number;
  readonly attemptedAt: Date;
  readonly milliseconds: number;
  readonly status: number | null;
  readonly fault: string | null;
  /** The beginning of what the receiver answered. */
  readonly answer: string | null;
}

/** One message for one webhook. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly nextAttemptAt: Date | null;
  readonly last: (Omit<Attempt, 'attemptedAt'> & { readonly attemptedAt: string }) | null;
}

/** What a sender has taken. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly event: string;
  readonly body: string;
  /** This one included. */
  readonly attempts: number;
  /** Since it was begun, or replayed. */
  readonly retries: number;
  readonly url: string;
}

interface Receiver {
  readonly id: string;
  readonly events: readonly string[];
  readonly since: string;
}

type Row<Shape> = Shape & { readonly [column: string]: unknown };

/** Seconds before each further attempt, as Standard Webhooks proposes: more than a day in all. A fifth of each is chance. */
const PAUSES = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200];
/** Longer than an attempt takes. Seconds. */
const LEASE_SECONDS = 60;
/** Failures in a row after which a receiver is left alone between attempts, and for how long at most. Seconds. */
const RESTS_AFTER = 3;
const RESTS_SECONDS_MAX = 300;
/** A receiver that has had nothing for this long is dead. Seconds. */
const DEAD_SECONDS = 3 * 86_400;
const KEPT_DAYS = 30;
const FORGOTTEN_AT_ONCE = 1_000;
const LOST_AFTER_SECONDS = 30;
const LOST_AT_ONCE = 100;

/** The rows of `webhook_deliveries` and `webhook_attempts`. */
export class DeliveryLog {
  constructor(private readonly database: Database) {}

  /** One delivery of each message for each webhook that wants it, or for the one named, whatever it wants. Their ids. */
  async add(tx: Transaction, messages: readonly WebhookMessage[], only?: string): Promise<string[]> {
    const receivers = await tx.query<Receiver & Record<string, unknown>>(receiversSql, [only ?? null]);
    const deliveries = messages.flatMap((message) => {
      const { type, timestamp, data, unionId = null } = message;
      const body = JSON.stringify({ type, timestamp, data });
      return receivers
        .filter((receiver) => only !== undefined || wants(receiver, message))
        .map(({ id }) => ({ id: uuidv7(), webhookId: id, type, body, unionId }));
    });
    if (deliveries.length > 0) {
      await tx.query(addDeliveriesSql, [
        deliveries.map(({ id }) => id),
        deliveries.map(({ webhookId }) => webhookId),
        deliveries.map(({ type }) => type),
        deliveries.map(({ body }) => body),
        deliveries.map(({ unionId }) => unionId),
      ]);
    }
    return deliveries.map(({ id }) => id);
  }

  /** The newest first, after the one given. */
  async list(
    webhookId: string,
    filter: { readonly state?: DeliveryState; readonly event?: string },
    limit: number,
    after: string | undefined,
  ): Promise<Delivery[]> {
    const { state = null, event = null } = filter;
    return this.database.query<Row<Delivery>>(deliveriesSql, [webhookId, state, event, after ?? null, limit]);
  }

  async find(webhookId: string, id: string): Promise<(Delivery & { readonly body: string }) | undefined> {
    const [row] = await this.database.query<Row<Delivery & { body: string }>>(deliverySql, [webhookId, id]);
    return row;
  }

  async attempts(id: string): Promise<Attempt[]> {
    return this.database.query<Row<Attempt>>(attemptsSql, [id]);
  }

  /** False if there is none, or it is under way. */
  async replay(tx: Transaction, webhookId: string, id: string): Promise<boolean> {
    return (await tx.query(replaySql, [webhookId, id])).length === 1;
  }

  /** Undefined if it is not to be sent now: done, taken by another one, or its receiver rests or is disabled. */
  async claim(id: string): Promise<ClaimedDelivery | undefined> {
    const [row] = await this.database.query<Row<ClaimedDelivery>>(claimSql, [id, LEASE_SECONDS]);
    return row;
  }

  /** When it is to be tried, because its receiver rests; undefined if that is not why. */
  async putOff(tx: Transaction, id: string): Promise<Date | undefined> {
    return (await tx.query<{ dueAt: Date }>(putOffSql, [id]))[0]?.dueAt;
  }

  /** When it is to be tried, because this replica has no hand free; undefined if it is not due any more. */
  async wait(tx: Transaction, id: string, seconds: number): Promise<Date | undefined> {
    return (await tx.query<{ dueAt: Date }>(waitSql, [id, seconds]))[0]?.dueAt;
  }

  async delivered(tx: Transaction, { id, attempts }: ClaimedDelivery, outcome: SendOutcome): Promise<void> {
    await this.attempted(tx, id, attempts, outcome);
    await tx.query(deliveredSql, [id]);
  }

  /** When it is tried again, null for never, and whether its receiver counts as dead. */
  async notDelivered(
    tx: Transaction,
    { id, webhookId, attempts, retries }: ClaimedDelivery,
    outcome: SendOutcome,
  ): Promise<{ nextAt: Date | null; dead: boolean }> {
    await this.attempted(tx, id, attempts, outcome);
    const pause = PAUSES[retries];
    const seconds = pause === undefined ? null : pause * (0.8 + Math.random() * 0.4);
    const [row] = await tx.query<{ dueAt: Date | null }>(notDeliveredSql, [id, seconds]);
    const [receiver] = await tx.query<{ tooLong: boolean }>(receiverFailedSql, [
      webhookId,
      RESTS_AFTER,
      RESTS_SECONDS_MAX,
      DEAD_SECONDS,
    ]);
    return { nextAt: row?.dueAt ?? null, dead: receiver?.tooLong ?? false };
  }

  /** Deliveries that should have been tried a while ago: whoever was to do it is gone. */
  async lost(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(lostSql, [LOST_AFTER_SECONDS, LOST_AT_ONCE]);
    return rows.map(({ id }) => id);
  }

  async forget(): Promise<void> {
    let forgotten = FORGOTTEN_AT_ONCE;
    while (forgotten === FORGOTTEN_AT_ONCE) {
      forgotten = (await this.database.query(forgetDeliveriesSql, [KEPT_DAYS, FORGOTTEN_AT_ONCE])).length;
    }
  }

  /** What was sent about a person who is erased. */
  async forgetPerson(tx: Transaction, unionId: string): Promise<void> {
    await tx.query(forgetPersonSql, [unionId]);
  }

  private async attempted(tx: Transaction, id: string, number: number, outcome: SendOutcome): Promise<void> {
    const { milliseconds, status, fault, answer } = outcome;
    await tx.query(addAttemptSql, [id, number, milliseconds, status, fault, answer]);
  }
}

/** Times are written alike, so that they compare as text, to the microsecond. */
function wants({ events, since }: Receiver, { type, timestamp }: WebhookMessage): boolean {
  return events.includes(type) && since <= timestamp;
}
