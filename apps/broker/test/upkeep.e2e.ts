import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { type Answer, ask } from './harness/http.js';
import { hire, refreshCounters } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { brokenLanes } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

interface GrantRow {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly scopes: string[];
  readonly tokenVersion: number;
  readonly sealed: boolean;
  readonly leased: boolean;
  readonly upkeepInHours: number | null;
}

describe('upkeep of grants', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    await hire(world.emulator, [
      'once',
      'until',
      'used',
      'idle',
      'lapsing',
      'killed',
      'left',
      'drifting',
      'probed',
      'refused',
      'leaving',
    ]);
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.emulator.control('DELETE', '/faults');
    await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints: seeded.scopes });
    await world.emulator.control('DELETE', '/counters');
    expect(await brokenLanes(world.database.pool)).toEqual([]);
  });

  const scopes = ['Contact.User.Read'];
  const consent = async (userId: string, url = `${world.url}/consent/demo`) => {
    expect((await consentAs(url, { as: userId })).code).toBe('granted');
  };
  const askedConsent = async (userId: string, more: object): Promise<string> => {
    const { body } = await ask<{ consentUrl: string }>(`${world.url}/v1/consents`, {
      headers: { authorization: `Bearer ${await caller.accessToken()}` },
      json: { application: 'demo', userId, scopes, ...more },
    });
    return body.consentUrl;
  };
  const request = (userId: string, more: object = {}, broker = 0): Promise<Answer> =>
    caller.requestToken({ application: 'demo', userId, scopes, ...more }, world.brokers[broker]?.url ?? world.url);
  const change = (userId: string, columns: string) =>
    world.database.pool.query(`update grants set ${columns} where user_id = $1 and state <> 'revoked'`, [userId]);
  const grantOf = async (userId: string): Promise<GrantRow> => {
    const { rows } = await world.database.pool.query<GrantRow>(
      `select id, state, reason, scopes, token_version as "tokenVersion", coalesce(lease_until > now(), false) as leased,
         coalesce(access_token_sealed, refresh_token_sealed) is not null as sealed,
         extract(epoch from upkeep_at - now())::float8 / 3600 as "upkeepInHours"
       from grants where user_id = $1 order by created_at desc limit 1`,
      [userId],
    );
    const [row] = rows;
    if (!row) throw new Error(`${userId} has no grant`);
    return row;
  };
  const recorded = async (userId: string, type: string) => {
    return world.items<{ outcome: string; details: Record<string, unknown> | null }>(
      `/audit-events?grantId=${(await grantOf(userId)).id}&type=${type}`,
    );
  };

  it('hands out a token of a grant given for one time once, however many ask at once on all replicas, and then ends it', async () => {
    await consent('once', await askedConsent('once', { once: true }));
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => request('once', {}, n % 2)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    const refusals = answers.filter(({ status }) => status !== 200).map(({ body }) => [body.code, body.reason]);
    expect(refusals).toEqual(refusals.map(() => ['consent_required', 'grant_expired']));
    await until('the grant has ended', async () => (await grantOf('once')).state === 'expired');
    expect(await grantOf('once')).toMatchObject({ sealed: false, upkeepInHours: null });
    expect(await recorded('once', 'grant.expired')).toMatchObject([{ outcome: 'ok', details: { why: 'once' } }]);
  });

  it('ends a grant by itself at the time the person was told', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    await consent('until', await askedConsent('until', { expiresAt }));
    expect((await request('until')).status).toBe(200);
    await change('until', 'ends_at = now()');
    expect((await request('until', {}, 1)).body).toMatchObject({ code: 'consent_required', reason: 'grant_expired' });
    await until('the grant has ended', async () => (await grantOf('until')).state === 'expired');
    expect(await grantOf('until')).toMatchObject({ sealed: false });
    expect(await recorded('until', 'grant.expired')).toMatchObject([{ details: { why: 'ends_at' } }]);
  });

  it('refreshes the token of a grant in use before it runs out, and leaves an idle one alone', async () => {
    for (const userId of ['used', 'idle']) {
      await consent(userId);
      await change(
        userId,
        `tokens_obtained_at = now() - interval '110 minutes', access_token_expires_at = now() + interval '10 minutes'`,
      );
    }
    expect((await request('used')).status).toBe(200);
    for (const userId of ['used', 'idle']) await change(userId, 'upkeep_at = now()');
    await until('the token in use is fresh', async () => (await grantOf('used')).tokenVersion === 2);
    await until('the idle grant was looked at', async () => ((await grantOf('idle')).upkeepInHours ?? 0) > 24);
    expect((await grantOf('idle')).tokenVersion).toBe(1);
    expect((await grantOf('used')).upkeepInHours).toBeGreaterThan(1.5);
    expect(await refreshCounters(world.emulator)).toEqual({ refreshes: 1, replays: 0 });
  });

  it('keeps an idle grant alive before its refresh token lapses', async () => {
    await consent('lapsing');
    await change('lapsing', `refresh_token_expires_at = now() + interval '9 days', upkeep_at = now()`);
    await until('the refresh token is renewed', async () => (await grantOf('lapsing')).tokenVersion === 2);
  });

  it('takes up a refresh that a killed replica left unfinished, without anybody asking for the token', async () => {
    await world.emulator.control('PATCH', '/settings', { refreshRepeat: 'idempotent' });
    await consent('killed');
    await change('killed', `access_token_expires_at = now() - interval '1 second'`);
    await world.emulator.control('PUT', '/faults/delay', { operation: 'userAccessToken.refresh', delayMs: 60_000 });
    const lost = request('killed', { maxWaitSeconds: 0 }, 1).catch(() => undefined);
    await until('the refresh has begun', async () => (await grantOf('killed')).leased);
    await world.brokers[1]?.process.kill('SIGKILL');
    await lost;
    await world.emulator.control('DELETE', '/faults');
    await change('killed', `lease_until = now(), upkeep_at = now()`);
    await until('another replica has finished it', async () => (await grantOf('killed')).tokenVersion === 2);
  });

  it('notices that a person withdrew, asks for consent with that reason, and serves again after the next consent', async () => {
    await consent('left');
    await world.emulator.control('POST', '/consents/withdraw', { clientId: seeded.clientId, person: 'left' });
    await change('left', 'observe_at = now(), upkeep_at = now()');
    await until('the withdrawal is known', async () => (await grantOf('left')).state === 'needs_consent');
    expect((await request('left')).body).toMatchObject({ code: 'consent_required', reason: 'withdrawn' });
    expect(await recorded('left', 'grant.drifted')).toMatchObject([{ outcome: 'withdrawn' }]);
    await consent('left');
    expect((await request('left')).status).toBe(200);
  });

  it('keeps a withdrawal that became known while a refresh was under way', async () => {
    await consent('leaving');
    await change(
      'leaving',
      `tokens_obtained_at = now() - interval '119 minutes', access_token_expires_at = now() + interval '1 minute'`,
    );
    await world.emulator.control('PUT', '/faults/hold_answer', { operation: 'userAccessToken.refresh' });
    const waiting = request('leaving', { minimumSeconds: 300 });
    await until('the refresh has begun', async () => (await grantOf('leaving')).leased);
    await world.emulator.control('POST', '/consents/withdraw', { clientId: seeded.clientId, person: 'leaving' });
    await change('leaving', 'observe_at = now(), upkeep_at = now()');
    await until('the withdrawal is known', async () => (await grantOf('leaving')).state === 'needs_consent');
    await world.emulator.control('DELETE', '/faults');
    expect((await waiting).body).toMatchObject({ code: 'consent_required', reason: 'withdrawn' });
    expect(await grantOf('leaving')).toMatchObject({ state: 'needs_consent', reason: 'withdrawn', tokenVersion: 2 });
  });

  it('records scopes that got lost, and asks for consent only where they are needed', async () => {
    await consent('drifting');
    const fewer = seeded.scopes.filter((scope) => scope !== 'Todo.Todo.Write');
    await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints: fewer });
    await change('drifting', 'observe_at = now(), upkeep_at = now()');
    await until('the drift is known', async () => !(await grantOf('drifting')).scopes.includes('Todo.Todo.Write'));
    expect(await recorded('drifting', 'grant.drifted')).toMatchObject([
      { outcome: 'scopes_changed', details: { lost: ['Todo.Todo.Write'], gained: [] } },
    ]);
    expect((await request('drifting')).status).toBe(200);
    expect((await request('drifting', { scopes: ['Todo.Todo.Write'] })).body).toMatchObject({
      code: 'consent_required',
      reason: 'scopes_missing',
      missingScopes: ['Todo.Todo.Write'],
    });
  });

  describe('when a caller reports that DingTalk refused its token', () => {
    const refusal = (handoutId: unknown, refusedCode: string) => ({ refusedHandoutId: handoutId, refusedCode });

    it('refreshes it once, however often and by however many it is reported', async () => {
      await consent('refused');
      const { body: first } = await request('refused');
      const reports = await Promise.all(
        Array.from({ length: 10 }, () => request('refused', refusal(first.handoutId, 'InvalidAuthentication'))),
      );
      const tokens = new Set(reports.map(({ body }) => body.accessToken));
      expect([tokens.size, tokens.has(first.accessToken)]).toEqual([1, false]);
      const again = await request('refused', refusal(first.handoutId, 'InvalidAuthentication'));
      expect(tokens.has(again.body.accessToken)).toBe(true);
      expect(await refreshCounters(world.emulator)).toEqual({ refreshes: 1, replays: 0 });
    });

    it('does not hand the refused token out again while it cannot be replaced', async () => {
      await consent('refused');
      const { body } = await request('refused');
      await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'userAccessToken.refresh' });
      const answer = await request('refused', refusal(body.handoutId, 'InvalidAuthentication'));
      expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
    });

    it('reads the granted scopes again and asks for consent if one is gone', async () => {
      await consent('refused');
      const { body } = await request('refused', { scopes: ['Todo.Todo.Write'] });
      const fewer = seeded.scopes.filter((scope) => scope !== 'Todo.Todo.Write');
      await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints: fewer });
      const report = {
        scopes: ['Todo.Todo.Write'],
        ...refusal(body.handoutId, 'Forbidden.AccessDenied.AccessTokenPermissionDenied'),
      };
      expect((await request('refused', report)).body).toMatchObject({
        code: 'consent_required',
        reason: 'scopes_missing',
        missingScopes: ['Todo.Todo.Write'],
      });
    });

    it('says what is wrong with a report of a code it does not know, or of somebody else’s hand-out', async () => {
      await consent('refused');
      const { body } = await request('refused');
      const stranger = await world.createCaller('stranger', [everythingOfDemo]);
      const foreign = {
        application: 'demo',
        userId: 'refused',
        scopes,
        ...refusal(body.handoutId, 'InvalidAuthentication'),
      };
      for (const [answer, pointer] of [
        [await request('refused', refusal(body.handoutId, 'system.busy')), '/refusedCode'],
        [await stranger.requestToken(foreign), '/refusedHandoutId'],
        [await request('refused', { refusedCode: 'InvalidAuthentication' }), '/refusedHandoutId'],
      ] as const) {
        expect([answer.status, (answer.body.errors as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer]);
      }
    });
  });

  it('foretells who will need to consent again, and whether the budget carries the grants', async () => {
    await consent('probed');
    await change('probed', `ends_at = now() + interval '3 days'`);
    await world.database.pool.query(`delete from recurring_tasks where task = 'forecast_expiry'`);
    const forecast = async () => {
      const { body } = await world.operator('GET', '/overview');
      return (body.forecasts as Record<string, unknown>[])[0];
    };
    await until('the forecast knows', async () => (await forecast())?.within7Days === 1);
    expect(await forecast()).toMatchObject({
      application: 'demo',
      within1Day: 0,
      within30Days: 1,
      callsPerSecond: 20,
      budgetSuffices: true,
    });
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toContain('grants_needing_consent{application="demo",within_days="7"} 1');
  });
});
