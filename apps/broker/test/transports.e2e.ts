import { type BrokerErrorCode, brokerErrorTable, grpcStatusTable } from '@app/errors';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { seeded } from './harness/emulator.js';
import { detailsOf, RpcClient, type RpcStatus } from './harness/grpc.js';
import { ask } from './harness/http.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

/** One answer, whichever transport gave it. */
interface Outcome {
  readonly code: string;
  readonly detail: string | undefined;
  readonly members: Record<string, unknown>;
}

type Body = Readonly<Record<string, unknown>>;

const scopes = ['Contact.User.Read'];
const asked = { application: 'demo', userId: 'zhangsan', scopes };

/** Why a person has to consent, and which rule may stand in the way, as the contract lists them. */
const reasons = [
  'no_grant',
  'scopes_missing',
  'refresh_rejected',
  'grant_expired',
  'grant_revoked',
  'withdrawn',
  'indeterminate',
];
const rules = ['no_entitlement', 'delivery', 'scopes', 'purpose_required', 'people', 'suspended', 'may_bring_codes'];
/** Outcomes that have no row in the table, and where they are instead. */
const elsewhere: Partial<Record<BrokerErrorCode, string>> = {
  unauthenticated: 'below, in a table of its own: nobody calls',
  not_found: 'below: a consent of another caller',
  internal_error: 'nobody can ask for a fault; rpc-status.spec.ts holds its form',
};
/** Each with a grant that has come to the end it is called after. */
const ended = reasons.filter((reason) => reason !== 'no_grant');

