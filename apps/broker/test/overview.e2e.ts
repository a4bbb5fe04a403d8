import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  beforeAll(async () => {
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
      expect(known.length).toBeLessThanOrEqual(2);
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

  it('refuses a range there is none of', async () => {
    expect((await world.operator('GET', '/overview/series?range=1y')).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/range' }],
    });
  });
});
