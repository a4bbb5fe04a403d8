import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { answerAtDingTalk, type ConsentPage, consentAs, consentPage } from './harness/person.js';
import { type ConsentRecord, consentRecords, rowsOf } from './harness/rows.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

/** What people read, and the status programs read. */
const pages = {
  consent_rejected: [403, '你没有授权', 'You did not authorise'],
  consent_expired: [410, '链接已失效', 'This link has expired'],
  consent_step_used: [410, '这一步已经完成', 'This step is already done'],
  consent_other_browser: [400, '请回到刚才的浏览器', 'Go back to the browser you started in'],
  consent_other_person: [403, '这个链接是发给另一位同事的', 'This link is for somebody else'],
  consent_not_member: [403, '你的钉钉账号不在这个组织里', 'Your DingTalk account is not in this organisation'],
  consent_link_invalid: [400, '链接无效', 'This link does not work'],
  dingtalk_unavailable: [503, '钉钉暂时没有响应', 'DingTalk is not answering'],
  application_misconfigured: [500, '应用还没有配置好', 'The application is not set up correctly'],
  identity_unavailable: [502, '应用还没有配置好', 'The application is not set up correctly'],
  application_suspended: [503, '这个应用已暂停授权', 'This application is paused'],
} as const;

const RETURN_TO = 'https://hr.example/done';
const RETURN_BELOW = 'https://hr.example/tasks/';
const SHANGHAI = 'dingshanghai0002';

interface Failure {
  readonly when: string;
  readonly code: keyof typeof pages;
  /** The one record the trail gains; none where nobody can be blamed for anything. */
  readonly record?: 'consent.rejected' | 'consent.failed';
  readonly happens: () => Promise<ConsentPage>;
  /** Mends what `happens` broke. */
  readonly afterwards?: () => Promise<unknown>;
}

