import type { Database } from '@app/database';
import { closeLanesSql } from '../sql/audit.sql.js';
import {
  addCheckpointSql,
  addClosingCheckpointSql,
  checkpointBodySql,
  closeUnannouncedSql,
  coveredUntilSql,
  deadReplicasSql,
  hashesAfterSql,
  lastCheckpointSql,
  newestCheckpointsSql,
  shutReplicaSql,
  timeSql,
  touchSql,
} from './chain.sql.js';
import type { Checkpoint, SeenCheckpoint } from './checkpoint.js';
import type { LaneChain, WrittenRecord } from './lane-chain.js';

const PAGE = 5_000;
/** Replicas of which a checkpoint names the newest. Of those before them, these have named it in turn. */
const SEEN_MAX = 100;

/** Checkpoints and replicas in the database. */
export class ChainStore {
  constructor(private readonly database: Database) {}

  /** Says that the replica is alive, and answers the time; undefined if it has been shut. */
  async touch(replica: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ at: string }>(touchSql, [replica]);
    return row?.at;
  }

  async time(): Promise<string> {
    const [row] = await this.database.query<{ at: string }>(timeSql);
    if (!row) throw new Error('PostgreSQL did not say what time it is');
    return row.at;
  }

  /** Tells the chain what its writer was not told. False if the database lacks a record that was committed. */
  async catchUp(chain: LaneChain): Promise<boolean> {
    for (;;) {
      const before = chain.seq;
      const rows = await this.database.query<WrittenRecord & Record<string, unknown>>(hashesAfterSql, [
        chain.lane,
        before,
        PAGE,
      ]);
      chain.tell(rows);
      if (rows.length < PAGE) return !chain.hasGap;
      if (chain.seq === before) return false;
    }
  }

  /** False if the replica has been shut. An equal one that is there already, because its answer was lost, counts as added. */
  async add(checkpoint: Checkpoint): Promise<boolean> {
    const added = await this.database.query(addCheckpointSql, valuesOf(checkpoint));
    return added.length === 1 || this.has(checkpoint);
  }

  /** False if somebody else has closed the replica. */
  async addClosing(checkpoint: Checkpoint): Promise<boolean> {
    return (await this.database.query(addClosingCheckpointSql, valuesOf(checkpoint))).length === 1;
  }

  async last(replica: string): Promise<Checkpoint | undefined> {
    const [row] = await this.database.query<Checkpoint & Record<string, unknown>>(lastCheckpointSql, [replica]);
    return row;
  }

  /** What a first and a last checkpoint of this replica have to name. */
  async newestOfOthers(replica: string): Promise<SeenCheckpoint[]> {
    return this.database.query<SeenCheckpoint & Record<string, unknown>>(newestCheckpointsSql, [replica, SEEN_MAX]);
  }

  /** After it returns, nothing more is written in the replica's name. */
  async shut(replica: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(shutReplicaSql, [replica]);
      await tx.query(closeLanesSql, [replica]);
    });
  }

  async closeUnannounced(replica: string): Promise<void> {
    await this.database.query(closeUnannouncedSql, [replica]);
  }

  /** Signed checkpoints cover every record until then, within a moment; null if nobody has written anything. */
  async coveredUntil(): Promise<Date | null> {
    const [row] = await this.database.query<{ until: Date | null }>(coveredUntilSql);
    return row?.until ?? null;
  }

  /** Replicas not seen for so many seconds whose chain nobody has ended. */
  async dead(seconds: number, own: string): Promise<string[]> {
    const rows = await this.database.query<{ replica: string }>(deadReplicasSql, [seconds, own]);
    return rows.map(({ replica }) => replica);
  }

  private async has({ replica, number, body }: Checkpoint): Promise<boolean> {
    const [row] = await this.database.query<{ body: string }>(checkpointBodySql, [replica, number]);
    return row?.body === body;
  }
}

function valuesOf({ replica, number, body, signature, keyId, tags }: Checkpoint): unknown[] {
  return [replica, number, body, signature, keyId, tags];
}
