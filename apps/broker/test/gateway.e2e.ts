import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DingTalkFront, startDingTalkFront } from './harness/dingtalk-front.js';
import { type Answer, ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { brokenLanes } from './harness/trail.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const personalTodo = '/v1.0/todo/users/me/personalTasks';
const profile = '/v1.0/contact/users/me';
const task = { subject: '写周报', executorIds: [] };

describe('the gateway', () => {
  let world: World;
  let front: DingTalkFront;
  let caller: TestCaller;
  let accessToken: string;
  let handle: string;
  let handoutId: string;
  beforeAll(async () => {
    world = await startWorld({
      brokers: 2,
      env: async ({ emulator }) => {
        front ??= await startDingTalkFront(emulator.url);
        return { DINGTALK_API_URL: front.url };
      },
    });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [
      { application: 'demo', scopes: ['Todo.PersonalTodo.Write', 'Contact.User.Read'], delivery: ['handle'] },
    ]);
    accessToken = await caller.accessToken();
  });
  afterAll(async () => {
    await world?.close();
    await front?.close();
  });
  beforeEach(async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    front.reset();
    ({ handle, handoutId } = await newHandle());
  });
  afterEach(async () => expect(await brokenLanes(world.database.pool)).toEqual([]));

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  async function newHandle(change: object = {}): Promise<{ handle: string; handoutId: string }> {
    const { status, body, text } = await ask(`${world.url}/v1/handles`, {
      headers: bearer(accessToken),
      json: {
        application: 'demo',
        userId: 'zhangsan',
        scopes: ['Todo.PersonalTodo.Write'],
        purpose: 'sync',
        ...change,
      },
    });
    if (status !== 200) throw new Error(text);
    return body as { handle: string; handoutId: string };
  }
  const call = (path: string, json?: object, with_: string = handle, at = 1): Promise<Answer> =>
    ask(`${world.brokers[at]?.url}/dingtalk${path}`, { headers: bearer(with_), ...(json && { json }) });
  async function recordsOf({ headers }: Answer) {
    const { rows } = await world.database.pool.query(
      `select type, outcome, rule, scopes, purpose, handout_id, delivery, live_until, details from audit_events
       where request_id = $1 order by occurred_at, seq`,
      [headers.get('x-request-id')],
    );
    return rows;
  }
  const problem = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

  it('makes a call with the person’s token, which the caller never sees, under a record of its own', async () => {
    let recordedBefore: unknown;
    front.answer(personalTodo, async (request, response) => {
      const { rows } = await world.database.pool.query(
        `select count(*)::int as n from audit_events where type = 'gateway.called' and request_id = $1`,
        [requestId],
      );
      recordedBefore = rows[0].n;
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' });
      request.pipe(response);
    });
    const requestId = 'gateway-first-call';
    const answer = await ask(`${world.url}/dingtalk${personalTodo}`, {
      headers: {
        ...bearer(handle),
        cookie: 'session=1',
        'x-request-id': requestId,
        'x-http-method-override': 'DELETE',
      },
      json: task,
    });
    expect([answer.status, answer.body]).toEqual([200, task]);
    expect(recordedBefore).toBe(1);
    const [{ headers }] = front.arrived as [(typeof front.arrived)[0]];
    expect(headers['x-acs-dingtalk-access-token']).toMatch(/.{20}/);
    expect(JSON.stringify(headers)).not.toContain(handle);
    for (const kept of ['authorization', 'cookie', 'x-http-method-override', 'x-request-id']) {
      expect(headers).not.toHaveProperty(kept);
    }
    expect(answer.text).not.toContain(headers['x-acs-dingtalk-access-token']);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(await recordsOf(answer)).toEqual([
      {
        type: 'gateway.called',
        outcome: 'gateway',
        rule: 'todo-sync/1',
        scopes: ['Todo.PersonalTodo.Write'],
        purpose: 'sync',
        handout_id: expect.any(String),
        delivery: 'gateway',
        live_until: null,
        details: { operation: `POST ${personalTodo}`, handle: handoutId },
      },
    ]);
  });

  it('creates a real to-do, at the root as well, with the handle in the place of the token', async () => {
    expect((await call(personalTodo, task)).body).toMatchObject({ taskId: expect.any(String) });
    const answer = await ask(`${world.url}${personalTodo}`, {
      headers: { 'x-acs-dingtalk-access-token': handle },
      json: task,
    });
    expect(answer.body).toMatchObject({ taskId: expect.any(String) });
  });

  it('takes nothing but a handle: no token, no access token, not the other place', async () => {
    const dingtalkToken = 'a'.repeat(64);
    const refused = [
      await ask(`${world.url}${personalTodo}`, {
        headers: { 'x-acs-dingtalk-access-token': dingtalkToken },
        json: task,
      }),
      await ask(`${world.url}${personalTodo}`, { headers: bearer(handle), json: task }),
      await ask(`${world.url}/dingtalk${personalTodo}`, {
        headers: { 'x-acs-dingtalk-access-token': handle },
        json: task,
      }),
      await call(personalTodo, task, accessToken),
      await call(personalTodo, task, `${handle.slice(0, -1)}${handle.endsWith('A') ? 'B' : 'A'}`),
      await call(personalTodo, task, handle.replace(/^dth\.[^.]+/, 'dth.b3RoZXI')),
      await ask(`${world.url}/dingtalk${personalTodo}`, { json: task }),
    ];
    for (const { status, body } of refused) expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(front.arrived).toEqual([]);
    expect(world.brokers.map(({ process }) => process.output()).join('')).not.toContain(dingtalkToken);
  });

  it('refuses what the handle does not carry, and says so in DingTalk’s words too', async () => {
    const answer = await call(profile);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      code: 'forbidden_by_policy',
      rule: 'scopes',
      message: expect.stringContaining('Contact.User.Read'),
      requestid: answer.headers.get('x-request-id'),
      accessdenieddetail: { requiredScopes: ['Contact.User.Read'] },
    });
    expect(await recordsOf(answer)).toMatchObject([
      { type: 'handout.refused', rule: 'scopes', handout_id: null, details: { operation: expect.any(String) } },
    ]);
    expect(front.arrived).toEqual([]);
  });

  it('knows no operation but those of the catalogue', async () => {
    const answer = await call('/v1.0/robot/oToMessages/batchSend', {});
    expect([answer.status, answer.body.code]).toEqual([404, 'unknown_operation']);
    expect(front.arrived).toEqual([]);
  });

  it('shows a profile without the number, although the token carries it', async () => {
    const { handle: reader } = await newHandle({ scopes: ['Contact.User.Read'] });
    const { body, headers, text } = await call(profile, undefined, reader);
    expect(body).toMatchObject({ nick: expect.any(String), unionId: expect.any(String) });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['mobile']));
    expect(body).not.toHaveProperty('mobile');
    expect(body).not.toHaveProperty('stateCode');
    expect(Number(headers.get('content-length'))).toBe(Buffer.byteLength(text));
    const full = await handleWithMobile();
    expect((await call(profile, undefined, full)).body).toMatchObject({ mobile: expect.any(String), stateCode: '86' });
  });
  async function handleWithMobile(): Promise<string> {
    const scopes = ['Contact.User.Read', 'Contact.User.mobile'];
    const wide = await world.createCaller('directory', [{ application: 'demo', scopes, delivery: ['handle'] }]);
    const { body } = await ask(`${world.url}/v1/handles`, {
      headers: bearer(await wide.accessToken()),
      json: { application: 'demo', userId: 'zhangsan', scopes },
    });
    return String(body.handle);
  }

  describe('when DingTalk does not honour the token', () => {
    const refuseOnce = (code: string, status = 400, more: object = {}) => {
      let first: unknown;
      front.answer(personalTodo, async (request, response) => {
        const token = request.headers['x-acs-dingtalk-access-token'];
        first ??= token;
        const pieces: Buffer[] = [];
        for await (const piece of request) pieces.push(piece);
        const refused = token === first;
        response.writeHead(refused ? status : 200, { 'content-type': 'application/json' });
        response.end(
          refused ? JSON.stringify({ code, message: 'no', requestid: 'R', ...more }) : Buffer.concat(pieces),
        );
      });
    };

    const calls = () => front.arrived.filter(({ url }) => url === personalTodo);

    it('refreshes it once and makes the call again, body and all', async () => {
      refuseOnce('InvalidAuthentication');
      const answer = await call(personalTodo, task);
      expect([answer.status, answer.body]).toEqual([200, task]);
      expect(calls()).toHaveLength(2);
      expect(await recordsOf(answer)).toMatchObject([
        { type: 'gateway.called' },
        { type: 'grant.refreshed' },
        { type: 'gateway.called' },
      ]);
    });

    it('lets the caller come back if the fresh one is refused too', async () => {
      front.answer(personalTodo, (_request, response) => {
        response.writeHead(400).end(JSON.stringify({ code: 'InvalidAuthentication', message: 'no', requestid: 'R' }));
      });
      const answer = await call(personalTodo, task);
      expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(calls()).toHaveLength(2);
    });

    it('asks for consent where the person does not allow it any more', async () => {
      const denied = { accessdenieddetail: { requiredScopes: ['Todo.PersonalTodo.Write'] } };
      refuseOnce('Forbidden.AccessDenied.AccessTokenPermissionDenied', 403, denied);
      const answer = await call(personalTodo, task);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({
        code: 'consent_required',
        missingScopes: ['Todo.PersonalTodo.Write'],
        consentUrl: expect.stringContaining('/consent/demo?consent='),
        ...denied,
      });
      expect(calls()).toHaveLength(1);
    });
  });

  it('relays throttling as such, and any other refusal as it is', async () => {
    front.answer(personalTodo, (_request, response) => {
      response
        .writeHead(403)
        .end(JSON.stringify({ code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: 'x', requestid: 'R' }));
    });
    const throttled = await call(personalTodo, task);
    expect([throttled.status, throttled.body.code, throttled.headers.get('retry-after')]).toEqual([
      429,
      'rate_limited',
      '1',
    ]);
    const refusal = { code: 'invalidParameter.subject', message: '缺少 subject', requestid: 'R' };
    front.answer(personalTodo, (_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
    });
    const relayed = await call(personalTodo, task);
    expect([relayed.status, relayed.body]).toEqual([400, refusal]);
  });

  it('says that a call may have happened when DingTalk ended it without an answer', async () => {
    front.answer(personalTodo, (request) => request.socket.destroy());
    const { status, body } = await call(personalTodo, task);
    expect([status, body]).toEqual([503, problem('temporarily_unavailable', { inDoubt: true })]);
    expect(front.arrived).toHaveLength(1);
  });

  describe('from the next call on, on every replica', () => {
    const expectDead = async () => {
      const answer = await call(personalTodo, task);
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
      expect(front.arrived).toEqual([]);
      return answer;
    };

    it('a handle that was given back is dead, and what it tried is recorded', async () => {
      await ask(`${world.url}/v1/handouts/${handoutId}/return`, { method: 'POST', headers: bearer(accessToken) });
      expect(await recordsOf(await expectDead())).toMatchObject([
        { type: 'handout.refused', outcome: 'unauthenticated' },
      ]);
    });

    it('a handle of a revoked grant is dead, also when the person consents again', async () => {
      const grant = await liveGrant();
      await world.operator('POST', `/grants/${grant}/revoke`, { reason: 'left' });
      await expectDead();
      await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
      front.reset();
      await expectDead();
    });

    it('a handle that ran out is dead', async () => {
      await world.database.pool.query(`update handles set expires_at = now() where handout_id = $1`, [handoutId]);
      await expectDead();
    });

    it('a handle is worth no more than its caller’s entitlements are by then', async () => {
      const narrowed = { entitlements: [{ application: 'demo', scopes: ['Contact.User.Read'], delivery: ['handle'] }] };
      await world.operator('PATCH', `/callers/${caller.id}`, narrowed);
      expect((await call(personalTodo, task)).body).toMatchObject({ code: 'forbidden_by_policy', rule: 'scopes' });
      const before = {
        application: 'demo',
        scopes: ['Todo.PersonalTodo.Write', 'Contact.User.Read'],
        delivery: ['handle'],
      };
      await world.operator('PATCH', `/callers/${caller.id}`, { entitlements: [before] });
      expect((await call(personalTodo, task)).status).toBe(200);
    });

    it('a handle of a suspended grant, and of a disabled caller, makes no call until that is over', async () => {
      const grant = await liveGrant();
      for (const [stop, start] of [
        [`/grants/${grant}/suspend`, `/grants/${grant}/resume`],
        [`/callers/${caller.id}/disable`, `/callers/${caller.id}/enable`],
      ]) {
        await world.operator('POST', String(stop), { reason: 'look first' });
        expect((await call(personalTodo, task)).body).toMatchObject({ code: 'forbidden_by_policy', rule: 'suspended' });
        await world.operator('POST', String(start), { reason: 'fine' });
        expect((await call(personalTodo, task)).status).toBe(200);
      }
    });

    async function liveGrant(): Promise<string> {
      const { body } = await world.operator('GET', '/grants?userId=zhangsan&state=active');
      return (body.items as { id: string }[])[0]?.id ?? '';
    }
  });

  it('serves DingTalk’s own SDK with nothing changed but endpoint and token', async () => {
    const require = createRequire(import.meta.url);
    const { Config } = require('@alicloud/openapi-client');
    const { RuntimeOptions } = require('@alicloud/tea-util');
    const todo = require('@alicloud/dingtalk/todo_1_0');
    const contact = require('@alicloud/dingtalk/contact_1_0');
    const config = new Config({ protocol: 'http', regionId: 'central', endpoint: new URL(world.url).host });
    const headers = new todo.CreatePersonalTodoTaskHeaders({ xAcsDingtalkAccessToken: handle });
    const request = new todo.CreatePersonalTodoTaskRequest({ subject: '写周报', executorIds: [] });
    const created = await new todo.default(config).createPersonalTodoTaskWithOptions(
      request,
      headers,
      new RuntimeOptions({}),
    );
    expect(created.body.taskId).toEqual(expect.any(String));
    const profileHeaders = new contact.GetUserHeaders({ xAcsDingtalkAccessToken: handle });
    const refused = new contact.default(config).getUserWithOptions('me', profileHeaders, new RuntimeOptions({}));
    await expect(refused).rejects.toMatchObject({
      code: 'forbidden_by_policy',
      message: expect.stringContaining('Contact.User.Read'),
    });
  });
});