describe('REST and gRPC', () => {
  let world: World;
  let grpc: RpcClient;
  let caller: TestCaller;
  let narrow: TestCaller;
  let broad: TestCaller;
  let picky: TestCaller;
  let hasty: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    grpc = new RpcClient(world.brokers[0].grpcAddress);
    await world.registerDemo();
    const everywhere = { name: 'everywhere', kind: 'isv', clientId: 'dingeverywhere', clientSecret: 'not-a-real-one' };
    await world.operator('POST', '/applications', { ...everywhere, scopes });
    await hire(world.emulator, [...ended, 'chatting']);
    caller = await world.createCaller('todo-sync', [
      { ...everythingOfDemo, delivery: ['token', 'handle'], mayBringCodes: true },
      { application: 'everywhere', scopes, delivery: ['token'] },
    ]);
    broad = await world.createCaller('identity-bot', [{ application: 'demo', scopes, delivery: ['token'] }]);
    narrow = await world.createCaller('purpose-bot', [{ ...everythingOfDemo, purposeRequired: true }]);
    picky = await world.createCaller('vip-bot', [{ ...everythingOfDemo, people: { persons: [{ userId: 'lisi' }] } }]);
    hasty = await world.createCaller('hasty-bot', [{ ...everythingOfDemo, ratePerSecond: 0.01 }]);
    for (const as of ['zhangsan', 'lisi', 'chenxi', ...ended]) await consentAs(`${world.url}/consent/demo`, { as });
    await world.database.pool.query(
      `update grants set access_token_expires_at = now() + interval '5 s' where user_id = 'chenxi'`,
    );
  });
  afterAll(async () => {
    grpc?.close();
    await world?.close();
  });

  const authorization = async (by: TestCaller) => ({ authorization: `Bearer ${await tokenOf(by)}` });
  const rest = async (by: TestCaller, path: string, json: unknown, requestId: string) =>
    ask(`${world.url}/v1${path}`, {
      headers: { ...(await authorization(by)), 'x-request-id': requestId },
      ...(json !== undefined && { json }),
    });
  const rpc = async <Answer = Body>(by: TestCaller, method: string, request: object, requestId: string) =>
    grpc.call<Answer>(method, request, { token: await tokenOf(by), metadata: { 'x-request-id': requestId } });

  /** The record of a request, without what is another's with every request. */
  async function recordsOf(requestId: string): Promise<object[]> {
    const { rows } = await world.database.pool.query<{ record: object }>(
      `select to_jsonb(e) - '{id,occurred_at,request_id,handout_id,lane,seq}'::text[]
         - case delivery when 'handle' then 'live_until' else '' end as record
       from audit_events e where request_id = $1 order by occurred_at, seq`,
      [requestId],
    );
    return rows.map(({ record }) => record);
  }

  /** The same request, in the words of each transport. */
  interface Way {
    readonly path: string;
    readonly method: string;
  }
  const token: Way = { path: '/tokens', method: 'GetToken' };
  const handle: Way = { path: '/handles', method: 'GetHandle' };
  const exchange: Way = { path: '/grants', method: 'ExchangeAuthCode' };

  interface Case {
    readonly when: string;
    readonly code: string;
    readonly members: object;
    readonly way?: Way;
    readonly by?: () => TestCaller;
    readonly body?: Body;
    /** Instead of the request for a token, and made anew for each transport. */
    readonly request?: () => Promise<Body>;
    readonly before?: () => Promise<unknown>;
    readonly after?: () => Promise<unknown>;
    /** Where the contract says that gRPC has another word for it. */
    readonly overGrpc?: string;
    /** Refused before anything was asked of the vault or the policy. */
    readonly unrecorded?: true;
    /** Many of these share a record, or the trail would be flooded. */
    readonly recordedOnce?: true;
  }
  const anyString = expect.any(String);
  const consentOf = (userId: string) =>
    rest(caller, '/consents', { application: 'demo', userId, scopes }, uuidv7()).then(({ body }) => body);
  const grantOf = (userId: string, change: string) =>
    world.database.pool.query(`update grants set ${change} where user_id = $1`, [userId]);
  const needsConsent = (reason: string) => grantOf(reason, `state = 'needs_consent', reason = '${reason}'`);
  const revokeGrantOf = async (userId: string) => {
    const { body } = await world.operator('GET', `/grants?userId=${userId}&state=active`);
    const [grant] = body.items as { id: string }[];
    return world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'a test' });
  };
  const delegated = (delegatedPoints: readonly string[]) =>
    world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints });
  const slowRefresh = () =>
    world.emulator.control('PUT', '/faults/delay', { delayMs: 8_000, operation: 'userAccessToken.refresh' });
  const noFaults = () => world.emulator.control('DELETE', '/faults');

  const cases: readonly Case[] = [
    {
      when: 'the person consented',
      code: 'token',
      members: {
        accessToken: anyString,
        tokenType: 'x-acs-dingtalk-access-token',
        userId: 'zhangsan',
        grantId: anyString,
      },
    },
    { when: 'a purpose is given', code: 'token', body: { purpose: '同步待办' }, members: { application: 'demo' } },
    {
      when: 'nobody ever consented',
      code: 'consent_required',
      body: { userId: 'wangfang' },
      members: { consentUrl: anyString, missingScopes: scopes, reason: 'no_grant' },
    },
    ...(
      [
        ['refresh_rejected', () => needsConsent('refresh_rejected')],
        ['indeterminate', () => needsConsent('indeterminate')],
        ['withdrawn', () => needsConsent('withdrawn')],
        ['grant_expired', () => grantOf('grant_expired', `ends_at = now() - interval '1 s'`)],
        ['grant_revoked', () => revokeGrantOf('grant_revoked')],
        ['scopes_missing', () => grantOf('scopes_missing', `scopes = '{Todo.Todo.Write}'`)],
      ] as const
    ).map(([reason, before]) => ({
      when: `the reason is ${reason}`,
      code: 'consent_required',
      body: { userId: reason },
      before,
      members: { consentUrl: anyString, missingScopes: scopes, reason },
    })),
    {
      when: 'the person was asked',
      code: 'consent_pending',
      body: { userId: 'zhangwei1' },
      before: () => consentOf('zhangwei1'),
      members: { consentId: anyString, consentUrl: anyString, expiresAt: anyString },
    },
    {
      when: 'the person refused',
      code: 'consent_rejected',
      body: { userId: 'zhangwei2' },
      before: async () =>
        consentAs(String((await consentOf('zhangwei2')).consentUrl), { as: 'zhangwei2', answer: 'refuse' }),
      members: { consentId: anyString, consentUrl: anyString },
    },
    {
      when: 'the entitlement says no',
      code: 'forbidden_by_policy',
      body: { scopes: ['Todo.Todo.Write'] },
      by: () => broad,
      members: { rule: 'scopes' },
    },
    {
      when: 'the entitlement wants a purpose',
      code: 'forbidden_by_policy',
      by: () => narrow,
      members: { rule: 'purpose_required' },
    },
    {
      when: 'there is no entitlement for the application',
      code: 'forbidden_by_policy',
      by: () => broad,
      body: { application: 'everywhere', corpId: seeded.corpId },
      members: { rule: 'no_entitlement' },
    },
    {
      when: 'the entitlement is about other people',
      code: 'forbidden_by_policy',
      by: () => picky,
      members: { rule: 'people' },
    },
    {
      when: 'the entitlement knows no handles',
      code: 'forbidden_by_policy',
      way: handle,
      by: () => broad,
      members: { rule: 'delivery' },
    },
    {
      when: 'the caller may not bring codes',
      code: 'forbidden_by_policy',
      way: exchange,
      by: () => broad,
      request: async () => ({ application: 'demo', channel: 'in_client', authCode: 'never-looked-at' }),
      members: { rule: 'may_bring_codes' },
    },
    {
      when: 'the grant is suspended',
      code: 'forbidden_by_policy',
      body: { userId: 'lisi' },
      before: async () => {
        const { body } = await world.operator('GET', '/grants?userId=lisi&state=active');
        const [grant] = body.items as { id: string }[];
        return world.operator('POST', `/grants/${grant?.id}/suspend`);
      },
      members: { rule: 'suspended' },
    },
    {
      when: 'the token carries more than the caller may hold',
      code: 'token_too_broad',
      by: () => broad,
      members: { handleUrl: anyString, beyond: expect.arrayContaining(['Todo.Todo.Write']) },
    },
    { when: 'a handle is asked for', code: 'handle', way: handle, members: { scopes } },
    {
      when: 'the person of a handle never consented',
      code: 'consent_required',
      way: handle,
      body: { userId: 'wangfang' },
      members: { consentUrl: anyString, missingScopes: scopes, reason: 'no_grant' },
    },
    {
      when: 'the token of a code cannot say whose it is',
      code: 'identity_unavailable',
      overGrpc: 'consent_required',
      way: exchange,
      request: async () => {
        const wanted = { clientId: seeded.clientId, person: 'chatting', corpId: seeded.corpId };
        const { authCode } = await world.emulator.control<{ authCode: string }>('POST', '/codes', wanted);
        return { application: 'demo', channel: 'assistant_skill', authCode };
      },
      before: () => delegated(seeded.scopes.filter((scope) => !scopes.includes(scope))),
      after: () => delegated(seeded.scopes),
      members: { consentUrl: anyString, missingScopes: scopes },
    },
    {
      when: 'the caller asks more often than its entitlement allows',
      code: 'rate_limited',
      by: () => hasty,
      before: () => rest(hasty, '/tokens', asked, uuidv7()),
      recordedOnce: true,
      members: { retryAfterSeconds: expect.any(Number) },
    },
    {
      when: 'DingTalk takes longer than the caller waits',
      code: 'temporarily_unavailable',
      body: { userId: 'chenxi', minimumSeconds: 60, maxWaitSeconds: 0 },
      before: slowRefresh,
      after: noFaults,
      members: { retryAfterSeconds: 2 },
    },
    {
      when: 'the organisation has to be named',
      code: 'invalid_request',
      body: { application: 'everywhere' },
      members: { errors: [{ pointer: '/corpId', reason: anyString }] },
    },
    {
      when: 'the request names nobody and two scopes that are none',
      code: 'invalid_request',
      body: { userId: '', scopes: ['1', '2'] },
      unrecorded: true,
      members: { errors: ['/scopes/0', '/scopes/1', '/userId'].map((pointer) => ({ pointer, reason: anyString })) },
    },
  ];

  it.each(cases)('$code when $when: the same answer and the same record through both', async (one) => {
    const by = one.by?.() ?? caller;
    const { path, method } = one.way ?? token;
    const request = one.request ?? (async () => ({ ...asked, ...one.body }));
    const [restId, rpcId] = [uuidv7(), uuidv7()];
    try {
      await one.before?.();
      const overRest = await rest(by, path, withoutEmpty(await request()), restId);
      const overGrpc = await rpc(by, method, await request(), rpcId);
      expect([overRest.status, overGrpc.status]).toEqual(statusesOf(one.code));
      const [throughRest, throughGrpc] = [ofRest(overRest), ofRpc(overGrpc)];
      expect(throughRest).toMatchObject({ code: one.code, members: one.members });
      expect(throughGrpc).toEqual(
        one.overGrpc ? { ...throughRest, code: one.overGrpc, detail: undefined } : throughRest,
      );
    } finally {
      await one.after?.();
    }
    const records = await recordsOf(restId);
    expect(records).toHaveLength(one.unrecorded ? 0 : 1);
    expect(await recordsOf(rpcId)).toEqual(one.recordedOnce ? [] : records);
  });

  it('leave out no outcome of the contract', () => {
    const codes = (Object.keys(grpcStatusTable) as BrokerErrorCode[]).filter((code) => grpcStatusTable[code] !== null);
    const rows = new Set([...cases.map(({ code }) => code), ...Object.keys(elsewhere)]);
    expect(['token', 'handle', ...codes].filter((code) => !rows.has(code))).toEqual([]);
    const said = JSON.stringify(cases.map(({ members }) => members));
    expect([...reasons, ...rules].filter((word) => !said.includes(`"${word}"`))).toEqual([]);
  });

  it.each(['', 'x', 'a.b.c', 'op_test_0123456789abcdef0123456789abcdef'])(
    'unauthenticated with the access token %j',
    async (token) => {
      const throughRest = await ask(`${world.url}/v1/tokens`, {
        headers: { authorization: `Bearer ${token}` },
        json: asked,
      });
      const throughGrpc = await grpc.call('GetToken', asked, { token });
      expect(ofRest(throughRest)).toMatchObject({ code: 'unauthenticated' });
      expect(ofRpc(throughGrpc)).toEqual(ofRest(throughRest));
      expect(throughGrpc.status).toBe('UNAUTHENTICATED');
    },
  );

  describe('a batch', () => {
    const requests: readonly Body[] = [
      asked,
      { ...asked, userId: 'wangfang' },
      { ...asked, userId: 'lisi' },
      { ...asked, application: 'everywhere' },
      { ...asked, userId: 'nobody-at-all' },
      asked,
    ];

    it('has an outcome for each request, in order, each as if asked alone and with a record of its own', async () => {
      const [restId, rpcId] = [uuidv7(), uuidv7()];
      const { status, body } = await rest(caller, '/tokens/batch', { requests }, restId);
      expect(status).toBe(200);
      const throughRest = (body.outcomes as BatchItem[]).map(({ token, problem }) => {
        const { status: _, ...given } = problem ?? {};
        return ofRest({ status: token ? 200 : 403, body: token ?? given });
      });
      const answer = await rpc<{ outcomes: RpcOutcome[] }>(caller, 'BatchGetTokens', { requests }, rpcId);
      expect(answer.status).toBe('OK');
      const throughGrpc = answer.body.outcomes.map((outcome) =>
        outcome.error
          ? ofRpc({ status: 'error', message: outcome.error.message, body: {}, ...detailsOf(outcome.error) })
          : ofRpc({ status: 'OK', message: '', body: outcome, errorInfo: undefined, retryAfterSeconds: undefined }),
      );
      expect(throughRest.map(({ code }) => code)).toEqual([
        'token',
        'consent_required',
        'forbidden_by_policy',
        'invalid_request',
        'consent_required',
        'token',
      ]);
      expect(throughGrpc).toEqual(throughRest);

      const records = await recordsOf(restId);
      expect(records).toHaveLength(requests.length);
      const sorted = (all: object[]) => all.map((record) => JSON.stringify(record)).sort();
      expect(sorted(await recordsOf(rpcId))).toEqual(sorted(records));
      const handouts = (body.outcomes as BatchItem[]).flatMap(({ token }) => (token ? [token.handoutId] : []));
      expect(new Set(handouts).size).toBe(2);
    });

    it.each([
      ['nothing', [], '/requests'],
      ['a hundred and one', Array.from({ length: 101 }, () => asked), '/requests'],
      ['one that cannot be understood', [asked, { ...asked, scopes: [] }], '/requests/1/scopes'],
    ])('is refused as a whole with %s in it', async (_, many, pointer) => {
      const throughRest = ofRest(await rest(caller, '/tokens/batch', { requests: many }, uuidv7()));
      expect(throughRest).toMatchObject({ code: 'invalid_request', members: { errors: [{ pointer }] } });
      expect(ofRpc(await rpc(caller, 'BatchGetTokens', { requests: many }, uuidv7()))).toEqual(throughRest);
    });

    it('of a hundred is answered', async () => {
      const many = Array.from({ length: 100 }, () => asked);
      const { body } = await rest(caller, '/tokens/batch', { requests: many }, uuidv7());
      expect((body.outcomes as BatchItem[]).filter(({ token }) => token)).toHaveLength(100);
    });
  });

  describe('a consent that a caller asks for', () => {
    const wanted = { application: 'demo', userId: 'wangfang', scopes, reason: 'sync to-dos', once: true };
    const endsAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 40 * 3_600_000);

    it('is the same through both, and its state too', async () => {
      const [restId, rpcId] = [uuidv7(), uuidv7()];
      const { body } = await rest(caller, '/consents', { ...wanted, expiresAt: endsAt.toISOString() }, restId);
      const expiresAt = { seconds: endsAt.getTime() / 1000, nanos: 0 };
      const created = await rpc<Body>(caller, 'CreateConsent', { ...wanted, expiresAt }, rpcId);
      expect(created).toMatchObject({ status: 'OK', requestId: rpcId });
      const given = fromRpc(created.body);
      expect(Object.keys(withoutEmpty(given)).sort()).toEqual(Object.keys(body).sort());
      expect(given.consentUrl).toBe(`${world.url}/consent/demo?consent=${given.consentId}`);
      const [record] = await recordsOf(restId);
      expect(JSON.stringify(await recordsOf(rpcId))).toBe(
        JSON.stringify([record]).replaceAll(String(body.consentId), String(given.consentId)),
      );

      const stateOf = async (id: unknown) => (await rest(caller, `/consents/${id}`, undefined, uuidv7())).body;
      const state = await rpc<Body>(caller, 'GetConsent', { consentId: given.consentId }, uuidv7());
      const throughRest = Object.fromEntries(
        // What is null in JSON is left out in proto3.
        Object.entries(await stateOf(given.consentId)).filter(([, value]) => value !== null),
      );
      expect(withoutEmpty(fromRpc(state.body))).toEqual(throughRest);
      expect(throughRest).toMatchObject({ state: 'pending', endsAt: endsAt.toISOString(), once: true });
    });

    it.each([
      ['an end in the past', { expiresAt: new Date('2020-01-01T00:00:00Z') }],
      ['a way back nobody registered', { returnUrl: 'https://evil.example.com/' }],
      ['another application', { application: 'unheard-of' }],
      ['nobody', { userId: '' }],
    ])('is refused alike with %s', async (_, change) => {
      const body = { ...wanted, ...change };
      const throughRest = ofRest(await rest(caller, '/consents', withoutEmpty(body), uuidv7()));
      const expiresAt = 'expiresAt' in change && { seconds: change.expiresAt.getTime() / 1000 };
      const answer = await rpc(caller, 'CreateConsent', { ...body, ...(expiresAt && { expiresAt }) }, uuidv7());
      expect(ofRpc(answer)).toEqual(throughRest);
      expect(['INVALID_ARGUMENT', 'PERMISSION_DENIED']).toContain(answer.status);
    });

    it('is not found by another caller, nor under an id that is none', async () => {
      const { body } = await rest(caller, '/consents', wanted, uuidv7());
      for (const consentId of [body.consentId, uuidv7()]) {
        const throughRest = ofRest(await rest(broad, `/consents/${consentId}`, undefined, uuidv7()));
        const answer = await rpc(broad, 'GetConsent', { consentId }, uuidv7());
        expect([throughRest.code, answer.status]).toEqual(['not_found', 'NOT_FOUND']);
        expect(ofRpc(answer)).toEqual(throughRest);
      }
      const malformed = await rpc(caller, 'GetConsent', { consentId: 'x' }, uuidv7());
      expect(malformed).toMatchObject({ status: 'INVALID_ARGUMENT', errorInfo: { reason: 'invalid_request' } });
    });
  });
});

