import { describe, expect, it } from '@jest/globals';
import { scopeCatalogue } from './scope-catalogue.js';

/** The rows of the protocol reference, written down a second time: what falls out of a domain file is missed here. */
const CODES: Record<string, string[]> = {
  delegated: [
    'Contact.User.Read',
    'Contact.User.mobile',
    'fieldEmail',
    'snsapi_base',
    'Todo.PersonalTodo.Write',
    'Document.Document.Write',
    'SNS.Document.WorkspaceDocument.Write',
    'AI.Assistant.Run.Me',
    'Rooms.DeviceTemplate.Read',
    'Rooms.DeviceTemplate.Write',
    'Market.PersonalAppInternal.Read',
    'OfficialAccount.SnsMessage.Send',
    'OfficialAccount.User.Read.OpenApp',
    'DigitalManager.TaskStatus.Read',
  ],
  both: [
    'Todo.Todo.Read',
    'Todo.Todo.Write',
    'Calendar.Event.Read',
    'Calendar.Event.Write',
    'Calendar.EventSchedule.Read',
    'Calendar.Calendar.Read',
    'Calendar.Calendar.Write',
    'Calendar.Acl.Read',
    'Calendar.Acl.Write',
    'Vip.Member.User.Read',
  ],
  app: [
    'qyapi_get_member',
    'qyapi_robot_sendmsg',
    'qyapi_base',
    'qyapi_chat_manage',
    'qyapi_chat_read',
    'qyapi_manage_addresslist',
    'Card.Instance.Write',
    'Notable.Base.Read',
    'Notable.Base.Write',
    'open_app_api_base',
    'isvapi_base',
    'Hrbrain.Import.Write',
  ],
};

const USER_TOKEN_ONLY = `
GET /v1.0/contact/users/{unionId} Contact.User.Read
GET /v1.0/oauth2/authRules/user snsapi_base
POST /v1.0/todo/users/me/personalTasks Todo.PersonalTodo.Write
POST /v1.0/todo/users/{unionId}/configs/types Todo.Todo.Write
PUT /v1.0/todo/users/{unionId}/configs/types/{cardTypeId} Todo.Todo.Write
GET /v1.0/todo/users/{unionId}/configs/types/{cardTypeId} Todo.Todo.Read
POST /v2.0/doc/me/suites/documents/{docKey}/overwriteContent Document.Document.Write
POST /v2.0/doc/dentries/copy SNS.Document.WorkspaceDocument.Write
POST /v2.0/doc/resource/shortcut/create snsapi_base
POST /v1.0/rooms/devices/screens/templates Rooms.DeviceTemplate.Write
POST /v1.0/rooms/devices/screens/templates/remove Rooms.DeviceTemplate.Write
PUT /v1.0/rooms/devices/screens/templates Rooms.DeviceTemplate.Write
GET /v1.0/rooms/devices/screens/templates/{templateId} Rooms.DeviceTemplate.Read
GET /v1.0/rooms/devices/screens/templateLists Rooms.DeviceTemplate.Read
POST /v1.0/appMarket/internals/skuPages/query Market.PersonalAppInternal.Read
POST /v1.0/crm/officialAccounts/snsMessages/send OfficialAccount.SnsMessage.Send
GET /v1.0/crm/officialAccounts/basics/users OfficialAccount.User.Read.OpenApp
POST /v1.0/occupationauth/userTasks/check DigitalManager.TaskStatus.Read
POST /v1.0/assistant/{assistantId}/me/compatible-mode/responses AI.Assistant.Run.Me`;

const USER_TOKEN_ACCEPTED = `
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/events Calendar.Event.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/events Calendar.Event.Read
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId} Calendar.Event.Read
PUT /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId} Calendar.Event.Write
DELETE /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId} Calendar.Event.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/eventsview Calendar.Event.Read
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/attendees Calendar.Event.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/attendees Calendar.Event.Read
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/attendees/batchRemove Calendar.Event.Write
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/respond Calendar.Event.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/signin Calendar.Event.Read
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/signin Calendar.Event.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/signOut Calendar.Event.Read
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/signOut Calendar.Event.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/signInLinks Calendar.Event.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/events/{eventId}/signOutLinks Calendar.Event.Write
POST /v1.0/calendar/users/{userId}/querySchedule Calendar.EventSchedule.Read
GET /v1.0/calendar/users/{userId}/calendars Calendar.Event.Read
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/subscribe Calendar.Calendar.Write
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/unsubscribe Calendar.Calendar.Write
POST /v1.0/calendar/users/{userId}/subscribedCalendars Calendar.Calendar.Write
GET /v1.0/calendar/users/{userId}/subscribedCalendars/{calendarId} Calendar.Calendar.Read
PUT /v1.0/calendar/users/{userId}/subscribedCalendars/{calendarId} Calendar.Calendar.Write
DELETE /v1.0/calendar/users/{userId}/subscribedCalendars/{calendarId} Calendar.Calendar.Write
POST /v1.0/calendar/users/{userId}/calendars/{calendarId}/acls Calendar.Acl.Write
GET /v1.0/calendar/users/{userId}/calendars/{calendarId}/acls Calendar.Acl.Read
DELETE /v1.0/calendar/users/{userId}/calendars/{calendarId}/acls/{aclId} Calendar.Acl.Write
POST /v1.0/todo/users/{unionId}/tasks Todo.Todo.Write
POST /v1.0/vipMember/users/memberInfos/query Vip.Member.User.Read`;

