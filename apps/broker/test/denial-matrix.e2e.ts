import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { seeded } from './harness/emulator.js';
import { contractMethods, detailsOf, RpcClient, type RpcStatus } from './harness/grpc.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

/** What a caller is told instead of what it asked for. */
interface Denial {
  /** Undefined: it was served, or refused for another reason than who asks. */
  readonly code: string | undefined;
  readonly rule: string | undefined;
  /** The whole answer but for the request's id. */
  readonly text: string;
}

/** Ids of one's own, of another caller, or of nobody; and a person with a grant, or one nobody has heard of. */
interface Things {
  readonly userId: string;
  readonly grantId: string;
  readonly handoutId: string;
  readonly consentId: string;
  readonly handle: string;
  readonly authCode: string;
}

interface Row {
  /** `operationId` of the OpenAPI document, method of the gRPC contract, or the gateway. */
  readonly call: string;
  readonly send: (stage: Stage, bearer: string | undefined, things: Things) => Promise<Denial>;
  /** The rule that each lack is refused by; a lack that is not named here does not concern the call. */
  readonly lacks: Partial<Record<Lack, string>>;
  /** The rule that refuses a disabled caller; `unauthenticated` where it is asked to prove who it is, `served` where it only gives back. */
  readonly disabled: string;
  /** What the call is about, where that can be another caller's. */
  readonly foreign?: { readonly thing: keyof Things; readonly code: string | undefined };
  /** The gateway takes handles, where everything else takes access tokens. */
  readonly byHandle?: true;
}

interface Stage {
  readonly url: string;
  readonly grpc: RpcClient;
  readonly caller: TestCaller;
  /** Of that caller. */
  readonly token: string;
}

const scopes = ['Contact.User.Read'];
const whole = { ...everythingOfDemo, delivery: ['token', 'handle'], mayRevoke: true, mayBringCodes: true };

/** The entitlement, with one thing taken away from it. */
const lacking = {
  application: { ...whole, application: 'visitors', scopes },
  scope: { ...whole, scopes: ['Todo.Todo.Write'] },
  people: { ...whole, people: { persons: [{ userId: 'lisi' }] } },
  token: { ...whole, delivery: ['handle'] },
  handle: { ...whole, delivery: ['token'] },
  purpose: { ...whole, purposeRequired: true },
  time: { ...whole, expiresAt: '2020-01-01T00:00:00Z' },
  mayRevoke: { ...whole, mayRevoke: false },
  mayBringCodes: { ...whole, mayBringCodes: false },
} as const;
type Lack = keyof typeof lacking;

const ofEveryHandOut = {
  application: 'no_entitlement',
  scope: 'scopes',
  people: 'people',
  purpose: 'purpose_required',
  time: 'no_entitlement',
} as const;
const ofTokens = { ...ofEveryHandOut, token: 'delivery' };
const ofHandles = { ...ofEveryHandOut, handle: 'delivery' };
/** A purpose is owed by the hand-out, and either delivery is enough. */
const ofConsents = { application: 'no_entitlement', scope: 'scopes', people: 'people', time: 'no_entitlement' };
const ofRevoking = { application: 'may_revoke', people: 'may_revoke', time: 'may_revoke', mayRevoke: 'may_revoke' };
const ofCodes = { application: 'may_bring_codes', time: 'may_bring_codes', mayBringCodes: 'may_bring_codes' };

const asked = ({ userId }: Things) => ({ application: 'demo', userId, scopes });
const brought = ({ authCode }: Things) => ({ application: 'demo', authCode, channel: 'in_client' });

