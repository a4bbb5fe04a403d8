import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { ask } from './harness/http.js';
import { answerAtDingTalk, Browser, consentPage } from './harness/person.js';
import { everythingOfDemo, startWorld, type World } from './harness/world.js';

describe('an operator who signs in through DingTalk', () => {
  let world: World;
  let operatorId: string;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo({ signIn: true });
    const { page } = await signIn('zhangsan');
    expect(page.code).toBe('operator_unknown');
    const [refusal] = await trail('type=operator.sign_in_refused');
    const draft = { name: 'zhang-san', role: 'admin', unionId: refusal?.unionId };
    operatorId = String((await world.operator('POST', '/operators', draft)).body.id);
  });
  afterAll(() => world?.close());

  const admin = (path: string, broker = 0) => `${world.brokers[broker]?.url}/admin/v1${path}`;
  async function signIn(as: string, browser = new Browser()) {
    const { callbackUrl } = await answerAtDingTalk(`${world.url}/admin/sign-in`, { as, browser });
    const back = await browser.open(callbackUrl);
    const location = back.headers.get('location') ?? '';
    return {
      browser,
      back,
      location,
      page: await consentPage(new URL(location, world.url).href, browser),
      callbackUrl,
    };
  }
  async function trail(query: string) {
    return await world.items<Record<string, unknown>>(`/audit-events?${query}`);
  }
  async function signedIn() {
    const { browser, location } = await signIn('zhangsan');
    expect(location).toBe(`${world.url}/admin/`);
    const { body } = await browser.call('GET', admin('/session'));
    return { browser, csrf: { 'x-csrf-token': String(body.csrfToken) }, body };
  }

  it('is refused while nobody has made them one, and the trail says who tried', async () => {
    const { page, browser } = await signIn('lisi');
    expect([page.code, page.status]).toEqual(['operator_unknown', 403]);
    expect((await browser.call('GET', admin('/session'))).status).toBe(401);
    const [refusal] = await trail('type=operator.sign_in_refused');
    expect(refusal).toMatchObject({ outcome: 'operator_unknown', actor: `person:${refusal?.unionId}` });
  });

  it('does what their role holds, under their own name', async () => {
    const { browser, csrf, body } = await signedIn();
    expect(body.operator).toMatchObject({ id: operatorId, name: 'zhang-san', role: 'admin' });
    const created = await browser.call('POST', admin('/callers'), csrf, {
      name: 'by-hand',
      authMethod: 'client_secret',
    });
    expect(created.status).toBe(201);
    const [record] = await trail(`requestId=${created.headers.get('x-request-id')}`);
    expect(record).toMatchObject({ type: 'caller.created', actor: 'operator:zhang-san' });
    const beyond = await browser.call('POST', admin('/operators'), csrf, { name: 'friend', role: 'owner' });
    expect([beyond.status, beyond.body.permission]).toEqual([403, 'operators:write']);
  });

  it('leaves nothing of DingTalk’s behind, and no cookie that a script or another site could use', async () => {
    const { back, browser } = await signIn('zhangsan');
    const cookie = back.headers.getSetCookie().find((each) => each.startsWith('__Host-operator='));
    expect(cookie).toMatch(/^__Host-operator=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=43200$/);
    const secret = /=([\w-]{43});/.exec(cookie ?? '')?.[1] ?? 'none';
    expect(browser.cookieValues(world.url)).toContain(secret);
    const { rows } = await world.database.pool.query('select to_jsonb(s)::text as row from operator_sessions s');
    expect(rows.map(({ row }) => row).join()).not.toContain(secret);
    expect((await world.operator('GET', '/grants?userId=zhangsan')).body.items).toEqual([]);
  });

  describe('changes nothing', () => {
    it.each([
      ['without the token of our pages', {}],
      ['with one of another session', { 'x-csrf-token': 'x'.repeat(43) }],
      ['with an empty one', { 'x-csrf-token': '' }],
    ])('%s', async (_, headers) => {
      const { browser } = await signedIn();
      const answer = await browser.call('POST', admin('/callers'), headers, {
        name: 'forged',
        authMethod: 'client_secret',
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      expect((await world.operator('GET', '/callers')).text).not.toContain('forged');
    });

    it('by a session that somebody planted before', async () => {
      const planted = new Browser();
      await planted.call('GET', admin('/session'), { cookie: `__Host-operator=${'A'.repeat(43)}` });
      const { browser, location } = await signIn('zhangsan', planted.copy());
      expect(location).toBe(`${world.url}/admin/`);
      expect(browser.cookieValues(world.url)).not.toContain('A'.repeat(43));
      expect((await planted.call('GET', admin('/session'))).status).toBe(401);
    });

    it('in a browser that did not start', async () => {
      const { callbackUrl } = await answerAtDingTalk(`${world.url}/admin/sign-in`, { as: 'zhangsan' });
      const other = new Browser();
      const back = await other.open(callbackUrl);
      expect(back.headers.getSetCookie().join()).not.toContain('operator=');
      expect((await other.call('GET', admin('/session'))).status).toBe(401);
    });
  });

  describe('is signed out on every replica from the next request on', () => {
    const expectOut = async (browser: Browser) => {
      for (const broker of [0, 1]) {
        const cookie = `__Host-operator=${browser.cookieValues(world.url).at(-1)}`;
        expect((await new Browser().call('GET', admin('/session', broker), { cookie })).status).toBe(401);
      }
    };

    it('by themselves', async () => {
      const { browser, csrf } = await signedIn();
      const kept = browser.copy();
      expect((await browser.call('POST', admin('/session/end'), csrf)).status).toBe(200);
      await expectOut(kept);
    });

    it('by an owner, in one browser or in all', async () => {
      const [one, other] = [await signedIn(), await signedIn()];
      const { body } = await world.operator('GET', `/operators/${operatorId}/sessions`);
      const [newest] = body.items as { id: string }[];
      await world.operator('POST', `/operators/${operatorId}/sessions/${newest?.id}/end`);
      await expectOut(other.browser);
      expect((await one.browser.call('GET', admin('/session'))).status).toBe(200);
      const left = await world.operator('POST', `/operators/${operatorId}/sessions/end`);
      expect(left.body.items).toEqual([]);
      await expectOut(one.browser);
    });

    it.each([
      ['when idle for half an hour', `last_seen_at = now() - interval '31 minutes'`],
      ['after twelve hours', 'ends_at = now()'],
    ])('%s', async (_, passed) => {
      const { browser } = await signedIn();
      await world.database.pool.query(`update operator_sessions set ${passed} where ended_at is null`);
      await expectOut(browser);
    });

    it('when disabled', async () => {
      const { browser } = await signedIn();
      await world.operator('POST', `/operators/${operatorId}/disable`);
      await expectOut(browser);
      expect((await signIn('zhangsan')).page.code).toBe('operator_unknown');
      await world.operator('POST', `/operators/${operatorId}/enable`);
    });
  });

  describe('is asked to sign in again for what cannot be taken back, or shows what is others’', () => {
    const freshRoutes = async () => {
      const { paths } = (await ask<{ paths: Record<string, Record<string, object>> }>(`${world.url}/openapi.json`))
        .body;
      return Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, route]) =>
          'x-fresh-sign-in' in route
            ? [{ method: method.toUpperCase(), url: `${world.url}${path.replace(/\{\w+\}/g, uuidv7())}` }]
            : [],
        ),
      );
    };
    const age = (minutes: number) =>
      world.database.pool.query(
        `update operator_sessions set authenticated_at = now() - make_interval(mins => $1) where ended_at is null`,
        [minutes],
      );
    beforeAll(async () => {
      // The last owner could not be made anything else.
      await world.operator('POST', '/operators', { name: 'another-owner', role: 'owner' });
      await world.operator('PATCH', `/operators/${operatorId}`, { role: 'owner' });
    });
    afterAll(() => world.operator('PATCH', `/operators/${operatorId}`, { role: 'admin' }));

    it('after ten minutes, with where to; right after it everything goes on', async () => {
      const { browser, csrf } = await signedIn();
      const routes = await freshRoutes();
      expect(routes.length).toBeGreaterThan(5);
      const codes = async (headers: Record<string, string>) =>
        Promise.all(
          routes.map(async ({ method, url }) => {
            const { body } = await browser.call(method, url, headers, method === 'GET' ? undefined : {});
            return [body.code, body.signInUrl];
          }),
        );
      const isAsked = ['fresh_sign_in_required', '/admin/sign-in'];
      expect(await codes(csrf)).not.toContainEqual(isAsked);
      await age(11);
      expect(await codes(csrf)).toEqual(routes.map(() => isAsked));
      const again = await browser.copy();
      const { location } = await signIn('zhangsan', again);
      expect(location).toBe(`${world.url}/admin/`);
      const renewed = String((await again.call('GET', admin('/session'))).body.csrfToken);
      const { status } = await again.call(
        'POST',
        admin('/operators'),
        { 'x-csrf-token': renewed },
        {
          name: 'made-after-signing-in-again',
          role: 'auditor',
        },
      );
      expect(status).toBe(201);
    });

    it('for a token of any width too, however the rest of the caller is written', async () => {
      const { browser, csrf } = await signedIn();
      const whole = { ...everythingOfDemo, wholeToken: true, wholeTokenReason: 'older than handles' };
      const draft = (name: string, entitlements: object[]) => ({ name, authMethod: 'client_secret', entitlements });
      await age(11);
      const refused = await browser.call('POST', admin('/callers'), csrf, draft('wide', [whole]));
      expect(refused.body.code).toBe('fresh_sign_in_required');
      const { body } = await world.operator('POST', '/callers', draft('was-wide', [whole]));
      const same = await browser.call('PATCH', admin(`/callers/${body.id}`), csrf, { entitlements: [whole] });
      expect(same.status).toBe(200);
      await world.operator('PATCH', `/operators/${operatorId}`, { role: 'admin' });
      await age(1);
      const byAdmin = await browser.call('POST', admin('/callers'), csrf, draft('wide', [whole]));
      expect(byAdmin.body).toMatchObject({ code: 'forbidden', permission: 'callers:whole-token' });
      await world.operator('PATCH', `/operators/${operatorId}`, { role: 'owner' });
    });

    it('and a program with a token is not: nobody sits there', async () => {
      for (const { method, url } of await freshRoutes()) {
        const { body } = await ask(url, { method, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } });
        expect(body.code).not.toBe('fresh_sign_in_required');
      }
    });
  });

  it('keeps their token apart: what a program sends is never taken for the browser’s', async () => {
    const { browser } = await signedIn();
    const answer = await browser.call('GET', admin('/session'), { authorization: 'Bearer op_unknown' });
    expect(answer.status).toBe(401);
  });

  it('is told where no application is marked for it', async () => {
    await world.operator('PATCH', '/applications/demo', { signIn: false });
    const { status, body } = await new Browser().open(`${world.url}/admin/sign-in`);
    expect([status, body.code]).toEqual([404, 'not_found']);
    await world.operator('PATCH', '/applications/demo', { signIn: true });
  });
});
