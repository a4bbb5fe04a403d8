import type { Wording } from '../../pages/fill.js';
import type { PageLanguage } from '../../pages/page-language.js';
import type { ConsentPageCode } from './consent-page.model.js';

interface PageWords {
  title: string;
  text: Wording;
}

export interface ConsentWords {
  pages: Record<ConsentPageCode, PageWords>;
  /** `granted`, when nobody can list the points. */
  grantedUnlisted: Wording;
  /** `granted`, with points missing. */
  fewer: { titleOfOne: string; title: string; text: string };
  /** The service's own words, quoted. */
  reasonGiven: Wording;
  /** Of a grant that ends by itself. */
  onlyOnce: Wording;
  endsByItself: Wording;
  /** After the list of points. */
  withdrawAnyTime: { before: string; link: string; after: string };
  /** Where the broker has no page of its own for it. */
  withdrawInDingTalk: string;
  closePage: string;
  nothingSaved: string;
  nothingSavedTwice: string;
  backTo: Wording;
  actions: Record<
    | 'addMissing'
    | 'leaveIt'
    | 'authorise'
    | 'signIn'
    | 'startAgain'
    | 'switchAccount'
    | 'myGrants'
    | 'tryAgain'
    | 'copyReference',
    string
  >;
  /** Stands in where a sentence needs a name and nobody gave one. */
  unnamed: { service: string; application: string };
  morePoints: string;
  signedInAs: string;
  notYou: string;
  code: string;
  reference: string;
  copy: string;
  copied: string;
}

const zh: ConsentWords = {
  pages: {
    granted: {
      title: '授权成功',
      text: ['“{application}”现在可以在{organisation}代你：', '“{application}”现在可以代你：'],
    },
    consent_rejected: { title: '你没有授权', text: '需要时可以重新授权。' },
    consent_expired: {
      title: '链接已失效',
      text: ['有效期到 {time}，请回到{service}重新发起。', '请回到{service}重新发起。'],
    },
    consent_step_used: { title: '这一步已经完成', text: '如果是你本人操作的，无需再做什么。' },
    consent_other_browser: { title: '请回到刚才的浏览器', text: '授权需要在同一个浏览器里完成。' },
    consent_other_person: {
      title: '这个链接是发给另一位同事的',
      text: ['你登录的是“{person}”。请让发链接的人给你发一个。', '请让发链接的人给你发一个。'],
    },
    consent_not_member: { title: '你的钉钉账号不在这个组织里', text: '请换成工作账号，或联系管理员。' },
    consent_link_invalid: { title: '链接无效', text: '可能没有复制完整，请回到{service}重新发起。' },
    sign_in_refused: { title: '你没有登录', text: '需要时可以重新登录。' },
    operator_unknown: {
      title: '你不是操作员',
      text: '请所有者把你添加为操作员，并把下面的编号发给他：审计日志里有这次登录。',
    },
    dingtalk_unavailable: { title: '钉钉暂时没有响应', text: '请过几分钟再试，不用重新申请。' },
    application_misconfigured: { title: '应用还没有配置好', text: '请把下面的编号发给管理员。' },
    identity_unavailable: { title: '应用还没有配置好', text: '请把下面的编号发给管理员。' },
    application_suspended: { title: '这个应用已暂停授权', text: '请联系管理员。' },
    internal_error: {
      title: '出了点问题，不是你的原因',
      text: '请稍后再试；如果一直这样，把编号发给管理员。',
    },
  },
  grantedUnlisted: ['“{application}”现在可以在{organisation}代你操作。', '“{application}”现在可以代你操作。'],
  fewer: {
    titleOfOne: '授权成功，但少了 1 项',
    title: '授权成功，但少了 {count} 项',
    text: '相关功能可能用不了。',
  },
  reasonGiven: '{service}给出的原因：“{reason}”',
  onlyOnce: ['只用一次：用过就自动结束，最晚到 {time}。', '只用一次：用过就自动结束。'],
  endsByItself: '到 {time}自动结束。',
  withdrawAnyTime: { before: '随时可以在“', link: '我的授权', after: '”里解除。' },
  withdrawInDingTalk: '随时可以在钉钉里解除：我的 > 安全中心 > 隐私开关 > 应用授权管理。',
  closePage: '你可以关闭这个页面。',
  nothingSaved: '没有保存任何内容。',
  nothingSavedTwice: '这是重复打开，没有保存任何内容。',
  backTo: ['返回{service}', '返回'],
  actions: {
    addMissing: '补充授权',
    leaveIt: '先这样',
    authorise: '重新授权',
    signIn: '用钉钉登录',
    startAgain: '在这里重新开始',
    switchAccount: '换个账号',
    myGrants: '查看我的授权',
    tryAgain: '重试',
    copyReference: '复制编号',
  },
  unnamed: { service: '原来的服务', application: '这个应用' },
  morePoints: '还有 {count} 项',
  signedInAs: '当前登录：',
  notYou: '不是你？',
  code: '代码',
  reference: '编号',
  copy: '复制',
  copied: '已复制',
};

