import { adviceAt } from './error-advice.js';

const reportIt = {
  zh: '这是接入方式的问题：检查传给 openAuth 的参数。用 Broker 自己的页面时不会出现；出现了就请管理员报告。',
  en: "The parameters given to openAuth are wrong. The broker's own page does not do that; if it did, report it.",
};
const tryAgain = {
  zh: '稍后重试；一直这样，带上时间和应用的 Client ID 找钉钉支持。',
  en: "Try again later; if it goes on, ask DingTalk's support, with the time and the application's Client ID.",
};
const inTheConsole = {
  zh: '在开发者后台：应用 > 权限管理，找到权限点并点“立即开通”，再发布一个版本。',
  en: "In the developer console, under the application's permission management, apply for the point and publish a version.",
};
const declaredScopes = {
  zh: '改正 Broker 里应用的 scopes，或发起请求的服务所要的 scopes。',
  en: 'Correct the scopes of the application in the broker, or those that the service asks for.',
};

/** What the panel of `openAuth` shows; its answer to the page says only `failed`. */
export const openAuthErrors = adviceAt('openAuth', [
  ['400001', 'developer', 'S004', { zh: '请求是空的。', en: 'The request was empty.' }, reportIt],
  ['400006', 'developer', 'S004', { zh: '没有传 clientId。', en: 'clientId was not given.' }, reportIt],
  [
    '400007',
    'developer',
    'S004',
    { zh: '没有传 corpId。', en: 'corpId was not given.' },
    {
      zh: '应用不只属于一个组织时，链接要知道是哪一个：让服务用 POST /v1/consents 带上 corpId 发起授权，不要直接用应用的链接。',
      en: 'The link of an application of many organisations has to know which: let the service ask by POST /v1/consents with corpId, rather than use the bare link.',
    },
  ],
  [
    '400008',
    'person',
    'S004',
    { zh: '钉钉不知道你是谁：用户身份为空。', en: "DingTalk does not know who you are: the user's identity is empty." },
    {
      zh: '退出钉钉重新登录，切换到你的工作组织，再打开链接；还是这样就联系钉钉。',
      en: 'Sign out of DingTalk and in again, switch to your work organisation, and open the link once more; if that does not help, ask DingTalk.',
    },
  ],
  [
    '500101',
    'operator',
    'S004',
    { zh: '应用不存在。', en: 'The application does not exist.' },
    {
      zh: '核对 Broker 里登记的 Client ID 和开发者后台里的是否一致，应用是否被删除或停用。',
      en: 'Compare the Client ID registered in the broker with the developer console, and see whether the application was deleted or stopped.',
    },
  ],
  [
    '500102',
    'developer',
    'S004',
    { zh: '应用没有添加任何权限点。', en: 'The application has no permission point at all.' },
    inTheConsole,
  ],
  [
    '500103',
    'operator',
    'S004',
    { zh: '钉钉没能读取应用信息。', en: "DingTalk could not read the application's data." },
    tryAgain,
  ],
  [
    '500104',
    'developer',
    'S004',
    { zh: '应用没有添加所要的权限点。', en: 'A permission point that was asked for was not added to the application.' },
    inTheConsole,
  ],
  [
    '500105',
    'operator',
    'KB 0010',
    { zh: '钉钉没能读取应用开发商所在的组织。', en: "DingTalk could not read the supplier's organisation." },
    tryAgain,
  ],
  [
    '500201',
    'operator',
    'S004',
    { zh: '权限点的编码写错了。', en: "A permission point's code is wrong." },
    declaredScopes,
  ],
  [
    '500202',
    'operator',
    'S004',
    { zh: 'rpcScope 里有不是接口类型的权限点。', en: 'rpcScope holds a point that is no interface point.' },
    {
      zh: 'Broker 按权限点目录分类，不认识的算接口类型：把这个权限点报告给 Broker 的开发者，先从所要的权限里去掉。',
      en: 'The broker sorts points by its catalogue and takes unknown ones for interface points: report the point, and leave it out until then.',
    },
  ],
  [
    '500203',
    'operator',
    'S004',
    { zh: 'fieldScope 里有不是字段类型的权限点。', en: 'fieldScope holds a point that is no field point.' },
    {
      zh: '把这个权限点报告给 Broker 的开发者，先从所要的权限里去掉。',
      en: "Report the point to the broker's developers, and leave it out until then.",
    },
  ],
  [
    '500204',
    'developer',
    'S004',
    {
      zh: '申请应用授权时，要了不是应用类型的权限点。',
      en: "An organisation was asked for a point that is not an application's.",
    },
    {
      zh: 'Broker 只保存个人授权，不申请应用授权（type 1）；这类权限由组织的管理员在钉钉里开通。',
      en: "The broker keeps people's grants only and asks no organisation (type 1); such points are turned on by its administrator in DingTalk.",
    },
  ],
  [
    '500205',
    'operator',
    'S004',
    {
      zh: '申请个人授权时，要了不是个人类型的权限点。',
      en: "A person was asked for a point that is not a person's to give.",
    },
    {
      zh: '这个权限点归组织所有，从应用的 scopes 或服务所要的 scopes 里去掉。',
      en: "The point is the organisation's: take it out of the application's scopes, or of those the service asks for.",
    },
  ],
  [
    '500401',
    'operator',
    'KB 0010',
    { zh: '钉钉没能读取你的角色。', en: "DingTalk could not read the person's role." },
    tryAgain,
  ],
  [
    '500402',
    'person',
    'KB 0010',
    { zh: '你不是组织的管理员。', en: 'You are not an administrator of the organisation.' },
    { zh: '请组织的管理员来操作。', en: 'Ask an administrator of your organisation to do it.' },
  ],
  [
    '500403',
    'operator',
    'KB 0010',
    { zh: '组织还没有开通这个应用。', en: 'The organisation has not activated the application.' },
    {
      zh: '请组织的管理员先开通应用，再让大家授权。',
      en: "Have the organisation's administrator activate the application first.",
    },
  ],
  [
    '500404',
    'operator',
    'S004',
    { zh: '钉钉没能保存授权。', en: 'DingTalk could not save the authorisation.' },
    tryAgain,
  ],
]);
