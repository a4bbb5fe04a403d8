import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sendEvent } from './harness/dingtalk-events.js';
import { seeded } from './harness/emulator.js';
import type { Answer } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { startWorld, type World } from './harness/world.js';

const eventKeys = { eventToken: 'eventtoken', eventAesKey: 'a'.repeat(43) };
const { clientId, clientSecret, corpId } = seeded;

interface Check {
  readonly name: string;
  readonly outcome: string;
  readonly code: string;
  readonly values: readonly string[];
}

describe('the check of an application', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo(eventKeys);
  });
  afterAll(() => world?.close());

  const codes = ({ body }: Answer) =>
    Object.fromEntries((body.checks as Check[]).map(({ name, code }) => [name, code]));
  const check = () => world.operator('POST', '/applications/demo/check');
  const draft = (change: object = {}) =>
    world.operator('POST', '/applications/check', {
      name: 'visitors',
      kind: 'internal',
      clientId,
      clientSecret,
      corpId,
      scopes: ['Contact.User.Read'],
      ...change,
    });
  const atDingTalk = (change: object) => world.emulator.control('PATCH', `/applications/${clientId}`, change);

  it('before anybody has consented says what DingTalk answers, and where to look for the rest', async () => {
    const { status, body, ...answer } = await check();
    expect(status).toBe(200);
    expect(codes({ status, body, ...answer })).toEqual({
      secret: 'secret_accepted',
      redirect_uri: 'redirect_unproven',
      member_lookup: 'lookup_allowed',
      identity_scope: 'identity_unproven',
      scopes: 'scopes_unproven',
      events: 'events_none',
      budget: 'budget_declared',
      robot_code: 'robot_missing',
      plugin_callback: 'plugin_callback_refused',
    });
    expect(body).toMatchObject({ application: 'demo', outcome: 'ok', checkedAt: expect.any(String) });
    for (const { asked, answered, cure, ...one } of body.checks as (Check & Record<string, Record<string, string>>)[]) {
      for (const words of [asked, answered, ...(cure ? [cure] : [])]) {
        expect([one.name, words?.zh, words?.en]).toEqual([one.name, expect.any(String), expect.any(String)]);
        expect(`${words?.zh}${words?.en}`).not.toMatch(/[{}]|undefined/);
      }
      expect(one.outcome === 'ok').toBe(cure === null);
    }
  });

  it('proves by a consent what cannot be asked', async () => {
    const page = await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    expect(codes(await check())).toMatchObject({
      redirect_uri: 'redirect_used',
      identity_scope: 'identity_seen',
      scopes: 'scopes_confirmed',
    });
  });

  it('names the points that are declared and not given, and those that are given and not declared', async () => {
    const scopes = [...seeded.scopes.filter((scope) => scope !== 'Todo.Todo.Write'), 'Todo.Todo.Read'];
    await world.operator('PATCH', '/applications/demo', { scopes });
    const { body } = await check();
    expect(body.outcome).toBe('warning');
    expect(body.checks).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ code: 'scopes_missing', values: ['Todo.Todo.Read'] }),
        expect.objectContaining({ code: 'scopes_undeclared', values: ['Todo.Todo.Write'] }),
      ]),
    );
    await world.operator('PATCH', '/applications/demo', { scopes: seeded.scopes });
  });

  it('says when events last arrived', async () => {
    const { eventToken: token, eventAesKey: aesKey } = eventKeys;
    const url = `${world.url}/events/dingtalk/demo`;
    await world.emulator.control('PUT', `/applications/${clientId}/event-push`, { url, token, aesKey });
    await sendEvent(world.emulator, { clientId, type: 'user_modify_org', corpId, payload: { UserId: ['nobody'] } });
    await until('the event is applied', async () => codes(await check()).events === 'events_arriving');
  });

  it('finds out what has been changed at DingTalk since', async () => {
    await atDingTalk({ clientSecret: 'another', redirectUris: [], appPoints: [] });
    const { body, ...answer } = await check();
    expect(codes({ body, ...answer })).toMatchObject({ secret: 'secret_wrong', redirect_uri: 'redirect_refused' });
    expect(body.outcome).toBe('failed');
    expect(body.checks).toContainEqual(
      expect.objectContaining({ name: 'redirect_uri', values: [`${world.url}/consent/callback`] }),
    );
    await atDingTalk({ clientSecret });
    expect(codes(await check())).toMatchObject({ secret: 'secret_accepted', member_lookup: 'lookup_refused' });
    await atDingTalk({
      redirectUris: [`${world.url}/consent/callback`],
      appPoints: ['qyapi_base', 'qyapi_get_member'],
    });
  });

  it('of what is not registered yet stores nothing', async () => {
    expect(codes(await draft())).toMatchObject({ secret: 'secret_accepted', redirect_uri: 'redirect_unproven' });
    expect(codes(await draft({ clientSecret: 'wrong' }))).toMatchObject({ secret: 'secret_wrong' });
    expect(codes(await draft({ scopes: ['snsapi_base'] }))).toMatchObject({ identity_scope: 'identity_undeclared' });
    expect(codes(await draft({ clientId: 'dingnobody' }))).toMatchObject({
      secret: 'secret_wrong',
      redirect_uri: 'redirect_refused',
    });
    expect((await draft({ clientSecret: undefined })).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/clientSecret' }],
    });
    expect((await world.operator('GET', '/applications/visitors')).status).toBe(404);
    expect((await world.operator('POST', '/applications/visitors/check')).status).toBe(404);
  });

  it('is not put off by a DingTalk that does not answer', async () => {
    await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'accessToken', times: 1 });
    expect(codes(await check())).toMatchObject({ secret: 'dingtalk_silent', redirect_uri: 'redirect_used' });
  });

  it('is in the trail, with what was wrong and without the secret', async () => {
    const { body, text } = await world.operator('GET', '/audit-events?type=application.checked');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        actor: 'operator:bootstrap',
        application: 'visitors',
        outcome: 'failed',
        details: { registered: false, findings: ['secret_wrong', 'events_off'] },
      }),
    );
    expect(text).not.toContain(clientSecret);
  });
});
