import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import type { Answer } from './harness/http.js';
import { hire, refreshCounters } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { brokenLanes, recordOf } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const people = Array.from({ length: 10 }, (_, n) => `person${n}`);
const CALLERS_AT_ONCE = 12;

interface GrantRow {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly tokenVersion: number;
  readonly holdsRefreshToken: boolean;
  readonly holdsAccessToken: boolean;
  readonly leased: boolean;
}

describe('refreshing a stale token', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld({ brokers: 3 });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    await hire(world.emulator, people);
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.emulator.control('DELETE', '/faults');
    await world.emulator.control('PATCH', '/settings', {
      refreshRepeat: 'single_use',
      refreshAfterWithdrawal: 'works',
    });
    await world.emulator.control('DELETE', '/counters');
    expect(await brokenLanes(world.database.pool)).toEqual([]);
  });

  const consent = async (userId: string) => {
    expect((await consentAs(`${world.url}/consent/demo`, { as: userId })).code).toBe('granted');
  };
  /** DingTalk's two hours pass for these people's access tokens. */
  const leaveToLive = (seconds: number, userIds: readonly string[]) =>
    world.database.pool.query(
      `update grants set access_token_expires_at = now() + make_interval(secs => $1) where user_id = any($2) and state = 'active'`,
      [seconds, userIds],
    );
  const withExpiredToken = async (userId: string) => {
    await consent(userId);
    await leaveToLive(-1, [userId]);
  };
  const request = (userId: string, more: object = {}, broker = 0): Promise<Answer> =>
    caller.requestToken(
      { application: 'demo', userId, scopes: ['Contact.User.Read'], ...more },
      world.brokers[broker]?.url ?? world.url,
    );
  const grantOf = async (userId: string): Promise<GrantRow> => {
    const { rows } = await world.database.pool.query<GrantRow>(
      `select id, state, reason, token_version as "tokenVersion", refresh_token_sealed is not null as "holdsRefreshToken",
         access_token_sealed is not null as "holdsAccessToken", coalesce(lease_until > now(), false) as leased
       from grants where user_id = $1 order by created_at desc limit 1`,
      [userId],
    );
    const [row] = rows;
    if (!row) throw new Error(`${userId} has no grant`);
    return row;
  };
  const refreshing = (userId: string) =>
    until(`${userId}'s tokens are being refreshed`, async () => (await grantOf(userId)).leased);
  const slowly = (delayMs: number) =>
    world.emulator.control('PUT', '/faults/delay', { operation: 'userAccessToken.refresh', delayMs });
  /** DingTalk refreshes, and does not say so until it is told to. */
  const heldBack = () => world.emulator.control('PUT', '/faults/hold_answer', { operation: 'userAccessToken.refresh' });
  const letGo = () => world.emulator.control('DELETE', '/faults/hold_answer');

  it('refreshes each grant once for all callers of all replicas, those included who come while it runs', async () => {
    for (const userId of people) await consent(userId);
    await leaveToLive(-1, people);
    await slowly(500);
    const wave = () =>
      people.flatMap((userId) =>
        Array.from({ length: CALLERS_AT_ONCE / 2 }, (_, n) =>
          request(userId, {}, n % 3).then((answer) => ({ userId, answer })),
        ),
      );
    const first = wave();
    for (const userId of people) {
      await until(`${userId}'s refresh has begun`, async () => {
        const { leased, tokenVersion } = await grantOf(userId);
        return leased || tokenVersion > 1;
      });
    }
    const answers = await Promise.all([...first, ...wave()]);

    expect(answers.map(({ answer }) => answer.status)).toEqual(answers.map(() => 200));
    const tokens = new Set(answers.map(({ userId, answer }) => `${userId} ${answer.body.accessToken}`));
    expect(tokens.size).toBe(people.length);
    expect(await refreshCounters(world.emulator)).toEqual({ refreshes: people.length, replays: 0 });
  });

  it.each([0, 1])(
    'says so after maxWaitSeconds %i while the refresh goes on, whose token the next request gets',
    async (maxWaitSeconds) => {
      await withExpiredToken('zhangsan');
      const { tokenVersion } = await grantOf('zhangsan');
      await heldBack();
      const answer = await request('zhangsan', { maxWaitSeconds });
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ code: 'temporarily_unavailable', retryAfterSeconds: expect.any(Number) });
      expect(answer.headers.get('retry-after')).toBe(String(answer.body.retryAfterSeconds));
      expect(await recordOf(world.database.pool, String(answer.body.requestId))).toMatchObject({
        outcome: 'temporarily_unavailable',
        handoutId: null,
      });

      const next = request('zhangsan', {}, 1);
      await letGo();
      expect((await next).status).toBe(200);
      expect((await grantOf('zhangsan')).tokenVersion).toBe(tokenVersion + 1);
      expect(await refreshCounters(world.emulator)).toEqual({ refreshes: 1, replays: 0 });
    },
  );

  it('asks the person again once DingTalk has refused the refresh token, and keeps nothing sealed', async () => {
    await withExpiredToken('lisi');
    await world.emulator.control('PATCH', '/settings', { refreshAfterWithdrawal: 'fails' });
    await world.emulator.control('POST', '/consents/withdraw', { clientId: seeded.clientId, person: 'lisi' });
    const answer = await request('lisi');
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'consent_required', reason: 'refresh_rejected' });
    expect(await grantOf('lisi')).toMatchObject({
      state: 'needs_consent',
      reason: 'refresh_rejected',
      holdsRefreshToken: false,
      holdsAccessToken: false,
    });
  });

  it('keeps every grant while the application secret is wrong', async () => {
    await withExpiredToken('zhangsan');
    const before = await grantOf('zhangsan');
    await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { clientSecret: 'changed-at-dingtalk' });
    try {
      const answer = await request('zhangsan');
      expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(await grantOf('zhangsan')).toEqual(before);
    } finally {
      await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { clientSecret: seeded.clientSecret });
    }
    expect((await request('zhangsan')).status).toBe(200);
  });

  it('serves the old token for as long as it lives while DingTalk fails', async () => {
    await consent('zhangsan');
    const { body: before } = await request('zhangsan');
    await leaveToLive(30, ['zhangsan']);
    await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'userAccessToken.refresh' });
    const { status, body } = await request('zhangsan');
    expect(status).toBe(200);
    expect(body.accessToken).toBe(before.accessToken);

    await world.emulator.control('DELETE', '/faults');
    await until('DingTalk is asked again', async () => {
      const { body: after } = await request('zhangsan');
      return after.accessToken !== before.accessToken;
    });
  });

  it('serves the old token for as long as it lives when the refresh token does not open, and then says so', async () => {
    await consent('chenxi');
    await world.database.pool.query(
      `update grants set refresh_token_sealed = set_byte(refresh_token_sealed, 40, get_byte(refresh_token_sealed, 40) # 1)
       where user_id = 'chenxi'`,
    );
    await leaveToLive(30, ['chenxi']);
    expect((await request('chenxi')).status).toBe(200);
    await leaveToLive(-1, ['chenxi']);
    const answer = await request('chenxi');
    expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await recordOf(world.database.pool, String(answer.body.requestId))).toMatchObject({
      outcome: 'temporarily_unavailable',
    });
    expect(await refreshCounters(world.emulator)).toEqual({ refreshes: 0, replays: 0 });
  });

  it('leaves a grant revoked whatever a refresh in flight brings back', async () => {
    await withExpiredToken('zhangwei1');
    await heldBack();
    const waiting = request('zhangwei1', {}, 1);
    await refreshing('zhangwei1');
    const { id } = await grantOf('zhangwei1');
    expect((await world.operator('POST', `/grants/${id}/revoke`, { reason: 'left' })).status).toBe(200);
    await letGo();
    expect((await waiting).body).toMatchObject({ code: 'consent_required', reason: 'grant_revoked' });
    await until('DingTalk has answered', async () => (await refreshCounters(world.emulator)).refreshes === 1);
    expect(await grantOf('zhangwei1')).toMatchObject({
      id,
      state: 'revoked',
      holdsRefreshToken: false,
      holdsAccessToken: false,
      leased: false,
    });
  });

  /** A refresh that ended without an answer may be tried again within the request or by the next one; both are right. */
  const requestUntilDecided = async (userId: string): Promise<Answer> => {
    let answer = await request(userId);
    await until(`${userId}'s request is decided`, async () => {
      if (answer.status === 503) answer = await request(userId);
      return answer.status !== 503;
    });
    return answer;
  };

  it('survives a lost answer where DingTalk answers a repeated refresh again', async () => {
    await world.emulator.control('PATCH', '/settings', { refreshRepeat: 'idempotent' });
    await withExpiredToken('zhangsan');
    await world.emulator.control('PUT', '/faults/drop_answer', { operation: 'userAccessToken.refresh', times: 1 });
    expect((await requestUntilDecided('zhangsan')).status).toBe(200);
    expect(await grantOf('zhangsan')).toMatchObject({ state: 'active', reason: null, leased: false });
  });

  it('calls a refusal after a lost answer indeterminate, because the refusal may be the echo of a success', async () => {
    await withExpiredToken('zhangsan');
    await world.emulator.control('PUT', '/faults/drop_answer', { operation: 'userAccessToken.refresh', times: 1 });
    const answer = await requestUntilDecided('zhangsan');
    expect(answer.body).toMatchObject({ code: 'consent_required', reason: 'indeterminate' });
    expect(await grantOf('zhangsan')).toMatchObject({ state: 'needs_consent', reason: 'indeterminate' });
  });

  it('serves from another replica after one was killed in the middle of a refresh', async () => {
    await world.emulator.control('PATCH', '/settings', { refreshRepeat: 'idempotent' });
    await withExpiredToken('zhangwei2');
    await slowly(3_000);
    const lost = request('zhangwei2', {}, 2).catch(() => undefined);
    await refreshing('zhangwei2');
    await world.brokers[2]?.process.kill('SIGKILL');
    await lost;
    await world.emulator.control('DELETE', '/faults');

    const answer = await request('zhangwei2', { maxWaitSeconds: 40 });
    expect(answer.status).toBe(200);
    expect(await grantOf('zhangwei2')).toMatchObject({ state: 'active', leased: false });
  });

  it('ended every refresh without an unhandled error in any process', () => {
    for (const { process } of world.brokers) {
      expect(process.output()).not.toMatch(/unhandled|uncaught|"level":(60|"fatal")/i);
    }
  });
});
