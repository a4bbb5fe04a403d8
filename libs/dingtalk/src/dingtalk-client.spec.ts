import { type AddressInfo, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { Secret } from '@app/secret';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DingTalkCall, DingTalkClient, type DingTalkClientOptions } from './dingtalk-client.js';
import { DingTalkFailure } from './dingtalk-failure.js';
import { answer, type Behaviour, Wire } from './wire.fixture.js';

const app = { clientId: 'dingclient', clientSecret: Secret.of('canary-client-secret') };
const refreshToken = Secret.of('canary-refresh-token');
const tokens = { accessToken: 'a1b2', refreshToken: 'c3d4', expireIn: 7200, corpId: 'ding1' };

let wire: Wire;
let client: DingTalkClient;
let calls: DingTalkCall[];

beforeAll(async () => {
  wire = await Wire.listen();
  client = new DingTalkClient({ hosts: wire.hosts, onCall: (call) => calls.push(call) });
});
beforeEach(() => {
  calls = [];
  wire.seen.length = 0;
});
afterAll(async () => {
  await client.close();
  await wire.close();
});

const leftovers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(leftovers.splice(0).map((clean) => clean()));
});

/** A client of the test's own, closed when the test is over, however it ends. */
function another(options: DingTalkClientOptions): DingTalkClient {
  const own = new DingTalkClient(options);
  leftovers.push(() => own.close());
  return own;
}