describe.each(['both', 'authCode'])('a consent that fails, where DingTalk returns %s', (codeParameter) => {
  let world: World;
  let caller: TestCaller;
  let demoUrl: string;
  /** What DingTalk holds for the demo application by now. */
  let clientSecret: string = seeded.clientSecret;
  /** Where somebody who has finished came back to. */
  let finishedUrl: string;
  beforeAll(async () => {
    world = await startWorld();
    demoUrl = `${world.url}/consent/demo`;
    await atDingTalk('/settings', { codeParameter, internalAppsAcceptOutsiders: true });
    await world.registerDemo({ returnUrls: [RETURN_TO, RETURN_BELOW] });
    caller = await world.createCaller('hr-bot', [everythingOfDemo]);
    // A vault that has something to lose: a failing consent must not touch the person's own live grant either.
    await consentAs(demoUrl, { as: 'lisi' });
    finishedUrl = (await consentAs(demoUrl, { as: 'zhangsan' })).callbackUrl;
    const { corpId, clientSecret: secret } = seeded;
    const visitors = {
      name: 'visitors',
      kind: 'internal',
      clientId: 'dingnarrowhangzhou',
      clientSecret: secret,
      corpId,
    };
    await world.operator('POST', '/applications', { ...visitors, scopes: ['Contact.User.Read'] });
  });
  afterEach(() => world.emulator.control('DELETE', '/faults'));
  afterAll(() => world.close());

  const atDingTalk = (path: string, change: object) => world.emulator.control('PATCH', path, change);
  const demoAtDingTalk = (change: object) => atDingTalk(`/applications/${seeded.clientId}`, change);
  const sql = (text: string, values: unknown[] = []) => world.database.pool.query(text, values);

  async function linkFor(person: object): Promise<string> {
    const { body } = await caller.requestToken({ application: 'demo', scopes: ['Contact.User.Read'], ...person });
    return String(body.consentUrl);
  }

  /** Changes the demo application at DingTalk for as long as `work` takes. */
  async function misconfigured(change: object, work: () => Promise<ConsentPage>): Promise<ConsentPage> {
    const before = await world.emulator.control<Record<string, unknown>>('GET', `/applications/${seeded.clientId}`);
    await demoAtDingTalk(change);
    try {
      return await work();
    } finally {
      const { delegatedPoints, appPoints } = before;
      await demoAtDingTalk({ delegatedPoints, appPoints, clientSecret });
    }
  }

  const suspend = () => world.operator('POST', '/applications/demo/suspend');
  const resume = () => world.operator('POST', '/applications/demo/resume');

  /** The broker keeps an app token for as long as it lives and the secret stays; a new secret makes it ask again. */
  async function makeTheBrokerAskForAnAppToken(): Promise<void> {
    clientSecret = `another-secret-${performance.now()}`;
    await demoAtDingTalk({ clientSecret });
    await world.operator('PATCH', '/applications/demo', { clientSecret });
  }

  async function withFault(fault: string, aim: object): Promise<ConsentPage> {
    await world.emulator.control('PUT', `/faults/${fault}`, { times: 1, ...aim });
    return consentAs(demoUrl, { as: 'zhangsan' });
  }

  const byPeople: Failure[] = [
    {
      when: 'the person refuses',
      code: 'consent_rejected',
      record: 'consent.rejected',
      happens: () => consentAs(demoUrl, { as: 'zhangsan', answer: 'refuse' }),
    },
    {
      when: 'a refusal comes with a code beside it',
      code: 'consent_rejected',
      record: 'consent.rejected',
      happens: async () => {
        const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangsan' });
        return consentPage(`${callbackUrl}&error=access_denied`, browser);
      },
    },
    {
      when: 'somebody else than the expected userId answers',
      code: 'consent_other_person',
      record: 'consent.failed',
      happens: async () => consentAs(await linkFor({ userId: 'chenxi' }), { as: 'zhangsan' }),
    },
    {
      when: 'somebody else than the expected unionId answers',
      code: 'consent_other_person',
      record: 'consent.failed',
      happens: async () => consentAs(await linkFor({ unionId: 'unionId-of-nobody' }), { as: 'zhangsan' }),
    },
    {
      when: 'an outsider answers',
      code: 'consent_not_member',
      record: 'consent.failed',
      happens: () => consentAs(demoUrl, { as: 'waibu', corp: 'dingoutside0003' }),
    },
    {
      when: 'a member picks another of their organisations',
      code: 'consent_not_member',
      record: 'consent.failed',
      happens: () => consentAs(demoUrl, { as: 'lisi', corp: SHANGHAI }),
    },
    {
      when: 'an external contact of the organisation answers',
      code: 'consent_not_member',
      record: 'consent.failed',
      happens: async () => {
        const contact = {
          key: 'contact',
          name: '外部联系人',
          memberships: [{ corpId: seeded.corpId, userId: 'contact', contactType: 1 }],
        };
        await world.emulator.control('POST', '/people', { people: [contact] });
        return consentAs(demoUrl, { as: 'contact' });
      },
    },
    {
      when: 'the person left the organisation while on DingTalk’s pages',
      code: 'consent_not_member',
      record: 'consent.failed',
      happens: async () => {
        const leaver = { key: 'leaver', name: '离职', memberships: [{ corpId: seeded.corpId, userId: 'leaver' }] };
        await world.emulator.control('POST', '/people', { people: [leaver] });
        const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'leaver' });
        await world.emulator.control('DELETE', `/organisations/${seeded.corpId}/members/leaver`);
        return consentPage(callbackUrl, browser);
      },
    },
  ];

  const byLinks: Failure[] = [
    {
      when: 'the state is forged',
      code: 'consent_link_invalid',
      happens: async () => {
        const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangsan' });
        const forged = new URL(callbackUrl);
        forged.searchParams.set('state', 'A'.repeat(32));
        return consentPage(forged.href, browser);
      },
    },
    {
      when: 'the link names an application that no database could hold',
      code: 'consent_link_invalid',
      happens: () => consentPage(`${world.url}/consent/%00`),
    },
    {
      when: 'the callback has a code and no state',
      code: 'consent_link_invalid',
      happens: () => consentPage(`${world.url}/consent/callback?code=c0de&authCode=c0de`),
    },
    {
      when: 'the callback has neither code nor state',
      code: 'consent_link_invalid',
      happens: () => consentPage(`${world.url}/consent/callback`),
    },
    {
      when: 'the state was given to another browser',
      code: 'consent_other_browser',
      happens: async () => consentPage((await answerAtDingTalk(demoUrl, { as: 'zhangsan' })).callbackUrl),
    },
    {
      when: 'the state has expired',
      code: 'consent_expired',
      happens: async () => {
        const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangsan' });
        await sql(`update consent_states set expires_at = now() where used_at is null`);
        return consentPage(callbackUrl, browser);
      },
    },
    {
      when: 'the callback of a finished consent is opened in another browser',
      code: 'consent_step_used',
      happens: () => consentPage(finishedUrl),
    },
    {
      when: 'the code was spent by somebody else',
      code: 'consent_step_used',
      record: 'consent.failed',
      happens: async () => {
        const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangsan' });
        const code = new URL(callbackUrl).searchParams.get('authCode');
        const { clientId } = seeded;
        const spent = await ask(`${world.emulator.url}/v1.0/oauth2/userAccessToken`, {
          json: { clientId, clientSecret, grantType: 'authorization_code', code },
        });
        expect(spent.status).toBe(200);
        return consentPage(callbackUrl, browser);
      },
    },
    {
      when: 'the consent link has expired',
      code: 'consent_expired',
      happens: async () => {
        const link = await linkFor({ userId: 'chenxi' });
        await sql('update consents set expires_at = now() where id = $1', [new URL(link).searchParams.get('consent')]);
        return consentPage(link);
      },
    },
    {
      when: 'the consent belongs to another application',
      code: 'consent_link_invalid',
      happens: async () => consentPage((await linkFor({ userId: 'chenxi' })).replace('/demo?', '/visitors?')),
    },
    {
      when: 'there is no such application',
      code: 'consent_link_invalid',
      happens: () => consentPage(`${world.url}/consent/nothing-here`),
    },
    ...['not-a-uuid', '00000000-0000-7000-8000-000000000000', 'a&consent=b'].map((id) => ({
      when: `there is no consent ${id}`,
      code: 'consent_link_invalid' as const,
      happens: () => consentPage(`${demoUrl}?consent=${id}`),
    })),
    ...[
      'https://evil.example/done',
      `${RETURN_TO}/below`,
      `${RETURN_TO}?x=1`,
      `${RETURN_BELOW}../other`,
      'https://hr.example@evil.example/tasks/',
      'https://hr.example.evil.example/tasks/',
      'javascript:alert(1)',
      '/relative',
    ].map((returnUrl) => ({
      when: `people would be sent back to ${returnUrl}`,
      code: 'consent_link_invalid' as const,
      happens: () => consentPage(`${demoUrl}?returnUrl=${encodeURIComponent(returnUrl)}`),
    })),
  ];

  const byConfiguration: Failure[] = [
    {
      when: 'the application lacks the identity scope at DingTalk',
      code: 'identity_unavailable',
      record: 'consent.failed',
      happens: () =>
        misconfigured({ delegatedPoints: ['Todo.Todo.Write'] }, () => consentAs(demoUrl, { as: 'zhangsan' })),
    },
    {
      when: 'DingTalk knows another client secret',
      code: 'application_misconfigured',
      record: 'consent.failed',
      happens: () => misconfigured({ clientSecret: 'rotated-there' }, () => consentAs(demoUrl, { as: 'zhangsan' })),
    },
    {
      when: 'the application may not look up members',
      code: 'application_misconfigured',
      record: 'consent.failed',
      happens: () => misconfigured({ appPoints: [] }, () => consentAs(demoUrl, { as: 'zhangsan' })),
    },
    {
      when: 'the application is suspended',
      code: 'application_suspended',
      happens: async () => {
        await suspend();
        return consentPage(demoUrl);
      },
      afterwards: resume,
    },
    {
      when: 'the application is suspended while the person is on DingTalk’s pages',
      code: 'application_suspended',
      record: 'consent.failed',
      happens: async () => {
        const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangsan' });
        await suspend();
        return consentPage(callbackUrl, browser);
      },
      afterwards: resume,
    },
  ];

  const byDingTalk: Failure[] = ['userAccessToken.code', 'contact.users', 'accessToken', 'getbyunionid'].flatMap(
    (operation) =>
      ['error_500_json', 'error_500_html', 'truncated_json', 'reset_connection', 'drop_answer', 'qps_403']
        // One cell waits for the deadline of five seconds; the other operations share the code that keeps it.
        .concat(operation === 'contact.users' ? ['no_answer'] : [])
        .map((fault) => ({
          when: `${operation} meets ${fault}`,
          code: 'dingtalk_unavailable' as const,
          record: 'consent.failed' as const,
          happens: async () => {
            if (operation === 'accessToken') await makeTheBrokerAskForAnAppToken();
            return withFault(fault, { operation });
          },
        })),
  );

  const judge = async (failure: Failure) => {
    try {
      await holds(failure);
    } finally {
      await failure.afterwards?.();
    }
  };

  async function holds({ code, record, happens }: Failure): Promise<void> {
    const [grants, records] = [await rowsOf(world.database.pool, 'grants'), await consentRecords(world.database.pool)];
    const { url, browser, ...page } = await happens();
    const [status, zh, en] = pages[code];
    expect([page.code, page.status]).toEqual([code, status]);
    expect(url).not.toMatch(/[?&](code|authCode)=/);

    for (const [lang, title, nothingSaved] of [
      ['zh', zh, '没有保存任何内容。'],
      ['en', en, 'othing was saved.'],
    ] as const) {
      const again = await consentPage(withLanguage(url, lang), browser);
      expect([again.code, again.status]).toEqual([code, status]);
      expect(again.text).toContain(`<h1>${title}</h1>`);
      expect(again.text).toContain(nothingSaved);
      expect(again.text).toContain(code);
      expect(again.text).toMatch(/[0-9a-f]{4}-[0-9a-f]{4}/);
    }
    expect(await rowsOf(world.database.pool, 'grants')).toEqual(grants);
    const expected: ConsentRecord[] = record ? [...records, { type: record, outcome: code }] : records;
    expect(await consentRecords(world.database.pool)).toEqual(expected);
  }

  describe('because of people', () => {
    it.each(byPeople)('ends on $code and leaves the vault as it was when $when', judge);
  });
  describe('because of the link', () => {
    it.each(byLinks)('ends on $code and leaves the vault as it was when $when', judge);
  });
  describe('because of the configuration', () => {
    it.each(byConfiguration)('ends on $code and leaves the vault as it was when $when', judge);
  });
  describe('because of DingTalk', () => {
    it.each(byDingTalk)('ends on $code and leaves the vault as it was when $when', judge);
  });

  it('never names the person a consent was meant for, and names who is signed in', async () => {
    const { text } = await consentAs(await linkFor({ userId: 'chenxi' }), { as: 'zhangsan' });
    expect(text).toContain('张三');
    expect(text).not.toMatch(/chenxi/i);
  });

  it('leaves a consent that somebody else answered to the person it was meant for', async () => {
    const link = await linkFor({ userId: 'zhangwei1' });
    expect((await consentAs(link, { as: 'zhangsan' })).code).toBe('consent_other_person');
    expect((await consentAs(link, { as: 'zhangwei1' })).code).toBe('granted');
  });

  it('lets the browser that started finish after another one tried', async () => {
    const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangsan' });
    const stranger = await consentPage(callbackUrl);
    expect(stranger.text).toContain('href="/consent/demo"');
    expect((await consentPage(callbackUrl, browser)).code).toBe('granted');
  });

  it('keeps the consent and the way back to the service in the button that tries again', async () => {
    const link = `${await linkFor({ userId: 'zhangwei2' })}&returnUrl=${encodeURIComponent(RETURN_TO)}`;
    const refused = await consentAs(link, { as: 'zhangwei2', answer: 'refuse' });
    const [, again = ''] = /href="(\/consent\/demo\?[^"]*)"/.exec(refused.text) ?? [];
    const granted = await consentAs(new URL(again.replaceAll('&amp;', '&'), world.url).href, { as: 'zhangwei2' });
    expect(granted.code).toBe('granted');
    expect(granted.text).toContain(`href="${RETURN_TO}"`);
  });

  it('says until when an expired link was good, and the next hand-out offers one that works', async () => {
    const link = await linkFor({ userId: 'chenxi' });
    await consentAs(link, { as: 'zhangsan' });
    await sql('update consents set expires_at = now() where id = $1', [new URL(link).searchParams.get('consent')]);
    const expired = await consentPage(link);
    expect(expired.text).toMatch(/It was valid until <time/);
    expect(expired.text).toContain('start again from <bdi>hr-bot</bdi>');
    const fresh = await linkFor({ userId: 'chenxi' });
    expect(fresh).not.toBe(link);
    expect((await consentAs(fresh, { as: 'chenxi' })).code).toBe('granted');
  });

  it.each([RETURN_TO, RETURN_BELOW, `${RETURN_BELOW}42?tab=1`])('leads back to %s', async (returnUrl) => {
    const page = await consentAs(`${demoUrl}?returnUrl=${encodeURIComponent(returnUrl)}`, { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    expect(page.text).toContain(`href="${returnUrl}"`);
  });
});

function withLanguage(url: string, language: string): string {
  const address = new URL(url);
  address.searchParams.set('lang', language);
  return address.href;
}
