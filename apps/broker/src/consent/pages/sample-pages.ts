import { type ConsentPageModel, consentPageCodes } from './consent-page.model.js';

const points = {
  profile: { code: 'Contact.User.Read', name: { zh: '获取你的个人基本信息', en: 'Read your basic profile' } },
  toDos: { code: 'Todo.Todo.Write', name: { zh: '写入你的待办信息', en: 'Write your to-dos' } },
  mobile: { code: 'Contact.User.mobile', name: { zh: '获取你的手机号码', en: 'Read your mobile number' } },
};

/** A model with every member present, so that no page can hide a part by not having it. */
export const fullModel: Omit<ConsentPageModel, 'code'> = {
  reference: '7f3a-91c2',
  application: '人事助手',
  organisation: '杭州示例科技',
  service: '排班服务',
  returnUrl: 'https://shifts.example.com/back?from=consent&step=2',
  retryUrl: '/consent/hr-assistant',
  switchAccountUrl: '/consent/hr-assistant?switch=1',
  redirectUrl: '/consent/hr-assistant',
  myGrantsUrl: '/me',
  signedInAs: { name: '张三', organisation: '杭州示例科技' },
  grantedScopes: [points.profile, points.toDos],
  expiredAt: new Date('2026-11-20T07:42:10Z'),
};

const attack = '<script>alert(1)</script>"\'\u202Egnp.exe\u0000\u2066';

/** What a page may be given at worst: markup, reordering, long names without a space, and more points than fit. */
const uglyModel: Omit<ConsentPageModel, 'code'> = {
  ...fullModel,
  application: `${attack} ${'Superkalifragilistik'.repeat(4)}`,
  organisation: 'מִשְׂרַד הַחוּץ — وزارة الخارجية — 北京某某某某某某某某某某某某科技发展有限责任公司第一分公司',
  service: `quarterly-report-synchronisation-service-${'x'.repeat(60)}`,
  reason: `${attack} ${'因为所以'.repeat(45)}`,
  endsAt: new Date('2026-11-30T10:00:00Z'),
  signedInAs: { name: `${attack}${'Z\u0350\u0351\u0352\u0353'.repeat(30)}`, organisation: 'ding'.repeat(20) },
  grantedScopes: Array.from({ length: 60 }, (_, index) => ({
    code: `Area.Thing${index}.Write`,
    name: {
      zh: `写入你的第 ${index} 类待办信息和日程闲忙信息`,
      en: `Write your to-dos and free/busy times, kind ${index}`,
    },
  })),
};

/** Every page a person can meet, by the name its picture is filed under. */
export const samplePages: Record<string, ConsentPageModel> = {
  ...Object.fromEntries(consentPageCodes.map((code) => [code, { ...fullModel, code }])),
  granted_without_my_grants: { ...fullModel, code: 'granted', myGrantsUrl: undefined },
  granted_without_return: { ...fullModel, code: 'granted', returnUrl: undefined },
  granted_until: { ...fullModel, code: 'granted', reason: '同步待办', endsAt: new Date('2026-11-30T10:00:00Z') },
  granted_once: { ...fullModel, code: 'granted', once: true },
  granted_once_until: { ...fullModel, code: 'granted', once: true, endsAt: new Date('2026-11-30T10:00:00Z') },
  rejected_reason: { ...fullModel, code: 'consent_rejected', reason: '同步待办' },
  granted_fewer: { ...fullModel, code: 'granted', missingScopes: [points.mobile] },
  granted_ugly: { ...uglyModel, code: 'granted', missingScopes: [points.mobile, points.toDos] },
  rejected_ugly: { ...uglyModel, code: 'consent_rejected' },
  other_person_ugly: { ...uglyModel, code: 'consent_other_person' },
  in_client_failed_explained: { ...fullModel, code: 'in_client_failed', dingtalkCode: '500104' },
  expired_bare: { code: 'consent_expired', reference: '7f3a-91c2' },
};
