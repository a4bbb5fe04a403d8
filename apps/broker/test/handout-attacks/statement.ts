import { AuditLanes } from '@app/audit';
import { Database, DatabaseFailure } from '@app/database';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { type HandOutAsk, HandOutLane } from '../../src/procedures/hand-out-lane.js';
import { seeded } from '../harness/emulator.js';
import { recordOf } from '../harness/trail.js';
import { caller, world } from './stage.js';

/** Asks of one's own for the statement itself, as a judged request would be. */
async function goodAsks(): Promise<(userId: string) => HandOutAsk> {
  const { rows } = await world.database.pool.query<{ policy: number; state: number }>(
    `select policy_version::int as policy, (select version::int from policy_state) as state from callers where id = $1`,
    [caller.id],
  );
  return (userId) => ({
    recordId: uuidv7(),
    callerId: caller.id,
    callerPolicyVersion: rows[0]?.policy ?? 0,
    policyStateVersion: rows[0]?.state ?? 0,
    refusal: null,
    rule: null,
    candidates: [
      {
        application: 'demo',
        corpId: seeded.corpId,
        rule: 'todo-sync/1',
        mayHold: seeded.scopes,
        wholeToken: false,
        barred: [],
        rate: null,
      },
    ],
    passedOver: new Set(),
    corpId: seeded.corpId,
    userId,
    unionId: null,
    scopes: ['Contact.User.Read'],
    minimumSeconds: 60,
    arrivedAt: null,
    delivering: { as: 'token' },
    purpose: null,
    requestId: uuidv7(),
  });
}

export function theStatement(): void {
  it('serves 255 good requests that share a statement with one that PostgreSQL cannot digest', async () => {
    const { pool } = world.database;
    const good = await goodAsks();
    const database = new Database({ pool, prepared: true });
    const lanes = new AuditLanes(database);
    const batches: number[] = [];
    const lane = new HandOutLane(database, lanes, await lanes.open('handouts'), (size) => batches.push(size));
    const asks = Array.from({ length: 256 }, (_, n) => good(n === 100 ? 'zhang\u0000san' : 'zhangsan'));

    const outcomes = await Promise.allSettled(asks.map((each) => lane.ask(each)));
    await lanes.close();
    expect(batches).toEqual([256]);
    const served = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(served.map(({ value }) => value.outcome)).toEqual(served.map(() => 'token'));
    expect(served.length).toBe(255);
    expect(outcomes[100]).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseFailure) });
    for (const { requestId } of [asks[0], asks[255]].filter((each) => each !== undefined)) {
      expect(await recordOf(pool, requestId)).toMatchObject({ outcome: 'token' });
    }
    expect(await recordOf(pool, asks[100]?.requestId ?? '')).toBeUndefined();
  });

  it('is planned once for each connection, not once for each statement, however few requests share it', async () => {
    const pool = new pg.Pool({ connectionString: world.database.url, max: 1 });
    try {
      const good = await goodAsks();
      const database = new Database({ pool, prepared: true });
      const lanes = new AuditLanes(database);
      const lane = new HandOutLane(database, lanes, await lanes.open('handouts'), () => undefined);
      for (let n = 0; n < 20; n += 1) await lane.ask(good('zhangsan'));
      const { rows } = await pool.query(
        `select generic_plans::int as general, custom_plans::int as custom from pg_prepared_statements where name = 'hand-out'`,
      );
      await lanes.close();
      // PostgreSQL tries five plans made for their values before it compares.
      expect(rows).toEqual([{ general: 15, custom: 5 }]);
    } finally {
      await pool.end();
    }
  });
}
