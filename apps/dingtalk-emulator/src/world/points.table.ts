/**
 * Permission points as DingTalk names them to a person. `rpc` opens an interface, `field` adds a field to its answer,
 * `base` comes with every application.
 */
export interface Point {
  readonly code: string;
  readonly type: 'rpc' | 'field' | 'base';
  readonly zh: string;
  readonly en: string;
}

const rows: readonly [code: string, type: Point['type'], zh: string, en: string][] = [
  ['Contact.User.Read', 'rpc', '获取你的个人基本信息', 'Read your basic profile'],
  ['Contact.User.mobile', 'field', '获取你的手机号', 'Read your mobile number'],
  ['fieldEmail', 'field', '获取你的邮箱', 'Read your email address'],
  ['Todo.PersonalTodo.Write', 'rpc', '写入你的个人待办信息', 'Create personal to-dos for you'],
  ['Todo.Todo.Read', 'rpc', '获取你的待办信息', 'Read your to-dos'],
  ['Todo.Todo.Write', 'rpc', '写入你的待办信息', 'Write your to-dos'],
  ['Calendar.Event.Read', 'rpc', '获取你的日程信息', 'Read your calendar events'],
  ['Calendar.Event.Write', 'rpc', '写入你的日程信息', 'Write your calendar events'],
  ['Calendar.EventSchedule.Read', 'rpc', '获取你的日程闲忙信息', 'Read when you are free or busy'],
  ['Calendar.Calendar.Read', 'rpc', '获取你的日历信息', 'Read your calendars'],
  ['Calendar.Calendar.Write', 'rpc', '写入你的日历信息', 'Write your calendars'],
  ['Calendar.Acl.Read', 'rpc', '获取你的日历访问权限', 'Read who may see your calendars'],
  ['Calendar.Acl.Write', 'rpc', '写入你的日历访问权限', 'Change who may see your calendars'],
  ['Document.Document.Write', 'rpc', '写入你的文档内容', 'Write your documents'],
  ['SNS.Document.WorkspaceDocument.Write', 'rpc', '写入你的知识库文档', 'Write your knowledge base documents'],
  ['AI.Assistant.Run.Me', 'rpc', '以你的身份运行 AI 助理', 'Run AI assistants as you'],
  ['Vip.Member.User.Read', 'rpc', '获取你的会员信息', 'Read your membership'],
  ['Rooms.DeviceTemplate.Read', 'rpc', '获取你的会议室屏幕模板', 'Read your meeting room screen templates'],
  ['Rooms.DeviceTemplate.Write', 'rpc', '写入你的会议室屏幕模板', 'Write your meeting room screen templates'],
  ['Market.PersonalAppInternal.Read', 'rpc', '获取你的应用内购信息', 'Read your purchases in the application'],
  ['OfficialAccount.SnsMessage.Send', 'rpc', '通过服务窗给你发消息', 'Send you messages from an official account'],
  ['OfficialAccount.User.Read.OpenApp', 'rpc', '获取你的服务窗关注信息', 'Read the official accounts you follow'],
  ['DigitalManager.TaskStatus.Read', 'rpc', '获取你的任务状态', 'Read the status of your tasks'],
  ['snsapi_base', 'base', '获取你的授权信息', 'Read what you have authorised'],
];

const points = new Map(rows.map(([code, type, zh, en]) => [code, { code, type, zh, en }]));

export const isKnownPoint = (code: string): boolean => points.has(code);

/** A code that is not in the table is an interface point without a name of its own. */
export function pointOf(code: string): Point {
  return points.get(code) ?? { code, type: 'rpc', zh: `使用权限点 ${code}`, en: `Use the permission point ${code}` };
}

/**
 * A field point as the authorization records spell it: `Contact.User.mobile` is the field `mobile` of `Contact.User`.
 * Codes without an entity in front belong to the person.
 */
export function fieldOf(code: string): { resource: string; field: string } {
  const dot = code.lastIndexOf('.');
  return dot < 0
    ? { resource: 'Contact.User', field: code }
    : { resource: code.slice(0, dot), field: code.slice(dot + 1) };
}