const UNDOCUMENTED = `
POST /v1.0/calendar/me/calendars/{calendarId}/events
GET /v1.0/calendar/me/calendars/{calendarId}/eventsview
POST /v1.0/calendar/me/schedules/query
POST /v1.0/card/me/instances
PUT /v1.0/card/me/instances
POST /v1.0/card/me/instances/createAndDeliver
POST /v1.0/card/me/instances/deliver
PUT /v1.0/card/me/instances/spaces
POST /v1.0/card/me/callbacks/register
POST /v1.0/im/me/messages/send
POST /v1.0/im/me/messages/cards/send
POST /v1.0/im/me/messages/recall
POST /v1.0/im/me/messages/readStatuses/query
POST /v1.0/im/me/messages/readStatuses/set
GET /v2.0/doc/me/mySpace/infos
GET /v2.0/doc/me/query/{dentryUuid}/contents
GET /v2.0/doc/me/dentries/{dentryUuid}/contents
GET /v2.0/doc/me/dentries/{dentryUuid}/export
GET /v2.0/doc/elm/me/dentries/{dentryUuid}/contents
POST /v1.0/aiPaaS/me/agents/execute
GET /v1.0/aiPaaS/me/memory/im/{cid}/messages
GET /v1.0/aiPaaS/me/memory/learningTask/get
POST /v1.0/aiPaaS/me/memory/learningTask/put
POST /v2.0/bizfinance/me/collections/orders
GET /v2.0/bizfinance/me/collections/orders
GET /v2.0/bizfinance/me/collections/accounts
POST /v1.0/industry/me/businesses/matching
GET /v1.0/industry/me/businesses/matchingResults`;

const lines = (text: string) => text.trim().split('\n').sort();
const isHrImport = (path: string) => path.startsWith('/v1.0/hrbrain/');

describe('scopeCatalogue', () => {
  it.each(Object.entries(CODES))('holds every %s point of the reference, and no other', (kind, codes) => {
    const held = scopeCatalogue.all().filter((scope) => scope.kind === kind);
    expect(held.map(({ code }) => code).sort()).toEqual([...codes].sort());
  });

  it.each([
    ['only', USER_TOKEN_ONLY],
    ['accepted', USER_TOKEN_ACCEPTED],
    ['unknown', UNDOCUMENTED],
  ])('holds every operation whose user token is "%s", and no other', (userToken, expected) => {
    const held = scopeCatalogue.operations().filter((row) => row.userToken === userToken && !isHrImport(row.path));
    expect(held.map(({ method, path, scope }) => [method, path, scope ?? []].flat().join(' ')).sort()).toEqual(
      lines(expected),
    );
  });

  it('holds the HR imports as what they probably are: the organisation’s', () => {
    const imports = scopeCatalogue.operations().filter(({ path }) => isHrImport(path));
    expect(imports.length).toBeGreaterThanOrEqual(17);
    expect(new Set(imports.map(({ scope, confidence }) => `${scope} ${confidence}`))).toEqual(
      new Set(['Hrbrain.Import.Write assumed']),
    );
  });

  it('names each point once, and each operation once however its segments are called', () => {
    const codes = scopeCatalogue.all().map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    const shapes = scopeCatalogue.operations().map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  it('writes every path as a template of whole segments below an API version', () => {
    for (const { path } of scopeCatalogue.operations()) {
      expect(path).toMatch(/^\/v\d\.0(\/([A-Za-z0-9.-]+|\{[A-Za-z]+\}))+$/);
    }
  });

  it('refers only to points it holds', () => {
    for (const { scope, fields = {} } of scopeCatalogue.operations()) {
      for (const code of [scope ?? [], Object.keys(fields)].flat()) expect(scopeCatalogue.find(code)?.code).toBe(code);
    }
    expect(scopeCatalogue.find(scopeCatalogue.identityScope)).toMatchObject({ kind: 'delegated', type: 'rpc' });
    for (const code of scopeCatalogue.baseScopes) expect(scopeCatalogue.find(code)).toMatchObject({ type: 'base' });
  });

  it('names points to people in both languages: what is theirs is 你的, what is not is 组织的 or 应用的', () => {
    for (const { kind, name } of scopeCatalogue.all()) {
      expect(name.zh).toMatch(kind === 'app' ? /组织|应用/ : /你/);
      expect(name.en).toMatch(/^[A-Z]/);
    }
    expect(scopeCatalogue.nameOf('Contact.User.Read', 'zh')).toBe('获取你的个人基本信息');
    expect(scopeCatalogue.nameOf('Contact.User.Read', 'en')).toBe('Read your basic profile');
  });

  it('lets an unknown code be, under its own name', () => {
    expect(scopeCatalogue.find('Some.New.Point')).toBeUndefined();
    expect(scopeCatalogue.nameOf('Some.New.Point', 'zh')).toBe('Some.New.Point');
  });
});
