import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

interface Point {
  readonly at: string;
  readonly counts: Record<string, number> | null;
}

interface Item {
  readonly code: string;
  readonly count: number | null;
}

interface Found {
  readonly kind: string;
  readonly id: string;
}

interface Series {
  readonly totals: Record<string, number>;
  readonly points: readonly Point[];
  readonly asOf: string;
}

interface Seen {
  readonly attention: readonly Item[];
  readonly grantsByState: Record<string, number>;
  readonly handoutsLastHour: object;
  readonly trail: { readonly verification: object | null };
}

const ofZhangsan = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };

describe('the overview', () => {
  let world: World;
  let caller: TestCaller;
  let startedAt: number;
  beforeAll(async () => {
    startedAt = Date.now();
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('assistant', [everythingOfDemo]);
  });
  afterAll(() => world?.close());

  const series = async (range = '1h') =>
    (await world.operator('GET', `/overview/series?range=${range}`)).body as unknown as Series;
  const overview = async () => (await world.operator('GET', '/overview')).body as unknown as Seen;
  const attention = async (code: string) => (await overview()).attention.find((item) => item.code === code);

  /** The recurring task is due now; it would be by itself, a few seconds later. */
  const due = (task: string) => world.database.pool.query('delete from recurring_tasks where task = $1', [task]);
  const dueToCount = async () => {
    await world.database.pool.query('delete from grant_counts_state');
    await due('count_grants');
  };

  it('counts what happened, once each, in every range, and leaves a gap where nothing is known', async () => {
    expect((await caller.requestToken(ofZhangsan)).body.code).toBe('consent_required');
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
    for (let times = 0; times < 3; times += 1) expect((await caller.requestToken(ofZhangsan)).status).toBe(200);
    expect((await caller.requestToken({ ...ofZhangsan, scopes: ['AI.Assistant.Run.Me'] })).status).toBe(403);

    const expected = { token: 3, handle: 0, gateway: 0, consentRequired: 1, refused: 1, consents: 1, failures: 0 };
    await due('roll_up_trail');
    await until('all of it is counted', async () => (await series()).totals.token === 3);
    for (const range of ['1h', '24h', '7d', '30d']) {
      const { totals, points, asOf } = await series(range);
      expect([range, totals]).toEqual([range, { ...expected, refreshes: expect.any(Number) }]);
      const known = points.filter(({ counts }) => counts !== null);
      expect(known.length).toBeLessThanOrEqual(2 + (Date.now() - startedAt) / 60_000);
      expect(points[0]).toMatchObject({ counts: null });
      expect(new Date(asOf).getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
    }
    expect((await overview()).handoutsLastHour).toEqual({
      total: 5,
      byOutcome: { token: 3, consent_required: 1, forbidden_by_policy: 1 },
    });
  });

  it('says how many grants there are in each state, and when they were counted', async () => {
    await dueToCount();
    await until('the grant is counted', async () => (await overview()).grantsByState.active === 1);
    expect(await overview()).toMatchObject({
      grantsByState: { active: 1, suspended: 0, needs_consent: 0, revoked: 0, expired: 0 },
      indeterminate: 0,
      grantsCountedAt: expect.any(String),
      applications: 1,
      callers: 1,
    });
  });

  it('reads neither the grants nor the trail for it', async () => {
    const holder = await world.database.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('lock table only audit_events, grants in access exclusive mode');
      expect(await overview()).toMatchObject({ grantsByState: { active: 1 } });
      expect(await series('30d')).toMatchObject({ totals: { token: 3 } });
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });

  it('names grants that carry less than their application declares', async () => {
    expect(await attention('grants_narrower')).toBeUndefined();
    await world.operator('PATCH', '/applications/demo', { scopes: [...seeded.scopes, 'Document.Document.Write'] });
    await dueToCount();
    await until('it is noticed', async () => (await attention('grants_narrower')) !== undefined);
    expect(await attention('grants_narrower')).toMatchObject({
      level: 'warning',
      count: 1,
      parts: [{ application: 'demo', count: 1 }],
    });
  });

  it('names applications whose refreshes DingTalk does not answer, with what it says instead', async () => {
    await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'userAccessToken.refresh' });
    await world.database.pool.query(`update grants set access_token_expires_at = now()`);
    const { body } = await caller.requestToken({ ...ofZhangsan, maxWaitSeconds: 0 });
    expect(body.code).toBe('temporarily_unavailable');
    await until('it is noticed', async () => (await attention('refreshes_fail')) !== undefined);
    expect(await attention('refreshes_fail')).toMatchObject({
      level: 'error',
      parts: [{ application: 'demo' }],
      answer: 'system.busy',
      at: expect.any(String),
    });
    await until('it is in the figures', async () => Number((await series()).totals.failures) > 0);
    await world.emulator.control('DELETE', '/faults/error_500_json');
  });

  it('names disabled callers that go on asking', async () => {
    await caller.accessToken();
    await world.operator('POST', `/callers/${caller.id}/disable`);
    expect((await caller.requestToken(ofZhangsan)).body.code).toBe('forbidden_by_policy');
    const { status } = await ask(`${world.url}/oauth2/token`, {
      form: { grant_type: 'client_credentials', client_id: caller.clientId, client_secret: caller.clientSecret },
    });
    expect(status).toBe(401);
    await due('roll_up_trail');
    await until('both are counted', async () => Number((await attention('disabled_caller_asks'))?.count) >= 2);
    expect(await attention('disabled_caller_asks')).toMatchObject({
      caller: { id: caller.id, name: 'assistant' },
      at: expect.any(String),
    });
  });

  it('tells what is proven of the trail', async () => {
    expect(await attention('trail_not_verified')).toMatchObject({ level: 'notice' });
    expect((await world.operator('POST', '/audit-verifications')).status).toBe(202);
    await due('roll_up_trail');
    await until('it is verified', async () => (await overview()).trail.verification !== null);
    const { trail } = await overview();
    expect(trail).toMatchObject({
      coveredUntil: expect.any(String),
      verification: { ok: true, actor: 'operator:bootstrap', anchored: false },
    });
    expect(await attention('trail_not_verified')).toBeUndefined();
  });

  it('finds what is pasted, and says what it is', async () => {
    const found = async (q: string) =>
      (await world.items<Found>(`/lookup?q=${encodeURIComponent(q)}`)).map(({ kind, id }) => `${kind} ${id}`);
    const { rows } = await world.database.pool.query('select id, union_id from grants');
    const grant = rows[0] as { id: string; union_id: string };
    const handouts = await world.operator('GET', `/audit-events?type=token.handed_out&limit=1`);
    const [handout] = handouts.body.items as { id: string; requestId: string }[];
    expect(await found(grant.id)).toEqual([`grant ${grant.id}`]);
    expect(await found(` ${caller.id.toUpperCase()} `)).toEqual([`caller ${caller.id}`]);
    expect(await found(handout?.id ?? '')).toEqual([`handout ${handout?.id}`]);
    expect(await found(handout?.requestId ?? '')).toEqual([`request ${handout?.requestId}`]);
    expect(await found('demo')).toEqual(['application demo']);
    expect(await found('zhangsan')).toEqual([`person ${grant.union_id}`]);
    expect(await found(grant.union_id)).toEqual([`person ${grant.union_id}`]);
    for (const beginning of ['张', '张三']) expect(await found(beginning)).toEqual([`person ${grant.union_id}`]);
    await world.database.pool.query(`update grants set name = 'Zhang San' where id = $1`, [grant.id]);
    for (const beginning of ['zha', 'Zhang S']) expect(await found(beginning)).toContain(`person ${grant.union_id}`);
    expect(await found('%')).toEqual([]);
    await world.database.pool.query(`update grants set name = '张三' where id = $1`, [grant.id]);
    expect(await found(seeded.corpId)).toEqual([`organisation ${seeded.corpId}`]);
    expect(await found('contact.user.read')).toContain('scope Contact.User.Read');
    expect(await found('nothing-of-this-name')).toEqual([]);
  });

  it('finds nothing where an operator may not look', async () => {
    const { body } = await world.operator('POST', '/operators', { name: 'reader', role: 'auditor' });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body: issued } = await world.operator('POST', `/operators/${body.id}/tokens`, {
      name: 'narrow',
      expiresAt,
      permissions: ['overview:read', 'applications:read'],
    });
    const asReader = (q: string) =>
      ask(`${world.url}/admin/v1/lookup?q=${q}`, { headers: { authorization: `Bearer ${issued.token}` } });
    expect((await asReader('demo')).body.items).toMatchObject([{ kind: 'application' }]);
    for (const q of ['zhangsan', caller.id, seeded.corpId]) expect((await asReader(q)).body.items).toEqual([]);
  });

  it('says what a suspension would stop', async () => {
    const effect = async (query: string) => (await world.operator('GET', `/suspensions/effect?${query}`)).body;
    const stopped = { grants: 1, callers: [{ id: caller.id, name: 'assistant' }], suspended: false };
    expect(await effect(`corpId=${seeded.corpId}`)).toEqual(stopped);
    expect(await effect('scope=Contact.User.Read')).toEqual(stopped);
    expect(await effect('scope=AI.Assistant.Run.Me')).toEqual({ grants: 0, callers: [], suspended: false });
    expect(await effect('')).toMatchObject({ code: 'invalid_request' });
  });

  it('says how an application is doing, and who depends on it', async () => {
    const { body } = await world.operator('GET', '/applications/demo/health');
    expect(body).toMatchObject({
      grantsByState: { active: 1 },
      narrower: 1,
      refreshes: { failed: expect.any(Number), answer: 'system.busy' },
      events: { lastReceivedAt: null, failing: 0, recent: [] },
      callers: [{ id: caller.id, name: 'assistant', delivery: ['token'], scopes: [...seeded.scopes].sort() }],
    });
    expect((await world.operator('GET', '/applications/nothing/health')).status).toBe(404);
  });

  it('says what the broker runs with, and no secret', async () => {
    const { body, text } = await world.operator('GET', '/settings');
    expect(body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'DINGTALK_API_URL', value: world.emulator.url, source: 'environment' }),
        expect.objectContaining({ name: 'OPERATOR_BOOTSTRAP_TOKEN', value: 'on', secret: true }),
        expect.objectContaining({ name: 'AUDIT_CHECKPOINT_FILE', value: null, source: 'default' }),
        expect.objectContaining({ name: 'callsPerSecond', value: '20', source: 'built_in' }),
      ]),
    );
    const { password, username } = new URL(world.database.url);
    for (const secret of [password, OPERATOR_TOKEN].filter(Boolean)) expect(text).not.toContain(secret);
    expect(text).not.toContain(`${username}:`);
  });

  it('refuses a range there is none of', async () => {
    expect((await world.operator('GET', '/overview/series?range=1y')).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/range' }],
    });
  });
});
