import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { answerAtDingTalk, consentAs, consentPage } from './harness/person.js';
import { consentRecords, rowsOf } from './harness/rows.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

interface GrantRow {
  readonly id: string;
  readonly state: string;
  readonly token_version: number;
}

describe.each(['both', 'authCode'])('a consent given again, where DingTalk returns %s', (codeParameter) => {
  let world: World;
  let caller: TestCaller;
  let demoUrl: string;
  beforeAll(async () => {
    world = await startWorld();
    demoUrl = `${world.url}/consent/demo`;
    await world.emulator.control('PATCH', '/settings', { codeParameter });
    await world.registerDemo();
    caller = await world.createCaller('hr-bot', [everythingOfDemo]);
  });
  afterEach(() => world.emulator.control('DELETE', '/faults'));
  afterAll(() => world.close());

  const asked = { application: 'demo', scopes: ['Contact.User.Read'] };

  async function grantsOf(userId: string): Promise<GrantRow[]> {
    const text = 'select id, state, token_version from grants where user_id = $1 order by created_at';
    return (await world.database.pool.query<GrantRow>(text, [userId])).rows;
  }

  async function grantedCount(): Promise<number> {
    const records = await consentRecords(world.database.pool);
    return records.filter(({ type }) => type === 'consent.granted').length;
  }

  it('shows the result again when the callback is replayed in the same browser, and does nothing else', async () => {
    const { browser, callbackUrl, code } = await consentAs(demoUrl, { as: 'zhangsan' });
    expect(code).toBe('granted');
    const before = [await rowsOf(world.database.pool, 'grants'), await consentRecords(world.database.pool)];
    const replayed = await consentPage(callbackUrl, browser);
    expect([replayed.code, replayed.status]).toEqual(['granted', 200]);
    expect([await rowsOf(world.database.pool, 'grants'), await consentRecords(world.database.pool)]).toEqual(before);
  });

  it('shows a refusal again when its callback is replayed with a code instead', async () => {
    const refused = await consentAs(demoUrl, { as: 'lisi', answer: 'refuse' });
    const { callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'lisi' });
    const withCode = new URL(callbackUrl);
    withCode.searchParams.set('state', new URL(refused.callbackUrl).searchParams.get('state') ?? '');
    expect((await consentPage(withCode.href, refused.browser)).code).toBe('consent_rejected');
    expect(await grantsOf('lisi')).toEqual([]);
  });

  it('shows a reload the result of the consent that is still being finished', async () => {
    await world.emulator.control('PUT', '/faults/delay', { delayMs: 500, operation: 'contact.users', times: 1 });
    const before = await grantedCount();
    const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangwei1' });
    const shown = await Promise.all([consentPage(callbackUrl, browser), consentPage(callbackUrl, browser)]);
    expect(shown.map(({ code }) => code)).toEqual(['granted', 'granted']);
    expect(await grantedCount()).toBe(before + 1);
  });

  it('keeps the id of a live grant and raises its token version', async () => {
    await consentAs(demoUrl, { as: 'chenxi' });
    const [first] = await grantsOf('chenxi');
    await consentAs(demoUrl, { as: 'chenxi' });
    expect(await grantsOf('chenxi')).toEqual([{ ...first, token_version: 2 }]);
    const { status, body } = await caller.requestToken({ ...asked, userId: 'chenxi' });
    expect([status, body.grantId]).toEqual([200, first?.id]);
  });

  it('makes a new grant after a revocation', async () => {
    const [before] = await grantsOf('chenxi');
    await world.operator('POST', `/grants/${before?.id}/revoke`, { reason: 'left the project' });
    expect((await consentAs(demoUrl, { as: 'chenxi' })).code).toBe('granted');
    const [ended, live] = await grantsOf('chenxi');
    expect(ended).toEqual({ ...before, state: 'revoked' });
    expect(live).toEqual({ id: expect.not.stringMatching(`${before?.id}`), state: 'active', token_version: 1 });
  });

  it('ends with one live grant and working tokens when one person consents in two browsers at once', async () => {
    const returns = await Promise.all([1, 2].map(() => answerAtDingTalk(demoUrl, { as: 'zhangwei2' })));
    const shown = await Promise.all(returns.map(({ callbackUrl, browser }) => consentPage(callbackUrl, browser)));
    expect(shown.map(({ code }) => code)).toEqual(['granted', 'granted']);
    expect(await grantsOf('zhangwei2')).toEqual([{ id: expect.any(String), state: 'active', token_version: 2 }]);
    expect((await caller.requestToken({ ...asked, userId: 'zhangwei2', minimumSeconds: 7200 })).status).toBe(200);
  });
});

