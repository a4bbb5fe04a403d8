import { Secret } from '@app/secret';
import { describe, expect, it } from '@jest/globals';
import { another, app, clientOnWire, failureOf, seen, wire } from './client-on-wire.fixture.js';
import { answer } from './wire.fixture.js';

clientOnWire();

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
