import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { type RunningBroker, startBroker } from './harness/broker.js';
import { ask } from './harness/http.js';
import { startProvider, type TestProvider } from './harness/openid-provider.js';
import { answerAtDingTalk, Browser } from './harness/person.js';
import { startWorld, type World } from './harness/world.js';

interface Route {
  readonly method: string;
  readonly path: string;
}

const SESSION = '__Host-operator';

describe('attacks on operators who are signed in', () => {
  let provider: TestProvider;
  let world: World;
  let operatorId: string;
  let routes: Route[];
  beforeAll(async () => {
    provider = await startProvider();
    world = await startWorld({ brokers: 2, env: provider.env });
    await provider.open(world.url);
    await world.registerDemo({ signIn: true, returnUrls: ['https://service.example/back'] });
    const draft = { name: 'li-ming', role: 'owner', oidcSubject: 'liming' };
    operatorId = String((await world.operator('POST', '/operators', draft)).body.id);
    const { body } = await ask<{ paths: Record<string, Record<string, object>> }>(`${world.url}/openapi.json`);
    routes = Object.entries(body.paths)
      .filter(([path]) => path.startsWith('/admin/v1/'))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => ({
          method: method.toUpperCase(),
          path: path.replace(/\{name\}/g, 'nothing').replace(/\{\w+\}/g, uuidv7()),
        })),
      );
  });
  afterAll(async () => {
    await world?.close();
    await provider?.close();
  });

  async function signedIn(browser = new Browser()) {
    provider.person = 'liming';
    let at = `${world.url}/admin/sign-in/oidc`;
    while (at !== `${world.url}/admin/`) {
      const location = (await browser.open(at)).headers.get('location');
      if (location === null) throw new Error(`the sign-in ended at ${at}`);
      at = new URL(location, at).href;
    }
    const { body } = await browser.call('GET', `${world.url}/admin/v1/session`);
    return { browser, csrf: String(body.csrfToken), cookie: `${SESSION}=${browser.cookie(world.url, SESSION)}` };
  }

  it('a session revoked on one replica is dead on the other, on every route', async () => {
    const { cookie, csrf } = await signedIn();
    const [here, there] = [world.url, world.brokers[1]?.url];
    const headers = { cookie, 'x-csrf-token': csrf };
    const call = ({ method, path }: Route, url: string | undefined) =>
      ask(`${url}${path}`, { method, headers, ...(method !== 'GET' && { json: {} }) });
    expect((await call({ method: 'GET', path: '/admin/v1/overview' }, there)).status).toBe(200);
    expect((await world.operator('POST', `/operators/${operatorId}/sessions/end`)).status).toBe(200);
    for (const url of [there, here]) {
      const statuses = await Promise.all(routes.map(async (route) => [route.path, (await call(route, url)).status]));
      expect(statuses.filter(([, status]) => status !== 401)).toEqual([]);
    }
  });

  describe('a page of somebody else’s changes nothing, on any route', () => {
    let mine: Awaited<ReturnType<typeof signedIn>>;
    let other: Awaited<ReturnType<typeof signedIn>>;
    beforeAll(async () => {
      mine = await signedIn();
      other = await signedIn();
    });
    const doneByThem = async () => {
      const count = `select count(*)::int as records from audit_events where actor = 'operator:li-ming'`;
      return (await world.database.pool.query(count)).rows[0].records;
    };

    it.each<[string, () => Record<string, string>]>([
      ['without the token of our pages', () => ({})],
      ['with an empty one', () => ({ 'x-csrf-token': '' })],
      ['with the one of another session', () => ({ 'x-csrf-token': other.csrf })],
      ['with it in a cookie, as if that counted', () => ({ cookie: `${mine.cookie}; x-csrf-token=${mine.csrf}` })],
      ['from another site, whatever it knows', () => ({ 'x-csrf-token': mine.csrf, origin: 'https://evil.example' })],
      ['from a page without an origin', () => ({ 'x-csrf-token': mine.csrf, origin: 'null' })],
      [
        'from a host that begins like ours',
        () => ({ 'x-csrf-token': mine.csrf, origin: 'http://127.0.0.1.evil.example' }),
      ],
      ['as the browser says: cross-site', () => ({ 'x-csrf-token': mine.csrf, 'sec-fetch-site': 'cross-site' })],
      ['as the browser says: same-site', () => ({ 'x-csrf-token': mine.csrf, 'sec-fetch-site': 'same-site' })],
      ['as the browser says: opened by hand', () => ({ 'x-csrf-token': mine.csrf, 'sec-fetch-site': 'none' })],
    ])('%s', async (_, headers) => {
      const before = await doneByThem();
      const unsafe = routes.filter(({ method }) => method !== 'GET');
      expect(unsafe.length).toBeGreaterThan(20);
      const answers = await Promise.all(
        unsafe.map(async ({ method, path }) => {
          const { status, body } = await ask(`${world.url}${path}`, {
            method,
            json: {},
            headers: { cookie: mine.cookie, ...headers() },
          });
          return [path, status, body.code];
        }),
      );
      expect(answers.filter(([, status, code]) => status !== 403 || code !== 'forbidden')).toEqual([]);
      expect(await doneByThem()).toBe(before);
    });

    it('by a form, which needs no permission to be sent', async () => {
      for (const contentType of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const { status } = await ask(`${world.url}/admin/v1/callers`, {
          method: 'POST',
          raw: '{"name":"forged","authMethod":"client_secret"}',
          headers: { cookie: mine.cookie, 'content-type': contentType },
        });
        expect(status).toBeGreaterThanOrEqual(400);
      }
      expect((await world.operator('GET', '/callers')).text).not.toContain('forged');
    });

    it('while our own page does', async () => {
      const ours = { 'x-csrf-token': mine.csrf, origin: world.url, 'sec-fetch-site': 'same-origin' };
      const draft = { name: 'by-our-page', authMethod: 'client_secret' };
      expect((await mine.browser.call('POST', `${world.url}/admin/v1/callers`, ours, draft)).status).toBe(201);
    });

    it('and it reads nothing: no answer lets another origin in', async () => {
      for (const path of ['/admin/v1/overview', '/admin/session', '/openapi.json']) {
        const headers = { cookie: mine.cookie, origin: 'https://evil.example' };
        for (const method of ['GET', 'OPTIONS']) {
          const answer = await ask(`${world.url}${path}`, { method, headers });
          expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
        }
        const { headers: said } = await ask(`${world.url}${path}`, { headers });
        expect(said.get('cross-origin-resource-policy')).toBe('same-origin');
      }
    });
  });

  const shown = [
    '/admin/',
    '/admin/grants',
    '/admin/operators/some-id',
    '/admin/sign-in/oidc',
    '/sign-in/oidc/callback',
    '/docs',
    '/docs/dingtalk-errors',
    '/me',
    '/me/grants/none/usage',
    '/consent/callback',
    '/consent/nothing',
    '/consent/demo/in-client',
    '/admin/v1/overview',
    '/openapi.json',
  ];

  it.each(shown)('nobody frames %s, and nothing in it is made to run', async (path) => {
    const { headers } = await new Browser().open(`${world.url}${path}`);
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')] as const;
      }),
    );
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('base-uri')).toBe("'none'");
    expect(policy.get('script-src') ?? '').not.toMatch(/unsafe-(inline|eval|hashes)|https?:|\*|data:/);
    expect(policy.has('form-action')).toBe(true);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  it('a cookie that was there before never becomes a session, and each sign-in has a secret of its own', async () => {
    const planted = 'A'.repeat(43);
    const victim = new Browser();
    victim.plant(world.url, SESSION, planted);
    victim.plant(world.url, '__Host-sign-in-browser', planted);
    const first = await signedIn(victim);
    const before = first.browser.cookie(world.url, SESSION);
    expect(before).not.toBe(planted);
    const asAttacker = await ask(`${world.url}/admin/v1/session`, { headers: { cookie: `${SESSION}=${planted}` } });
    expect(asAttacker.status).toBe(401);
    await signedIn(victim);
    const after = victim.cookie(world.url, SESSION);
    expect(after).not.toBe(before);
    const withTheOld = await ask(`${world.url}/admin/v1/session`, { headers: { cookie: `${SESSION}=${before}` } });
    expect(withTheOld.status).toBe(401);
  });

  describe('no sign-in leads to somebody else’s page', () => {
    const evil = [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
      '%2f%2fevil.example',
    ];
    const names = ['returnUrl', 'returnTo', 'return_to', 'redirect_uri', 'next', 'url'];
    const queries = evil.flatMap((to) => names.map((name) => `${name}=${encodeURIComponent(to)}`));
    const leads = (answer: { headers: Headers }) => answer.headers.get('location') ?? '';
    const isOurs = (location: string) =>
      [world.url, world.emulator.url, provider.issuer].includes(new URL(location, world.url).origin);

    it('by what its address carries', async () => {
      for (const start of ['/admin/sign-in', '/admin/sign-in/oidc', '/me/sign-in', '/consent/demo']) {
        for (const query of queries) {
          const location = leads(await new Browser().open(`${world.url}${start}?${query}`));
          if (location === '') continue;
          expect([start, query, isOurs(location)]).toEqual([start, query, true]);
          const { searchParams } = new URL(location, world.url);
          expect(searchParams.get('redirect_uri') ?? world.url).toContain(world.url);
          expect(location).not.toContain('evil');
        }
      }
    });

    it('by the host it is asked under', async () => {
      for (const name of ['x-forwarded-host', 'forwarded', 'x-original-host']) {
        const browser = new Browser();
        const headers = { [name]: name === 'forwarded' ? 'host=evil.example' : 'evil.example' };
        const { location } = await finishedAs(browser, headers);
        expect(location).toBe(`${world.url}/admin/`);
      }
    });

    it('through DingTalk either', async () => {
      const { browser, callbackUrl } = await answerAtDingTalk(
        `${world.url}/admin/sign-in?returnUrl=https://evil.example`,
        { as: 'lisi' },
      );
      expect(leads(await browser.open(`${callbackUrl}&returnUrl=https://evil.example`))).not.toContain('//evil');
    });

    async function finishedAs(browser: Browser, headers: Record<string, string>) {
      let at = `${world.url}/admin/sign-in/oidc`;
      for (let hops = 0; hops < 8; hops += 1) {
        const location = leads(await browser.call('GET', at, at.startsWith(world.url) ? headers : {}));
        at = new URL(location, at).href;
        if (at.endsWith('/admin/') || at.includes('evil')) break;
      }
      return { location: at };
    }
  });

  describe('where the public address is http and no loopback', () => {
    let plain: RunningBroker;
    beforeAll(async () => {
      plain = await startBroker({
        databaseUrl: world.database.url,
        masterKeyFile: world.masterKeyFile,
        dingtalkUrl: world.emulator.url,
        publicUrl: 'http://broker.example',
      });
    });
    afterAll(() => plain?.process.stop());

    it('cookies go without the prefix that needs Secure, and the log warns', async () => {
      const { headers } = await new Browser().open(`${plain.url}/me/sign-in`);
      const [cookie] = headers.getSetCookie();
      expect(cookie).toMatch(/^consent-browser=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
      await plain.process.saying(/PUBLIC_URL is http and not loopback/);
    });
  });
});
