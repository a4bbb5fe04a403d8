import type { Database } from '@app/database';
import type { AuditEventType } from '../audit-event.js';
import { type FollowerState, TrailFollower } from '../follow/trail-follower.js';
import {
  bucketsSql,
  forgetRollupsSql,
  forgetTotalsSql,
  latestSql,
  refusalsOfCallersSql,
  rollUpSql,
  totalsSql,
} from './rollup.sql.js';

/** What is counted. `handout`: every answer to a request for a token or handle, by its outcome. */
export type RollupKind = 'handout' | 'refresh' | 'consent' | 'drift' | 'revocation';

/** A stretch of time that ends now, cut into buckets of equal length that begin at full ones. */
export interface RollupRange {
  readonly buckets: number;
  /** At least 60; a multiple of 3600 reaches back further than three days. */
  readonly bucketSeconds: number;
}

/** What was counted in one bucket, by kind and outcome. */
export interface RollupBucket {
  readonly at: Date;
  readonly counts: Readonly<Partial<Record<RollupKind, Readonly<Record<string, number>>>>>;
}

/** The newest record of a type. */
interface LatestRecord {
  readonly occurredAt: Date;
  readonly outcome: string;
  readonly actor: string;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/**
 * How much of what was in the trail, kept as it grows: by minute and hour for the whole broker, by hour for each application and caller. Nothing
 * that asks for it reads the trail, however long it is.
 */
export class AuditRollups {
  private readonly follower: TrailFollower;

  constructor(private readonly database: Database) {
    this.follower = new TrailFollower(database, 'rollups', async (tx, records) => {
      await tx.query(rollUpSql, [...records]);
    });
  }

  async catchUp(signal?: AbortSignal): Promise<void> {
    await this.follower.catchUp(signal);
  }

  /** Since when and until when everything is counted; undefined before the first time. */
  async state(): Promise<FollowerState | undefined> {
    return this.follower.state();
  }

  /** Every bucket of the range, the oldest first; the last one is not over yet. With the database's time. */
  async series({ buckets, bucketSeconds }: RollupRange): Promise<{ now: Date; series: RollupBucket[] }> {
    const grain = bucketSeconds % 3_600 === 0 ? 'hour' : 'minute';
    const [places, totals] = await Promise.all([
      this.database.query<{ at: Date; now: Date }>(bucketsSql, [buckets, bucketSeconds]),
      this.database.query<{ at: Date; kind: RollupKind; outcome: string; count: number }>(totalsSql, [
        grain,
        buckets,
        bucketSeconds,
      ]),
    ]);
    const byTime = new Map<number, Partial<Record<RollupKind, Record<string, number>>>>();
    for (const { at, kind, outcome, count } of totals) {
      const counts = byTime.get(at.getTime()) ?? {};
      counts[kind] = { ...counts[kind], [outcome]: count };
      byTime.set(at.getTime(), counts);
    }
    const series = places.map(({ at }) => ({ at, counts: byTime.get(at.getTime()) ?? {} }));
    return { now: places[0]?.now ?? new Date(), series };
  }

  /** How often each of these callers was refused within the last day, and when last; those never refused are absent. */
  async refusalsOf(callerIds: readonly string[]): Promise<ReadonlyMap<string, { count: number; lastAt: Date }>> {
    if (callerIds.length === 0) return new Map();
    const rows = await this.database.query<{ callerId: string; count: number; lastAt: Date }>(refusalsOfCallersSql, [
      callerIds,
    ]);
    return new Map(rows.map(({ callerId, ...refused }) => [callerId, refused]));
  }

  async latest(type: Extract<AuditEventType, 'audit.verified'>): Promise<LatestRecord | undefined> {
    const [record] = await this.database.query<LatestRecord & Record<string, unknown>>(latestSql, [type]);
    return record;
  }

  /** Minutes after three days, hours after 400 days. */
  async forget(): Promise<void> {
    await this.database.query(forgetTotalsSql);
    await this.database.query(forgetRollupsSql);
  }
}
