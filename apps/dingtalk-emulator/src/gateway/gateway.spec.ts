import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DEMO,
  EmulatorUnderTest,
  HANGZHOU,
  NARROW,
  PERSONAL,
  SEED_SECRET,
  SHANGHAI,
  SUITE,
} from '../../test/emulator-under-test.js';

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

  describe('userAccessToken', () => {
    const complete = { clientId: DEMO, clientSecret: SEED_SECRET, grantType: 'authorization_code', code: 'x' };

    it.each([
      ['no fields of its own names', { client_id: DEMO }, 'MissingclientId'],
      ['an empty secret', { ...complete, clientSecret: '' }, 'MissingclientSecret'],
      ['no grant type', { ...complete, grantType: undefined }, 'MissinggrantType'],
      ['another grant type', { ...complete, grantType: 'password' }, 'invalidParameter.grantType'],
      ['no code', { ...complete, code: undefined }, 'Missingcode'],
      ['no refresh token', { ...complete, grantType: 'refresh_token' }, 'MissingrefreshToken'],
      ['a wrong secret', { ...complete, clientSecret: 'wrong' }, 'invalidParameter.idOrSecret.notFound'],
      ['an unknown client', { ...complete, clientId: 'nobody' }, 'invalidParameter.idOrSecret.notFound'],
      ['an unknown code', complete, 'invalidParameter.authCode.notFound'],
    ])('refuses %s', async (_what, fields, code) => {
      const answer = await emulator.exchange(fields);
      expect([answer.status, answer.body?.code]).toEqual([400, code]);
    });

    it('takes a form, a list or broken JSON for no body at all', async () => {
      const form = await emulator.call('POST', '/v1.0/oauth2/userAccessToken', { form: { clientId: DEMO } });
      const list = await emulator.call('POST', '/v1.0/oauth2/userAccessToken', { json: [complete] });
      const none = await emulator.call('POST', '/v1.0/oauth2/userAccessToken');
      expect([form, list, none].map(({ body }) => body?.code)).toEqual(['Missingbody', 'Missingbody', 'Missingbody']);
    });

    it('answers with exactly its four fields, and with corpId only when the scope asked for it', async () => {
      const withCorp = await emulator.userToken(DEMO, 'zhangsan');
      expect(Object.keys(withCorp)).toEqual(['accessToken', 'refreshToken', 'expireIn', 'corpId']);
      expect([withCorp.expireIn, withCorp.corpId]).toEqual([7200, HANGZHOU]);
      const without = await emulator.userToken(DEMO, 'zhangsan', { scope: 'openid' });
      expect(Object.keys(without)).toEqual(['accessToken', 'refreshToken', 'expireIn']);
    });

    it('refuses a used code and a used refresh token with the same code', async () => {
      const code = await emulator.code(DEMO, 'zhangsan');
      const { refreshToken } = (await emulator.redeem(code)).body ?? {};
      await emulator.refresh(String(refreshToken));
      const again = [await emulator.redeem(code), await emulator.refresh(String(refreshToken))];
      expect(again.map(({ status, body }) => [status, body?.code])).toEqual([
        [400, 'invalidParameter.authCode.notFound'],
        [400, 'invalidParameter.authCode.notFound'],
      ]);
    });

    it('does not take a code from inside the client', async () => {
      const code = await emulator.code(DEMO, 'zhangsan', { origin: 'in_client' });
      expect((await emulator.redeem(code)).body?.code).toBe('invalidParameter.authCode.notFound');
    });
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

  describe('application tokens', () => {
    const issue = (path: string, json: object) => emulator.call('POST', `/v1.0/oauth2/${path}`, { json });
    const ticket = async () =>
      String((await emulator.control('GET', `/applications/${SUITE}/suite-ticket`)).suiteTicket);

    it('repeats the token of an internal application while it lives', async () => {
      const fields = { appKey: DEMO, appSecret: SEED_SECRET };
      const [first, second] = [await issue('accessToken', fields), await issue('accessToken', fields)];
      expect(first.body).toEqual({ accessToken: expect.any(String), expireIn: 7200 });
      expect(second.body).toEqual(first.body);
      expect(await emulator.appToken()).toBe(first.body?.accessToken);
      await emulator.control('POST', '/tokens/expire', { kind: 'app' });
      expect((await issue('accessToken', fields)).body?.accessToken).not.toBe(first.body?.accessToken);
    });

    it('refuses a wrong secret at accessToken', async () => {
      const { status, body } = await issue('accessToken', { appKey: DEMO, appSecret: 'wrong' });
      expect([status, body?.code]).toEqual([400, 'invalidClientIdOrSecret']);
    });

    it('speaks snake_case, and has codes of its own, at {corpId}/token', async () => {
      const fields = { client_id: DEMO, client_secret: SEED_SECRET, grant_type: 'client_credentials' };
      const ok = await issue(`${HANGZHOU}/token`, fields);
      expect(ok.body).toEqual({ access_token: expect.any(String), expires_in: 7200 });
      const refused = [
        await issue(`${SHANGHAI}/token`, fields),
        await issue(`${HANGZHOU}/token`, { ...fields, client_secret: 'wrong' }),
        await issue(`${HANGZHOU}/token`, { ...fields, grant_type: 'password' }),
      ];
      expect(refused.map(({ status, body }) => [status, body?.code])).toEqual([
        [401, 'unauthorized.client'],
        [400, 'invalid.client'],
        [400, 'unsupported.grant.type'],
      ]);
    });

    it('gives an ISV a new token for a customer each time, for its latest ticket', async () => {
      const fields = { suiteKey: SUITE, suiteSecret: SEED_SECRET, authCorpId: HANGZHOU, suiteTicket: await ticket() };
      const [first, second] = [await issue('corpAccessToken', fields), await issue('corpAccessToken', fields)];
      expect(first.body?.accessToken).not.toBe(second.body?.accessToken);
      const elsewhere = await issue('corpAccessToken', { ...fields, authCorpId: 'dingoutside0003' });
      expect(elsewhere.body?.code).toBe('invalidAuthInfo');
      await emulator.control('POST', `/applications/${SUITE}/suite-ticket`);
      expect((await issue('corpAccessToken', fields)).body?.code).toBe('invalidSuiteTicket');
      expect((await issue('corpAccessToken', { ...fields, suiteKey: 'x' })).body?.code).toBe('invalidSuiteKey');
    });

    it('gives an ISV a token of its own', async () => {
      const fields = { suiteKey: SUITE, suiteSecret: SEED_SECRET, suiteTicket: await ticket() };
      expect((await issue('suiteAccessToken', fields)).body).toEqual({
        accessToken: expect.any(String),
        expireIn: 7200,
      });
      const wrong = await issue('suiteAccessToken', { ...fields, suiteSecret: 'x' });
      expect(wrong.body?.code).toBe('invalidClientIdOrSecret');
    });
  });
});
