import type { Database } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import { closeLanesSql, laneEpochSql, openLaneSql, raiseEpochsSql } from './sql/audit.sql.js';

/** A numbered sequence of audit records that one replica writes. */
export interface Lane {
  readonly lane: number;
  /** The epoch at the time of reading; a revocation raises it. */
  readonly epoch: number;
}

/** The lanes of this replica. They are opened at start, never reused, and closed when the replica stops. */
export class AuditLanes {
  readonly replica = uuidv7();

  constructor(private readonly database: Database) {}

  async open(writes: 'handouts' | 'acts'): Promise<Lane> {
    const [lane] = await this.database.query<{ lane: number; epoch: number }>(openLaneSql, [this.replica, writes]);
    if (!lane) throw new Error('No audit lane could be opened');
    return lane;
  }

  async epochOf(lane: number): Promise<number> {
    const [row] = await this.database.query<{ epoch: number }>(laneEpochSql, [lane]);
    if (!row) throw new Error(`Audit lane ${lane} is gone`);
    return row.epoch;
  }

  /** After it returns, no hand-out statement sent before hands out anything that is not yet recorded. All replicas. */
  async raiseEpochs(): Promise<void> {
    await this.database.query(raiseEpochsSql);
  }

  async close(): Promise<void> {
    await this.database.query(closeLanesSql, [this.replica]);
  }
}
