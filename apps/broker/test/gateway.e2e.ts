import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { deadHandles } from './gateway/dead-handles.js';
import { refusedTokens } from './gateway/refused-tokens.js';
import {
  accessToken,
  bearer,
  call,
  front,
  handle,
  handoutId,
  newHandle,
  personalTodo,
  problem,
  profile,
  recordsOf,
  stage,
  task,
  world,
} from './gateway/stage.js';
import { ask } from './harness/http.js';

describe('the gateway', () => {
  stage();

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

  refusedTokens();

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

  deadHandles();

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
