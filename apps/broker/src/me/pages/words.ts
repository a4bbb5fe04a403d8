import type { GrantState } from '@app/vault';
import type { Wording } from '../../pages/fill.js';
import type { PageLanguage } from '../../pages/page-language.js';
import type { MePageCode } from '../me-stop.js';

/** To people a caller is a service, and what it is given has no name at all. */
export interface MeWords {
  title: string;
  welcome: string;
  atDingTalk: Wording;
  signIn: string;
  signInAgain: string;
  signedInAs: Wording;
  signOut: string;
  nothing: string;
  states: Record<GrantState, string>;
  morePoints: string;
  lastUsed: Wording;
  neverUsed: string;
  /** Of a service that is gone. */
  unknownService: string;
  until: Wording;
  once: Wording;
  authoriseAgain: string;
  usage: string;
  withdraw: string;
  details: string;
  ended: string;
  noPurpose: string;
  odd: string;
  pages: string;
  newest: string;
  older: string;
  back: string;
  withdrawFrom: Wording;
  losesAccess: Wording;
  losesAccessOfTwo: Wording;
  stopsBy: Wording;
  stopsNow: string;
  withdrawalIsFinal: string;
  cancel: string;
  withdrawn: string;
  endedByOthers: string;
  noLonger: Wording;
  stillLive: string;
  nothingLive: string;
  liveUntil: Wording;
  inDingTalkToo: string;
  inDingTalkPath: Wording;
  inDingTalkSearch: Wording;
  failures: Record<MePageCode, { title: string; text: string }>;
  code: string;
  reference: string;
}

const zh: MeWords = {
  title: '我的授权',
  welcome: '登录后可以看到：哪些应用可以代你操作，哪些服务在什么时候、为了什么用过；也可以随时解除。',
  atDingTalk: '钉钉会请你同意“{application}”的授权。这一次只用来确认是你，不会保存。',
  signIn: '用钉钉登录',
  signInAgain: '重新登录',
  signedInAs: ['当前登录：{name}', '已登录'],
  signOut: '退出登录',
  nothing: '你还没有授权任何应用。',
  states: {
    active: '有效',
    needs_consent: '需要你重新授权',
    suspended: '管理员已暂停',
    revoked: '已解除',
    expired: '已过期',
  },
  morePoints: '还有 {count} 项',
  lastUsed: ['{service} {time}用过，用途：“{purpose}”', '{service} {time}用过，没有说明用途'],
  neverUsed: '还没有服务用过。',
  unknownService: '一个已经停用的服务',
  until: ['到 {time}自动结束', '一直有效，直到你解除'],
  once: ['只用一次：用过就自动结束，最晚到 {time}', '只用一次：用过就自动结束'],
  authoriseAgain: '重新授权',
  usage: '使用记录',
  withdraw: '解除授权',
  details: '还有哪些没有停止',
  ended: '最近 30 天结束的',
  noPurpose: '没有说明用途',
  odd: '有不认识的使用？可以先解除授权，再告诉管理员。',
  pages: '翻页',
  newest: '回到最新',
  older: '更早',
  back: '返回我的授权',
  withdrawFrom: '解除对“{application}”的授权？',
  losesAccess: [
    '{service}等 {count} 个服务将不能再代你操作。',
    '{service}将不能再代你操作。',
    '“{application}”将不能再代你操作。',
  ],
  losesAccessOfTwo: '{service}等 {count} 个服务将不能再代你操作。',
  stopsBy: '最晚 {time}全部停止。',
  stopsNow: '解除后立即停止。',
  withdrawalIsFinal: '解除后不能恢复；以后需要时，可以重新授权。',
  cancel: '取消',
  withdrawn: '已解除授权',
  endedByOthers: '这个授权已经结束',
  noLonger: '“{application}”不能再代你操作了。',
  stillLive: '下面的服务在解除之前已经拿到的访问还能用一会儿，钉钉没有办法提前收回：',
  nothingLive: '所有服务都已经停止。',
  liveUntil: '到 {time}',
  inDingTalkToo: '想在钉钉里也解除',
  inDingTalkPath: '我的 > 安全中心 > 隐私开关 > 应用授权管理 > 选择应用 > {button}。',
  inDingTalkSearch: '没找到？在钉钉里搜索“{page}”。',
  failures: {
    sign_in_unavailable: {
      title: '这里暂时不能登录',
      text: '管理员还没有选好用来登录的应用。现在想解除授权，可以在钉钉里操作：我的 > 安全中心 > 隐私开关 > 应用授权管理。',
    },
    session_ended: { title: '登录已过期', text: '没有解除任何授权。请重新登录后再试。' },
    grant_not_found: { title: '没有找到这个授权', text: '它可能已经结束，或者不是你的。没有解除任何授权。' },
    form_refused: { title: '没有处理这个请求', text: '它不是从“我的授权”页面发出的。没有解除任何授权。' },
    internal_error: {
      title: '出了点问题，不是你的原因',
      text: '请回到“我的授权”看看现在的情况；如果一直这样，把编号发给管理员。',
    },
  },
  code: '代码',
  reference: '编号',
};