const rows: readonly Row[] = [
  {
    call: 'issueToken',
    send: rest('POST', () => '/v1/tokens', asked),
    lacks: ofTokens,
    disabled: 'suspended',
  },
  {
    call: 'issueTokens',
    send: rest(
      'POST',
      () => '/v1/tokens/batch',
      (things) => ({ requests: [asked(things)] }),
    ),
    lacks: ofTokens,
    disabled: 'suspended',
  },
  {
    call: 'issueHandle',
    send: rest('POST', () => '/v1/handles', asked),
    lacks: ofHandles,
    disabled: 'suspended',
  },
  {
    call: 'createConsent',
    send: rest('POST', () => '/v1/consents', asked),
    lacks: ofConsents,
    disabled: 'suspended',
  },
  {
    call: 'getConsent',
    send: rest('GET', ({ consentId }) => `/v1/consents/${consentId}`),
    lacks: {},
    disabled: 'suspended',
    foreign: { thing: 'consentId', code: 'not_found' },
  },
  {
    call: 'exchangeAuthCode',
    send: rest('POST', () => '/v1/grants', brought),
    lacks: ofCodes,
    disabled: 'suspended',
  },
  {
    call: 'revokeGrantByCaller',
    send: rest(
      'POST',
      ({ grantId }) => `/v1/grants/${grantId}/revoke`,
      () => ({ reason: 'left' }),
    ),
    lacks: ofRevoking,
    disabled: 'may_revoke',
  },
  {
    call: 'returnHandout',
    send: rest('POST', ({ handoutId }) => `/v1/handouts/${handoutId}/return`),
    lacks: {},
    disabled: 'served',
    foreign: { thing: 'handoutId', code: 'not_found' },
  },
  {
    call: 'the gateway',
    send: rest('GET', () => '/dingtalk/v1.0/contact/users/me'),
    lacks: ofHandles,
    disabled: 'suspended',
    byHandle: true,
  },
  {
    call: 'issueAccessToken',
    send: exchangeToken,
    lacks: ofTokens,
    disabled: 'unauthenticated',
  },
  {
    call: 'introspectHandle',
    send: restForm('/oauth2/introspect', ({ handle }) => ({ token: handle })),
    lacks: {},
    disabled: 'unauthenticated',
    foreign: { thing: 'handle', code: undefined },
  },
  {
    call: 'revokeHandle',
    send: restForm('/oauth2/revoke', ({ handle }) => ({ token: handle })),
    lacks: {},
    disabled: 'unauthenticated',
    foreign: { thing: 'handle', code: undefined },
  },
  { call: 'GetToken', send: rpc('GetToken', asked), lacks: ofTokens, disabled: 'suspended' },
  {
    call: 'BatchGetTokens',
    send: rpc('BatchGetTokens', (things) => ({ requests: [asked(things)] })),
    lacks: ofTokens,
    disabled: 'suspended',
  },
  { call: 'GetHandle', send: rpc('GetHandle', asked), lacks: ofHandles, disabled: 'suspended' },
  { call: 'ExchangeAuthCode', send: rpc('ExchangeAuthCode', brought), lacks: ofCodes, disabled: 'suspended' },
  { call: 'CreateConsent', send: rpc('CreateConsent', asked), lacks: ofConsents, disabled: 'suspended' },
  {
    call: 'GetConsent',
    send: rpc('GetConsent', ({ consentId }) => ({ consentId })),
    lacks: {},
    disabled: 'suspended',
    foreign: { thing: 'consentId', code: 'not_found' },
  },
  { call: 'WatchRevocations', send: watch, lacks: {}, disabled: 'suspended' },
];

/** What the owner of the things in the call gets besides being served: a code that DingTalk does not know. */
const notADenial = new Set(['invalid_request', 'conflict', 'consent_required']);

