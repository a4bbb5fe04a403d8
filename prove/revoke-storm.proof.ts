import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consentAs } from '../apps/broker/test/harness/person.js';
import { brokenLanes } from '../apps/broker/test/harness/trail.js';
import { until } from '../apps/broker/test/harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../apps/broker/test/harness/world.js';
import { refreshTraffic } from './tools/aftermath.js';
import { askFor } from './tools/crowd.js';
import { HandoutStorm } from './tools/handout-storm.js';
import { consented, letAccessTokensExpire, peopleOf } from './tools/people.js';
import { Report, SHORT, secondsSince } from './tools/report.js';

const REPLICAS = 3;
const PEOPLE = 8;
const REQUESTS = SHORT ? 5_000 : 100_000;
const REVOCATIONS = SHORT ? 20 : 400;
const REFRESHED = 20;

interface Receipt {
  readonly grantId: string;
  readonly liveHandouts: readonly { readonly handoutId: string }[];
}

const report = new Report('revoke-storm', `revocations in a storm of hand-outs, ${REPLICAS} brokers`);

describe('revoking in a storm', () => {
  let world: World;
  let callers: TestCaller[];
  beforeAll(async () => {
    world = await startWorld({ brokers: REPLICAS });
    await world.registerDemo();
    callers = await Promise.all(['alpha', 'beta', 'gamma'].map((name) => world.createCaller(name, [everythingOfDemo])));
  });
  afterAll(() => world?.close());

  const revoke = async (userId: string): Promise<Receipt> => {
    const { id } = await world.liveGrant(userId);
    const { status, body, text } = await world.operator('POST', `/grants/${id}/revoke`, { reason: 'storm' });
    if (status !== 200) throw new Error(`revoking ${userId}: ${text}`);
    return body as unknown as Receipt;
  };

  it(`hands out nothing of a grant to requests sent after its revocation was answered, ${REVOCATIONS} times in ${REQUESTS} hand-outs`, async () => {
    const people = peopleOf(PEOPLE);
    await consented(world, people);
    const storm = await HandoutStorm.begin({ world, callers, people });
    const revocations: { receipt: Receipt; answeredAt: number }[] = [];
    const startedAt = performance.now();
    for (let n = 0; n < REVOCATIONS; n += 1) {
      const userId = people[n % PEOPLE] ?? '';
      const receipt = await revoke(userId);
      revocations.push({ receipt, answeredAt: performance.now() });
      const { code } = await consentAs(`${world.url}/consent/demo`, { as: userId });
      expect(code).toBe('granted');
    }
    const enough = async () => storm.answers.length >= REQUESTS;
    await until('the storm has been long enough', enough, 300_000);
    await storm.end();

    const left = new Map<string, Set<string>>();
    const late = new Set<string>();
    const answeredAt = new Map(revocations.map(({ receipt, answeredAt: at }) => [receipt.grantId, at]));
    for (const { grantId, handoutId, sentAt } of storm.answers) {
      if (!grantId || !handoutId) continue;
      left.set(grantId, (left.get(grantId) ?? new Set()).add(handoutId));
      if (sentAt > (answeredAt.get(grantId) ?? Number.POSITIVE_INFINITY)) late.add(handoutId);
    }
    const receiptsOff = revocations.filter(({ receipt: { grantId, liveHandouts } }) => {
      const out = left.get(grantId) ?? new Set();
      const told = new Set(liveHandouts.map(({ handoutId }) => handoutId));
      const same = told.size === out.size && [...told].every((handoutId) => out.has(handoutId));
      return !same || told.size !== liveHandouts.length;
    });
    const tokens = storm.answers.filter(({ handoutId }) => handoutId).length;
    const reasons = new Set(storm.answers.map(({ refusal }) => refusal).filter(Boolean));
    report.add({
      case: 'a storm of hand-outs',
      requests: storm.answers.length,
      tokens,
      revocations: revocations.length,
      'late tokens': late.size,
      'receipts off': receiptsOff.length,
      'hand-outs in receipts': revocations.reduce((sum, { receipt }) => sum + receipt.liveHandouts.length, 0),
      'came back': 0,
      seconds: secondsSince(startedAt),
    });
    expect([...late]).toEqual([]);
    expect(receiptsOff).toEqual([]);
    expect([...reasons]).toEqual(['grant_revoked']);
    expect(await brokenLanes(world.database.pool)).toEqual([]);
  }, 400_000);

  it('lets no refresh bring a grant back that was revoked between the lease and the answer', async () => {
    const people = peopleOf(PEOPLE + REFRESHED).slice(PEOPLE);
    await consented(world, people);
    await letAccessTokensExpire(world, people);
    await world.emulator.control('PUT', '/faults/hold_answer', { operation: 'userAccessToken.refresh' });
    const startedAt = performance.now();
    const [caller] = callers;
    if (!caller) throw new Error('nobody calls');
    const asked = people.map((userId, n) => askFor(world, caller, userId, { broker: n % REPLICAS }));
    await until('all are being refreshed', async () => (await refreshTraffic(world)).held === REFRESHED);
    const receipts = await Promise.all(people.map(revoke));
    await world.emulator.control('DELETE', '/faults');
    const answers = await Promise.all(asked);
    const again = await Promise.all(people.map((userId) => askFor(world, caller, userId)));
    const { rows } = await world.database.pool.query(
      `select from grants where id = any($1)
         and (state <> 'revoked' or num_nonnulls(access_token_sealed, refresh_token_sealed, lease_until, attempt_id) > 0)`,
      [receipts.map(({ grantId }) => grantId)],
    );
    const reasons = [...answers, ...again].map(({ answer }) => answer.body.reason);
    report.add({
      case: 'between the lease and the answer',
      requests: reasons.length,
      tokens: reasons.filter((reason) => reason === undefined).length,
      revocations: receipts.length,
      'late tokens': 0,
      'receipts off': 0,
      'hand-outs in receipts': 0,
      'came back': rows.length,
      seconds: secondsSince(startedAt),
    });
    expect(new Set(reasons)).toEqual(new Set(['grant_revoked']));
    expect(rows).toEqual([]);
  }, 60_000);
});