/** What each transport calls it by a number or a name, before anybody looks into the answer. */
function statusesOf(code: string): [number, string | null] {
  return code in brokerErrorTable
    ? [brokerErrorTable[code as BrokerErrorCode].status, grpcStatusTable[code as BrokerErrorCode]]
    : [200, 'OK'];
}

interface BatchItem {
  readonly token?: Body;
  readonly problem?: Body;
}
type RpcOutcome = Body & { readonly error?: RpcStatus };

const known = new Map<string, Promise<string>>();
function tokenOf(caller: TestCaller): Promise<string> {
  const token = known.get(caller.id) ?? caller.accessToken();
  known.set(caller.id, token);
  return token;
}

function ofRest({ status, body }: { status: number; body: Body }): Outcome {
  if (status === 200)
    return { code: 'handle' in body ? 'handle' : 'token', detail: undefined, members: comparable(body) };
  const { code, detail, type: _t, title: _h, status: _s, requestId: _r, ...members } = body;
  return isOutcome(String(code))
    ? { code: String(code), detail: undefined, members }
    : { code: String(code), detail: String(detail), members: comparable(members) };
}

function ofRpc({ status, message, body, errorInfo, retryAfterSeconds }: RpcGiven): Outcome {
  if (status === 'OK') {
    const [field = '', given] = Object.entries(body).find(([name, value]) => name !== 'outcome' && value) ?? [];
    const code = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return { code, detail: undefined, members: comparable(fromRpc(given as Body)) };
  }
  const { requestId: _, ...metadata } = errorInfo?.metadata ?? {};
  const members = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, readMember(value)]));
  expect(retryAfterSeconds).toEqual(members.retryAfterSeconds);
  expect(errorInfo?.domain).toBe('tokenbroker');
  return { code: errorInfo?.reason ?? '', detail: message, members: comparable(members) };
}

