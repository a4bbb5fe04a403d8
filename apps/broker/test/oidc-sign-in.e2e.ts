import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from './harness/http.js';
import { startProvider, type TestProvider } from './harness/openid-provider.js';
import { Browser } from './harness/person.js';
import { startWorld, type World } from './harness/world.js';

const START = '/admin/sign-in/oidc';

describe('an operator who signs in through an OpenID Connect provider', () => {
  let provider: TestProvider;
  let world: World;
  let operatorId: string;
  beforeAll(async () => {
    provider = await startProvider();
    provider.state = 'down';
    world = await startWorld({ brokers: 2, env: provider.env });
    const draft = { name: 'li-ming', role: 'owner', oidcSubject: 'liming' };
    operatorId = String((await world.operator('POST', '/operators', draft)).body.id);
    await world.operator('POST', '/operators', { name: 'spare', role: 'owner' });
  });
  afterAll(async () => {
    await world?.close();
    await provider?.close();
  });

  const codeOf = ({ status, headers }: Answer) => [status, headers.get('x-sign-in-code')];
  const session = (browser: Browser, broker = 0) =>
    browser.call('GET', `${world.brokers[broker]?.url}/admin/v1/session`);
  /** Up to the address with the code in it, which nobody has opened yet. */
  async function atTheCallback(browser = new Browser(), start = START): Promise<string> {
    let at = `${world.url}${start}`;
    for (let hops = 0; hops < 10; hops += 1) {
      const location = (await browser.open(at)).headers.get('location');
      if (location === null) throw new Error(`the way to the callback ended at ${at}`);
      at = new URL(location, at).href;
      if (at.startsWith(`${world.url}/sign-in/oidc/callback`)) return at;
    }
    throw new Error('too many redirects');
  }
  async function signIn(person = 'liming', start = START) {
    provider.person = person;
    const browser = new Browser();
    return { browser, back: await browser.open(await atTheCallback(browser, start)) };
  }
  const trail = async (query: string) => await world.items<Record<string, unknown>>(`/audit-events?${query}`);

  it('finds a broker that was up before its provider, and the provider as soon as that is', async () => {
    const early = await new Browser().open(`${world.url}${START}`);
    expect(codeOf(early)).toEqual([503, 'openid_unavailable']);
    provider.state = 'up';
    await provider.open(world.url);
    const { browser, back } = await signIn();
    expect([back.status, back.headers.get('location')]).toEqual([303, `${world.url}/admin/`]);
    expect((await session(browser)).body.operator).toMatchObject({ id: operatorId, name: 'li-ming', role: 'owner' });
  });

  it('sees that way on the sign-in page, and no other that is not there', async () => {
    const { body } = await new Browser().open(`${world.url}/admin/sign-in/ways`);
    expect(body).toEqual({ dingtalk: false, openid: { name: 'Company account' } });
  });

  it('acts under their own name, on every replica, and leaves issuer and subject in the trail', async () => {
    const { browser, back } = await signIn();
    const [record] = await trail(`requestId=${back.headers.get('x-request-id')}`);
    expect(record).toMatchObject({
      type: 'operator.signed_in',
      actor: 'operator:li-ming',
    });
    for (const broker of [0, 1]) {
      const cookie = `__Host-operator=${browser.cookieValues(world.url).at(-1)}`;
      const answer = await new Browser().call('GET', `${world.brokers[broker]?.url}/admin/v1/session`, { cookie });
      expect(answer.status).toBe(200);
    }
  });

  it('leaves nothing of the provider’s behind, and no address with a code in it', async () => {
    const { browser, back } = await signIn();
    expect(back.headers.get('cache-control')).toBe('no-store');
    const { rows } = await world.database.pool.query('select to_jsonb(s)::text as row from operator_sign_ins s');
    for (const value of browser.cookieValues(world.url)) expect(rows.map(({ row }) => row).join()).not.toContain(value);
    expect((await session(browser)).text).not.toContain('liming');
  });

  it('signs out here, from the next request on', async () => {
    const { browser } = await signIn();
    const { csrfToken } = (await session(browser)).body;
    const kept = browser.copy();
    await browser.call('POST', `${world.url}/admin/v1/session/end`, { 'x-csrf-token': String(csrfToken) });
    expect((await session(kept)).status).toBe(401);
  });

  describe('is nobody', () => {
    it('while no owner has entered their subject, which the page says', async () => {
      const { browser, back } = await signIn('<b>somebody</b>');
      expect(codeOf(back)).toEqual([403, 'operator_unknown']);
      expect(back.text).toContain('&lt;b&gt;somebody&lt;/b&gt;');
      expect(back.text).toContain(provider.issuer);
      expect((await session(browser)).status).toBe(401);
      const [refusal] = await trail('type=operator.sign_in_refused');
      expect(refusal).toMatchObject({ outcome: 'operator_unknown', actor: 'openid:<b>somebody</b>' });
    });

    it('under a subject of another issuer', async () => {
      await world.database.pool.query(`update operators set oidc_issuer = 'https://other.example' where id = $1`, [
        operatorId,
      ]);
      expect(codeOf((await signIn()).back)).toEqual([403, 'operator_unknown']);
      await world.operator('PATCH', `/operators/${operatorId}`, { oidcSubject: 'liming' });
      expect((await signIn()).back.status).toBe(303);
    });

    it('once disabled', async () => {
      await world.operator('POST', `/operators/${operatorId}/disable`);
      expect(codeOf((await signIn()).back)).toEqual([403, 'operator_disabled']);
      await world.operator('POST', `/operators/${operatorId}/enable`);
    });

    it('when the person says no', async () => {
      provider.answer = 'refuse';
      expect(codeOf((await signIn()).back)).toEqual([403, 'openid_refused']);
      provider.answer = 'agree';
    });

    it.each<[string, NonNullable<TestProvider['answers']>]>([
      ['another nonce', (claims) => ({ claims: { ...claims, nonce: 'x'.repeat(43) } })],
      ['no nonce', ({ nonce: _, ...claims }) => ({ claims })],
      ['another audience', (claims) => ({ claims: { ...claims, aud: 'another-client' } })],
      [
        'several audiences',
        (claims) => ({ claims: { ...claims, aud: ['broker', 'another-client'], azp: 'another-client' } }),
      ],
      ['another issuer', (claims) => ({ claims: { ...claims, iss: 'https://evil.example' } })],
      ['an end in the past', (claims) => ({ claims: { ...claims, exp: 1_000_000 } })],
      ['a signature of somebody else', (claims) => ({ claims, foreignKey: true })],
    ])('by an ID token with %s', async (_, answers) => {
      provider.answers = answers;
      const { browser, back } = await signIn();
      provider.answers = undefined;
      expect(codeOf(back)).toEqual([400, 'openid_rejected']);
      expect((await session(browser)).status).toBe(401);
    });
  });

  describe('cannot be made to sign in, or be signed in as', () => {
    beforeEach(() => {
      provider.person = 'liming';
    });

    it('in a browser that did not start', async () => {
      const callback = await atTheCallback();
      const other = new Browser();
      await atTheCallback(other);
      for (const browser of [new Browser(), other]) {
        const back = await browser.open(callback);
        expect(codeOf(back)).toEqual([403, 'sign_in_over']);
        expect(back.headers.getSetCookie().join()).not.toContain('operator=');
      }
    });

    it('twice by one state', async () => {
      const browser = new Browser();
      const callback = await atTheCallback(browser);
      const both = await Promise.all([browser.copy().open(callback), browser.copy().open(callback)]);
      expect(both.map(({ status }) => status).sort()).toEqual([303, 403]);
      expect(codeOf(await browser.open(callback))).toEqual([403, 'sign_in_over']);
    });

    it('after ten minutes', async () => {
      const browser = new Browser();
      const callback = await atTheCallback(browser);
      await world.database.pool.query('update operator_sign_ins set expires_at = now()');
      expect(codeOf(await browser.open(callback))).toEqual([403, 'sign_in_over']);
    });

    it.each(['', '?code=x', '?state=x', '?code=x&state=', '?code=x&state=a&state=b'])(
      'by a made-up address: %j',
      async (query) => {
        expect(codeOf(await new Browser().open(`${world.url}/sign-in/oidc/callback${query}`))).toEqual([
          403,
          'sign_in_over',
        ]);
      },
    );

    it('by a code that was given out for another browser', async () => {
      const theirs = new URL(await atTheCallback());
      const browser = new Browser();
      const own = new URL(await atTheCallback(browser));
      own.searchParams.set('code', String(theirs.searchParams.get('code')));
      const back = await browser.open(own.href);
      expect(codeOf(back)).toEqual([400, 'openid_rejected']);
      expect((await session(browser)).status).toBe(401);
    });

    it('by an answer in the name of another issuer', async () => {
      const browser = new Browser();
      const callback = new URL(await atTheCallback(browser));
      callback.searchParams.set('iss', 'https://evil.example');
      expect(codeOf(await browser.open(callback.href))).toEqual([400, 'openid_rejected']);
    });

    it('while the provider is down', async () => {
      const browser = new Browser();
      const callback = await atTheCallback(browser);
      provider.state = 'down';
      expect(codeOf(await browser.open(callback))).toEqual([503, 'openid_unavailable']);
      provider.state = 'up';
      expect((await world.operator('GET', '/operators')).status).toBe(200);
    });

    it('with a session that was there before', async () => {
      const { browser } = await signIn();
      const before = browser.copy();
      const back = await browser.open(await atTheCallback(browser));
      expect(back.status).toBe(303);
      expect((await session(before)).status).toBe(401);
      expect((await session(browser)).status).toBe(200);
    });
  });

  describe('who has to sign in again', () => {
    const act = async (browser: Browser) => {
      const { csrfToken } = (await session(browser)).body;
      const headers = { 'x-csrf-token': String(csrfToken) };
      return browser.call('POST', `${world.url}/admin/v1/operators/${operatorId}/enable`, headers);
    };

    it('is asked by the provider although it still knows them, and goes on', async () => {
      const { browser } = await signIn();
      await world.database.pool.query(`update operator_sessions set authenticated_at = now() - interval '11 minutes'`);
      const { body } = await act(browser);
      expect(body).toMatchObject({ code: 'fresh_sign_in_required', signInUrl: `${START}?fresh=true` });
      const asked = provider.asked.filter((path) => path.startsWith('/interaction/')).length;
      const back = await browser.open(await atTheCallback(browser, String(body.signInUrl)));
      expect(back.status).toBe(303);
      expect(provider.asked.filter((path) => path.startsWith('/interaction/')).length).toBe(asked + 1);
      expect((await act(browser)).status).toBe(200);
    });

    it('is not taken to have, because the provider let them through as it knew them', async () => {
      const { browser } = await signIn();
      const hourAgo = Math.floor(Date.now() / 1000) - 3_600;
      provider.answers = (claims) => ({ claims: { ...claims, auth_time: hourAgo } });
      const back = await browser.open(await atTheCallback(browser, `${START}?fresh=true`));
      expect(codeOf(back)).toEqual([403, 'sign_in_not_fresh']);
      // Without asking for more they are let in, and stand where they stood.
      const usual = await browser.open(await atTheCallback(browser));
      provider.answers = undefined;
      expect(usual.status).toBe(303);
      expect((await act(browser)).body.code).toBe('fresh_sign_in_required');
    });

    it('is not taken to have by a provider that does not say when', async () => {
      provider.answers = ({ auth_time: _, ...claims }) => ({ claims });
      const { browser, back } = await signIn();
      expect(back.status).toBe(303);
      expect((await act(browser)).body.code).toBe('fresh_sign_in_required');
      expect(codeOf((await signIn('liming', `${START}?fresh=true`)).back)).toEqual([403, 'sign_in_not_fresh']);
      provider.answers = undefined;
    });
  });

  it('is one operator alone, and no subject is entered where there is no provider', async () => {
    const { id } = (await world.operator('POST', '/operators', { name: 'second', role: 'auditor' })).body;
    expect((await world.operator('PATCH', `/operators/${id}`, { oidcSubject: 'liming' })).status).toBe(409);
    const cleared = await world.operator('PATCH', `/operators/${operatorId}`, { oidcSubject: null });
    expect(cleared.body).toMatchObject({ oidcIssuer: null, oidcSubject: null });
    expect((await world.operator('PATCH', `/operators/${id}`, { oidcSubject: 'liming' })).status).toBe(200);
  });
});
