import { describe, expect, it } from '@jest/globals';
import {
  app,
  client,
  comeBack,
  consentApplication,
  dingtalk,
  get,
  returned,
  start,
  store,
  wire,
} from './consent-application.fixture.js';
import { DingTalkStrategy } from './dingtalk.strategy.js';
import { DingTalkFailure } from './dingtalk-failure.js';
import { answer, type Behaviour } from './wire.fixture.js';

consentApplication();

describe('leaving for DingTalk', () => {
  it('redirects with everything DingTalk asks for, and lets the store set its cookie', async () => {
    const response = await get('/consent/travel');
    expect(response.statusCode).toBe(302);
    expect(response.headers['set-cookie']).toBe('consent=state-1; HttpOnly');
    const location = new URL(String(response.headers.location));
    expect(location.origin + location.pathname).toBe('https://login.dingtalk.example/oauth2/auth');
    expect(Object.fromEntries(location.searchParams)).toEqual({
      client_id: 'ding-travel',
      redirect_uri: 'https://broker.example/consent/callback?keep=1',
      response_type: 'code',
      scope: 'openid corpid',
      prompt: 'consent',
      corpId: 'ding1',
      state: 'state-1',
    });
    expect(store.states.get('state-1')).toEqual({ application: 'travel' });
    expect(store.metas.at(-1)).toMatchObject({ clientID: 'ding-travel' });
  });

  it('serves two applications at once without mixing them', async () => {
    const [orders, travel] = await Promise.all([get('/consent/orders'), get('/consent/travel')]);
    expect(orders.headers.location).toContain('client_id=ding-orders');
    expect(orders.headers.location).not.toContain('corpId=');
    expect(travel.headers.location).toContain('client_id=ding-travel');
  });

  it.each(['?code=stolen&state=x', '?authCode=stolen', '?error=access_denied'])(
    'starts even when somebody has put %s into the link',
    async (query) => {
      const response = await get(`/consent/orders${query}`);
      expect(response.statusCode).toBe(302);
      expect(wire.seen).toHaveLength(0);
    },
  );

  it('answers an error when the state cannot be stored or the application is unknown', async () => {
    expect((await get('/consent/unknown')).statusCode).toBe(500);
    store.broken = new Error('database away');
    expect((await get('/consent/orders')).statusCode).toBe(500);
  });
});

