import type { Database } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import { chainStart, LaneChain, type WrittenRecord } from './chain/lane-chain.js';
import { closeLanesSql, laneStateSql, openLaneSql, raiseEpochsSql } from './sql/audit.sql.js';

/** A numbered sequence of audit records that one replica writes. */
export interface Lane {
  readonly lane: number;
  /** The epoch at the time of reading; a revocation raises it. */
  readonly epoch: number;
}

/** In whose name lanes are written, with the chain over each of them. */
export class LaneWriter {
  readonly replica = uuidv7();
  readonly chains = new Map<number, LaneChain>();
}

/**
 * The lanes of this replica. They are opened at start, never reused, and closed when the replica stops. A replica that was silent for
 * so long that another one took it for dead finds its lanes closed, and goes on under a new name with new ones.
 */
export class AuditLanes {
  private current = new LaneWriter();
  private announce: (() => Promise<void>) | undefined;

  constructor(private readonly database: Database) {}

  get writer(): LaneWriter {
    return this.current;
  }

  get replica(): string {
    return this.current.replica;
  }

  /** From now on a lane is used only after this has said to everybody that it exists. */
  announceWith(announce: () => Promise<void>): void {
    this.announce = announce;
  }

  async open(writes: 'handouts' | 'acts'): Promise<Lane> {
    const writer = this.current;
    const { replica, chains } = writer;
    const [lane] = await this.database.query<{ lane: number; epoch: number }>(openLaneSql, [replica, writes]);
    if (!lane) {
      this.renew(writer);
      return this.open(writes);
    }
    chains.set(lane.lane, new LaneChain(lane.lane, chainStart(replica, lane.lane)));
    await this.announce?.();
    return lane;
  }

  /** A lane in place of one that was closed. */
  async replace(lane: number, writes: 'handouts' | 'acts'): Promise<Lane> {
    if (this.current.chains.has(lane)) this.renew(this.current);
    return this.open(writes);
  }

  /** Goes on under another name, unless that has happened since. */
  renew(shut: LaneWriter): void {
    if (this.current === shut) this.current = new LaneWriter();
  }

  async stateOf(lane: number): Promise<{ epoch: number; closed: boolean }> {
    const [row] = await this.database.query<{ epoch: number; closed: boolean }>(laneStateSql, [lane]);
    if (!row) throw new Error(`Audit lane ${lane} is gone`);
    return row;
  }

  /** To be told of every record that is committed; one that is not told is read from the database when it is missed. */
  written(lane: number, records: readonly WrittenRecord[]): void {
    this.current.chains.get(lane)?.tell(records);
  }

  /** Nothing is written to this replica's lanes from here on. */
  async close(): Promise<void> {
    await this.database.query(closeLanesSql, [this.replica]);
  }

  /** After it returns, no hand-out statement sent before hands out anything that is not yet recorded. All replicas. */
  async raiseEpochs(): Promise<void> {
    await this.database.query(raiseEpochsSql);
  }
}
