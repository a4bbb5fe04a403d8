import { adviceAt } from './error-advice.js';

const consentAgain = {
  zh: '重新授权；服务会从 Broker 得到 consent_required 和授权链接。',
  en: 'Authorise again; the service is told consent_required by the broker, with the link.',
};
const waitABit = {
  zh: '不用处理，Broker 会等一下再试。经常出现就调低调用频率，或在钉钉申请提高。',
  en: 'Nothing: the broker waits and tries again. If it is frequent, ask for less, or apply at DingTalk for more.',
};
const waitADay = {
  zh: '等到额度恢复，或在钉钉申请提高额度。',
  en: 'Wait until there is allowance again, or apply at DingTalk for more.',
};
const allowAddress = {
  zh: '在开发者后台，把 Broker 的出口地址加进应用的服务器出口 IP。',
  en: "In the developer console, add the address from which the broker calls to the application's list.",
};
const buyMore = {
  zh: '组织这个月的调用量用完了：请管理员在钉钉增加额度，或等到下个月。',
  en: "The organisation's calls of this month are used up: have its administrator buy more, or wait for the next month.",
};
const busy = { zh: '钉钉正忙。', en: 'DingTalk is busy.' };
const expired = { zh: '访问凭证过期了。', en: 'The access token has expired.' };
const tooMany = (zh: string, en: string) => ({ zh: `${zh}的调用太多了。`, en: `Too many calls ${en}.` });

/** What DingTalk answers to calls with a person's token. */
export const callErrors = adviceAt('call', [
  [
    'InvalidAuthentication',
    'developer',
    'S000',
    { zh: '没有带访问凭证，或访问凭证不存在、过期了。', en: 'The access token is missing, unknown or expired.' },
    {
      zh: '向 Broker 再要一次，带上 refusedHandoutId 和 refusedCode。要检查有没有多包了一层引号。AI 插件里返回这个码，钉钉会弹出授权卡片再运行一次。',
      en: 'Ask the broker again with refusedHandoutId and refusedCode; see that the token is not wrapped in quotes. Answered by an AI plugin, it makes DingTalk show its consent card and run again.',
    },
  ],
  [
    'accesstoken.expired',
    'developer',
    'KB 0013',
    expired,
    {
      zh: '向 Broker 再要一次，带上 refusedHandoutId 和 refusedCode。',
      en: 'Ask the broker again with refusedHandoutId and refusedCode.',
    },
  ],
  [
    'Forbidden.AccessDenied.AccessTokenPermissionDenied',
    'person',
    'S000, KB 0032, DP permission-deny',
    {
      zh: '缺少权限点：本人没有授权，或应用没有申请，accessdenieddetail 里有它的编码。用组织的访问凭证调个人接口也是这个错误。',
      en: "A permission point is missing: the person did not grant it, or the application did not apply for it; accessdenieddetail names it. An organisation's token at a person's interface looks the same.",
    },
    {
      zh: '先在开发者后台确认应用申请了这个权限点，再重新授权：以前的授权不包含后来申请的权限点。',
      en: 'See in the developer console that the application applied for the point, then authorise again: points applied for later are not in older authorisations.',
    },
  ],
  [
    'permission.deny',
    'person',
    'KB 0013',
    { zh: '本人没有授权。', en: 'The person has not authorised this.' },
    consentAgain,
  ],
  ['needAuth', 'person', 'KB 0013', { zh: '本人没有授权。', en: 'The person has not authorised this.' }, consentAgain],
  [
    'invalidParameter.user.notFound',
    'operator',
    'KB 0054',
    { zh: '没有这个人。', en: 'There is no such person.' },
    { zh: '核对 unionId，看这个人是否已经离职。', en: 'Check the unionId, and whether the person has left.' },
  ],
  [
    'todo.taskCreate.tokenTypeError',
    'developer',
    'KB 0794',
    { zh: '需要个人的访问凭证，发来的是组织的。', en: "A person's token is needed, and an organisation's was sent." },
    { zh: '用从 Broker 得到的个人访问凭证。', en: "Use the person's token that the broker hands out." },
  ],
  [
    'InvalidAction.NotFound',
    'operator',
    'third party',
    { zh: '没有这个接口。', en: 'There is no such method and path.' },
    {
      zh: '核对接口的方法和路径，以及 DINGTALK_API_URL 是不是钉钉的地址。',
      en: "Check method and path, and that DINGTALK_API_URL is DingTalk's address.",
    },
  ],
  [
    'Forbidden.AccessDenied.IpNotInWhiteList',
    'operator',
    'KB 0013',
    { zh: 'Broker 的地址不在应用的 IP 名单里。', en: "The broker's address is not in the application's list." },
    allowAddress,
  ],
]);