describe('a consent whose scopes DingTalk does not tell', () => {
  /** One application for each way of not telling, so that the ten seconds of asking again are waited for once. */
  const applications = [
    { name: 'demo', clientId: seeded.clientId, fault: 'error_500_json', scopes: seeded.scopes },
    { name: 'visitors', clientId: 'dingnarrowhangzhou', fault: 'truncated_json', scopes: ['Contact.User.Read'] },
    { name: 'lunch', clientId: 'dinglunch', fault: 'reset_connection', scopes: ['Contact.User.Read'] },
  ] as const;

  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    const { control } = world.emulator;
    const { clientSecret, corpId } = seeded;
    const redirectUris = [`${world.url}/consent/callback`];
    await control('POST', '/applications', {
      ...{ clientId: 'dinglunch', clientSecret, name: '午餐', kind: 'internal', corpId, redirectUris },
      delegatedPoints: ['Contact.User.Read'],
      appPoints: ['qyapi_get_member'],
    });
    await control('PATCH', '/applications/dingnarrowhangzhou', { redirectUris });
    for (const { name, clientId, scopes } of applications) {
      await world.operator('POST', '/applications', { name, kind: 'internal', clientId, clientSecret, corpId, scopes });
    }
    const entitlements = applications.map(({ name, scopes }) => ({ application: name, scopes, delivery: ['token'] }));
    caller = await world.createCaller('hr-bot', entitlements);
    for (const { fault, clientId } of applications) {
      await control('PUT', `/faults/${fault}`, { clientId, operation: 'authRules' });
    }
  });
  afterAll(() => world.close());

  const ask = (application: string) =>
    caller.requestToken({ application, userId: 'zhangsan', scopes: ['Contact.User.Read'] });

  async function observed(): Promise<Record<string, boolean>> {
    const text = 'select application, observed_at is not null as observed from grants';
    const { rows } = await world.database.pool.query<{ application: string; observed: boolean }>(text);
    return Object.fromEntries(rows.map((row) => [row.application, row.observed]));
  }

  it('is kept with what was asked for, and marked as not observed', async () => {
    const shown = await Promise.all(
      applications.map(({ name }) => consentAs(`${world.url}/consent/${name}`, { as: 'zhangsan' })),
    );
    expect(shown.map(({ code }) => code)).toEqual(['granted', 'granted', 'granted']);
    expect(await observed()).toEqual({ demo: false, visitors: false, lunch: false });
    const { body } = await world.operator('GET', '/grants');
    expect(body.items).toContainEqual(
      expect.objectContaining({ application: 'visitors', observedAt: null, scopes: ['Contact.User.Read'] }),
    );
  });

  it('is not handed out raw until DingTalk tells, and each refusal is recorded', async () => {
    for (const { name } of applications) {
      const { status, headers, body, text } = await ask(name);
      expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(text).not.toContain('accessToken');
    }
    const { body } = await world.operator('GET', `/audit-events?callerId=${caller.id}&type=handout.refused`);
    expect((body.items as { type: string; outcome: string }[]).map(({ type, outcome }) => [type, outcome])).toEqual(
      applications.map(() => ['handout.refused', 'temporarily_unavailable']),
    );
    expect(await observed()).toEqual({ demo: false, visitors: false, lunch: false });
  });

  it('is handed out as soon as DingTalk tells', async () => {
    await world.emulator.control('DELETE', '/faults');
    for (const { name } of applications) expect((await ask(name)).status).toBe(200);
    expect(await observed()).toEqual({ demo: true, visitors: true, lunch: true });
  });
});

describe('a broker told to end while DingTalk does not tell the scopes', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'authRules' });
  });
  afterAll(() => world.close());

  it('stores the consent with what is known, and ends cleanly', async () => {
    const { browser, callbackUrl } = await answerAtDingTalk(`${world.url}/consent/demo`, { as: 'zhangsan' });
    const [broker] = world.brokers;
    const finishing = browser.open(callbackUrl);
    await broker.process.saying(/the granted scopes could not be read/);
    await broker.process.kill('SIGTERM');
    expect((await finishing).status).toBe(303);
    expect(await broker.process.ended).toEqual({ code: 0, signal: null });
    const { rows } = await world.database.pool.query('select state, observed_at from grants');
    expect(rows).toEqual([{ state: 'active', observed_at: null }]);
  });
});
