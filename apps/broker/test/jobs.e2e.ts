import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './harness/http.js';
import { until } from './harness/until.js';
import { startWorld, type World } from './harness/world.js';

describe('recurring tasks', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const lastRun = async (task: string): Promise<Date | undefined> => {
    const { rows } = await world.database.pool.query<{ ran_at: Date }>(
      'select ran_at from recurring_tasks where task = $1',
      [task],
    );
    return rows[0]?.ran_at;
  };

  it('go on after the database refused to cross a finished job off, and the broker serves meanwhile', async () => {
    const { pool } = world.database;
    await until('a task has run', async () => (await lastRun('refresh_due_1')) !== undefined);
    // What a restart of PostgreSQL in the wrong millisecond does to the worker.
    await pool.query(`create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`);
    await pool.query(
      'create trigger refuse before delete on graphile_worker._private_jobs for each row execute function refuse()',
    );
    await until('the worker gave up', async () => /gave up/.test(world.brokers[0].process.output()));
    expect((await ask(`${world.url}/readyz`)).status).toBe(200);

    await pool.query('drop trigger refuse on graphile_worker._private_jobs');
    // Locked by a worker that is gone: as if two minutes had passed.
    await pool.query(
      `update graphile_worker._private_jobs set locked_at = now() - interval '1 hour' where locked_at is not null`,
    );
    const before = await lastRun('refresh_due_1');
    await until('the task runs again', async () => ((await lastRun('refresh_due_1')) ?? 0) > (before ?? 0));
  });
});
