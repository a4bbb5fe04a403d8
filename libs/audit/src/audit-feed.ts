import type { Transaction } from '@app/database';
import type { AuditEventType } from './audit-event.js';
import type { Checkpoint } from './chain/checkpoint.js';
import { actsAfterSql, checkpointsAfterSql, lanesAheadSql, replicasAheadSql } from './sql/feed.sql.js';

/** What a record of an act says to whoever follows the trail. */
export interface FollowedAct {
  readonly seq: number;
  readonly id: string;
  /** RFC 3339 of UTC with microseconds. */
  readonly occurredAt: string;
  readonly type: AuditEventType;
  readonly outcome: string;
  readonly actor: string;
  readonly corpId: string;
  readonly grantId: string | null;
  readonly application: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly scopes: readonly string[] | null;
  readonly tokenVersion: number | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

type Row<Shape> = Shape & { readonly [column: string]: unknown };

/**
 * Acts and checkpoints for whoever follows them with a cursor: one number for each lane and each replica. Both are numbered in the order
 * of their commits, so a reader that goes by the number can never skip what commits late.
 */
export class AuditFeed {
  /** Lanes of acts that have gone on since, with the number of their last record. */
  async lanesAhead(tx: Transaction, read: ReadonlyMap<number, number>): Promise<{ lane: number; last: number }[]> {
    return tx.query<Row<{ lane: number; last: number }>>(lanesAheadSql, [[...read.keys()], [...read.values()]]);
  }

  /** In the order of their numbers, hand-outs never among them. */
  async acts(tx: Transaction, lane: number, after: number, limit: number): Promise<FollowedAct[]> {
    return tx.query<Row<FollowedAct>>(actsAfterSql, [lane, after, limit]);
  }

  /** Replicas of the last thirty days that have signed more since, with the number of their last checkpoint. */
  async replicasAhead(
    tx: Transaction,
    read: ReadonlyMap<string, number>,
  ): Promise<{ replica: string; last: number }[]> {
    return tx.query<Row<{ replica: string; last: number }>>(replicasAheadSql, [[...read.keys()], [...read.values()]]);
  }

  async checkpoints(tx: Transaction, replica: string, after: number, limit: number): Promise<FollowedCheckpoint[]> {
    return tx.query<Row<FollowedCheckpoint>>(checkpointsAfterSql, [replica, after, limit]);
  }
}

export interface FollowedCheckpoint extends Omit<Checkpoint, 'tags'> {
  readonly createdAt: string;
}
