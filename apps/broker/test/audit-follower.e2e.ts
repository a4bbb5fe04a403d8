import { AuditLanes, AuditLog, committedRecordsSql, TrailFollower } from '@app/audit';
import { Database, type Transaction } from '@app/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from './harness/database.js';

describe('a follower of the trail', () => {
  let own: TestDatabase;
  let pool: pg.Pool;
  let database: Database;
  beforeAll(async () => {
    own = await createDatabase();
    pool = new pg.Pool({ connectionString: own.url, max: 8 });
    database = new Database({ pool, prepared: true });
  });
  afterAll(async () => {
    await pool.end();
    await own.drop();
  });

  const writer = async () => {
    const log = new AuditLog(new AuditLanes(database));
    await log.ready();
    return (requestId: string, meanwhile?: () => Promise<unknown>) =>
      database.transaction(async (tx) => {
        await log.append(tx, { type: 'audit.read', outcome: 'ok', actor: 'broker', requestId });
        await meanwhile?.();
      });
  };
  const follower = (name: string) => {
    const read: string[] = [];
    const note = async (tx: Transaction, records: readonly unknown[]) => {
      const rows = await tx.query<{ requestId: string }>(
        `select e.request_id as "requestId" from ${committedRecordsSql} order by 1`,
        records,
      );
      read.push(...rows.map(({ requestId }) => requestId));
    };
    return { read, note, follower: new TrailFollower(database, name, note) };
  };

  it('reads every record once, also one that was committed late', async () => {
    const [first, second] = await Promise.all([writer(), writer()]);
    const { read, follower: following } = follower('late');
    await first('a');
    await second('b', async () => {
      await first('c');
      await following.catchUp();
      expect(read.splice(0)).toEqual(['a', 'c']);
    });
    await first('d');
    await following.catchUp();
    expect(read.splice(0)).toEqual(['b', 'd']);
    await following.catchUp();
    expect(read).toEqual([]);
  });

  it('knows of what was there before it, and says since when and up to when', async () => {
    const { read, follower: following } = follower('new');
    expect(await following.state()).toBeUndefined();
    await following.catchUp();
    expect(read).toEqual(['a', 'b', 'c', 'd']);
    const { rows } = await own.pool.query(
      'select min(occurred_at) as oldest, max(occurred_at) as newest from audit_events',
    );
    const state = await following.state();
    expect(state?.trackedSince).toEqual(rows[0].oldest);
    expect(Number(state?.caughtUpAt)).toBeGreaterThan(Number(rows[0].newest));
  });

  it('goes on from where it was when its work fails, and counts nothing twice on two replicas', async () => {
    const { read, note, follower: following } = follower('failing');
    const failing = new TrailFollower(database, 'failing', async (tx, records) => {
      await tx.query(`select count(*) from ${committedRecordsSql}`, records);
      throw new Error('full disk');
    });
    await expect(failing.catchUp()).rejects.toThrow('full disk');
    await Promise.all([
      following.catchUp(),
      new TrailFollower(database, 'failing', note).catchUp(),
      following.catchUp(),
    ]);
    expect(read).toEqual(['a', 'b', 'c', 'd']);
  });

  it('steps over lanes that were closed long ago, and over none that is open', async () => {
    const { read, follower: following } = follower('late');
    const append = await writer();
    await own.pool.query(`update handout_lanes set closed_at = now() - interval '2 hours' where lane = 1`);
    await following.catchUp();
    const settled = async () =>
      (await own.pool.query(`select settled::int from audit_followers where follower = 'late'`)).rows;
    expect(await settled()).toEqual([{ settled: 1 }]);
    await append('e');
    await following.catchUp();
    expect(read).toEqual(['e']);
    const { rows } = await own.pool.query(`select min(lane)::int as first from audit_cursors where follower = 'late'`);
    expect(rows).toEqual([{ first: 2 }]);
  });
});
