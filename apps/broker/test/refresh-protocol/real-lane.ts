import type { AuditLanes, Lane } from '@app/audit';
import type { Database } from '@app/database';
import type pg from 'pg';
import type { HandOutRow } from '../../src/procedures/hand-out.sql.js';
import { type HandOutAsk, HandOutLane } from '../../src/procedures/hand-out-lane.js';
import { until } from '../harness/until.js';

/** One replica's hand-out lane, whose statement can be held between what it reads and its commit. */
export class RealLane {
  private held: { readonly holder: pg.PoolClient; readonly row: Promise<HandOutRow> } | undefined;

  private constructor(
    private readonly pool: pg.Pool,
    private readonly lane: Lane,
    private readonly handOuts: HandOutLane,
  ) {}

  static async open(pool: pg.Pool, database: Database, lanes: AuditLanes): Promise<RealLane> {
    const lane = await lanes.open('handouts');
    return new RealLane(pool, lane, new HandOutLane(database, lanes, lane, () => undefined));
  }

  async ask(ask: HandOutAsk): Promise<HandOutRow> {
    return this.handOuts.ask(ask);
  }

  /** Sends the statement while somebody else has the lane's row: it has read the grant, and waits for its number. */
  async begin(ask: HandOutAsk): Promise<void> {
    const holder = await this.pool.connect();
    await holder.query('begin');
    const { rows } = await holder.query<{ pid: number }>(
      'select pg_backend_pid() as pid from handout_lanes where lane = $1 for update',
      [this.lane.lane],
    );
    const row = this.handOuts.ask(ask);
    row.catch(() => undefined);
    this.held = { holder, row };
    await until('the hand-out statement waits for its lane', async () => {
      const waiting = await this.pool.query('select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [
        rows[0]?.pid,
      ]);
      return waiting.rowCount === 1;
    });
  }

  /** Lets the statement go on; in front of it the epoch is raised, if a revocation comes in between. */
  async finish({ shutOut }: { shutOut: boolean }): Promise<HandOutRow> {
    const { held } = this;
    if (!held) throw new Error('no statement is waiting');
    this.held = undefined;
    if (shutOut) {
      await held.holder.query('update handout_lanes set epoch = epoch + 1 where lane = $1', [this.lane.lane]);
    }
    await held.holder.query('commit');
    held.holder.release();
    return held.row;
  }
}