describe('every call of callers', () => {
  let world: World;
  let stage: Stage;
  let caller: TestCaller;
  let other: TestCaller;
  let token: string;
  let own: Things;
  let foreign: Things;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    const { status } = await world.operator('POST', '/applications', {
      ...{ name: 'visitors', kind: 'internal', clientId: 'dingnarrowhangzhou', corpId: seeded.corpId, scopes },
      clientSecret: seeded.clientSecret,
    });
    expect(status).toBe(201);
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
    caller = await world.createCaller('probe', [whole]);
    other = await world.createCaller('other', [whole]);
    token = await caller.accessToken();
    stage = { url: world.url, grpc: new RpcClient(world.brokers[0].grpcAddress), caller, token };
    own = await thingsOf(caller);
    foreign = await thingsOf(other);
  });
  afterAll(async () => {
    stage?.grpc.close();
    await world?.close();
  });

  const entitled = (entitlement: object) =>
    world.operator('PATCH', `/callers/${caller.id}`, { entitlements: [entitlement] });
  const nobodys = (): Things => ({
    userId: 'nobody',
    grantId: uuidv7(),
    handoutId: uuidv7(),
    consentId: uuidv7(),
    handle: `dth.${Buffer.from(seeded.corpId).toString('base64url')}.${'x'.repeat(43)}`,
    authCode: 'never-issued',
  });
  async function thingsOf(who: TestCaller): Promise<Things> {
    const authorization = `Bearer ${await who.accessToken()}`;
    const post = async (path: string) => {
      const json = { application: 'demo', userId: 'zhangsan', scopes };
      const answer = await ask(`${world.url}/v1${path}`, { headers: { authorization }, json });
      if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
      return answer.body;
    };
    const [handout, consent, handle] = [await post('/tokens'), await post('/consents'), await post('/handles')];
    return {
      userId: 'zhangsan',
      grantId: String(handout.grantId),
      handoutId: String(handout.handoutId),
      consentId: String(consent.consentId),
      handle: String(handle.handle),
      authCode: 'never-issued',
    };
  }
  const credentialOf = ({ byHandle }: Row, things: Things) => (byHandle ? things.handle : token);
  const byCall = rows.map((row) => [row.call, row] as const);

  it('has its row here, as the documents of both transports have it', async () => {
    const { body } = await ask<OpenApi>(`${world.url}/openapi.json`);
    const operations = Object.values(body.paths).flatMap((methods) => Object.values(methods));
    const forCallers = operations.filter(({ security }) =>
      security?.some((scheme) => 'caller-token' in scheme || 'caller' in scheme),
    );
    const calls = rows.map(({ call }) => call).filter((call) => call !== 'the gateway');
    expect(calls.sort()).toEqual([...forCallers.map(({ operationId }) => operationId), ...contractMethods()].sort());
  });

  it.each(byCall)('is refused without credentials, or with those of others: %s', async (_, row) => {
    const strangers: [string, string | undefined][] = [
      ['none', undefined],
      ['no token', 'a b'],
      ['a token signed by somebody else', await signedBySomebodyElse(token)],
      ['a token signed by nobody', new UnsecuredJWT(decodeJwt(token)).encode()],
      ['a token of operators', OPERATOR_TOKEN],
      ['the wrong kind', row.byHandle ? token : own.handle],
    ];
    for (const [what, bearer] of strangers) {
      const { code } = await row.send(stage, bearer, own);
      expect({ what, code }).toEqual({ what, code: 'unauthenticated' });
    }
  });

  it.each(byCall)('is refused to a caller that is disabled while it holds a good token: %s', async (_, row) => {
    await world.operator('POST', `/callers/${caller.id}/disable`);
    const { code, rule } = await row.send(stage, credentialOf(row, own), own);
    await world.operator('POST', `/callers/${caller.id}/enable`);
    const otherwise = { served: undefined, unauthenticated: 'unauthenticated' } as const;
    expect({ code, rule }).toEqual(
      row.disabled in otherwise
        ? { code: otherwise[row.disabled as keyof typeof otherwise], rule: undefined }
        : { code: 'forbidden_by_policy', rule: row.disabled },
    );
  });

  const lacks = Object.keys(lacking) as Lack[];
  const cells = rows.flatMap((row) =>
    lacks.flatMap((lack) => {
      const rule = row.lacks[lack];
      return rule === undefined ? [] : [[row.call, lack, row, rule] as const];
    }),
  );
  it.each(cells)(
    'is refused by its rule, whether the person exists or not: %s without %s',
    async (_, lack, row, rule) => {
      await entitled(lacking[lack]);
      const existing = await row.send(stage, credentialOf(row, own), own);
      expect(existing).toMatchObject({ code: 'forbidden_by_policy', rule });
      // A handle is of a person who exists.
      if (row.byHandle) return;
      expect(await row.send(stage, token, nobodys())).toEqual(existing);
    },
  );

  it('is refused in some row for each thing that can be lacking', () => {
    expect(new Set(cells.map(([, lack]) => lack))).toEqual(new Set(lacks));
  });

  const aboutThings = byCall.filter(([, { foreign }]) => foreign !== undefined);
  it.each(aboutThings)('knows nothing of what is another caller’s: %s', async (_, row) => {
    const others = await row.send(stage, token, foreign);
    expect(others.code).toBe(row.foreign?.code);
    expect(await row.send(stage, token, nobodys())).toEqual(others);
  });

  it('leaves a handle that another caller would like to end as it is', async () => {
    const headers = { authorization: `Bearer ${foreign.handle}` };
    expect((await ask(`${world.url}/dingtalk/v1.0/contact/users/me`, { headers })).status).toBe(200);
  });

  it('of a batch is judged alone: what is refused of one says nothing and takes nothing of the others', async () => {
    await entitled({ ...whole, people: { persons: [{ userId: 'zhangsan' }] } });
    const people = ['zhangsan', 'lisi', 'nobody', 'zhangsan'];
    const requests = people.map((userId) => ({ application: 'demo', userId, scopes }));
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await ask(`${world.url}/v1/tokens/batch`, { headers, json: { requests } });
    const [first, second, third, fourth] = body.outcomes as Record<string, Record<string, unknown>>[];
    expect([first?.token?.userId, fourth?.token?.userId]).toEqual(['zhangsan', 'zhangsan']);
    expect(second?.problem).toMatchObject({ code: 'forbidden_by_policy', rule: 'people' });
    expect(third).toEqual(second);
  });

  it('takes a hand-out of another caller that it calls refused for one that never was', async () => {
    await entitled(whole);
    const refused = (handoutId: string) =>
      caller.requestToken({
        ...{ application: 'demo', userId: 'zhangsan', scopes, refusedCode: 'InvalidAuthentication' },
        refusedHandoutId: handoutId,
      });
    const [others, nobodysOwn] = [await refused(foreign.handoutId), await refused(uuidv7())];
    expect(others.status).toBe(nobodysOwn.status);
    const version = 'select max(token_version)::int as version from grants where id = $1';
    const { rows: found } = await world.database.pool.query<{ version: number }>(version, [own.grantId]);
    expect(found[0]?.version).toBe(1);
  });

  it('for an access token is refused alike without, with wrong and with a disabled caller’s credentials', async () => {
    const form = { grant_type: 'client_credentials' };
    const basic = (id: string, secret: string) => ({
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    });
    const tokenFor = async (headers: Readonly<Record<string, string>>) => {
      const { status, text } = await ask(`${world.url}/oauth2/token`, { headers, form });
      return { status, text: withoutRequestId(text) };
    };
    const none = await ask(`${world.url}/oauth2/token`, { form });
    expect(none).toMatchObject({ status: 401, body: { error: 'invalid_client', code: 'unauthenticated' } });
    const wrong = await tokenFor(basic(caller.clientId, other.clientSecret));
    expect(wrong.status).toBe(401);
    expect(await tokenFor(basic('nobody', 'wrong'))).toEqual(wrong);
    await world.operator('POST', `/callers/${caller.id}/disable`);
    expect(await tokenFor(basic(caller.clientId, caller.clientSecret))).toEqual(wrong);
    await world.operator('POST', `/callers/${caller.id}/enable`);
  });

  it('takes as long to be refused for a person who exists as for one who does not', async () => {
    await entitled(lacking.people);
    const [row] = rows;
    if (!row) throw new Error('no rows');
    const times: Record<'existing' | 'unknown', number[]> = { existing: [], unknown: [] };
    const unknown = nobodys();
    for (let pair = 0; pair < 60; pair += 1) {
      for (const [kind, things] of [['existing', own] as const, ['unknown', unknown] as const]) {
        const startedAt = performance.now();
        await row.send(stage, token, things);
        times[kind].push(performance.now() - startedAt);
      }
    }
    const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[all.length / 2] ?? 0;
    const [existing, none] = [median(times.existing), median(times.unknown)];
    // Asking the vault as well would cost a statement more; a machine that is busy costs both the same.
    expect(Math.abs(existing - none)).toBeLessThan(Math.max(10, Math.min(existing, none)));
  });

  it.each(byCall)(
    'is served, or refused for what is asked and not for who asks, with all that it needs: %s',
    async (_, row) => {
      await entitled(whole);
      // One of the calls ends the grant of the others.
      await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
      const things = await thingsOf(caller);
      const { code } = await row.send(stage, credentialOf(row, things), things);
      expect(code === undefined || notADenial.has(code)).toBe(true);
    },
  );
});

