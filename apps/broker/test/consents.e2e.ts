import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { RpcClient } from './harness/grpc.js';
import { type Answer, ask } from './harness/http.js';
import { Browser, consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

interface Consent extends Record<string, unknown> {
  readonly consentId: string;
  readonly consentUrl: string;
  readonly expiresAt: string;
}

const RETURN_URL = 'https://todo.example.com/done';
const HOUR_MS = 3_600_000;

describe('a consent that a caller asks for', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ returnUrls: [RETURN_URL] });
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
  });
  afterAll(() => world.close());

  const scopes = ['Contact.User.Read'];

  async function call(by: TestCaller, path: string, json?: object): Promise<Answer<Consent>> {
    return ask<Consent>(`${world.url}/v1/consents${path}`, {
      headers: { authorization: `Bearer ${await by.accessToken()}` },
      ...(json && { json }),
    });
  }
  const request = (body: object, by = caller) => call(by, '', { application: 'demo', scopes, ...body });
  const stateOf = async (consentId: string, by = caller) => (await call(by, `/${consentId}`)).body;
  const token = (userId: string, by = caller) => by.requestToken({ application: 'demo', userId, scopes });
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

  async function grantOf(userId: string): Promise<Record<string, unknown>> {
    const { body } = await world.operator('GET', `/grants?userId=${userId}&state=active`);
    return (body.items as Record<string, unknown>[])[0] ?? {};
  }

  async function lastRefusal(userId: string): Promise<Record<string, unknown>> {
    const { body } = await world.operator('GET', `/audit-events?userId=${userId}&type=handout.refused&limit=1`);
    return (body.items as Record<string, unknown>[])[0] ?? {};
  }

  it('is a link for a day, pending until the person answered, then granted, with a way back and a record', async () => {
    const asked = await request({ userId: 'zhangsan', returnUrl: RETURN_URL, reason: 'sync to-dos' });
    expect(asked.status).toBe(201);
    const { consentId, consentUrl, expiresAt } = asked.body;
    expect(consentUrl).toBe(`${world.url}/consent/demo?consent=${consentId}`);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 24 * HOUR_MS)).toBeLessThan(60_000);
    expect(await stateOf(consentId)).toMatchObject({ state: 'pending', userId: 'zhangsan', scopes, grantId: null });

    const page = await consentAs(consentUrl, { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    expect(page.text).toContain(RETURN_URL);
    expect(page.text.replace(/<[^>]+>/g, '')).toContain('todo-sync gave this reason: &quot;sync to-dos&quot;');
    const { body: given } = await token('zhangsan');
    expect(await stateOf(consentId)).toMatchObject({
      state: 'granted',
      grantId: given.grantId,
      endsAt: null,
      once: false,
    });

    const { body: trail } = await world.operator('GET', '/audit-events?type=consent.requested&userId=zhangsan');
    expect(trail.items).toMatchObject([
      { actor: 'caller:todo-sync', scopes, details: { consentId, reason: 'sync to-dos' }, outcome: 'ok' },
    ]);
  });

  it('answers consent_pending while it is open, consent_rejected once refused, and pending again when asked anew', async () => {
    expect((await token('lisi')).body).toMatchObject({ code: 'consent_required', reason: 'no_grant' });

    const { body: first } = await request({ userId: 'lisi' });
    expect(await token('lisi')).toMatchObject({ status: 403, body: { code: 'consent_pending', ...first } });
    expect(await lastRefusal('lisi')).toMatchObject({
      outcome: 'consent_pending',
      details: { reason: 'no_grant', consentId: first.consentId },
    });

    expect((await consentAs(first.consentUrl, { as: 'lisi', answer: 'refuse' })).code).toBe('consent_rejected');
    expect(await stateOf(first.consentId)).toMatchObject({ state: 'rejected', completedAt: expect.any(String) });
    const { consentId, consentUrl } = first;
    expect(await token('lisi')).toMatchObject({
      status: 403,
      body: { code: 'consent_rejected', consentId, consentUrl },
    });
    expect(await lastRefusal('lisi')).toMatchObject({ outcome: 'consent_rejected' });

    const { body: second } = await request({ userId: 'lisi' });
    expect((await token('lisi')).body).toMatchObject({ code: 'consent_pending', consentId: second.consentId });
  });

  it('is nobody else’s answer: not another caller’s, not for more scopes, not about another person', async () => {
    const other = await world.createCaller('hr-bot', [everythingOfDemo]);
    const { body: asked } = await request({ userId: 'zhangwei1' });
    expect((await token('zhangwei1')).body).toMatchObject({ code: 'consent_pending' });
    expect((await token('zhangwei1', other)).body).toMatchObject({ code: 'consent_required' });
    expect((await token('zhangwei2')).body).toMatchObject({ code: 'consent_required' });
    const more = { application: 'demo', userId: 'zhangwei1', scopes: [...scopes, 'Todo.Todo.Write'] };
    expect((await caller.requestToken(more)).body).toMatchObject({ code: 'consent_required' });

    expect((await call(other, `/${asked.consentId}`)).status).toBe(404);
    expect((await call(other, '/01a1fbd0-15b3-73c3-8724-3e029e84110b')).status).toBe(404);
  });

  it('is no longer the answer after the person refused it and then consented in another way', async () => {
    const { body: asked } = await request({ userId: 'chenxi' });
    await consentAs(asked.consentUrl, { as: 'chenxi', answer: 'refuse' });
    await consentAs(`${world.url}/consent/demo`, { as: 'chenxi' });
    expect((await token('chenxi')).status).toBe(200);
    await world.operator('POST', `/grants/${(await grantOf('chenxi')).id}/revoke`, { reason: 'left the project' });
    expect((await token('chenxi')).body).toMatchObject({ code: 'consent_required', reason: 'grant_revoked' });
  });

  it('gives the grant an end and makes it single, and the newest consent decides', async () => {
    const endsAt = inHours(48);
    const { body: limited } = await request({ userId: 'zhangsan', expiresAt: endsAt, once: true });
    const page = await consentAs(limited.consentUrl, { as: 'zhangsan' });
    expect(page.text.replace(/<[^>]+>/g, '')).toContain('For one time only');
    expect(await grantOf('zhangsan')).toMatchObject({ endsAt, once: true });
    expect(await stateOf(limited.consentId)).toMatchObject({ endsAt, once: true });

    const until = inHours(72);
    const { body: longer } = await request({ userId: 'zhangsan', expiresAt: until });
    expect((await consentAs(longer.consentUrl, { as: 'zhangsan' })).text).toContain(`datetime="${until}"`);
    expect(await grantOf('zhangsan')).toMatchObject({ endsAt: until, once: false });

    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    expect(await grantOf('zhangsan')).toMatchObject({ endsAt: null, once: false });
  });

  it('lapses with the grant it would make, if that ends sooner than a day', async () => {
    const endsAt = inHours(1);
    expect((await request({ userId: 'zhangwei2', expiresAt: endsAt })).body.expiresAt).toBe(endsAt);
  });

  it('has lapsed when nobody answered, and the token is then asked for as if it had never been', async () => {
    const { body: asked } = await request({ userId: 'zhangwei2' });
    await world.database.pool.query('update consents set expires_at = now() where id = $1', [asked.consentId]);
    expect(await stateOf(asked.consentId)).toMatchObject({ state: 'expired' });
    expect((await token('zhangwei2')).body).toMatchObject({ code: 'consent_required' });
  });

  it('is for the person it names alone', async () => {
    const { body: asked } = await request({ userId: 'wangfang' });
    expect((await consentAs(asked.consentUrl, { as: 'zhangsan' })).code).toBe('consent_other_person');
    expect(await stateOf(asked.consentId)).toMatchObject({ state: 'pending' });
  });

  describe('is judged before anything else', () => {
    let handles: TestCaller;
    let few: TestCaller;
    beforeAll(async () => {
      handles = await world.createCaller('handle-bot', [
        { ...everythingOfDemo, delivery: ['handle'], purposeRequired: true },
      ]);
      few = await world.createCaller('few-bot', [
        { application: 'demo', scopes, delivery: ['token'], people: { persons: [{ userId: 'zhangsan' }] } },
      ]);
    });

    it('and allowed to whoever may have handles only', async () => {
      expect((await request({ userId: 'zhangsan' }, handles)).status).toBe(201);
    });

    it.each([
      ['another person', { userId: 'lisi' }, 'people'],
      ['more scopes', { userId: 'zhangsan', scopes: ['Todo.Todo.Write'] }, 'scopes'],
      ['another application', { userId: 'zhangsan', application: 'unheard-of' }, 'no_entitlement'],
      ['an address nobody registered', { userId: 'lisi', returnUrl: 'https://evil.example.com/' }, 'people'],
    ])('and forbidden for %s', async (_, body, rule) => {
      expect(await request(body, few)).toMatchObject({ status: 403, body: { code: 'forbidden_by_policy', rule } });
    });
  });

  it.each([
    ['a way back nobody registered', { userId: 'zhangsan', returnUrl: 'https://evil.example.com/' }, '/returnUrl'],
    ['a way back that is a script', { userId: 'zhangsan', returnUrl: 'javascript:alert(1)' }, '/returnUrl'],
    ['an end in the past', { userId: 'zhangsan', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['nobody', {}, '/userId'],
    ['somebody twice', { userId: 'zhangsan', unionId: 'u' }, '/userId'],
    ['another organisation', { userId: 'zhangsan', corpId: 'dingother' }, '/corpId'],
    ['no scopes', { userId: 'zhangsan', scopes: [] }, '/scopes'],
    ['a reason with a NUL', { userId: 'zhangsan', reason: 'a\u0000b' }, '/reason'],
  ])('is refused with %s', async (_, body, pointer) => {
    const answer = await request(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  it('is not asked by anybody without an access token', async () => {
    const asked = { application: 'demo', userId: 'zhangsan', scopes };
    expect((await ask(`${world.url}/v1/consents`, { json: asked })).status).toBe(401);
  });

  describe('that the application’s robot tells the person of', () => {
    interface Message {
      readonly state: string;
      readonly userId: string;
      readonly readAt: string | null;
      readonly msgParam: Readonly<Record<'title' | 'text' | 'singleURL', string>>;
    }
    const robot = async (robotCode: string | null) => world.operator('PATCH', '/applications/demo', { robotCode });
    const settings = (change: object) => world.emulator.control('PATCH', '/settings', change);
    const messages = async (person: string) =>
      (await world.emulator.control<{ messages: Message[] }>('GET', `/robot-messages?person=${person}`)).messages;
    const tell = async (body: object, by = caller) => {
      const answer = await request({ ...body, notify: { by: 'robot' } }, by);
      expect([answer.status, answer.body.consentUrl]).toEqual([201, expect.stringContaining('/consent/demo?consent=')]);
      return answer.body;
    };
    const notice = async (body: object, by?: TestCaller) => (await tell(body, by)).notified;
    let teller = 0;
    /** A caller that has told nobody yet. */
    const newCaller = () => {
      teller += 1;
      return world.createCaller(`teller-${teller}`, [everythingOfDemo]);
    };

    beforeAll(async () => {
      expect((await robot(seeded.clientId)).status).toBe(200);
    });
    afterEach(async () => {
      await robot(seeded.clientId);
      await settings({ robotUnknownPeople: 'listed', robotMessagesPerMinute: 20 });
      await world.emulator.control('DELETE', '/faults');
    });

    it('reaches them in the chat, with a button that leads to the consent', async () => {
      const { consentId, consentUrl, notified } = await tell({ userId: 'chenxi', reason: 'sync to-dos' });
      expect(notified).toEqual({ state: 'sent' });
      const [message] = await messages('chenxi');
      expect(message).toMatchObject({ state: 'delivered', userId: 'chenxi', readAt: null });
      expect(message?.msgParam).toMatchObject({ title: '请授权“demo”', singleURL: consentUrl });
      expect(message?.msgParam.text).toMatch(/服务“todo-sync”.*获取你的个人基本信息[\s\S]*用途：“sync to-dos”/);
      const chat = await new Browser().openPage(`${world.emulator.url}/emulator/chat?person=chenxi`);
      const [, button = ''] = /<a class="button" href="([^"]+)"/.exec(chat.text) ?? [];
      expect((await consentAs(button, { as: 'chenxi' })).code).toBe('granted');
      expect(await stateOf(consentId)).toMatchObject({ state: 'granted' });
      const { body } = await world.operator('GET', '/audit-events?type=consent.notified&userId=chenxi');
      expect(body.items).toMatchObject([
        { actor: 'caller:todo-sync', outcome: 'ok', details: { consentId, by: 'robot', state: 'sent' } },
      ]);
    });

    it('is told once in ten minutes, however often and at how many places at once a caller asks', async () => {
      const by = await newCaller();
      const all = await Promise.all(Array.from({ length: 4 }, () => notice({ userId: 'lisi' }, by)));
      expect(all.filter((each) => (each as { state: string }).state === 'sent')).toHaveLength(1);
      const later = await notice({ userId: 'lisi', scopes: ['Todo.Todo.Write'] }, by);
      expect(later).toEqual({ state: 'not_sent', reason: 'sent_recently', retryAfterSeconds: expect.any(Number) });
      expect((later as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(590);
      expect(await messages('lisi')).toHaveLength(1);
      expect(await notice({ userId: 'zhangwei1' }, by)).toEqual({ state: 'sent' });
    });

    it('takes what others wrote for plain text', async () => {
      const reason = '[点这里](https://evil.example) **https://evil.example** \u202eabc';
      await tell({ userId: 'zhangwei2', reason });
      const [message] = await messages('zhangwei2');
      expect(message?.msgParam.text).toContain(
        '［点这里］(https：//evil．example) ＊＊https：//evil．example＊＊ □abc',
      );
      const chat = await new Browser().openPage(`${world.emulator.url}/emulator/chat?person=zhangwei2`);
      expect(chat.text).not.toContain('link-in-text');
    });

    it('is found by unionId too', async () => {
      const { people } = await world.emulator.control<{ people: { key: string; unionId: string }[] }>(
        'GET',
        `/people?clientId=${seeded.clientId}`,
      );
      const unionIdOf = (key: string) => people.find((person) => person.key === key)?.unionId;
      const by = await newCaller();
      expect(await notice({ unionId: unionIdOf('zhangwei1') }, by)).toEqual({ state: 'sent' });
      const nobody = { state: 'not_delivered', reason: 'unknown_person' };
      expect(await notice({ unionId: unionIdOf('waibu') }, by)).toEqual(nobody);
    });

    it.each(['listed', 'refused'])('is not there: DingTalk has it %s, the caller hears it alike', async (how) => {
      await settings({ robotUnknownPeople: how });
      const nobody = { state: 'not_delivered', reason: 'unknown_person' };
      const by = await newCaller();
      // Nothing reached anybody, so the next attempt is not held back.
      for (let n = 0; n < 2; n += 1) expect(await notice({ userId: 'nobody' }, by)).toEqual(nobody);
    });

    it('gets too many messages', async () => {
      await settings({ robotMessagesPerMinute: 0 });
      const held = { state: 'not_delivered', reason: 'flow_controlled' };
      expect(await notice({ userId: 'zhangsan' })).toEqual(held);
    });

    it('cannot be told by an application without a robot, or with another’s', async () => {
      await robot(null);
      expect(await notice({ userId: 'zhangsan' })).toEqual({ state: 'not_sent', reason: 'no_robot' });
      await robot('suitedemomeeting');
      const dingtalkCode = 'invalidParameter.robotCode.auth';
      const refused = { state: 'not_sent', reason: 'robot_refused', dingtalkCode };
      expect(await notice({ userId: 'zhangsan' })).toEqual(refused);
    });

    it('may have been told when DingTalk does not answer, and is not told again then', async () => {
      const by = await newCaller();
      await world.emulator.control('PUT', '/faults/qps_403', { operation: 'robot.batchSend', times: 1 });
      const later = { state: 'not_sent', reason: 'temporarily_unavailable', retryAfterSeconds: 1 };
      expect(await notice({ userId: 'zhangsan' }, by)).toEqual(later);
      await world.emulator.control('PUT', '/faults/drop_answer', { operation: 'robot.batchSend', times: 1 });
      expect(await notice({ userId: 'zhangsan' }, by)).toEqual({ state: 'unknown', reason: 'no_answer' });
      expect(await notice({ userId: 'zhangsan' }, by)).toMatchObject({ reason: 'sent_recently' });
    });

    it('is told with a new token when DingTalk does not honour the application’s any more', async () => {
      await world.emulator.control('POST', '/tokens/expire', { kind: 'app' });
      expect(await notice({ userId: 'zhangsan' }, await newCaller())).toEqual({ state: 'sent' });
    });

    it('is told over gRPC as well', async () => {
      const grpc = new RpcClient(world.brokers[0].grpcAddress);
      try {
        const by = await newCaller();
        const answer = await grpc.call(
          'CreateConsent',
          { application: 'demo', scopes, userId: 'zhangsan', notify: { by: 'robot' } },
          { token: await by.accessToken() },
        );
        expect(answer).toMatchObject({ status: 'OK', body: { notified: { state: 'sent', reason: '' } } });
      } finally {
        grpc.close();
      }
    });

    it('is not told of by anything but a robot', async () => {
      expect((await request({ userId: 'zhangsan', notify: { by: 'pigeon' } })).status).toBe(400);
    });
  });
});
