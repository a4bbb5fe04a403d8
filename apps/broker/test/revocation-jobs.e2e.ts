import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { OPERATOR_TOKEN, type RunningBroker, startBroker } from './harness/broker.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { brokenLanes } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

/** Grants that a job ends between two looks at whether it is to stop. */
const STEP = 200;
const TOTAL = 3 * STEP;

/** The first grant of the second step: the job waits for it with one step done. */
const aGrantOfTheSecondStep = `select from grants where (corp_id, id) in (
  select corp_id, id from grants order by corp_id, id offset ${STEP} limit 1) for update`;
/** The epochs: the job waits for them with grants ended and their receipts not read. */
const theLanes = `select from handout_lanes where writes = 'handouts' for update`;

describe('a job that revokes in bulk', () => {
  let world: World;
  let caller: TestCaller;
  let handout: { grantId: string; handoutId: string };
  beforeEach(async () => {
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
    const { body } = await caller.requestToken({ application: 'demo', userId: 'zhangsan', scopes: seeded.scopes });
    handout = body as typeof handout;
    // Grants of people who exist only here; nobody asks for their tokens.
    await world.database.pool.query(
      `insert into grants (corp_id, id, application, union_id, user_id, name, channel, state, scopes, token_version,
         tokens_obtained_at, access_token_sealed, access_token_expires_at)
       select corp_id, gen_random_uuid(), application, union_id || n, user_id || n, name, channel, state, scopes, 1,
         tokens_obtained_at, access_token_sealed, access_token_expires_at from grants, generate_series(2, $1) n`,
      [TOTAL],
    );
  });
  afterEach(() => world.close());

  const operator = async (broker: RunningBroker | undefined, method: string, path: string, json?: object) =>
    ask(`${broker?.url}/admin/v1${path}`, { method, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` }, json });
  /** Starts the job and returns when it waits for what is held. */
  const startedAgainst = async (held: string): Promise<{ id: string; goOn(): Promise<void> }> => {
    const client: pg.PoolClient = await world.database.pool.connect();
    await client.query('begin');
    await client.query(held);
    const { body: preview } = await world.operator('POST', '/revocations/preview', { filter: { application: 'demo' } });
    const confirmation = { previewToken: preview.previewToken, reason: 'the service was compromised' };
    const { body: job } = await world.operator('POST', '/revocations', confirmation);
    const waiting = `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await until('the job waits', async () => (await world.database.pool.query(waiting)).rows[0].count > 0);
    return {
      id: String(job.id),
      async goOn() {
        await client.query('commit');
        client.release();
      },
    };
  };
  const ended = async (id: string, broker: RunningBroker | undefined = world.brokers[0]) => {
    let job: Record<string, unknown> = {};
    await until(`the job has ended`, async () => {
      job = (await operator(broker, 'GET', `/jobs/${id}`)).body;
      return /^(done|failed|cancelled)$/.test(String(job.state));
    });
    return job;
  };
  const states = async () => {
    const { rows } = await world.database.pool.query('select state, count(*)::int as count from grants group by state');
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  it('leaves the rest alive when it is cancelled half-way', async () => {
    const { id, goOn } = await startedAgainst(aGrantOfTheSecondStep);
    expect((await world.operator('GET', `/jobs/${id}`)).body).toMatchObject({ state: 'running', done: STEP });
    expect((await world.operator('POST', `/jobs/${id}/cancel`)).status).toBe(200);
    await goOn();
    expect(await ended(id)).toMatchObject({
      type: 'bulk_revocation',
      state: 'cancelled',
      done: 2 * STEP,
      total: TOTAL,
      result: { revoked: 2 * STEP, left: STEP },
    });
    expect(await states()).toEqual({ active: STEP, revoked: 2 * STEP });
    expect((await world.database.pool.query('select from revocation_job_grants')).rowCount).toBe(0);
    expect((await world.operator('POST', `/jobs/${id}/cancel`)).body.code).toBe('conflict');
    const { body } = await world.operator('GET', '/audit-events?type=job.cancelled');
    expect(body.items).toMatchObject([{ actor: 'operator:bootstrap', details: { jobId: id } }]);
    expect((await world.operator('GET', `/jobs/${handout.grantId}`)).status).toBe(404);
  });

  it('is gone on with by another replica when its own stops', async () => {
    const { id, goOn } = await startedAgainst(aGrantOfTheSecondStep);
    const other = await startBroker(sameSettings());
    try {
      const stopping = world.brokers[0].process.stop();
      await world.brokers[0].process.saying(/"msg":"stopping"/);
      await goOn();
      await stopping;
      expect(await ended(id, other)).toMatchObject({ state: 'done', done: TOTAL, result: { revoked: TOTAL } });
      for (const broker of [world.brokers[0], other]) expect(broker.process.output()).toContain('"msg":"job started"');
    } finally {
      await other.process.stop();
    }
  });

  it.each<[string, string]>([
    ['while it ends grants', aGrantOfTheSecondStep],
    ['when grants have ended and their receipts are not read', theLanes],
  ])('is finished by another replica when its own is killed %s, and every receipt is there once', async (_, held) => {
    const { id, goOn } = await startedAgainst(held);
    const other = await startBroker(sameSettings());
    try {
      await world.brokers[0].process.kill('SIGKILL');
      await goOn();
      await world.database.pool.query(`update jobs set heartbeat_at = now() - interval '1 hour' where id = $1`, [id]);
      const result = { revoked: TOTAL, endedBefore: 0, left: 0, liveHandouts: 1 };
      expect(await ended(id, other)).toMatchObject({ state: 'done', done: TOTAL, result });
      expect(await states()).toEqual({ revoked: TOTAL });
      const { rows } = await world.database.pool.query(
        `select count(*)::int as records, count(distinct grant_id)::int as grants, count(r.live_handouts)::int as receipts
         from audit_events e join revocations r using (grant_id) where e.type = 'grant.revoked' and r.job_id = $1`,
        [id],
      );
      expect(rows).toEqual([{ records: TOTAL, grants: TOTAL, receipts: TOTAL }]);
      const { body } = await operator(other, 'GET', '/revocations?userId=zhangsan');
      expect(body.items).toMatchObject([
        { grantId: handout.grantId, cause: 'bulk', jobId: id, liveHandouts: [{ handoutId: handout.handoutId }] },
      ]);
      expect(await brokenLanes(world.database.pool)).toEqual([]);
    } finally {
      await other.process.stop();
    }
  });

  const sameSettings = () => ({
    databaseUrl: world.database.url,
    masterKeyFile: world.masterKeyFile,
    dingtalkUrl: world.emulator.url,
    publicUrl: world.url,
  });
});