const en: ConsentWords = {
  pages: {
    granted: {
      title: 'Authorised',
      text: ['{application} can now, in {organisation}, do this for you:', '{application} can now do this for you:'],
    },
    consent_rejected: { title: 'You did not authorise', text: 'You can do so later.' },
    consent_expired: {
      title: 'This link has expired',
      text: ['It was valid until {time}; start again from {service}.', 'Start again from {service}.'],
    },
    consent_step_used: {
      title: 'This step is already done',
      text: 'If that was you, there is nothing more to do.',
    },
    consent_other_browser: {
      title: 'Go back to the browser you started in',
      text: 'Authorising has to finish there.',
    },
    consent_other_person: {
      title: 'This link is for somebody else',
      text: [
        'You are signed in as {person}. Ask the sender for one of your own.',
        'Ask the sender for one of your own.',
      ],
    },
    consent_not_member: {
      title: 'Your DingTalk account is not in this organisation',
      text: 'Use your work account, or ask your administrator.',
    },
    consent_link_invalid: {
      title: 'This link does not work',
      text: 'It may be incomplete; start again from {service}.',
    },
    sign_in_refused: { title: 'You did not sign in', text: 'You can sign in whenever you need to.' },
    operator_unknown: {
      title: 'You are not an operator here',
      text: 'Ask an owner to add you, and send them the number below: the audit trail has this sign-in.',
    },
    dingtalk_unavailable: { title: 'DingTalk is not answering', text: 'Try again in a few minutes.' },
    application_misconfigured: {
      title: 'The application is not set up correctly',
      text: 'Send the number below to your administrator.',
    },
    identity_unavailable: {
      title: 'The application is not set up correctly',
      text: 'Send the number below to your administrator.',
    },
    application_suspended: { title: 'This application is paused', text: 'Ask your administrator.' },
    internal_error: {
      title: 'Something went wrong on our side',
      text: 'Try again later; if it goes on, send the number to your administrator.',
    },
  },
  grantedUnlisted: ['{application} can now act for you in {organisation}.', '{application} can now act for you.'],
  fewer: {
    titleOfOne: 'Authorised, but 1 point is missing',
    title: 'Authorised, but {count} points are missing',
    text: 'Some features may not work.',
  },
  reasonGiven: '{service} gave this reason: "{reason}"',
  onlyOnce: [
    'For one time only: it ends by itself after one use, at the latest on {time}.',
    'For one time only: it ends by itself after one use.',
  ],
  endsByItself: 'It ends by itself on {time}.',
  withdrawAnyTime: { before: 'Withdraw any time in "', link: 'My authorisations', after: '".' },
  withdrawInDingTalk: 'Withdraw any time in DingTalk: Me > Security centre > Privacy > App authorisations.',
  closePage: 'You can close this page.',
  nothingSaved: 'Nothing was saved.',
  nothingSavedTwice: 'This was a repeat. Nothing was saved.',
  backTo: ['Back to {service}', 'Back'],
  actions: {
    addMissing: 'Add them',
    leaveIt: 'Leave it',
    authorise: 'Authorise',
    signIn: 'Sign in with DingTalk',
    startAgain: 'Start again here',
    switchAccount: 'Switch account',
    myGrants: 'My authorisations',
    tryAgain: 'Try again',
    copyReference: 'Copy',
  },
  unnamed: { service: 'the service that sent you here', application: 'The application' },
  morePoints: 'and {count} more',
  signedInAs: 'Signed in as ',
  notYou: 'Not you?',
  code: 'Code',
  reference: 'Reference',
  copy: 'Copy',
  copied: 'Copied',
};

export const consentWords: Record<PageLanguage, ConsentWords> = { zh, en };
