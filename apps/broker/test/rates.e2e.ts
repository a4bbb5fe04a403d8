import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RpcClient } from './harness/grpc.js';
import { type Answer, ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };
/** One now, and none for as long as any test runs. */
const RARELY = 0.01;

describe('rates of entitlements', () => {
  let world: World;
  let caller: TestCaller;
  let callers = 0;
  beforeAll(async () => {
    world = await startWorld({ brokers: 3 });
    await world.registerDemo();
    for (const as of ['zhangsan', 'lisi'])
      expect((await consentAs(`${world.url}/consent/demo`, { as })).code).toBe('granted');
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    callers += 1;
    caller = await world.createCaller(`limited-${callers}`, [everythingOfDemo]);
  });

  const entitled = (...entitlements: object[]) => world.operator('PATCH', `/callers/${caller.id}`, { entitlements });
  const limited = (rates: object) => entitled({ ...everythingOfDemo, ...rates });
  /** So many at the same time, from one replica after the other. */
  const atOnce = (count: number, body: object = asked) =>
    Promise.all(
      Array.from({ length: count }, (_, n) => caller.requestToken(body, world.brokers[n % world.brokers.length]?.url)),
    );
  const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();
  const recordsOf = async (type: string) => {
    return world.items<{ details: Record<string, unknown> }>(
      `/audit-events?callerId=${caller.id}&type=${type}&limit=200`,
    );
  };

  it('are kept and shown, and off unless somebody sets them', async () => {
    const plain = await entitled(everythingOfDemo);
    expect(plain.body).toMatchObject({ entitlements: [{ ratePerSecond: null, personRatePerSecond: null }] });
    const set = await limited({ ratePerSecond: 10, personRatePerSecond: 0.5 });
    expect(set.body).toMatchObject({ entitlements: [{ ratePerSecond: 10, personRatePerSecond: 0.5 }] });
    expect((await limited({ ratePerSecond: 0 })).status).toBe(400);
    await entitled(everythingOfDemo);
    expect(new Set(statuses(await atOnce(60)))).toEqual(new Set([200]));
  });

  it('count over all replicas: what one has used, another that never saw the caller has no more of', async () => {
    await limited({ ratePerSecond: RARELY });
    expect((await caller.requestToken(asked, world.brokers[0].url)).status).toBe(200);
    for (const broker of world.brokers) expect((await caller.requestToken(asked, broker.url)).status).toBe(429);
  });

  it('let a second’s worth go at once and no more, however many ask on however many replicas', async () => {
    await limited({ ratePerSecond: 5 });
    const startedAt = performance.now();
    const answers = await atOnce(60);
    const seconds = (performance.now() - startedAt) / 1_000;
    const through = answers.filter(({ status }) => status === 200).length;
    expect(through).toBeGreaterThanOrEqual(5);
    expect(through).toBeLessThanOrEqual(5 + Math.ceil(seconds * 5));
    expect(await recordsOf('token.handed_out')).toHaveLength(through);
  });

  it('are answered with when to come back, over gRPC as well', async () => {
    await limited({ ratePerSecond: RARELY });
    expect((await caller.requestToken(asked)).status).toBe(200);
    const { status, body, headers } = await caller.requestToken(asked);
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'rate_limited' });
    expect(body.retryAfterSeconds).toBeGreaterThan(50);
    expect(headers.get('retry-after')).toBe(String(body.retryAfterSeconds));
    const grpc = new RpcClient(world.brokers[0].grpcAddress);
    const refused = await grpc.call('GetToken', asked, { token: await caller.accessToken() });
    grpc.close();
    expect(refused).toMatchObject({ status: 'RESOURCE_EXHAUSTED', errorInfo: { reason: 'rate_limited' } });
    expect(refused.retryAfterSeconds).toBeGreaterThan(50);
  });

  it('count each person alone, where they are for any one person', async () => {
    await limited({ personRatePerSecond: RARELY });
    for (const userId of ['zhangsan', 'lisi']) {
      expect(statuses(await atOnce(4, { ...asked, userId }))).toEqual([200, 429, 429, 429]);
    }
  });

  it('count tokens and handles together', async () => {
    await limited({ ratePerSecond: RARELY, delivery: ['token', 'handle'] });
    const authorization = `Bearer ${await caller.accessToken()}`;
    const handle = await ask(`${world.url}/v1/handles`, { headers: { authorization }, json: asked });
    expect(handle.status).toBe(200);
    expect((await caller.requestToken(asked)).status).toBe(429);
  });

  it('count for nothing what is refused, whether the person exists or not', async () => {
    await limited({ ratePerSecond: RARELY });
    for (const userId of ['wangwu', 'nobody']) {
      expect((await caller.requestToken({ ...asked, userId })).body.code).toBe('consent_required');
    }
    expect((await caller.requestToken(asked)).status).toBe(200);
  });

  it('of one line say nothing about another', async () => {
    await entitled(
      { ...everythingOfDemo, people: { persons: [{ userId: 'zhangsan' }] }, ratePerSecond: RARELY },
      { ...everythingOfDemo, people: { persons: [{ userId: 'lisi' }] } },
    );
    expect(statuses(await atOnce(3))).toEqual([200, 429, 429]);
    expect(statuses(await atOnce(3, { ...asked, userId: 'lisi' }))).toEqual([200, 200, 200]);
  });

  it('that are raised or lifted let go whom they held up', async () => {
    await limited({ ratePerSecond: RARELY });
    expect(statuses(await atOnce(3))).toEqual([200, 429, 429]);
    await entitled(everythingOfDemo);
    // What a replica remembers of an exhausted rate holds for a second.
    for (const { url } of world.brokers) {
      await until('somebody gets through', async () => (await caller.requestToken(asked, url)).status === 200);
    }
    expect(new Set(statuses(await atOnce(30)))).toEqual(new Set([200]));
  });

  it('leave a record of what they refused without filling the trail', async () => {
    await limited({ ratePerSecond: RARELY });
    const answers = await atOnce(120);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(119);
    const records = await recordsOf('handout.rate_limited');
    expect(records.length).toBeGreaterThan(0);
    expect(records.length).toBeLessThanOrEqual(world.brokers.length);
    expect(records[0]?.details).toMatchObject({ rule: `limited-${callers}/1`, perSecond: RARELY, refused: 1 });
    expect(await recordsOf('handout.refused')).toEqual([]);
  });
});
