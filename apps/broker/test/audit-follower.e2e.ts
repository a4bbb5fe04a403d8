import { AuditLanes, AuditLog, committedRecordsSql, followActs, followCheckpoints, TrailFollower } from '@app/audit';
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

  it('steps over no lane whose number was given before, and that comes to be later', async () => {
    const { follower: following } = follower('settling');
    await own.pool.query(
      `insert into handout_lanes (lane, replica, writes, epoch, seq, closed_at)
       overriding system value values (1001, gen_random_uuid(), 'acts', 1, 0, now() - interval '2 hours'), (1003, gen_random_uuid(), 'acts', 1, 0, null)`,
    );
    await own.pool.query(`update handout_lanes set closed_at = now() - interval '2 hours' where lane < 1001`);
    await following.catchUp();
    const { rows } = await own.pool.query(`select settled::int from audit_followers where follower = 'settling'`);
    expect(rows).toEqual([{ settled: 1001 }]);
  });

  it('reads acts alone where no hand-out is wanted, and passes what nobody asks for', async () => {
    const append = await writer();
    const handouts = await new AuditLanes(database).open('handouts');
    await own.pool.query('update handout_lanes set seq = 1000 where lane = $1', [handouts.lane]);
    let wanted = false;
    const read: string[] = [];
    const acts = followActs(database, 'acts', async (_, asked) => {
      if (wanted) read.push(...(await asked()).map(({ actor, occurredAt }) => `${actor} ${occurredAt.length}`));
    });
    await acts.catchUp();
    wanted = true;
    await append('f');
    await acts.catchUp();
    await acts.catchUp();
    expect(read).toEqual(['broker 27']);
    const { rows } = await own.pool.query(`select from audit_cursors where follower = 'acts' and lane = $1`, [
      handouts.lane,
    ]);
    expect(rows).toEqual([]);
  });

  it('reads every checkpoint once, replica by replica', async () => {
    const read: string[] = [];
    const following = followCheckpoints(database, 'checkpoints', async (_, asked) => {
      read.push(...(await asked()).map(({ replica, number }) => `${replica.slice(0, 1)}${number}`));
    });
    const replicaOf = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
    const sign = async (digit: number, from: number, to: number) => {
      await own.pool.query('insert into audit_replicas (replica) values ($1) on conflict do nothing', [
        replicaOf(digit),
      ]);
      await own.pool.query(
        `insert into audit_checkpoints (replica, number, body, signature, key_id, tags)
         select $1, n, '{}', '', 'key', '' from generate_series($2::int, $3::int) n`,
        [replicaOf(digit), from, to],
      );
    };
    const numbers = (digit: number, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => `${digit}${from + n}`);
    await sign(1, 1, 230);
    await sign(2, 1, 2);
    await following.catchUp();
    expect(read.splice(0).sort()).toEqual([...numbers(1, 1, 230), ...numbers(2, 1, 2)].sort());
    await sign(2, 3, 3);
    await following.catchUp();
    await following.catchUp();
    expect(read).toEqual(['23']);
  });
});