interface OpenApi {
  readonly paths: Record<
    string,
    Record<string, { readonly operationId: string; readonly security?: readonly object[] }>
  >;
}

function rest(method: string, path: (things: Things) => string, json?: (things: Things) => object): Row['send'] {
  return async ({ url }, bearer, things) => {
    const { body, text } = await ask(`${url}${path(things)}`, {
      method,
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      ...(json && { json: json(things) }),
    });
    const [first] = (body?.outcomes as { problem?: Record<string, unknown> }[] | undefined) ?? [];
    const problem = first?.problem ?? body ?? {};
    // DingTalk's own answers through the gateway have a code of theirs, and no request id of ours.
    const isOurs = typeof problem.requestId === 'string';
    return { ...denialOf(isOurs ? problem.code : undefined, problem.rule), text: withoutRequestId(text) };
  };
}

/** RFC 8693, which takes the caller's own credentials; any other bearer stands for a secret that is not its. */
async function exchangeToken(
  { url, caller, token }: Stage,
  bearer: string | undefined,
  { userId }: Things,
): Promise<Denial> {
  const secret = bearer === token ? caller.clientSecret : bearer?.replaceAll(/[^A-Za-z0-9_-]/g, '');
  const basic = Buffer.from(`${caller.clientId}:${secret}`).toString('base64');
  const { body, text } = await ask(`${url}/oauth2/token`, {
    headers: bearer === undefined ? {} : { authorization: `Basic ${basic}` },
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: userId,
      subject_token_type: 'urn:dingtalk:params:oauth:token-type:user-id',
      audience: 'demo',
      scope: scopes.join(' '),
    },
  });
  return { ...denialOf(body.code, body.rule), text: withoutRequestId(text) };
}

