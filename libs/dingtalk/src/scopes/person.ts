import { points, type ScopeDomain } from './rows.js';

/** Who the person is, and what they have authorised. */
export const person: ScopeDomain = {
  scopes: [
    ...points([
      ['Contact.User.Read', 'delegated', 'rpc', '获取你的个人基本信息', 'Read your basic profile', 'S002, S003, S004'],
      ['Contact.User.mobile', 'delegated', 'field', '获取你的手机号', 'Read your mobile number', 'S003, S004'],
      ['snsapi_base', 'delegated', 'base', '获取你的授权信息', 'Read what you have authorised', 'KB 0040, 0565'],
    ]),
    {
      code: 'fieldEmail',
      kind: 'delegated',
      type: 'field',
      name: { zh: '获取你的邮箱', en: 'Read your email address' },
      confidence: 'confirmed_third_party',
      source: 'KB 0161',
    },
  ],
  operations: [
    {
      method: 'GET',
      path: '/v1.0/contact/users/{unionId}',
      scope: 'Contact.User.Read',
      userToken: 'only',
      fields: { 'Contact.User.mobile': ['mobile', 'stateCode'], fieldEmail: ['email'] },
      confidence: 'confirmed',
      source: 'KB 0054',
    },
    {
      method: 'GET',
      path: '/v1.0/oauth2/authRules/user',
      scope: 'snsapi_base',
      userToken: 'only',
      confidence: 'confirmed',
      source: 'KB 0040',
    },
  ],
};
