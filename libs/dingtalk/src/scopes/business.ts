import { operations, points, type ScopeDomain, undocumented } from './rows.js';

/** Memberships, purchases, official accounts, certificates and the other small surfaces. */
export const business: ScopeDomain = {
  scopes: points([
    ['Vip.Member.User.Read', 'both', 'rpc', '获取你的会员信息', 'Read your membership', 'KB 1291'],
    [
      'Market.PersonalAppInternal.Read',
      'delegated',
      'rpc',
      '获取你的应用内购信息',
      'Read your purchases in the application',
      'KB 0889',
    ],
    [
      'OfficialAccount.SnsMessage.Send',
      'delegated',
      'rpc',
      '通过服务窗给你发消息',
      'Send you messages from an official account',
      'KB 1288',
    ],
    [
      'OfficialAccount.User.Read.OpenApp',
      'delegated',
      'rpc',
      '获取你的服务窗关注信息',
      'Read the official accounts you follow',
      'KB 1289',
    ],
    [
      'DigitalManager.TaskStatus.Read',
      'delegated',
      'rpc',
      '获取你的任务状态',
      'Read the status of your tasks',
      'KB 1339',
    ],
  ]),
  operations: [
    ...operations('only', [
      ['POST', '/v1.0/appMarket/internals/skuPages/query', 'Market.PersonalAppInternal.Read', 'KB 0889'],
      ['POST', '/v1.0/crm/officialAccounts/snsMessages/send', 'OfficialAccount.SnsMessage.Send', 'KB 1288'],
      ['GET', '/v1.0/crm/officialAccounts/basics/users', 'OfficialAccount.User.Read.OpenApp', 'KB 1289'],
      ['POST', '/v1.0/occupationauth/userTasks/check', 'DigitalManager.TaskStatus.Read', 'KB 1339'],
    ]),
    ...operations('accepted', [['POST', '/v1.0/vipMember/users/memberInfos/query', 'Vip.Member.User.Read', 'KB 1291']]),
    ...undocumented('bizfinance_2_0', [
      ['POST', '/v2.0/bizfinance/me/collections/orders'],
      ['GET', '/v2.0/bizfinance/me/collections/orders'],
      ['GET', '/v2.0/bizfinance/me/collections/accounts'],
    ]),
    ...undocumented('industry_1_0', [
      ['POST', '/v1.0/industry/me/businesses/matching'],
      ['GET', '/v1.0/industry/me/businesses/matchingResults'],
    ]),
  ],
};