async function failureOf(asked: Promise<unknown>): Promise<DingTalkFailure> {
  const outcome = await asked.then(
    () => new Error('succeeded'),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(DingTalkFailure);
  return outcome as DingTalkFailure;
}

function seen() {
  const [request] = wire.seen;
  if (!request) throw new Error('nothing reached the server');
  return { ...request, json: () => JSON.parse(request.body) as unknown };
}

describe('what is sent, and what a success becomes', () => {
  it('exchanges a code by camelCase JSON and keeps both tokens secret', async () => {
    wire.behaviour = answer(200, { ...tokens, future: 'field' });
    const got = await client.exchangeCode(app, Secret.of('the-code'));

    expect(seen()).toMatchObject({ method: 'POST', url: '/v1.0/oauth2/userAccessToken' });
    expect(seen().headers['content-type']).toBe('application/json');
    expect(seen().headers.authorization).toBeUndefined();
    expect(seen().json()).toEqual({
      clientId: 'dingclient',
      clientSecret: 'canary-client-secret',
      grantType: 'authorization_code',
      code: 'the-code',
    });
    expect(got.accessToken.reveal()).toBe('a1b2');
    expect(got.refreshToken.reveal()).toBe('c3d4');
    expect(got).toMatchObject({ expireInSeconds: 7200, corpId: 'ding1' });
    expect(inspect(got, { depth: 9 })).not.toMatch(/a1b2|c3d4/);
    expect(calls).toEqual([{ operation: 'oauth2.exchange', outcome: 'success', durationMs: expect.any(Number) }]);
  });

  it.each([[{}], [{ corpId: '' }], [{ corpId: null }]])(
    'refreshes, and leaves the organisation out when it is %j',
    async (corp) => {
      wire.behaviour = answer(200, { accessToken: 'a1b2', refreshToken: 'c3d4', expireIn: 7200, ...corp });
      const got = await client.refresh(app, refreshToken);

      expect(seen().json()).toMatchObject({ grantType: 'refresh_token', refreshToken: 'canary-refresh-token' });
      expect(got).not.toHaveProperty('corpId');
    },
  );

  it('reads who a token belongs to, with the fields that were granted', async () => {
    wire.behaviour = answer(200, { unionId: 'u-1', openId: 'o-1', nick: '小钉', mobile: '', visitor: false });
    expect(await client.person(app.clientId, Secret.of('user-token'))).toEqual({
      unionId: 'u-1',
      openId: 'o-1',
      nick: '小钉',
    });
    expect(seen()).toMatchObject({ method: 'GET', url: '/v1.0/contact/users/me' });
    expect(seen().headers['x-acs-dingtalk-access-token']).toBe('user-token');
  });

  it('leaves odd descriptive fields out, and never the identity', async () => {
    wire.behaviour = answer(200, { unionId: 'u-1', nick: 7, avatarUrl: 'x'.repeat(5000), email: null });
    expect(await client.person(app.clientId, Secret.of('t'))).toEqual({ unionId: 'u-1', nick: '' });
    wire.behaviour = answer(200, { unionId: 7, nick: 'n' });
    expect(await failureOf(client.person(app.clientId, Secret.of('t')))).toMatchObject({
      remedy: 'transient',
      fate: 'in_doubt',
    });
  });

  it('reads granted interface points as they are and fields below their entity, sorted and once', async () => {
    wire.behaviour = answer(200, {
      result: [
        { resource: 'rpc_auth', authItems: ['Todo.Todo.Write', 'Contact.User.Read'] },
        { resource: 'Contact.User', authItems: ['mobile', 'fieldEmail'] },
        { resource: 'rpc_auth', authItems: ['Contact.User.Read'] },
        { resource: 'Empty' },
      ],
    });
    expect(await client.grantedScopes(app.clientId, Secret.of('user-token'))).toEqual([
      'Contact.User.Read',
      'Contact.User.mobile',
      'Todo.Todo.Write',
      'fieldEmail',
    ]);
    expect(seen().url).toBe('/v1.0/oauth2/authRules/user');
  });

  it.each([
    [0, 'employee'],
    ['0', 'employee'],
    [1, 'external_contact'],
    ['1', 'external_contact'],
  ])('takes the contact type %j as %s', async (contact_type, contactType) => {
    wire.behaviour = answer(200, { errcode: 0, errmsg: 'ok', result: { contact_type, userid: 'staff-1' } });
    expect(await client.membership(app.clientId, Secret.of('app/token+1'), 'u-1')).toEqual({
      kind: 'member',
      userId: 'staff-1',
      contactType,
    });
    expect(seen()).toMatchObject({ method: 'POST', url: '/topapi/user/getbyunionid?access_token=app%2Ftoken%2B1' });
    expect(seen().json()).toEqual({ unionid: 'u-1' });
  });

  it.each([
    [{ errcode: 60121, errmsg: '找不到该用户' }],
    [{ errcode: '60121' }],
    [{ errcode: 88, sub_code: '60121', sub_msg: 'x' }],
  ])('takes %j as somebody who is not a member', async (body) => {
    wire.behaviour = answer(200, body);
    expect(await client.membership(app.clientId, Secret.of('app-token'), 'u-1')).toEqual({ kind: 'not_a_member' });
  });
});

describe('app tokens', () => {
  const internal = { kind: 'internal' } as const;
  const fresh = () => another({ hosts: wire.hosts });

  it('asks an internal application’s once, for all who ask at the same time and later', async () => {
    wire.behaviour = answer(200, { accessToken: 'app-1', expireIn: 7200 });
    const own = fresh();
    const got = await Promise.all([1, 2, 3].map(() => own.appToken(app, internal)));
    got.push(await own.appToken(app, internal));

    expect(got.map((token) => token.reveal())).toEqual(['app-1', 'app-1', 'app-1', 'app-1']);
    expect(wire.seen).toHaveLength(1);
    expect(seen()).toMatchObject({ url: '/v1.0/oauth2/accessToken' });
    expect(seen().json()).toEqual({ appKey: 'dingclient', appSecret: 'canary-client-secret' });
  });

  it('asks an ISV application’s in snake_case and apart for each organisation', async () => {
    wire.behaviour = (response, { url }) =>
      answer(200, { access_token: `of-${url.split('/')[3]}`, expires_in: 7200 })(response, seen());
    const own = fresh();
    const got = [
      await own.appToken(app, { kind: 'isv', corpId: 'ding1' }),
      await own.appToken(app, { kind: 'isv', corpId: 'ding2' }),
    ];

    expect(got.map((token) => token.reveal())).toEqual(['of-ding1', 'of-ding2']);
    expect(seen()).toMatchObject({ url: '/v1.0/oauth2/ding1/token' });
    expect(seen().json()).toEqual({
      client_id: 'dingclient',
      client_secret: 'canary-client-secret',
      grant_type: 'client_credentials',
    });
  });

  it('puts another secret to DingTalk instead of answering from what the first one earned', async () => {
    wire.behaviour = answer(200, { accessToken: 'app-1', expireIn: 7200 });
    const own = fresh();
    await own.appToken(app, internal);
    wire.behaviour = answer(400, { code: 'invalidClientIdOrSecret' });
    const failure = await failureOf(own.appToken({ ...app, clientSecret: Secret.of('wrong') }, internal));
    expect(failure).toMatchObject({ operation: 'oauth2.appToken', remedy: 'fix_the_configuration', fate: 'answered' });
  });

  it('keeps none that ends within five minutes, and none that failed', async () => {
    const own = fresh();
    wire.behaviour = answer(500, 'oops');
    await failureOf(own.appToken(app, internal));
    wire.behaviour = answer(200, { accessToken: 'app-1', expireIn: 300 });
    await own.appToken(app, internal);
    wire.behaviour = answer(200, { accessToken: 'app-2', expireIn: 300 });
    expect((await own.appToken(app, internal)).reveal()).toBe('app-2');
  });

  it.each([
    [200, { errcode: 40014 }],
    [200, { errcode: '42001' }],
    [200, { errcode: 88, sub_code: '40014' }],
    [400, { code: 'InvalidAuthentication' }],
  ])('forgets one that DingTalk refuses with %i %j', async (status, body) => {
    const own = fresh();
    wire.behaviour = answer(200, { accessToken: 'app-1', expireIn: 7200 });
    const refused = await own.appToken(app, internal);
    wire.behaviour = answer(status, body);
    expect(await failureOf(own.membership(app.clientId, refused, 'u-1'))).toMatchObject({
      remedy: 'transient',
      fate: 'answered',
    });
    wire.behaviour = answer(200, { accessToken: 'app-2', expireIn: 7200 });
    expect((await own.appToken(app, internal)).reveal()).toBe('app-2');
  });

  it('asks once more about a membership with a new one, and only once', async () => {
    const own = fresh();
    const answers = [
      { accessToken: 'app-1', expireIn: 7200 },
      { errcode: 40014 },
      { accessToken: 'app-2', expireIn: 7200 },
      { errcode: 0, result: { userid: 'zhangsan', contact_type: 0 } },
    ];
    wire.behaviour = (response, seen) => answer(200, answers.shift() ?? {})(response, seen);
    expect(await own.memberOf(app, internal, 'u-1')).toMatchObject({ kind: 'member', userId: 'zhangsan' });
    wire.behaviour = answer(200, { errcode: 40014 });
    expect(await failureOf(own.memberOf(app, internal, 'u-1'))).toMatchObject({ operation: 'oauth2.appToken' });
  });
});

describe('a refresh that is not definitely answered', () => {
  const inDoubt = { operation: 'oauth2.refresh', remedy: 'transient', fate: 'in_doubt' };
  const refresh = () => failureOf(client.refresh(app, refreshToken));

  it.each<[string, Behaviour]>([
    ['a reset after DingTalk has read it', (response) => response.socket?.resetAndDestroy()],
    ['a connection closed without an answer', (response) => response.destroy()],
    [
      'half an answer',
      (response) =>
        response.writeHead(200, { 'content-length': '99' }).write('{"accessToken":"a', () => response.destroy()),
    ],
    ['JSON cut short', answer(200, '{"accessToken":"a1b2","refreshTo')],
    ['HTML with status 200', answer(200, '<html>punished</html>', { 'content-type': 'text/html' })],
    ['an empty 200', answer(200, '')],
    ['an array', answer(200, [tokens])],
    ['JSON null', answer(200, 'null')],
    ['a redirect', answer(302, '', { location: '/elsewhere' })],
    ['204', answer(204, '')],
    ['500 that is not JSON', answer(500, 'Internal Error')],
    ['500 with a code that would refuse', answer(500, { code: 'invalidParameter.authCode.notFound' })],
    ['200 with a code that would refuse', answer(200, { code: 'invalidParameter.authCode.notFound' })],
    ['504, DingTalk’s own time-out', answer(504, '')],
    ['400 without a code', answer(400, '')],
    ['400 with a code nobody has read about', answer(400, { code: 'invalidParameter.refreshToken.strange' })],
    ['a code that only means something elsewhere', answer(400, { code: 'InvalidAuthentication' })],
    ['401', answer(401, {})],
    ['403 without a code', answer(403, {})],
    ['a code that is not text', answer(400, { code: { a: 1 } })],
    ['a code of a megabyte', answer(400, { code: 'x'.repeat(1_000_000) })],
    ['no access token', answer(200, { ...tokens, accessToken: undefined })],
    ['no refresh token', answer(200, { ...tokens, refreshToken: undefined })],
    ['an access token in quotes', answer(200, { ...tokens, accessToken: '"a1b2"' })],
    ['an access token no header can carry', answer(200, { ...tokens, accessToken: 'a1\r\nb2' })],
    ['an empty refresh token', answer(200, { ...tokens, refreshToken: '' })],
    ['expiresIn instead of expireIn', answer(200, { ...tokens, expireIn: undefined, expiresIn: 7200 })],
    ['expireIn as text', answer(200, { ...tokens, expireIn: '7200' })],
    ['expireIn of nothing', answer(200, { ...tokens, expireIn: 0 })],
    ['an organisation that is no text', answer(200, { ...tokens, corpId: 7 })],
    ['more than a mebibyte', answer(200, { ...tokens, padding: 'x'.repeat(1024 * 1024) })],
  ])('is in doubt after %s', async (_what, behaviour) => {
    wire.behaviour = behaviour;
    expect(await refresh()).toMatchObject(inDoubt);
    expect(wire.seen).toHaveLength(1);
  });

  it('is in doubt after its deadline, whether the head of the answer came or not', async () => {
    const hasty = another({ hosts: wire.hosts, refreshDeadlineMs: 60 });
    for (const silence of [() => {}, (response) => response.writeHead(200).write('{')] satisfies Behaviour[]) {
      wire.behaviour = silence;
      expect(await failureOf(hasty.refresh(app, refreshToken))).toMatchObject(inDoubt);
    }
  });

  it('is in doubt when cancelled under way, and unsent when cancelled before', async () => {
    const cancel = new AbortController();
    wire.behaviour = () => cancel.abort();
    const { signal } = cancel;
    expect(await failureOf(client.refresh(app, refreshToken, { signal }))).toMatchObject(inDoubt);
    wire.seen.length = 0;
    expect(await failureOf(client.refresh(app, refreshToken, { signal }))).toMatchObject({ fate: 'not_processed' });
    expect(wire.seen).toHaveLength(0);
  });

  it('is in doubt when the client closes under way', async () => {
    const own = another({ hosts: wire.hosts });
    wire.behaviour = () => void own.close();
    expect(await failureOf(own.refresh(app, refreshToken))).toMatchObject(inDoubt);
  });

  it('is in doubt, for five minutes, when this address is banned', async () => {
    wire.behaviour = answer(200, { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' });
    expect(await refresh()).toMatchObject({ ...inDoubt, retryAfterSeconds: 300 });
  });

  it('has its own, longer deadline', async () => {
    const own = another({ hosts: wire.hosts, deadlineMs: 30, refreshDeadlineMs: 30_000 });
    const held: (() => void)[] = [];
    wire.behaviour = (response, request) => void held.push(() => answer(200, tokens)(response, request));
    const refreshing = own.refresh(app, refreshToken);
    await failureOf(own.exchangeCode(app, Secret.of('c')));
    wire.behaviour = answer(200, tokens);
    for (const release of held) release();
    await refreshing;
  });
});

describe('a call that was certainly not processed', () => {
  it('says so when nobody listens', async () => {
    const gone = await Wire.listen();
    const own = another({ hosts: gone.hosts });
    await gone.close();
    expect(await failureOf(own.refresh(app, refreshToken))).toMatchObject({
      remedy: 'transient',
      fate: 'not_processed',
    });
  });

  it('says so at the deadline while TLS is still being made', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket));
    leftovers.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => mute.close(closed));
    });
    await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
    const apiUrl = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const own = another({ hosts: { ...wire.hosts, apiUrl }, refreshDeadlineMs: 60 });
    expect(await failureOf(own.refresh(app, refreshToken))).toMatchObject({ fate: 'not_processed' });
  });

  it('says so when cancelled while connecting, and never sends the request once the connection stands', async () => {
    const own = another({ hosts: wire.hosts });
    const cancel = new AbortController();
    wire.behaviour = answer(200, { unionId: 'u-1', nick: 'n' });
    const cancelled = failureOf(own.refresh(app, refreshToken, { signal: cancel.signal }));
    cancel.abort();
    expect(await cancelled).toMatchObject({ fate: 'not_processed' });
    await own.person(app.clientId, Secret.of('t'));
    expect(wire.seen.map(({ url }) => url)).toEqual(['/v1.0/contact/users/me']);
  });

  it.each([
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }, 1],
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForSomethingNew' }, 1],
    [403, { Code: 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi' }, 60],
    [429, { code: 'systemBusy' }, 1],
    [429, 'slow down', undefined],
  ])('says so when throttled with %i %j', async (status, body, retryAfterSeconds) => {
    wire.behaviour = answer(status, body);
    const failure = await failureOf(client.refresh(app, refreshToken));
    expect(failure).toMatchObject({ remedy: 'transient', fate: 'not_processed' });
    expect(failure.retryAfterSeconds).toBe(retryAfterSeconds);
  });

  it('believes a Retry-After before its own table', async () => {
    wire.behaviour = answer(429, {}, { 'retry-after': '7' });
    expect((await failureOf(client.refresh(app, refreshToken))).retryAfterSeconds).toBe(7);
  });
});

