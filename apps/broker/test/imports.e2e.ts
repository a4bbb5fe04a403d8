import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATOR_TOKEN, type RunningBroker } from './harness/broker.js';
import { Canaries, dump } from './harness/canaries.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { brokenLanes } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

/** Lines that a job works on at once. */
const AT_ONCE = 16;
/** Lines of the import whose replica is killed: more than are worked on at once. */
const MANY = 40;

interface Line {
  readonly application: string;
  readonly refreshToken: string;
  readonly [more: string]: string;
}

describe('an import of grants', () => {
  let world: World;
  let caller: TestCaller;
  let broker: RunningBroker;
  const canaries = new Canaries();
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    broker = world.brokers[0];
    await world.registerDemo();
    caller = await world.createCaller('hr-bot', [everythingOfDemo]);
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'lisi' })).code).toBe('granted');
    // The caller's own access token comes from the broker that may be killed.
    expect((await handOut('lisi')).status).toBe(200);
  });
  afterEach(() => world.emulator.control('DELETE', '/faults'));
  afterAll(() => world?.close());

  const handOut = (userId: string) =>
    caller.requestToken({ application: 'demo', userId, scopes: seeded.scopes }, broker.url);
  const operator = (method: string, path: string, json?: object) =>
    ask(`${broker.url}/admin/v1${path}`, { method, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` }, json });
  /** What the older system holds of these people. */
  async function heldElsewhere(people: readonly string[]): Promise<Line[]> {
    const { grants } = await world.emulator.control<{ grants: { refreshToken: string }[] }>('POST', '/grants', {
      clientId: seeded.clientId,
      people,
    });
    return grants.map(({ refreshToken }) => ({
      application: 'demo',
      refreshToken: canaries.plant('refresh token', refreshToken),
    }));
  }
  const heldOf = async (person: string): Promise<Line> => (await heldElsewhere([person]))[0] as Line;
  async function send(lines: readonly (Line | string)[], query = '') {
    const response = await fetch(`${broker.url}/admin/v1/grants/import${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
      signal: AbortSignal.timeout(60_000),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  async function ended(id: unknown): Promise<Record<string, unknown>> {
    let job: Record<string, unknown> = {};
    await until('the import has ended', async () => {
      job = (await operator('GET', `/jobs/${id}`)).body;
      return /^(done|failed|cancelled)$/.test(String(job.state));
    });
    return job;
  }
  const imported = async (lines: readonly Line[], query = '') => ended((await send(lines, query)).body.id);
  const refreshes = async () => {
    const { operations } = await world.emulator.control<{
      operations: Record<string, Record<string, { calls: number }>>;
    }>('GET', '/counters');
    const counted = operations['userAccessToken.refresh'] ?? {};
    return Object.values(counted).reduce((sum, { calls }) => sum + calls, 0);
  };

  it('refreshes each token, sees whose it is, stores what fits and says of each line what became of it', async () => {
    await hire(world.emulator, ['moved']);
    const lines = [
      { ...(await heldOf('zhangsan')), expectedUserId: 'zhangsan' },
      { ...(await heldOf('moved')), expectedUserId: 'somebody-else' },
      { application: 'demo', refreshToken: canaries.plant('refresh token', 'a-token-of-nobody-0123456789') },
      { ...(await heldOf('lisi')), expectedUserId: 'lisi' },
      await heldOf('lisi'),
    ];
    const before = await refreshes();
    const { status, body } = await send(lines);
    expect([status, body.type, body.total]).toEqual([202, 'import', 5]);
    const job = await ended(body.id);
    expect(job).toMatchObject({
      state: 'done',
      done: 5,
      result: { stored: 1, other_person: 1, refresh_rejected: 1, already_granted: 2 },
    });
    // Whose token the fourth line is stands in the line, so it was not spent.
    expect((await refreshes()) - before).toBe(4);
    const { body: rows } = await operator('GET', `/imports/${job.id}/rows?limit=4`);
    const { body: rest } = await operator('GET', `/imports/${job.id}/rows?cursor=${rows.nextCursor}`);
    expect([rows.items, rest.items].flat()).toMatchObject([
      { line: 1, outcome: 'stored', grantId: expect.any(String), corpId: seeded.corpId },
      { line: 2, outcome: 'other_person', grantId: null },
      { line: 3, outcome: 'refresh_rejected' },
      { line: 4, outcome: 'already_granted' },
      { line: 5, outcome: 'already_granted' },
    ]);
    const { body: stored } = await operator('GET', `/imports/${job.id}/rows?outcome=stored`);
    expect(stored.items).toHaveLength(1);
    const { body: grants } = await operator('GET', '/grants?userId=zhangsan');
    expect(grants.items).toMatchObject([{ channel: 'import', state: 'active' }]);
    expect((await handOut('zhangsan')).status).toBe(200);
    const { body: trail } = await operator('GET', '/audit-events?type=consent.failed');
    expect(trail.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: 'other_person', details: { channel: 'import', jobId: job.id, line: 2 } }),
      ]),
    );
  });

  it('replaces the tokens of a grant that lives only where it is told to', async () => {
    const version = async () =>
      (await world.database.pool.query(`select token_version from grants where user_id = 'lisi'`)).rows[0]
        .token_version;
    const before = await version();
    expect(await imported([await heldOf('lisi')])).toMatchObject({ result: { already_granted: 1 } });
    expect(await version()).toBe(before);
    expect(await imported([await heldOf('lisi')], '?replace=true')).toMatchObject({ result: { replaced: 1 } });
    expect(await version()).toBe(before + 1);
  });

  it('asks again with the same token when an answer is lost, and waits where DingTalk is busy', async () => {
    await hire(world.emulator, ['lost', 'busy']);
    await world.emulator.control('PUT', '/faults/drop_answer', { operation: 'userAccessToken.refresh', times: 1 });
    await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'contact.users', times: 1 });
    const job = await imported([await heldOf('lost'), await heldOf('busy')]);
    const { stored = 0, indeterminate = 0 } = job.result as Record<string, number>;
    // Whether DingTalk takes a token twice whose answer was lost differs; that it was in doubt is known either way.
    expect([stored + indeterminate, stored > 0]).toEqual([2, true]);
  });

  it('takes all lines or none, and says which are wrong without repeating what is in them', async () => {
    const imports = async () => (await world.database.pool.query(`select from jobs where type = 'import'`)).rowCount;
    const before = await imports();
    const good = await heldOf('zhangsan');
    const { status, body } = await send([
      good,
      '{"application":"demo"}',
      'not json',
      good,
      { ...good, application: 'nobody' },
    ]);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors).toEqual([
      { pointer: '/2/refreshToken', reason: expect.any(String) },
      { pointer: '/3', reason: 'is not JSON' },
      { pointer: '/4/refreshToken', reason: 'is the one of line 1; it works once' },
      { pointer: '/5/application', reason: 'is not registered' },
    ]);
    expect(JSON.stringify(body)).not.toContain(good.refreshToken);
    expect((await send([])).status).toBe(400);
    expect((await send(['x'.repeat(9_000)])).status).toBe(400);
    expect((await operator('POST', '/grants/import', {})).status).toBe(400);
    const elsewhere = await fetch(`${broker.url}/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await caller.accessToken()}`, 'content-type': 'application/x-ndjson' },
      body: '{}',
      signal: AbortSignal.timeout(60_000),
    });
    expect(elsewhere.status).toBe(400);
    expect(await imports()).toBe(before);
  });

  it('when cancelled finishes what it has begun and drops the rest', async () => {
    const people = Array.from({ length: 20 }, (_, n) => `dropped${n}`);
    await hire(world.emulator, people);
    await world.emulator.control('PUT', '/faults/hold_answer', { operation: 'userAccessToken.refresh' });
    const { body } = await send(await heldElsewhere(people));
    await until('it has begun', async () => {
      const begun = 'select from import_rows where job_id = $1 and attempt_id is not null';
      return ((await world.database.pool.query(begun, [body.id])).rowCount ?? 0) > 0;
    });
    expect((await operator('POST', `/jobs/${body.id}/cancel`)).status).toBe(200);
    await world.emulator.control('DELETE', '/faults');
    expect(await ended(body.id)).toMatchObject({ state: 'cancelled', result: { stored: AT_ONCE, cancelled: 4 } });
  });

  it('waits where it stands when paused, whatever is taken up meanwhile, until it is resumed or cancelled', async () => {
    const people = Array.from({ length: 24 }, (_, n) => `waiting${n}`);
    await hire(world.emulator, people);
    await world.emulator.control('PUT', '/faults/delay', { delayMs: 400, operation: 'userAccessToken.refresh' });
    const act = async (id: unknown, name: string) => (await operator('POST', `/jobs/${id}/${name}`)).body;
    const pausedHalfWay = async (): Promise<unknown> => {
      const { body } = await send(await heldElsewhere(people));
      await until('it has begun', async () => Boolean((await operator('GET', `/jobs/${body.id}`)).body.startedAt));
      expect(await act(body.id, 'pause')).toMatchObject({ pausable: true });
      await until('it is paused', async () => (await operator('GET', `/jobs/${body.id}`)).body.state === 'paused');
      return body.id;
    };
    const id = await pausedHalfWay();
    expect((await act(id, 'pause')).code).toBe('conflict');
    // What a restart does: whoever looks for work that nobody finished finds everything but this.
    await world.database.pool.query(`delete from recurring_tasks where task = 'resume_jobs'`);
    await until('unfinished work was looked for', async () => {
      const ran = `select from recurring_tasks r where r.task = 'resume_jobs' and not exists (
        select from graphile_worker.jobs j where j.key = r.task)`;
      return (await world.database.pool.query(ran)).rowCount === 1;
    });
    const { body: paused } = await operator('GET', '/jobs?type=import&state=paused');
    expect(paused.items).toMatchObject([{ id, actor: 'operator:bootstrap', finishedAt: null, result: null }]);
    await act(id, 'resume');
    const job = await ended(id);
    expect(job).toMatchObject({ state: 'done', result: { stored: 24 } });
    for (const name of ['pause', 'resume']) expect((await act(id, name)).code).toBe('conflict');

    const dropped = await pausedHalfWay();
    await act(dropped, 'cancel');
    const { already_granted: seen = 0, cancelled = 0 } = (await ended(dropped)).result as Record<string, number>;
    expect([seen + cancelled, cancelled > 0]).toEqual([24, true]);
    const { body: trail } = await operator('GET', '/audit-events?type=job.paused,job.resumed');
    expect((trail.items as object[]).map((item) => (item as { type: string }).type)).toEqual([
      'job.paused',
      'job.resumed',
      'job.paused',
    ]);
  }, 60_000);

  it('is finished by another replica when its own is killed, and keeps nothing that could be used', async () => {
    const people = Array.from({ length: MANY }, (_, n) => `many${n}`);
    await hire(world.emulator, people);
    await world.emulator.control('PUT', '/faults/hold_answer', { operation: 'contact.users' });
    const { body } = await send(await heldElsewhere(people));
    const isAtWork = (at: RunningBroker) => at.process.output().includes(`"jobId":"${body.id}"`);
    await until('somebody says who is at work', async () => world.brokers.some(isAtWork));
    // Their tokens are spent, what DingTalk gave for them is sealed, and whose they are is being asked.
    await until('the first are refreshed', async () => {
      const refreshed =
        'select from import_rows where job_id = $1 and num_nonnulls(access_token_sealed, attempt_id) = 2';
      return (await world.database.pool.query(refreshed, [body.id])).rowCount === AT_ONCE;
    });
    const killed = world.brokers.find(isAtWork);
    broker = world.brokers.find((at) => at !== killed) ?? broker;
    await killed?.process.kill('SIGKILL');
    await world.emulator.control('DELETE', '/faults');
    await world.database.pool.query(`update jobs set heartbeat_at = now() - interval '1 hour' where id = $1`, [
      body.id,
    ]);
    const job = await ended(body.id);
    expect(job).toMatchObject({ state: 'done', done: MANY, result: { stored: MANY } });
    const { rows } = await world.database.pool.query(
      `select count(*)::int as count from grants where user_id like 'many%' and state = 'active' and channel = 'import'`,
    );
    expect(rows).toEqual([{ count: MANY }]);
    expect((await handOut('many7')).status).toBe(200);
    const kept = await world.database.pool.query(
      'select from import_rows where num_nonnulls(refresh_token_sealed, access_token_sealed) > 0',
    );
    expect(kept.rowCount).toBe(0);
    expect(await brokenLanes(world.database.pool)).toEqual([]);
  });

  it('leaves no token in any table or log', async () => {
    expect(canaries.names.length).toBeGreaterThan(MANY);
    const found = [...(await dump(world.database.pool))].filter(([, text]) => canaries.in(text).length > 0);
    expect(found.map(([table]) => table)).toEqual([]);
    for (const { process } of world.brokers) expect(canaries.in(process.output())).toEqual([]);
  });
});
