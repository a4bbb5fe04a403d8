import { type Database, DatabaseFailure, type Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { AuditLog } from '../audit-log.js';
import { type CheckpointBody, readBody } from '../chain/checkpoint.js';
import type { Checkpoints } from '../chain/checkpoints.js';
import { cutDigest } from '../proof/erasure-digest.js';
import type { CutRecord } from '../proof/trail.js';
import {
  addCutRecordsSql,
  betweenSql,
  checkpointBeforeSql,
  defaultBeforeSql,
  forgetCutRecordsSql,
  forgetErasuresSql,
  lanesBeforeSql,
  moveCutSql,
  newestBodySql,
  oldPartitionsSql,
} from './retention.sql.js';

export interface RetentionOptions {
  /** Months that ended longer ago are removed. */
  readonly days: number;
  /** Partitions stay as tables of their own, for whoever archives them, instead of being dropped. */
  readonly keepDetached: boolean;
}

interface Lane {
  readonly replica: string;
  readonly lane: number;
  readonly last: number;
}

/** Longer than this nobody queues behind the lock that detaching needs. */
const LOCK_WITHIN_MS = 250;
/** PostgreSQL: lock_not_available. */
const LOCKED = '55P03';
/** Any number works as long as nothing else uses it: one replica cuts at a time. */
const RETENTION_LOCK = 20_261_123;

/**
 * Removes months of the trail that are older than is to be kept, and leaves a chain that can be verified from there on. A record says so, and
 * what the chain still needs of the removed; only when a checkpoint covers that record and names the cut are partitions detached, in
 * the transaction that moves the beginning.
 */
export class Retention {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly checkpoints: Checkpoints,
    private readonly options: RetentionOptions,
  ) {}

  /** Names of the partitions that went; none if nothing is old enough, or something of it is not yet proven. */
  async cut(): Promise<string[]> {
    const { days } = this.options;
    const old = await this.database.query<{ name: string; until: string }>(oldPartitionsSql, [days]);
    const last = old.at(-1);
    if (!last) return [];
    const until = `${last.until}T00:00:00.000000Z`;
    const lanes = await this.database.query<Lane & Record<string, unknown>>(lanesBeforeSql, [until]);
    if (!(await this.covered(lanes, until))) return [];
    const between = await this.between(lanes, until);
    const names = old.map(({ name }) => name);
    const cutId = uuidv7();
    const { records, digest } = await cutDigest(inOrder(between));
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        id: cutId,
        type: 'audit.cut',
        outcome: 'ok',
        actor: 'broker',
        requestId: cutId,
        details: { until, partitions: names, records, digest },
      }),
    );
    await this.checkpoints.announce({ id: cutId, records, digest, until });
    return (await this.detach(names, until, cutId, between)) ? names : [];
  }

  /** Whether signed checkpoints cover everything that is to go, and nothing of it fell into the default partition. */
  private async covered(lanes: readonly Lane[], until: string): Promise<boolean> {
    const [fallen] = await this.database.query<{ used: boolean }>(defaultBeforeSql, [until]);
    if (fallen?.used) return false;
    for (const { replica, lane, last } of lanes) {
      const [newest] = await this.database.query<{ body: string }>(newestBodySql, [replica]);
      // A lane older than the chain was never signed, and nothing about it can be proven, whether it is there or not.
      if (newest && seqOf(readBody(newest), lane) < last) return false;
    }
    return true;
  }

  private async between(lanes: readonly Lane[], until: string): Promise<CutRecord[]> {
    const between: CutRecord[] = [];
    const begins = new Map<string, CheckpointBody | undefined>();
    for (const { replica, lane } of lanes) {
      if (!begins.has(replica)) begins.set(replica, await this.lastBefore(replica, until));
      const values = [lane, seqOf(begins.get(replica), lane), until];
      if ((await this.database.query(newestBodySql, [replica])).length === 0) continue;
      between.push(...(await this.database.query<CutRecord & Record<string, unknown>>(betweenSql, values)));
    }
    return between.sort((a, b) => a.lane - b.lane || a.seq - b.seq);
  }

  private async lastBefore(replica: string, until: string): Promise<CheckpointBody | undefined> {
    const [row] = await this.database.query<{ body: string }>(checkpointBeforeSql, [replica, until]);
    return row && readBody(row);
  }

  /** False if the lock was not to be had: tried again next time. */
  private async detach(
    names: readonly string[],
    until: string,
    cutId: string,
    between: readonly CutRecord[],
  ): Promise<boolean> {
    try {
      await this.database.transaction(async (tx) => {
        await tx.query('select pg_advisory_xact_lock($1)', [RETENTION_LOCK]);
        await tx.query(`set local lock_timeout = ${LOCK_WITHIN_MS}`);
        await this.move(tx, until, cutId, between);
        for (const name of names) {
          await tx.query(`alter table audit_events detach partition ${name}`);
          if (!this.options.keepDetached) await tx.query(`drop table ${name}`);
        }
        await tx.query(forgetErasuresSql, [until]);
      });
      return true;
    } catch (cause) {
      if (cause instanceof DatabaseFailure && (cause.cause as { code?: unknown } | undefined)?.code === LOCKED)
        return false;
      throw cause;
    }
  }

  private async move(tx: Transaction, until: string, cutId: string, between: readonly CutRecord[]): Promise<void> {
    await tx.query(forgetCutRecordsSql);
    await tx.query(addCutRecordsSql, [
      between.map(({ lane }) => lane),
      between.map(({ seq }) => seq),
      between.map(({ hash }) => hash),
    ]);
    await tx.query(moveCutSql, [until, cutId]);
  }
}

function seqOf(body: CheckpointBody | undefined, lane: number): number {
  return body?.lanes.find((each) => each.lane === lane)?.seq ?? 0;
}

async function* inOrder<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
