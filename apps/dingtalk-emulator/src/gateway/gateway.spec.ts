import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, EmulatorUnderTest, NARROW, PERSONAL, SUITE } from '../../test/emulator-under-test.js';

const DENIED = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';

describe('the new gateway', () => {
  let emulator: EmulatorUnderTest;
  beforeAll(async () => {
    emulator = await EmulatorUnderTest.start();
  });
  afterAll(() => emulator.close());
  beforeEach(() => emulator.control('POST', '/reset'));

  it('wraps every refusal in code, message and request id, and repeats the id in a header', async () => {
    const { status, headers, body } = await emulator.call('GET', '/v1.0/no/such/thing');
    expect(status).toBe(404);
    expect(Object.keys(body ?? {})).toEqual(['code', 'message', 'requestid']);
    expect(body?.code).toBe('InvalidAction.NotFound');
    expect(body?.requestid).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    expect(headers.get('x-acs-request-id')).toBe(body?.requestid);
    expect(headers.get('x-acs-trace-id')).toBeTruthy();
    expect(headers.get('server')).toBe('DingTalk/1.0.0');
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
  });

  it('answers an address that cannot be decoded as one that does not exist', async () => {
    const { status, body } = await emulator.call('GET', '/v1.0/contact/users/%zz');
    expect([status, body?.code]).toEqual([404, 'InvalidAction.NotFound']);
  });

  describe('contact/users', () => {
    it('shows the person without userId and corpId, under me and the unionId', async () => {
      const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
      const { body } = await emulator.me(accessToken);
      expect(body).toMatchObject({ nick: '张三', mobile: '15512343240', stateCode: '86', visitor: false });
      expect(Object.keys(body ?? {})).not.toContain('email');
      const byId = await emulator.call('GET', `/v1.0/contact/users/${body?.unionId}`, { token: accessToken });
      expect(byId.body).toEqual(body);
      expect((await fetch(String(body?.avatarUrl))).headers.get('content-type')).toMatch('image/svg+xml');
    });

    it('leaves out what the person has not', async () => {
      const { accessToken } = await emulator.userToken(DEMO, 'chenxi');
      const { body } = await emulator.me(accessToken);
      expect(Object.keys(body ?? {})).toEqual(['nick', 'openId', 'unionId', 'visitor']);
    });

    it('leaves out the mobile number without its field point, and masks it for an ISV', async () => {
      const narrow = await emulator.userToken(NARROW, 'zhangsan');
      expect(Object.keys((await emulator.me(narrow.accessToken)).body ?? {})).not.toContain('mobile');
      const isv = await emulator.userToken(SUITE, 'zhangsan');
      expect((await emulator.me(isv.accessToken)).body?.mobile).toBe('155****3240');
    });

    it('keeps unionId over the applications of one developer, and openId within one application', async () => {
      const ids = async (clientId: string) => {
        const { body } = await emulator.me((await emulator.userToken(clientId, 'zhangsan')).accessToken);
        return { unionId: body?.unionId, openId: body?.openId };
      };
      const [demo, narrow, isv] = [await ids(DEMO), await ids(NARROW), await ids(SUITE)];
      expect(narrow.unionId).toBe(demo.unionId);
      expect(narrow.openId).not.toBe(demo.openId);
      expect(isv.unionId).not.toBe(demo.unionId);
    });

    it.each([
      ['no token', undefined],
      ['an unknown token', '0'.repeat(32)],
      ['a token in extra quotes', `"${'0'.repeat(32)}"`],
    ])('refuses %s as InvalidAuthentication', async (_what, token) => {
      const { status, body } = await emulator.call('GET', '/v1.0/contact/users/me', { token });
      expect([status, body?.code]).toEqual([400, 'InvalidAuthentication']);
    });

    it('refuses an expired token, by its life and by the clock', async () => {
      const first = await emulator.userToken(DEMO, 'zhangsan');
      await emulator.control('POST', '/tokens/expire', { kind: 'access', clientId: DEMO });
      expect((await emulator.me(first.accessToken)).body?.code).toBe('InvalidAuthentication');
      const second = await emulator.userToken(DEMO, 'zhangsan');
      await emulator.control('PATCH', '/settings', { clockOffsetSeconds: 7199 });
      expect((await emulator.me(second.accessToken)).status).toBe(200);
      await emulator.control('PATCH', '/settings', { clockOffsetSeconds: 7201 });
      expect((await emulator.me(second.accessToken)).body?.code).toBe('InvalidAuthentication');
    });

    it("refuses an application's own token, naming the point", async () => {
      const { status, body } = await emulator.me(await emulator.appToken());
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: DENIED, accessdenieddetail: { requiredScopes: ['Contact.User.Read'] } });
    });

    it('does not find another person', async () => {
      const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
      const other = await emulator.call('GET', '/v1.0/contact/users/nobodyiEiE', { token: accessToken });
      expect([other.status, other.body?.code]).toEqual([404, 'invalidParameter.user.notFound']);
    });
  });

  describe('consent', () => {
    it('is listed by authRules as one row of interfaces and one per entity of fields', async () => {
      const { accessToken } = await emulator.userToken(SUITE, 'lisi');
      const { body } = await emulator.call('GET', '/v1.0/oauth2/authRules/user', { token: accessToken });
      expect(body).toEqual({
        result: [
          { resource: 'rpc_auth', authItems: ['Contact.User.Read', 'Calendar.Event.Read', 'Calendar.Event.Write'] },
          { resource: 'Contact.User', authItems: ['mobile'] },
        ],
      });
    });

    it('does not cover points applied for later, until it is given again', async () => {
      const { accessToken } = await emulator.userToken(NARROW, 'zhangsan');
      const delegatedPoints = ['Contact.User.Read', 'snsapi_base', 'Contact.User.mobile'];
      await emulator.control('PATCH', `/applications/${NARROW}`, { delegatedPoints });
      expect((await emulator.me(accessToken)).body?.mobile).toBeUndefined();
      await emulator.code(NARROW, 'zhangsan');
      expect((await emulator.me(accessToken)).body?.mobile).toBe('15512343240');
    });

    it('ends for every call when withdrawn, while the refresh goes on', async () => {
      const { accessToken, refreshToken } = await emulator.userToken(DEMO, 'zhangsan');
      await emulator.control('POST', '/consents/withdraw', { clientId: DEMO, person: 'zhangsan' });
      const rules = await emulator.call('GET', '/v1.0/oauth2/authRules/user', { token: accessToken });
      for (const { status, body } of [await emulator.me(accessToken), rules]) {
        expect([status, body?.code]).toEqual([403, DENIED]);
      }
      const { body } = await emulator.refresh(refreshToken);
      expect((await emulator.me(String(body?.accessToken))).status).toBe(403);
    });
  });

  describe('to-dos and calendars', () => {
    const TASKS = '/v1.0/todo/users/me/personalTasks';

    it("creates a personal to-do with a person's token only", async () => {
      const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
      const made = await emulator.call('POST', TASKS, { token: accessToken, json: { subject: '写周报', dueTime: 1 } });
      expect(made.body).toEqual({ taskId: expect.any(String), createdTime: expect.any(Number) });
      const { todos } = await emulator.control('GET', '/todos?person=zhangsan');
      expect(todos).toMatchObject([{ subject: '写周报', clientId: DEMO, dueTime: 1, kind: 'personal' }]);
      const asApp = await emulator.call('POST', TASKS, { token: await emulator.appToken(), json: { subject: 'x' } });
      expect([asApp.status, asApp.body?.code]).toEqual([400, 'todo.taskCreate.tokenTypeError']);
    });

    it('refuses a to-do without a subject, and one without the point', async () => {
      const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
      const empty = await emulator.call('POST', TASKS, { token: accessToken, json: {} });
      expect(empty.body?.code).toBe('Missingsubject');
      const narrow = await emulator.userToken(NARROW, 'zhangsan');
      const denied = await emulator.call('POST', TASKS, { token: narrow.accessToken, json: { subject: 'x' } });
      expect(denied.body).toMatchObject({ accessdenieddetail: { requiredScopes: ['Todo.PersonalTodo.Write'] } });
    });

    it('creates an event once per client token, lists it in its window, and shows the time as busy', async () => {
      const { accessToken: token } = await emulator.userToken(DEMO, 'zhangsan');
      const unionId = (await emulator.me(token)).body?.unionId;
      const events = `/v1.0/calendar/users/${unionId}/calendars/primary/events`;
      const start = { dateTime: '2026-11-20T10:00:00+08:00', timeZone: 'Asia/Shanghai' };
      const end = { dateTime: '2026-11-20T11:00:00+08:00', timeZone: 'Asia/Shanghai' };
      const made = await emulator.call('POST', events, { token, json: { summary: '周会', start, end } });
      expect(made.body).toMatchObject({ summary: '周会', start, end, id: expect.any(String) });
      const during = await emulator.call('GET', `${events}view?timeMin=2026-11-20T02:30:00Z`, { token });
      expect(during.body?.events).toMatchObject([{ summary: '周会' }]);
      const after = await emulator.call('GET', `${events}?timeMin=2026-11-20T03:00:00Z`, { token });
      expect(after.body?.events).toEqual([]);
      const busy = await emulator.call('POST', `/v1.0/calendar/users/${unionId}/querySchedule`, {
        token,
        json: { userIds: [unionId, 'nobody'], startTime: '2026-11-20T00:00:00Z', endTime: '2026-11-21T00:00:00Z' },
      });
      expect(busy.body?.scheduleInformation).toMatchObject([
        { userId: unionId, scheduleItems: [{ status: 'BUSY', start, end }] },
        { userId: 'nobody', error: 'user not found' },
      ]);
    });

    it('answers a repeated creation with the first event', async () => {
      const { accessToken: token } = await emulator.userToken(PERSONAL, 'zhangsan');
      const create = async () => {
        const response = await fetch(`${emulator.url}/v1.0/calendar/users/me/calendars/primary/events`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-acs-dingtalk-access-token': token,
            'x-client-token': 'once',
          },
          body: JSON.stringify({ summary: 'x', start: { date: '2026-11-20' }, isAllDay: true }),
        });
        return ((await response.json()) as { id: string }).id;
      };
      expect(await create()).toBe(await create());
    });
  });
});