const en: MeWords = {
  title: 'My authorisations',
  welcome:
    'Sign in to see which applications can act for you and which services used that, when and for what. You can withdraw at any time.',
  atDingTalk:
    'DingTalk will ask you to agree to "{application}". This time it only shows that it is you; nothing is kept.',
  signIn: 'Sign in with DingTalk',
  signInAgain: 'Sign in again',
  signedInAs: ['Signed in as {name}', 'Signed in'],
  signOut: 'Sign out',
  nothing: 'You have not authorised any application.',
  states: {
    active: 'Active',
    needs_consent: 'Needs you to authorise again',
    suspended: 'Paused by an administrator',
    revoked: 'Ended',
    expired: 'Expired',
  },
  morePoints: 'and {count} more',
  lastUsed: ['{service} used it {time}, for "{purpose}"', '{service} used it {time} and gave no purpose'],
  neverUsed: 'No service has used it yet.',
  unknownService: 'A service that is gone',
  until: ['Ends by itself on {time}', 'Lasts until you withdraw'],
  once: [
    'For one time only: it ends by itself after one use, at the latest on {time}',
    'For one time only: it ends by itself after one use',
  ],
  authoriseAgain: 'Authorise again',
  usage: 'Usage',
  withdraw: 'Withdraw',
  details: 'What had not stopped yet',
  ended: 'Ended in the last 30 days',
  noPurpose: 'No purpose given',
  odd: 'Something you do not recognise? Withdraw first, then tell your administrator.',
  pages: 'Pages',
  newest: 'Newest',
  older: 'Older',
  back: 'Back to my authorisations',
  withdrawFrom: 'Withdraw from {application}?',
  losesAccess: [
    '{service} and {others} others can no longer act for you.',
    '{service} can no longer act for you.',
    '{application} can no longer act for you.',
  ],
  losesAccessOfTwo: '{service} and one other can no longer act for you.',
  stopsBy: 'The last of them stops by {time}.',
  stopsNow: 'It stops at once.',
  withdrawalIsFinal: 'This cannot be undone; you can authorise again later.',
  cancel: 'Cancel',
  withdrawn: 'Withdrawn',
  endedByOthers: 'This authorisation has ended',
  noLonger: '{application} can no longer act for you.',
  stillLive:
    'What these services had been given before goes on working for a while; DingTalk has no way to take it back:',
  nothingLive: 'Every service has stopped.',
  liveUntil: 'until {time}',
  inDingTalkToo: 'To withdraw in DingTalk too',
  inDingTalkPath: 'Me > Security centre > Privacy > App authorisations > the app > {button}.',
  inDingTalkSearch: 'Not there? Search DingTalk for "{page}".',
  failures: {
    sign_in_unavailable: {
      title: 'You cannot sign in here yet',
      text: 'Your administrator has not chosen the application to sign in through. To withdraw now, use DingTalk: Me > Security centre > Privacy > App authorisations.',
    },
    session_ended: { title: 'You are signed out', text: 'Nothing was withdrawn. Sign in and try again.' },
    grant_not_found: {
      title: 'This authorisation was not found',
      text: 'It may have ended, or it is not yours. Nothing was withdrawn.',
    },
    form_refused: {
      title: 'The request was not carried out',
      text: 'It did not come from "My authorisations". Nothing was withdrawn.',
    },
    internal_error: {
      title: 'Something went wrong on our side',
      text: 'Look at "My authorisations" for how things stand; if it goes on, send the number to your administrator.',
    },
  },
  code: 'Code',
  reference: 'Reference',
};

export const meWords: Record<PageLanguage, MeWords> = { zh, en };