type RpcGiven = Pick<
  Awaited<ReturnType<RpcClient['call']>>,
  'status' | 'message' | 'errorInfo' | 'retryAfterSeconds'
> & {
  readonly body: Body;
};

const isOutcome = (code: string) => /^consent_/.test(code);

/** Each hand-out has an id of its own, each handle its own text and end, and time goes on between two calls that came too early. */
function comparable({ handoutId: _, handle, ...members }: Body): Record<string, unknown> {
  if (handle !== undefined) {
    expect(handle).toEqual(expect.any(String));
    const { expiresAt: __, ...rest } = members;
    return rest;
  }
  const { retryAfterSeconds } = members;
  return typeof retryAfterSeconds === 'number' && retryAfterSeconds > 2
    ? { ...members, retryAfterSeconds: Math.round(retryAfterSeconds / 60) * 60 }
    : members;
}

/** Lists and numbers are written as JSON. */
function readMember(value: string): unknown {
  return /^[[\d]/.test(value) ? JSON.parse(value) : value;
}

/** Times as REST writes them. */
function fromRpc(message: Body): Record<string, unknown> {
  const isTime = (value: unknown): value is { seconds: number; nanos: number } =>
    typeof value === 'object' && value !== null && 'seconds' in value;
  return Object.fromEntries(
    Object.entries(message).map(([key, value]) => [
      key,
      isTime(value) ? new Date(value.seconds * 1000 + value.nanos / 1e6).toISOString() : value,
    ]),
  );
}

/** In proto3 empty text is no text, and a message that is not there is null. */
function withoutEmpty(body: Body): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== '' && value !== null));
}
