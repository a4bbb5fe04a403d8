import { type Application, PLUGIN_REDIRECT_URI } from './applications.js';
import type { Organisation, Person } from './directory.js';

/** A secret of the seeds guards nothing: it is printed on the front page. */
export const SEED_SECRET = 'demo-secret-for-the-emulator-only';

const HANGZHOU = 'dinghangzhou0001';
const SHANGHAI = 'dingshanghai0002';
const OUTSIDE = 'dingoutside0003';
const CALLBACKS = ['http://127.0.0.1:8080/consent/callback', 'http://localhost:8080/consent/callback'];

export const seedOrganisations: readonly Organisation[] = [
  { corpId: HANGZHOU, name: '杭州示例科技' },
  { corpId: SHANGHAI, name: '上海示例贸易' },
  { corpId: OUTSIDE, name: '外部示例公司' },
];

const member = (corpId: string, userId: string, admin = false) => ({
  corpId,
  userId,
  contactType: 0 as const,
  admin,
  departments: [1],
});
const person = (key: string, name: string, mobile: string, memberships: Person['memberships']): Person => ({
  key,
  name,
  memberships,
  avatar: true,
  mobile,
  stateCode: '86',
  email: `${key}@mail.example`,
});

export const seedPeople: readonly Person[] = [
  person('zhangsan', '张三', '15512343240', [member(HANGZHOU, 'zhangsan')]),
  person('lisi', '李四', '13812340002', [member(HANGZHOU, 'lisi'), member(SHANGHAI, 'lisi-sh')]),
  person('wangwu', '王五', '13812340003', [member(SHANGHAI, 'wangwu', true)]),
  person('zhangwei1', '张伟', '13812340004', [member(HANGZHOU, 'zhangwei1')]),
  person('zhangwei2', '张伟', '13812340005', [member(HANGZHOU, 'zhangwei2')]),
  {
    key: 'chenxi',
    name: 'Chenxi Liu',
    memberships: [member(HANGZHOU, 'chenxi')],
    avatar: false,
    stateCode: '86',
  },
  person('waibu', '外部人员', '13812340007', [member(OUTSIDE, 'waibu')]),
];

export const seedApplications: readonly Application[] = [
  {
    clientId: 'dingdemohangzhou',
    clientSecret: SEED_SECRET,
    name: '人事助手',
    kind: 'internal',
    corpId: HANGZHOU,
    delegatedPoints: [
      'Contact.User.Read',
      'Contact.User.mobile',
      'Todo.PersonalTodo.Write',
      'Todo.Todo.Write',
      'Calendar.Event.Read',
      'Calendar.Event.Write',
      'Calendar.EventSchedule.Read',
    ],
    appPoints: ['qyapi_get_member', 'qyapi_base', 'qyapi_robot_sendmsg'],
    redirectUris: [...CALLBACKS, PLUGIN_REDIRECT_URI],
    published: true,
    robotCode: 'dingdemohangzhou',
  },
  {
    clientId: 'dingnarrowhangzhou',
    clientSecret: SEED_SECRET,
    name: '访客登记',
    kind: 'internal',
    corpId: HANGZHOU,
    delegatedPoints: ['Contact.User.Read', 'snsapi_base'],
    appPoints: ['qyapi_get_member', 'qyapi_base'],
    redirectUris: CALLBACKS,
    published: true,
  },
  {
    clientId: 'suitedemomeeting',
    clientSecret: SEED_SECRET,
    name: '会议秘书',
    kind: 'isv',
    owner: 'dingisvdeveloper',
    delegatedPoints: ['Contact.User.Read', 'Contact.User.mobile', 'Calendar.Event.Read', 'Calendar.Event.Write'],
    appPoints: ['qyapi_get_member', 'qyapi_base', 'qyapi_robot_sendmsg'],
    redirectUris: CALLBACKS,
    published: true,
    robotCode: 'suitedemomeeting',
    installedIn: [HANGZHOU, SHANGHAI],
  },
  {
    clientId: 'dingpersonalnotes',
    clientSecret: SEED_SECRET,
    name: '随手记',
    kind: 'personal',
    owner: 'dingpersonaldeveloper',
    delegatedPoints: ['Contact.User.Read', 'Todo.PersonalTodo.Write', 'Calendar.Event.Read', 'Calendar.Event.Write'],
    appPoints: [],
    redirectUris: CALLBACKS,
    published: true,
  },
];