/** What it answers when there was too much of something. */
export const limitErrors = adviceAt('limit', [
  [
    'flowLimit',
    'operator',
    'KB 0013',
    { zh: '这个人今天的额度用完了。', en: "The day's limit for this person is used up." },
    waitADay,
  ],
  [
    'daily.call.limit',
    'operator',
    'KB 0013',
    { zh: '今天的额度用完了。', en: "The day's limit is used up." },
    waitADay,
  ],
  [
    'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
    'operator',
    'KB 1433',
    tooMany('这个应用每秒', 'a second by this application'),
    waitABit,
  ],
  [
    'Forbidden.AccessDenied.QpsLimitForApi',
    'operator',
    'KB 1433',
    tooMany('整个钉钉每秒', 'a second over all of DingTalk'),
    waitABit,
  ],
  [
    'Forbidden.AccessDenied.QpsLimitForSuitekeyAndOrgAndApi',
    'operator',
    'KB 0013',
    tooMany('这个组织每秒', 'a second for this organisation'),
    waitABit,
  ],
  [
    'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi',
    'operator',
    'KB 0013',
    tooMany('这个应用每分钟', 'a minute by this application'),
    waitABit,
  ],
  [
    'Forbidden.AccessDenied.QpmLimitForSuitekeyAndOrgAndApi',
    'operator',
    'KB 0013',
    tooMany('这个组织每分钟', 'a minute for this organisation'),
    waitABit,
  ],
  ['Forbidden.AccessDenied.Qps*', 'operator', 'assumed', tooMany('每秒', 'a second'), waitABit],
  ['Forbidden.AccessDenied.Qpm*', 'operator', 'assumed', tooMany('每分钟', 'a minute'), waitABit],
  [
    'Forbidden.AccessDenied.ApiCountLimitForOrg',
    'operator',
    'KB 1433',
    { zh: '组织这个月的调用量用完了。', en: "The organisation's calls of this month are used up." },
    buyMore,
  ],
  ['systemBusy', 'operator', 'KB 0013', busy, waitABit],
  ['system.busy', 'operator', 'KB 0013, 0040', busy, waitABit],
  ['20001', 'operator', 'KB ev 0004', { zh: '消息额度用完了。', en: 'The message quota is used up.' }, waitADay],
]);

/** What the older interface answers, by number. */
export const legacyErrors = adviceAt('legacy', [
  ['-1', 'operator', 'KB 0064', busy, waitABit],
  [
    '15',
    'operator',
    'DP retry',
    { zh: '钉钉三秒内没有等到自己的结果。', en: 'DingTalk gave up waiting for itself after three seconds.' },
    waitABit,
  ],
  [
    '88',
    'operator',
    'DP retry',
    {
      zh: '同上；有 sub_code 时以它为准。',
      en: 'DingTalk gave up waiting for itself; with a sub_code, that code counts instead.',
    },
    waitABit,
  ],
  [
    '40014',
    'operator',
    'KB 0013',
    { zh: '应用的访问凭证不存在。', en: "The application's token is unknown." },
    waitABit,
  ],
  [
    '42001',
    'operator',
    'KB 0013',
    { zh: '应用的访问凭证过期了。', en: "The application's token has expired." },
    waitABit,
  ],
  [
    '40078',
    'developer',
    'KB 0013',
    { zh: '码不存在。', en: 'The code does not exist.' },
    {
      zh: '静默登录的码只能用一次，只能用来问是谁；openAuth 的码要拿去换访问凭证。不要混用。',
      en: 'A code of silent login works once and says only who somebody is; one of openAuth is for a token. Do not mix them.',
    },
  ],
  [
    '40102',
    'person',
    'KB 0013',
    { zh: '码过期了。', en: 'The code has expired.' },
    { zh: '重新打开链接。', en: 'Open the link again.' },
  ],
  [
    '60011',
    'developer',
    'KB 0013, 0007',
    { zh: '应用缺少权限点。', en: 'The application lacks a permission point.' },
    {
      zh: '在开发者后台给应用添加接口所要的权限点。',
      en: "In the developer console, add the interface's permission point to the application.",
    },
  ],
  [
    '60020',
    'operator',
    'KB 0013',
    { zh: 'Broker 的地址不在应用的 IP 名单里。', en: "The broker's address is not in the application's list." },
    allowAddress,
  ],
  [
    '60121',
    'person',
    'KB 0064',
    { zh: '这个人不在组织里。', en: 'The person is not in this organisation.' },
    { zh: '换成工作账号，或请管理员把你加入组织。', en: 'Use your work account, or have your administrator add you.' },
  ],
  [
    '400002',
    'operator',
    'KB 0064',
    { zh: '参数格式不对。', en: 'A parameter is malformed.' },
    { zh: '请求由 Broker 发出：带上编号报告。', en: 'The broker makes this request: report it with the reference.' },
  ],
  ['90002', 'operator', 'KB 1433', tooMany('整个钉钉', 'over all of DingTalk'), waitABit],
  ['90018', 'operator', 'KB 1433', tooMany('这个应用每秒', 'a second by this application'), waitABit],
  [
    '90020',
    'operator',
    'KB 1433',
    { zh: '组织这个月的调用量用完了。', en: "The organisation's calls of this month are used up." },
    buyMore,
  ],
]);
