import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientUserAgents } from './harness/dingtalk-clients.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { answerAtDingTalk, Browser, consentPage } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const userAgent = clientUserAgents.ios('7.6.15');

interface Opened {
  readonly browser: Browser;
  readonly state: string;
  readonly question: Record<string, unknown>;
}

describe('the way through DingTalk’s client', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ scopes: [...seeded.scopes, 'qyapi_get_member', 'snsapi_base'] });
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
  });
  afterAll(() => world.close());

  const pageUrl = (query = '') => `${world.url}/consent/demo/in-client${query}`;

  async function open(query = '', browser = new Browser(userAgent)): Promise<Opened> {
    const { status, text } = await browser.open(pageUrl(query));
    expect(status).toBe(200);
    const [, state = ''] = /name="state" value="([^"]+)"/.exec(text) ?? [];
    const [, question = ''] = /data-question="([^"]+)"/.exec(text) ?? [];
    return { browser, state, question: JSON.parse(question.replaceAll('&quot;', '"')) };
  }

  /** Sends what the page would send, and reads the page it leads to. */
  async function answer({ browser, state }: Pick<Opened, 'browser' | 'state'>, form: Record<string, string>) {
    const posted = await browser.send(pageUrl(), { ...(state && { state }), ...form });
    expect(posted.status).toBe(303);
    const location = posted.headers.get('location') ?? '';
    expect(location).not.toContain('ode=');
    const page = await consentPage(world.url + location, browser);
    return { ...page, location };
  }

  async function code(person: string, more: object = {}): Promise<string> {
    const body = { clientId: seeded.clientId, person, ...more };
    return (await world.emulator.control<{ authCode: string }>('POST', '/codes', body)).authCode;
  }

  const grantsOf = async (userId: string) => await world.items<Record<string, unknown>>(`/grants?userId=${userId}`);

  async function consentFor(userId: string, more: object = {}): Promise<string> {
    const { body } = await ask(`${world.url}/v1/consents`, {
      headers: { authorization: `Bearer ${await caller.accessToken()}` },
      json: { application: 'demo', scopes: ['Todo.Todo.Write'], userId, ...more },
    });
    return String(body.consentId);
  }

  it('asks for the consent’s points and the identity scope, split by kind', async () => {
    const { question } = await open(`?consent=${await consentFor('zhangsan', { scopes: ['Contact.User.mobile'] })}`);
    expect(question).toEqual({
      clientId: seeded.clientId,
      corpId: seeded.corpId,
      rpcScope: 'Contact.User.Read',
      fieldScope: 'Contact.User.mobile',
      type: 0,
    });
  });

  it('asks without a consent for all of a person’s points, and for none of the organisation’s', async () => {
    const { question } = await open();
    const rpc = seeded.scopes.filter((scope) => scope !== 'Contact.User.mobile');
    expect(String(question.rpcScope).split(',').sort()).toEqual([...rpc].sort());
    expect(question.fieldScope).toBe('Contact.User.mobile');
  });

  it('stores a grant of the person who agreed, once', async () => {
    const opened = await open(`?consent=${await consentFor('zhangsan')}`);
    const authCode = await code('zhangsan');
    expect((await answer(opened, { status: 'ok', authCode })).code).toBe('granted');
    expect(await grantsOf('zhangsan')).toMatchObject([{ state: 'active', channel: 'in_client' }]);
    // The same again shows the same result, and asks DingTalk nothing.
    expect((await answer(opened, { status: 'ok', authCode: await code('lisi') })).code).toBe('granted');
    expect(await grantsOf('lisi')).toEqual([]);
  });

  it('stores nothing for anybody but the person who was asked', async () => {
    const opened = await open(`?consent=${await consentFor('zhangwei1')}`);
    const page = await answer(opened, { status: 'ok', authCode: await code('zhangwei2') });
    expect(page.code).toBe('consent_other_person');
    expect(await grantsOf('zhangwei2')).toEqual([]);
  });

  it.each([
    ['another browser', { browser: new Browser(userAgent) }, 'consent_other_browser'],
    ['a state nobody gave out', { state: 'x'.repeat(32) }, 'consent_link_invalid'],
    ['no state', { state: '' }, 'consent_link_invalid'],
  ])('takes no answer with %s', async (_, change, expected) => {
    const opened = { ...(await open()), ...change };
    const authCode = await code('lisi');
    expect((await answer(opened, { status: 'ok', authCode })).code).toBe(expected);
    expect(await grantsOf('lisi')).toEqual([]);
  });

  it('takes no refusal for somebody else either', async () => {
    const opened = await open();
    expect((await answer({ ...opened, browser: new Browser(userAgent) }, { status: 'cancel' })).code).toBe(
      'consent_other_browser',
    );
    expect((await answer(opened, { status: 'cancel' })).code).toBe('consent_rejected');
  });

  it('takes a state back only the way it was given out for', async () => {
    const inside = await open();
    const redirect = new URL(`${world.url}/consent/callback`);
    redirect.search = new URLSearchParams({ state: inside.state, code: await code('lisi') }).toString();
    expect((await consentPage(redirect.href, inside.browser)).code).toBe('consent_link_invalid');

    const { browser, callbackUrl } = await answerAtDingTalk(`${world.url}/consent/demo`, { as: 'lisi' });
    const { searchParams } = new URL(callbackUrl);
    const state = searchParams.get('state') ?? '';
    const authCode = searchParams.get('code') ?? '';
    expect((await answer({ browser, state }, { status: 'ok', authCode })).code).toBe('consent_link_invalid');
    expect(await grantsOf('lisi')).toEqual([]);
  });

  it('is not answered by a page of another site, which has no state', async () => {
    const { browser } = await open();
    const posted = await browser.send(
      pageUrl(),
      { status: 'ok', authCode: await code('lisi') },
      { origin: 'https://evil' },
    );
    expect((await consentPage(world.url + posted.headers.get('location'), browser)).code).toBe('consent_link_invalid');
  });

  it('tells of a code of silent login that it is not one of openAuth’s', async () => {
    const opened = await open();
    const authCode = await code('lisi', { origin: 'in_client' });
    const page = await answer(opened, { status: 'ok', authCode });
    expect(page.code).toBe('in_client_code_refused');
    expect(page.text).toContain('requestAuthCode');
    expect(page.text).not.toContain(authCode);
    expect(world.brokers[0].process.output()).toContain('Is the code from openAuth?');
    expect(world.brokers[0].process.output()).not.toContain(authCode);
    expect(await grantsOf('lisi')).toEqual([]);
  });

  it.each([
    [{ status: 'ok' }, 'in_client_organisation'],
    [{ status: 'toAdmin' }, 'in_client_to_admin'],
    [{ status: 'failed' }, 'in_client_failed'],
    [{ status: 'failed', errorCode: '999999' }, 'in_client_failed'],
    [{ status: 'whatever', authCode: 'c' }, 'in_client_failed'],
  ])(
    'ends %j on a page of its own, with a record, and can start again',
    async (form: Record<string, string>, expected) => {
      const consentId = await consentFor('lisi');
      const page = await answer(await open(`?consent=${consentId}`), form);
      expect(page.code).toBe(expected);
      const { body } = await world.operator('GET', '/audit-events?type=consent.failed&limit=1');
      expect(body.items).toMatchObject([{ outcome: expected, application: 'demo' }]);
      await open(`?consent=${consentId}`);
    },
  );

  it('ends bad links as the browser’s way does, and before asking anybody', async () => {
    const browser = new Browser(userAgent);
    const codeAt = async (path: string) => (await consentPage(world.url + path, browser)).code;
    expect(await codeAt('/consent/nobody/in-client')).toBe('consent_link_invalid');
    expect(await codeAt('/consent/demo/in-client?consent=nonsense')).toBe('consent_link_invalid');
    expect(await codeAt('/consent/demo/in-client?returnUrl=https://evil.example')).toBe('consent_link_invalid');
    expect(await codeAt('/consent/demo/in-client?consent=a&consent=b')).toBe('consent_link_invalid');
    expect(await codeAt('/consent/demo/in-client?type=1')).toBe('in_client_organisation');
  });

  it('explains DingTalk’s codes at an address of their own', async () => {
    const { status, text } = await ask(`${world.url}/docs/dingtalk-errors?lang=zh`);
    expect(status).toBe(200);
    for (const code of ['400001', '500404', 'InvalidAuthentication']) expect(text).toContain(`<article id="${code}">`);
  });
});
