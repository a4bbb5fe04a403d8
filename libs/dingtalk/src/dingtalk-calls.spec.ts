import { type AddressInfo, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { Secret } from '@app/secret';
import { describe, expect, it } from '@jest/globals';
import {
  another,
  app,
  calls,
  client,
  clientOnWire,
  failureOf,
  leftovers,
  refreshToken,
  tokens,
  wire,
} from './client-on-wire.fixture.js';
import { answer, type Behaviour, Wire } from './wire.fixture.js';

clientOnWire();

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