function restForm(path: string, form: (things: Things) => Record<string, string>): Row['send'] {
  return async ({ url }, bearer, things) => {
    const headers: Record<string, string> = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const { body, text } = await ask(`${url}${path}`, { headers, form: form(things) });
    return { ...denialOf(body?.code, body?.rule), text: withoutRequestId(text) };
  };
}

function rpc(method: string, request: (things: Things) => object): Row['send'] {
  return async ({ grpc }, bearer, things) => {
    const answer = await grpc.call(method, request(things), bearer === undefined ? {} : { token: bearer });
    const [first] = (answer.body.outcomes as { error?: RpcStatus }[] | undefined) ?? [];
    const { errorInfo } = first?.error ? detailsOf(first.error) : answer;
    const { requestId: _, ...metadata } = errorInfo?.metadata ?? {};
    const text = JSON.stringify({
      status: answer.status,
      message: answer.message,
      reason: errorInfo?.reason,
      metadata,
    });
    return { ...denialOf(errorInfo?.reason, metadata.rule), text };
  };
}

/** A stream that is opened tells a cursor first. */
async function watch({ grpc }: Stage, bearer: string | undefined): Promise<Denial> {
  const stream = grpc.open<object>('WatchRevocations', {}, bearer === undefined ? {} : { token: bearer });
  const first = await Promise.race([stream.ended, stream.first]);
  stream.cancel();
  const errorInfo = 'errorInfo' in first ? first.errorInfo : undefined;
  return { ...denialOf(errorInfo?.reason, errorInfo?.metadata.rule), text: '' };
}

function denialOf(code: unknown, rule: unknown): Pick<Denial, 'code' | 'rule'> {
  return { code: typeof code === 'string' ? code : undefined, rule: typeof rule === 'string' ? rule : undefined };
}

const withoutRequestId = (text: string) => text.replaceAll(/"(requestId|requestid)":"[^"]*"/g, '"$1":""');

/** Everything as it should be, but for the key. */
async function signedBySomebodyElse(token: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: 'ES256', ...decodeProtectedHeader(token) })
    .sign(privateKey);
}
