import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { RpcClient } from './harness/grpc.js';
import { type Answer, ask } from './harness/http.js';
import { rowsOf } from './harness/rows.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const bringing = { ...everythingOfDemo, delivery: ['token', 'handle'], mayBringCodes: true };
const reading = { scopes: ['Contact.User.Read'], delivery: 'token' };

describe('a code that a caller brings', () => {
  let world: World;
  let caller: TestCaller;
  let token: string;
  let grpc: RpcClient;
  const codes: string[] = [];
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    const others = [
      { name: 'meeting', clientId: 'dingmeeting', kind: 'isv' },
      { name: 'visitors', clientId: 'dingnarrowhangzhou', kind: 'internal', corpId: seeded.corpId },
    ];
    for (const other of others) {
      const { status } = await world.operator('POST', '/applications', {
        ...other,
        clientSecret: seeded.clientSecret,
        scopes: ['Contact.User.Read'],
      });
      expect(status).toBe(201);
    }
    caller = await world.createCaller('assistant', [bringing]);
    token = await caller.accessToken();
    grpc = new RpcClient(world.brokers[0].grpcAddress);
  });
  afterEach(async () => {
    await world.emulator.control('DELETE', '/faults');
    await entitled(bringing);
  });
  afterAll(async () => {
    grpc?.close();
    await world?.close();
  });

  const entitled = (...entitlements: object[]) => world.operator('PATCH', `/callers/${caller.id}`, { entitlements });
  const codeOf = async (person: string, change: object = {}) => {
    const wanted = { clientId: seeded.clientId, person, corpId: seeded.corpId, ...change };
    const { authCode } = await world.emulator.control<{ authCode: string }>('POST', '/codes', wanted);
    codes.push(authCode);
    return authCode;
  };
  const bring = (body: object, url = world.url) =>
    ask(`${url}/v1/grants`, {
      headers: { authorization: `Bearer ${token}` },
      json: { application: 'demo', channel: 'assistant_skill', ...body },
    });
  const exchanged = async () => {
    const { operations } = await world.emulator.control<{
      operations: Record<string, Record<string, { calls: number }>>;
    }>('GET', '/counters');
    return operations['userAccessToken.code']?.[seeded.clientId]?.calls ?? 0;
  };
  /** What it answers, and that it neither stored nor asked for anything. */
  const stored = async (work: () => Promise<Answer>) => {
    const before = { grants: await rowsOf(world.database.pool, 'grants'), exchanged: await exchanged() };
    const answer = await work();
    const after = { grants: await rowsOf(world.database.pool, 'grants'), exchanged: await exchanged() };
    return {
      answer,
      nothing: before.grants.join() === after.grants.join(),
      exchanges: after.exchanged - before.exchanged,
    };
  };
  const forbidden = (rule: string) => ({ status: 403, body: { code: 'forbidden_by_policy', rule } });
  const invalid = (pointer: string) => ({
    status: 400,
    body: { code: 'invalid_request', errors: [{ pointer, reason: expect.any(String) }] },
  });

  it('becomes a grant like any other, and is recorded as brought by the caller', async () => {
    const { status, body } = await bring({ authCode: await codeOf('zhangsan'), expectedUserId: 'zhangsan' });
    expect(status).toBe(200);
    expect(body).toEqual({
      grant: expect.objectContaining({
        application: 'demo',
        corpId: seeded.corpId,
        userId: 'zhangsan',
        state: 'active',
        channel: 'assistant_skill',
        scopes: [...seeded.scopes].sort(),
        lastHandoutAt: null,
      }),
    });
    const { id } = body.grant as { id: string };
    expect(
      (await caller.requestToken({ application: 'demo', userId: 'zhangsan', scopes: reading.scopes })).body.grantId,
    ).toBe(id);
    const { body: trail } = await world.operator('GET', `/audit-events?grantId=${id}&type=consent.granted`);
    expect(trail.items).toMatchObject([
      { callerId: caller.id, details: { channel: 'assistant_skill', observed: true } },
    ]);
  });

  it('is answered with a token or a handle at once, over gRPC as well', async () => {
    const { body } = await bring({
      authCode: await codeOf('lisi'),
      handOut: { ...reading, purpose: 'answer in the chat' },
    });
    expect(body).toMatchObject({
      grant: { userId: 'lisi', lastHandoutAt: expect.any(String) },
      token: { tokenType: 'x-acs-dingtalk-access-token', userId: 'lisi', accessToken: expect.any(String) },
    });
    const handle = await bring({ authCode: await codeOf('lisi'), handOut: { ...reading, delivery: 'handle' } });
    expect(handle.body).toMatchObject({ handle: { handle: expect.stringMatching(/^dth\./), scopes: reading.scopes } });
    const answer = await grpc.call(
      'ExchangeAuthCode',
      { application: 'demo', authCode: await codeOf('lisi'), channel: 'in_client', handOut: reading },
      { token },
    );
    expect(answer).toMatchObject({
      status: 'OK',
      body: { grant: { userId: 'lisi', channel: 'in_client', state: 'active' }, token: { userId: 'lisi' } },
    });
  });

  it('needs an entitlement that says so, before anything else is looked at', async () => {
    await entitled(
      { ...bringing, mayBringCodes: false },
      { ...bringing, application: 'visitors', scopes: reading.scopes },
    );
    for (const authCode of [await codeOf('zhangsan'), 'nonsense']) {
      const { answer, nothing, exchanges } = await stored(() => bring({ authCode, application: 'demo' }));
      expect(answer).toMatchObject(forbidden('may_bring_codes'));
      expect({ nothing, exchanges }).toEqual({ nothing: true, exchanges: 0 });
    }
    expect(await bring({ authCode: 'nonsense', application: 'unheard-of' })).toMatchObject(
      forbidden('may_bring_codes'),
    );
    const { errorInfo } = await grpc.call(
      'ExchangeAuthCode',
      { application: 'demo', authCode: 'nonsense', channel: 'in_client' },
      { token },
    );
    expect(errorInfo).toMatchObject({ reason: 'forbidden_by_policy', metadata: { rule: 'may_bring_codes' } });
    await entitled({ ...bringing, expiresAt: '2020-01-01T00:00:00Z' });
    expect(await bring({ authCode: 'nonsense' })).toMatchObject(forbidden('may_bring_codes'));
  });

  it('is kept out while its application is suspended or its caller disabled, and not spent', async () => {
    const authCode = await codeOf('zhangsan');
    await world.operator('POST', '/applications/demo/suspend');
    const suspended = await stored(() => bring({ authCode }));
    await world.operator('POST', '/applications/demo/resume');
    await world.operator('POST', `/callers/${caller.id}/disable`);
    const disabled = await stored(() => bring({ authCode }));
    await world.operator('POST', `/callers/${caller.id}/enable`);
    for (const { answer, exchanges } of [suspended, disabled]) {
      expect(answer).toMatchObject(forbidden('suspended'));
      expect(exchanges).toBe(0);
    }
    expect((await bring({ authCode })).status).toBe(200);
  });

  it('of another person than the one expected stores nothing', async () => {
    const byUserId = await stored(async () => bring({ authCode: await codeOf('zhangsan'), expectedUserId: 'lisi' }));
    expect(byUserId).toMatchObject({ answer: invalid('/expectedUserId'), nothing: true });
    const byUnionId = await stored(async () =>
      bring({ authCode: await codeOf('zhangsan'), expectedUnionId: 'nobody' }),
    );
    expect(byUnionId).toMatchObject({ answer: invalid('/expectedUnionId'), nothing: true });
  });

  it('of somebody who is not a member of the organisation stores nothing', async () => {
    await world.emulator.control('PATCH', '/settings', { internalAppsAcceptOutsiders: true });
    const outsider = await stored(async () =>
      bring({ authCode: await codeOf('waibu', { corpId: 'dingoutside0003' }) }),
    );
    expect(outsider).toMatchObject({ answer: invalid('/authCode'), nothing: true });
  });

  it('of somebody whom no entitlement of its bringer reaches stores nothing', async () => {
    await entitled({ ...bringing, people: { persons: [{ userId: 'lisi' }] } });
    const outside = await stored(async () => bring({ authCode: await codeOf('zhangsan') }));
    expect(outside).toMatchObject({ answer: forbidden('people'), nothing: true });
    expect((await bring({ authCode: await codeOf('lisi') })).status).toBe(200);
  });

  it('that was used, is of another application or of nobody is answered with what to do', async () => {
    const used = await codeOf('zhangsan');
    await bring({ authCode: used });
    const foreign = await codeOf('zhangsan', { clientId: 'dingnarrowhangzhou' });
    const other = await world.createCaller('another-assistant', [bringing]);
    const byOther = await ask(`${world.url}/v1/grants`, {
      headers: { authorization: `Bearer ${await other.accessToken()}` },
      json: { application: 'demo', channel: 'assistant_skill', authCode: used },
    });
    expect(byOther).toMatchObject(invalid('/authCode'));
    for (const authCode of [foreign, 'never-issued']) {
      expect(await stored(() => bring({ authCode }))).toMatchObject({ answer: invalid('/authCode'), nothing: true });
    }
  });

  it('sent again with the same expectations gets the same grant, from any replica, and is exchanged once', async () => {
    const authCode = await codeOf('zhangsan');
    const urls = world.brokers.flatMap(({ url }) => [url, url]);
    const before = await exchanged();
    const answers = await Promise.all(
      urls.map((url) => bring({ authCode, expectedUserId: 'zhangsan' }, url).catch(() => undefined)),
    );
    const again = await bring({ authCode, expectedUserId: 'zhangsan' });
    expect(await exchanged()).toBe(before + 1);
    expect(new Set([...answers, again].map((answer) => answer?.text))).toEqual(new Set([again.text]));
  });

  it('gets its grant back although the answer to the first request was lost', async () => {
    const authCode = await codeOf('zhangsan');
    const first = await bring({ authCode });
    const again = await bring({ authCode, handOut: reading }, world.brokers[1]?.url);
    expect(again.body).toMatchObject({
      grant: { id: (first.body.grant as { id: string }).id },
      token: { userId: 'zhangsan' },
    });
    expect(await bring({ authCode, expectedUserId: 'lisi' })).toMatchObject(invalid('/authCode'));
  });

  it('may come again when DingTalk did not answer', async () => {
    const authCode = await codeOf('zhangsan');
    await world.emulator.control('PUT', '/faults/rate_429', { times: 10, operation: 'userAccessToken.code' });
    const throttled = await bring({ authCode });
    expect(throttled).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    await world.emulator.control('DELETE', '/faults');
    expect((await bring({ authCode })).status).toBe(200);
  });

  it('keeps its grant when only the hand-out is refused, and says which grant it is', async () => {
    await entitled({ ...bringing, scopes: reading.scopes });
    const broad = await bring({ authCode: await codeOf('zhangsan'), handOut: reading });
    expect(broad).toMatchObject({ status: 403, body: { code: 'token_too_broad', grantId: expect.any(String) } });
    await entitled({ ...bringing, application: 'visitors', scopes: reading.scopes }, bringing);
    const { body } = await world.operator('GET', `/grants/${broad.body.grantId}`);
    expect(body).toMatchObject({ userId: 'zhangsan', state: 'active' });
  });

  it('whose token cannot say whose it is stores nothing', async () => {
    const app = `/applications/${seeded.clientId}`;
    const { delegatedPoints } = await world.emulator.control<{ delegatedPoints: string[] }>('GET', app);
    const without = delegatedPoints.filter((point) => point !== 'Contact.User.Read');
    await world.emulator.control('PATCH', app, { delegatedPoints: without });
    const rest = await stored(async () => bring({ authCode: await codeOf('zhangsan') }));
    const overGrpc = await grpc.call(
      'ExchangeAuthCode',
      { application: 'demo', authCode: await codeOf('zhangsan'), channel: 'in_client' },
      { token },
    );
    await world.emulator.control('PATCH', app, { delegatedPoints });
    expect(rest).toMatchObject({
      answer: { status: 403, body: { code: 'identity_unavailable', missingScopes: ['Contact.User.Read'] } },
      nothing: true,
    });
    expect(overGrpc).toMatchObject({
      status: 'OK',
      body: { grant: null, consentRequired: { consentUrl: `${world.url}/consent/demo`, reason: 'scopes_missing' } },
    });
  });

  it('is kept nowhere', async () => {
    const { rows } = await world.database.pool.query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const kept = (await Promise.all(rows.map(({ table_name }) => rowsOf(world.database.pool, table_name))))
      .flat()
      .join();
    const printed = world.brokers.map(({ process }) => process.output()).join();
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => kept.includes(code) || printed.includes(code))).toEqual([]);
  });
});
