import { adviceAt } from './error-advice.js';

const theSecret = {
  zh: '核对 Broker 里登记的 Client ID 和 Client Secret；在开发者后台重置过，就用 PATCH /admin/v1/applications/{name} 换成新的。',
  en: 'Compare Client ID and Client Secret with the developer console; after a reset there, give the broker the new one by PATCH /admin/v1/applications/{name}.',
};
const brokersFault = {
  zh: '请求由 Broker 发出，这是 Broker 或网络中间设备的问题：带上编号报告。',
  en: "The broker makes this request, so it is the broker's fault, or that of something in between: report it with the reference.",
};
const theTicket = {
  zh: '第三方企业应用：确认 suite_ticket 推送正常，并且用的是最新的一个。',
  en: 'ISV applications: see that suite_ticket is being pushed, and that the latest one is used.',
};
const installAgain = {
  zh: '请组织的管理员重新开通应用。',
  en: "Have the organisation's administrator authorise the application again.",
};
const notAuthorised = { zh: '组织没有授权这个应用。', en: 'The organisation has not authorised the application.' };
const wrongSecret = { zh: 'Client ID 或 Client Secret 不对。', en: 'Client ID or Client Secret is wrong.' };

/** What DingTalk answers where codes and secrets are exchanged for tokens. */
export const tokenErrors = adviceAt('token', [
  [
    'invalidParameter.authCode.notFound',
    'person',
    'DWS #1132',
    {
      zh: '授权码（或续期用的码）不存在、用过了或过期了。静默登录（requestAuthCode、getAuthCode）得到的码不是授权，也是这个错误。',
      en: 'The code, or what a grant is renewed with, is unknown, used or expired. Codes of silent login (requestAuthCode, getAuthCode) are no authorisation, and look the same.',
    },
    {
      zh: '重新授权一次。自己写的页面总是这样：换成 openAuth 给的码。',
      en: 'Authorise once more. If a page of your own always ends so, use the code that openAuth gives.',
    },
  ],
  ['invalidParameter.idOrSecret.notFound', 'operator', 'third party', wrongSecret, theSecret],
  ['invalidClientIdOrSecret', 'operator', 'KB 0033', wrongSecret, theSecret],
  ['invalid.client', 'operator', 'KB 0037', wrongSecret, theSecret],
  ['unauthorized.client', 'operator', 'KB 0037', notAuthorised, installAgain],
  ['invalidAuthInfo', 'operator', 'KB 0034', notAuthorised, installAgain],
  ['invalidSuiteKey', 'operator', 'KB 0034', { zh: 'SuiteKey 不存在。', en: 'The SuiteKey is unknown.' }, theSecret],
  [
    'invalidSuiteTicket',
    'operator',
    'KB 0034, 0036',
    { zh: 'suite_ticket 不是最新的。', en: 'The suite ticket is not the latest.' },
    theTicket,
  ],
  [
    'invalidParameter.grantType',
    'operator',
    'assumed',
    { zh: '授权类型钉钉不认识。', en: 'DingTalk does not know the grant type.' },
    brokersFault,
  ],
  [
    'unsupported.grant.type',
    'operator',
    'KB 0037',
    { zh: '授权类型不是 client_credentials。', en: 'The grant type is not client_credentials.' },
    brokersFault,
  ],
  [
    'Missingbody',
    'operator',
    'third party',
    { zh: '请求没有内容，或者不是 JSON。', en: 'The body was missing or was not JSON.' },
    brokersFault,
  ],
  ['MissingclientId', 'operator', 'assumed', { zh: '缺少 clientId。', en: 'The Client ID was missing.' }, brokersFault],
  [
    'MissingclientSecret',
    'operator',
    'assumed',
    { zh: '缺少 clientSecret。', en: 'The client secret was missing.' },
    brokersFault,
  ],
  [
    'MissinggrantType',
    'operator',
    'assumed',
    { zh: '缺少 grantType。', en: 'The grant type was missing.' },
    brokersFault,
  ],
  ['Missingcode', 'operator', 'assumed', { zh: '缺少 code。', en: 'The code was missing.' }, brokersFault],
  [
    'MissingrefreshToken',
    'operator',
    'assumed',
    { zh: '缺少 refreshToken。', en: 'The refresh token was missing.' },
    brokersFault,
  ],
  [
    'server.error',
    'operator',
    'KB 0037',
    { zh: '钉钉出错了。', en: 'DingTalk failed.' },
    {
      zh: '不用处理，Broker 会再试；持续很久就看钉钉的状态公告。',
      en: "Nothing: the broker tries again. If it lasts, look at DingTalk's status.",
    },
  ],
]);
