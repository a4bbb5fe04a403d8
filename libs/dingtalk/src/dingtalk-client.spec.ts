import { inspect } from 'node:util';
import { Secret } from '@app/secret';
import { describe, expect, it } from '@jest/globals';
import {
  app,
  calls,
  client,
  clientOnWire,
  failureOf,
  refreshToken,
  seen,
  tokens,
  wire,
} from './client-on-wire.fixture.js';
import { answer } from './wire.fixture.js';

clientOnWire();

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
