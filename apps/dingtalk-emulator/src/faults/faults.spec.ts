import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, EmulatorUnderTest, NARROW } from '../../test/emulator-under-test.js';

describe('faults and counters', () => {
  let emulator: EmulatorUnderTest;
  beforeAll(async () => {
    emulator = await EmulatorUnderTest.start();
  });
  afterAll(() => emulator.close());
  beforeEach(() => emulator.control('POST', '/reset'));

  const set = (name: string, aim: object = {}) => emulator.control('PUT', `/faults/${name}`, aim);
  const counted = async (operation: string, clientId = DEMO) => {
    const { operations } = await emulator.control('GET', '/counters');
    return (operations as Record<string, Record<string, unknown>>)[operation]?.[clientId];
  };

  const heldAnswers = (wanted: number) => emulator.until<{ held: number }>('/counters', ({ held }) => held === wanted);

  it.each([
    ['error_500_json', 500, 'system.busy'],
    ['qps_403', 403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'],
    ['rate_429', 429, 'system.busy'],
  ])('%s answers with status %i and its code', async (name, status, code) => {
    const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set(name);
    const answer = await emulator.me(accessToken);
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
  });

  it.each([
    ['error_500_html', 500],
    ['gateway_504', 504],
  ])('%s answers with a page instead of JSON', async (name, status) => {
    await set(name);
    const answer = await emulator.me('x');
    expect([answer.status, answer.body]).toEqual([status, undefined]);
    expect(answer.text).toContain('<h1>');
  });

  it('says the same to the legacy host in its own envelope', async () => {
    await set('qps_403');
    const { status, body } = await emulator.call('POST', '/topapi/user/getbyunionid', { form: {} });
    expect([status, body?.errcode]).toEqual([200, 90018]);
  });

  it('bans the address with a body that has no code', async () => {
    await set('ip_ban');
    expect((await emulator.me('x')).body).toEqual({
      status: 1111,
      wait: 5,
      source: 'x5',
      punish: 'deny',
      uuid: expect.any(String),
    });
  });

  it('cuts the JSON in half', async () => {
    await set('truncated_json');
    const answer = await emulator.me('x');
    expect(answer.text).toMatch(/^\{"code":/);
    expect(answer.body).toBeUndefined();
  });

  it('spells the keys of an error in upper case, and leaves successes alone', async () => {
    const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('error_upper_case_keys');
    const denied = await emulator.me(await emulator.appToken());
    expect(Object.keys(denied.body ?? {})).toEqual(['Code', 'Message', 'RequestId', 'AccessDeniedDetail']);
    expect((await emulator.me(accessToken)).body?.nick).toBe('张三');
  });

  it('forgets the organisation in the answer to a refresh', async () => {
    const { refreshToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('refresh_without_corp_id');
    const { body } = await emulator.refresh(refreshToken);
    expect(Object.keys(body ?? {})).toEqual(['accessToken', 'refreshToken', 'expireIn']);
  });

  it('resets the connection before the call did anything', async () => {
    const { refreshToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('reset_connection', { operation: 'userAccessToken.refresh', times: 1 });
    await expect(emulator.refresh(refreshToken)).rejects.toThrow('fetch failed');
    expect((await emulator.refresh(refreshToken)).status).toBe(200);
  });

  it('loses the answer after the refresh token was rotated', async () => {
    const { refreshToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('drop_answer', { operation: 'userAccessToken.refresh', times: 1 });
    await expect(emulator.refresh(refreshToken)).rejects.toThrow('fetch failed');
    expect((await emulator.refresh(refreshToken)).body?.code).toBe('invalidParameter.authCode.notFound');
    expect(await emulator.control('GET', '/counters')).toMatchObject({ refreshes: 1, replays: 1 });
  });

  it('spoils only the answers it is aimed at, and takes no such aim before there is one', async () => {
    const { refreshToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('drop_answer', { operation: 'userAccessToken.refresh', outcome: 'ok' });
    expect((await emulator.refresh('none')).status).toBe(400);
    await expect(emulator.refresh(refreshToken)).rejects.toThrow('fetch failed');
    expect((await emulator.refresh(refreshToken)).status).toBe(400);
    await expect(set('rate_429', { outcome: 'ok' })).rejects.toThrow('strikes before there is an outcome');
  });

  it('does not answer at all until the client gives up', async () => {
    await set('no_answer');
    const waiting = fetch(`${emulator.url}/v1.0/contact/users/me`, { signal: AbortSignal.timeout(200) });
    await expect(waiting).rejects.toThrow('timeout');
  });

  it('delays, and then answers properly', async () => {
    const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('delay', { delayMs: 120, operation: 'contact.users' });
    const before = performance.now();
    expect((await emulator.me(accessToken)).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(115);
  });

  it('holds an answer back after the refresh token was rotated, until the fault is cleared', async () => {
    const { refreshToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('hold_answer', { operation: 'userAccessToken.refresh' });
    const held = emulator.refresh(refreshToken);
    await heldAnswers(1);
    expect(await emulator.control('GET', '/counters')).toMatchObject({ refreshes: 1 });
    await emulator.control('DELETE', '/faults/hold_answer');
    const { status, body } = await held;
    expect(status).toBe(200);
    expect((await emulator.refresh(String(body?.refreshToken))).status).toBe(200);
    await heldAnswers(0);
  });

  it('answers by itself when the time of a hold is over, and spoils the answer afterwards if told to', async () => {
    const { refreshToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('hold_answer', { delayMs: 50, times: 1 });
    await set('drop_answer', { operation: 'userAccessToken.refresh', times: 1 });
    await expect(emulator.refresh(refreshToken)).rejects.toThrow('fetch failed');
    expect(await counted('userAccessToken.refresh')).toMatchObject({ calls: 1, faults: 1 });
  });

  it('no longer counts an answer as held when its caller has gone, or when everything starts over', async () => {
    const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
    await set('hold_answer');
    const gone = new AbortController();
    const waiting = fetch(`${emulator.url}/v1.0/contact/users/me`, { signal: gone.signal });
    await heldAnswers(1);
    gone.abort();
    await expect(waiting).rejects.toThrow();
    await heldAnswers(0);
    const patient = emulator.me(accessToken);
    await heldAnswers(1);
    await emulator.control('POST', '/reset');
    expect((await patient).status).toBe(200);
  });

  it('strikes only the application and operation it is aimed at, as often as told, and counts', async () => {
    const demo = await emulator.userToken(DEMO, 'zhangsan');
    const narrow = await emulator.userToken(NARROW, 'zhangsan');
    await set('error_500_json', { clientId: DEMO, operation: 'contact.users', times: 1 });
    const statuses = [
      (await emulator.me(narrow.accessToken)).status,
      (await emulator.refresh(demo.refreshToken)).status,
      (await emulator.me(demo.accessToken)).status,
      (await emulator.me(demo.accessToken)).status,
    ];
    expect(statuses).toEqual([200, 200, 500, 200]);
    const { faults } = await emulator.control('GET', '/faults');
    expect(faults).toEqual([
      { name: 'error_500_json', clientId: DEMO, operation: 'contact.users', times: 0, struck: 1 },
    ]);
    expect(await counted('contact.users')).toMatchObject({ calls: 2, ok: 1, refused: 0, faults: 1 });
  });

  it('counts a legacy refusal as refused although it is HTTP 200', async () => {
    await emulator.call('POST', `/topapi/user/getbyunionid?access_token=${await emulator.appToken()}`, { form: {} });
    expect(await counted('getbyunionid')).toMatchObject({ calls: 1, ok: 0, refused: 1 });
  });

  it('counts the redirect of an authorization, and can lose it', async () => {
    const link = `/oauth2/auth?${new URLSearchParams({
      client_id: DEMO,
      redirect_uri: 'http://127.0.0.1:8080/consent/callback',
      response_type: 'code',
      scope: 'openid corpid',
      as: 'zhangsan',
      auto: 'agree',
    })}`;
    expect((await emulator.call('GET', link)).status).toBe(302);
    await set('drop_answer', { operation: 'authorize' });
    await expect(emulator.call('GET', link)).rejects.toThrow('fetch failed');
    expect(await counted('authorize')).toMatchObject({ calls: 2, ok: 1, faults: 1 });
  });

  it('counts exchanges, replays of codes, and strangers apart', async () => {
    const code = await emulator.code(DEMO, 'zhangsan');
    await emulator.redeem(code);
    await emulator.redeem(code);
    await emulator.redeem(code, 'stranger');
    const counters = await emulator.control('GET', '/counters');
    expect(counters).toMatchObject({ codesExchanged: 1, codeReplays: 1 });
    expect(await counted('userAccessToken.code', '(unknown)')).toMatchObject({ calls: 1, refused: 1 });
    await emulator.control('DELETE', '/counters');
    expect(await emulator.control('GET', '/counters')).toMatchObject({ codesExchanged: 0, operations: {} });
  });

  it.each([
    ['/faults/nonsense', {}, 404],
    ['/faults/delay', { times: 0 }, 400],
    ['/faults/delay', { often: true }, 400],
    ['/faults/delay', { operation: 'nonsense' }, 400],
    ['/faults/delay', { clientId: 'nobody' }, 400],
    ['/faults/ip_ban', { delayMs: 5 }, 400],
  ])('refuses %s with %j as problem+json', async (path, json, status) => {
    const answer = await emulator.call('PUT', `/emulator/api${path}`, { json });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  });
});