describe('coming back', () => {
  it.each(['authCode=the-code', 'code=the-code', 'code=the-code&authCode=the-code', 'code=another&authCode=the-code'])(
    'exchanges the code of ?%s with the application its state names',
    async (query) => {
      const state = await start('travel');
      const result = await comeBack(query, state);
      expect(result).toMatchObject({
        kind: 'authorised',
        person: { unionId: 'u-1', nick: '小钉' },
        tokens: { corpId: 'ding1', expireInSeconds: 7200 },
        appState: { application: 'travel' },
      });
      expect(result.kind === 'authorised' && result.tokens.accessToken.reveal()).toBe('canary-access');
      expect(JSON.stringify(result)).not.toContain('canary');
      expect(JSON.parse(wire.seen[0]?.body ?? '')).toEqual({
        clientId: 'ding-travel',
        clientSecret: 'travel-secret',
        grantType: 'authorization_code',
        code: 'the-code',
      });
      expect(wire.seen[1]?.headers['x-acs-dingtalk-access-token']).toBe('canary-access');
    },
  );

  it('leaves Fastify’s request as it was, but for the result', async () => {
    const state = await start();
    const response = await get(`/consent/callback?authCode=c&state=${state}`, `consent=${state}`);
    expect(response.json()).toEqual({ kind: 'authorised', mutated: false });
  });

  it.each(['error=access_denied', 'error=access_denied&authCode=the-code', 'error=server_error&code=the-code'])(
    'takes ?%s for a refusal, and exchanges nothing',
    async (query) => {
      const result = await comeBack(query, await start());
      expect(result).toEqual({
        kind: 'refused',
        error: query.split('&')[0]?.split('=')[1],
        appState: { application: 'orders' },
      });
      expect(wire.seen).toHaveLength(0);
    },
  );

  it('does not believe a refusal with a state that is not this browser’s', async () => {
    await start();
    await get('/consent/callback?error=access_denied&state=state-1', 'consent=other');
    expect(returned).toEqual([
      { kind: 'state_rejected', reason: 'state_other_browser', appState: { application: 'orders' } },
    ]);
  });

  it.each([
    ['authCode=c', 'forged', 'state_unknown'],
    ['error=access_denied', 'forged', 'state_unknown'],
    ['authCode=c', undefined, 'state_missing'],
    ['error=access_denied', undefined, 'state_missing'],
    ['authCode=c&state=a&state=b', undefined, 'state_missing'],
    ['authCode=c&state=', undefined, 'state_missing'],
  ])('rejects ?%s with the state %s as %s, and tells DingTalk nothing', async (query, state, reason) => {
    expect(await comeBack(query, state)).toEqual({ kind: 'state_rejected', reason });
    expect(wire.seen).toHaveLength(0);
  });

  it('exchanges a code once: the same address again finds its state used', async () => {
    const state = await start();
    await comeBack('authCode=c', state);
    returned.length = 0;
    expect(await comeBack('authCode=c', state)).toEqual({ kind: 'state_rejected', reason: 'state_unknown' });
    expect(wire.seen).toHaveLength(2);
  });

  it.each(['', 'authCode=', 'code=&authCode=', 'authCode=a&authCode=b'])(
    'is incomplete with ?%s, redirects nobody and uses no state up',
    async (query) => {
      const state = await start();
      expect(await comeBack(query, state)).toEqual({ kind: 'incomplete' });
      expect(store.states.has(state)).toBe(true);
    },
  );

  it('does not read a code from anywhere but the query', async () => {
    const state = await start();
    await app.inject({
      method: 'GET',
      url: `/consent/callback?state=${state}`,
      headers: { 'content-type': 'application/json', cookie: `consent=${state}` },
      payload: { code: 'from-the-body' },
    });
    expect(returned).toEqual([{ kind: 'incomplete' }]);
  });

  it.each<[string, Behaviour, Behaviour, object]>([
    [
      'a used code',
      answer(400, { code: 'invalidParameter.authCode.notFound', requestid: 'R-1' }),
      answer(500, ''),
      { operation: 'oauth2.exchange', remedy: 'ask_the_person', requestId: 'R-1' },
    ],
    [
      'a wrong secret',
      answer(400, { code: 'invalidParameter.idOrSecret.notFound' }),
      answer(500, ''),
      { operation: 'oauth2.exchange', remedy: 'fix_the_configuration' },
    ],
    [
      'nothing from DingTalk',
      (response) => response.destroy(),
      answer(500, ''),
      { operation: 'oauth2.exchange', remedy: 'transient' },
    ],
    [
      'truncated tokens',
      answer(200, '{"accessToken":"a'),
      answer(500, ''),
      { operation: 'oauth2.exchange', remedy: 'transient' },
    ],
    [
      'a token that may not say whose it is',
      answer(200, { accessToken: 'a', refreshToken: 'b', expireIn: 7200 }),
      answer(403, {
        code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
        accessdenieddetail: { requiredScopes: ['Contact.User.Read'] },
      }),
      { operation: 'contact.users', remedy: 'ask_the_person', requiredScopes: ['Contact.User.Read'] },
    ],
    [
      'a person without a unionId',
      answer(200, { accessToken: 'a', refreshToken: 'b', expireIn: 7200 }),
      answer(200, { nick: 'nobody' }),
      { operation: 'contact.users', remedy: 'transient' },
    ],
  ])('hands %s on as the client’s own failure', async (_what, exchange, person, expected) => {
    Object.assign(dingtalk, { exchange, person });
    const result = await comeBack('authCode=c', await start());
    expect(result).toMatchObject({ kind: 'failed', failure: expected, appState: { application: 'orders' } });
    expect(result.kind === 'failed' && result.failure).toBeInstanceOf(DingTalkFailure);
  });

  it('lets the unexpected through as an error: the store is away, or the application is gone', async () => {
    const state = await start();
    store.broken = new Error('database away');
    expect((await get(`/consent/callback?authCode=c&state=${state}`, `consent=${state}`)).statusCode).toBe(500);
    expect((await get(`/consent/callback?error=x&state=${state}`, `consent=${state}`)).statusCode).toBe(500);
    store.broken = null;
    store.states.set('orphan', { application: 'removed' });
    expect((await get('/consent/callback?authCode=c&state=orphan', 'consent=orphan')).statusCode).toBe(500);
    expect(returned).toEqual([]);
  });
});

describe('two strategies in one process', () => {
  it('do not answer for each other', () => {
    expect(new DingTalkStrategy({ client, store }).name).not.toBe(new DingTalkStrategy({ client, store }).name);
  });
});
