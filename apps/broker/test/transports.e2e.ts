import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { detailsOf, RpcClient, type RpcStatus } from './harness/grpc.js';
import { ask } from './harness/http.js';
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

describe('REST and gRPC', () => {
  let world: World;
  let grpc: RpcClient;
  let caller: TestCaller;
  let narrow: TestCaller;
  let broad: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    grpc = new RpcClient(world.brokers[0].grpcAddress);
    await world.registerDemo();
    const everywhere = { name: 'everywhere', kind: 'isv', clientId: 'dingeverywhere', clientSecret: 'not-a-real-one' };
    await world.operator('POST', '/applications', { ...everywhere, scopes });
    caller = await world.createCaller('todo-sync', [
      everythingOfDemo,
      { application: 'everywhere', scopes, delivery: ['token'] },
    ]);
    broad = await world.createCaller('identity-bot', [{ application: 'demo', scopes, delivery: ['token'] }]);
    narrow = await world.createCaller('purpose-bot', [{ ...everythingOfDemo, purposeRequired: true }]);
    for (const as of ['zhangsan', 'lisi', 'chenxi']) await consentAs(`${world.url}/consent/demo`, { as });
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
      `select to_jsonb(e) - '{id,occurred_at,request_id,handout_id,lane,seq}'::text[] as record
       from audit_events e where request_id = $1 order by occurred_at, seq`,
      [requestId],
    );
    return rows.map(({ record }) => record);
  }

  interface Case {
    readonly when: string;
    readonly code: string;
    readonly members: object;
    readonly by?: () => TestCaller;
    readonly body?: Body;
    readonly before?: () => Promise<unknown>;
    readonly after?: () => Promise<unknown>;
    /** Refused before anything was asked of the vault or the policy. */
    readonly unrecorded?: true;
  }
  const any = expect.any(String);
  const consentOf = (userId: string) =>
    rest(caller, '/consents', { application: 'demo', userId, scopes }, uuidv7()).then(({ body }) => body);
  const slowRefresh = () =>
    world.emulator.control('PUT', '/faults/delay', { delayMs: 8_000, operation: 'userAccessToken.refresh' });
  const noFaults = () => world.emulator.control('DELETE', '/faults');

  const cases: readonly Case[] = [
    {
      when: 'the person consented',
      code: 'token',
      members: { accessToken: any, tokenType: 'x-acs-dingtalk-access-token', userId: 'zhangsan', grantId: any },
    },
    { when: 'a purpose is given', code: 'token', body: { purpose: '同步待办' }, members: { application: 'demo' } },
    {
      when: 'nobody ever consented',
      code: 'consent_required',
      body: { userId: 'wangfang' },
      members: { consentUrl: any, missingScopes: scopes, reason: 'no_grant' },
    },
    {
      when: 'the person was asked',
      code: 'consent_pending',
      body: { userId: 'zhangwei1' },
      before: () => consentOf('zhangwei1'),
      members: { consentId: any, consentUrl: any, expiresAt: any },
    },
    {
      when: 'the person refused',
      code: 'consent_rejected',
      body: { userId: 'zhangwei2' },
      before: async () =>
        consentAs(String((await consentOf('zhangwei2')).consentUrl), { as: 'zhangwei2', answer: 'refuse' }),
      members: { consentId: any, consentUrl: any },
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
      members: { handleUrl: any, beyond: expect.arrayContaining(['Todo.Todo.Write']) },
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
      members: { errors: [{ pointer: '/corpId', reason: any }] },
    },
    {
      when: 'the request names nobody and two scopes that are none',
      code: 'invalid_request',
      body: { userId: '', scopes: ['1', '2'] },
      unrecorded: true,
      members: { errors: ['/scopes/0', '/scopes/1', '/userId'].map((pointer) => ({ pointer, reason: any })) },
    },
  ];

  it.each(cases)('$code when $when: the same answer and the same record through both', async (one) => {
    const by = one.by?.() ?? caller;
    const body = { ...asked, ...one.body };
    const [restId, rpcId] = [uuidv7(), uuidv7()];
    try {
      await one.before?.();
      const throughRest = ofRest(await rest(by, '/tokens', withoutEmpty(body), restId));
      const throughGrpc = ofRpc(await rpc(by, 'GetToken', body, rpcId));
      expect(throughRest).toMatchObject({ code: one.code, members: one.members });
      expect(throughGrpc).toEqual(throughRest);
    } finally {
      await one.after?.();
    }
    const records = await recordsOf(restId);
    expect(records).toHaveLength(one.unrecorded ? 0 : 1);
    expect(await recordsOf(rpcId)).toEqual(records);
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
      expect(Object.keys(given).sort()).toEqual(Object.keys(body).sort());
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
  if (status === 200) return { code: 'token', detail: undefined, members: comparable(body) };
  const { code, detail, type: _t, title: _h, status: _s, requestId: _r, ...members } = body;
  return isOutcome(String(code))
    ? { code: String(code), detail: undefined, members }
    : { code: String(code), detail: String(detail), members };
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
  return { code: errorInfo?.reason ?? '', detail: message, members };
}

type RpcGiven = Pick<
  Awaited<ReturnType<RpcClient['call']>>,
  'status' | 'message' | 'errorInfo' | 'retryAfterSeconds'
> & {
  readonly body: Body;
};

const isOutcome = (code: string) => /^consent_/.test(code);

/** Each hand-out has an id of its own. */
function comparable({ handoutId: _, ...members }: Body): Record<string, unknown> {
  return members;
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
