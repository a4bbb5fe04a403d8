import type { DingTalkErrorActor } from '@app/dingtalk';
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
  /** In front of what DingTalk's error code means; then who can do something about it. */
  dingtalkSays: Wording;
  actors: Record<DingTalkErrorActor, string>;
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
    | 'useBrowser'
    | 'authoriseMyself'
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
    in_client_elsewhere: { title: '请在钉钉里打开', text: '这个页面在钉钉里才能用。也可以用浏览器授权。' },
    in_client_too_old: { title: '钉钉版本太低', text: '请升级到 6.3.35 或以上，或者用浏览器授权。' },
    in_client_failed: { title: '钉钉没能打开授权面板', text: '请重试，或者用浏览器授权。' },
    in_client_to_admin: { title: '已通知管理员', text: '批准后再回来。' },
    in_client_code_refused: { title: '钉钉没有接受这次授权', text: '请重试一次，或者用浏览器授权。' },
    in_client_organisation: {
      title: '这里只能授权你自己的账号',
      text: '替整个组织授权，由管理员在钉钉里开通应用时完成。',
    },
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
  dingtalkSays: '钉钉的错误码 {code}：',
  actors: { developer: '应用的开发者：', operator: '管理员：', person: '你：' },
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
    useBrowser: '用浏览器授权',
    authoriseMyself: '授权我自己的账号',
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
    in_client_elsewhere: {
      title: 'Open this in DingTalk',
      text: 'This page works inside DingTalk. You can also use the browser.',
    },
    in_client_too_old: {
      title: 'Your DingTalk is too old',
      text: 'Update to 6.3.35 or later, or use the browser.',
    },
    in_client_failed: { title: 'DingTalk could not open the panel', text: 'Try again, or use the browser.' },
    in_client_to_admin: {
      title: 'Your administrator has been asked',
      text: 'Come back once it is approved.',
    },
    in_client_code_refused: {
      title: 'DingTalk did not accept this authorisation',
      text: 'Try once more, or use the browser.',
    },
    in_client_organisation: {
      title: 'Here you can authorise for yourself only',
      text: 'For a whole organisation, its administrator does so in DingTalk when activating the application.',
    },
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
  dingtalkSays: "DingTalk's error {code}: ",
  actors: { developer: "The application's developer: ", operator: 'Your administrator: ', person: 'You: ' },
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
    useBrowser: 'Use the browser',
    authoriseMyself: 'Authorise for myself',
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