describe('a call that was definitely answered', () => {
  it.each([
    [
      {
        code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
        message: 'm',
        requestid: 'R-1',
        accessdenieddetail: { requiredScopes: ['Contact.User.Read'] },
      },
    ],
    [
      {
        Code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
        Message: 'm',
        RequestId: 'R-1',
        AccessDeniedDetail: { requiredScopes: ['Contact.User.Read'] },
      },
    ],
  ])('names the missing points and the request, in either spelling: %j', async (body) => {
    wire.behaviour = answer(403, body);
    expect(await failureOf(client.person(app.clientId, Secret.of('t')))).toMatchObject({
      operation: 'contact.users',
      remedy: 'ask_the_person',
      fate: 'answered',
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      httpStatus: 403,
      requiredScopes: ['Contact.User.Read'],
      requestId: 'R-1',
    });
  });

  it('takes the newer permission refusal, which names no points', async () => {
    wire.behaviour = answer(403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' });
    expect(await failureOf(client.person(app.clientId, Secret.of('t')))).toMatchObject({
      remedy: 'ask_the_person',
      requiredScopes: [],
    });
  });

  it('takes the request’s id from the header where the body has none', async () => {
    wire.behaviour = answer(500, 'oops', { 'x-acs-request-id': 'H-1' });
    expect((await failureOf(client.person(app.clientId, Secret.of('t')))).requestId).toBe('H-1');
  });

  it('keeps the request and the answer’s text out of the failure and out of the hook', async () => {
    wire.behaviour = answer(400, {
      code: 'invalidParameter.idOrSecret.notFound',
      message: 'canary-client-secret with canary-refresh-token is wrong',
    });
    const failure = await failureOf(client.refresh(app, refreshToken));
    expect(failure).toMatchObject({ remedy: 'fix_the_configuration', fate: 'answered' });
    expect(inspect({ failure, calls }, { depth: 9, showHidden: true })).not.toContain('canary');
    expect(calls).toMatchObject([
      {
        outcome: 'fix_the_configuration',
        fate: 'answered',
        code: 'invalidParameter.idOrSecret.notFound',
        httpStatus: 400,
      },
    ]);
  });

  it('survives a hook that throws', async () => {
    const own = another({
      hosts: wire.hosts,
      onCall: () => {
        throw new Error('metrics are broken');
      },
    });
    wire.behaviour = answer(200, tokens);
    expect((await own.refresh(app, refreshToken)).accessToken.reveal()).toBe('a1b2');
  });
});

describe('the legacy envelope', () => {
  it.each([
    ['-1, busy', 200, { errcode: -1 }, 'transient', 'in_doubt'],
    ['a bare 88', 200, { errcode: 88 }, 'transient', 'in_doubt'],
    ['nothing but the number 88', 200, '88', 'transient', 'in_doubt'],
    ['its own time-out', 200, { errcode: 15 }, 'transient', 'in_doubt'],
    ['504', 504, '', 'transient', 'in_doubt'],
    ['throttling', 200, { errcode: 90018 }, 'transient', 'not_processed'],
    [
      'throttling in the new form',
      403,
      { code: 'Forbidden.AccessDenied.QpsLimitForApi' },
      'transient',
      'not_processed',
    ],
    ['a missing point behind 88', 200, { errcode: 88, sub_code: '60011' }, 'fix_the_configuration', 'answered'],
    ['a foreign address', 200, { errcode: 60020 }, 'fix_the_configuration', 'answered'],
    ['success without a person', 200, { errcode: 0, result: {} }, 'transient', 'in_doubt'],
    [
      'success of an unknown contact type',
      200,
      { errcode: 0, result: { userid: 'u', contact_type: 2 } },
      'transient',
      'in_doubt',
    ],
    ['not JSON', 200, '<html>', 'transient', 'in_doubt'],
    ['no errcode', 200, {}, 'transient', 'in_doubt'],
  ])('reads %s', async (_what, status, body, remedy, fate) => {
    wire.behaviour = answer(status, body);
    expect(await failureOf(client.membership(app.clientId, Secret.of('app-token'), 'u-1'))).toMatchObject({
      remedy,
      fate,
    });
  });
});
