import { expect } from '@jest/globals';
import { seeded } from '../harness/emulator.js';
import { ask } from '../harness/http.js';
import { answerAtDingTalk, type ConsentPage, consentAs, consentPage } from '../harness/person.js';
import {
  clientSecret,
  demoUrl,
  finishedUrl,
  linkFor,
  makeTheBrokerAskForAnAppToken,
  misconfigured,
  RETURN_BELOW,
  RETURN_TO,
  resume,
  sql,
  suspend,
  withFault,
  world,
} from './stage.js';

/** What people read, and the status programs read. */
export const pages = {
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

const SHANGHAI = 'dingshanghai0002';

export interface Failure {
  readonly when: string;
  readonly code: keyof typeof pages;
  /** The one record the trail gains; none where nobody can be blamed for anything. */
  readonly record?: 'consent.rejected' | 'consent.failed';
  readonly happens: () => Promise<ConsentPage>;
  /** Mends what `happens` broke. */
  readonly afterwards?: () => Promise<unknown>;
}

export const byPeople: Failure[] = [
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

export const byLinks: Failure[] = [
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

export const byConfiguration: Failure[] = [
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

export const byDingTalk: Failure[] = ['userAccessToken.code', 'contact.users', 'accessToken', 'getbyunionid'].flatMap(
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
