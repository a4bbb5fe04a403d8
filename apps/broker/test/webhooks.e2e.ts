import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { type ReceivedMessage, WebhookReceiver } from './harness/webhook-receiver.js';
import { startWorld, type World } from './harness/world.js';

interface Made {
  readonly id: string;
  readonly secret: string;
}

describe('webhooks', () => {
  let world: World;
  let receiver: WebhookReceiver;
  /** Told of checkpoints from the beginning: one takes ten seconds to come. */
  let checkpoints: WebhookReceiver;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2, env: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1' } });
    await world.registerDemo();
    await hire(world.emulator, ['amei', 'bo', 'chen']);
    checkpoints = await WebhookReceiver.start();
    await webhook(['audit.checkpoint'], checkpoints.url);
    made.pop();
  });
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
  });
  afterEach(() => finish());
  afterAll(async () => {
    await checkpoints?.stop();
    await world?.close();
  });

  const made: Made[] = [];
  const webhook = async (events: readonly string[], url = receiver.url): Promise<Made> => {
    const { status, body, text } = await world.operator('POST', '/webhooks', { url, events });
    if (status !== 201) throw new Error(text);
    made.push(body as unknown as Made);
    return body as unknown as Made;
  };
  /** Ends with each test, so that what follows is told to nobody of before. */
  const finish = async () => {
    for (const { id } of made.splice(0)) await world.operator('DELETE', `/webhooks/${id}`);
    await receiver.stop();
  };
  const grantOf = async (userId: string): Promise<string> => {
    await consentAs(`${world.url}/consent/demo`, { as: userId });
    return (await world.liveGrant(userId)).id;
  };
  const arrived = (type: string, count = 1) =>
    until(`${count} of ${type} arrived`, async () => receiver.of(type).length >= count);
  const deliveries = async ({ id }: Made, query = '') =>
    await world.items<{
      id: string;
      state: string;
      attempts: number;
      last: object;
    }>(`/webhooks/${id}/deliveries${query}`);
  const query = (sql: string, values: unknown[] = []) =>
    world.database.pool.query(sql, values).then(({ rows }) => rows);
  /** Nobody waits for the pause before the next attempt; one that is under way is left alone. */
  const hurry = () =>
    query(
      `update webhook_deliveries d set due_at = now() - interval '1 minute'
       where state = 'pending' and attempts = (select count(*) from webhook_attempts where delivery_id = d.id)`,
    );

  it('tell what happens to grants, once, signed, with ids and without names, tokens or reasons', async () => {
    const { secret } = await webhook(['grant.created', 'grant.revoked', 'revocation.completed', 'grant.suspended']);
    const id = await grantOf('amei');
    await world.operator('POST', `/grants/${id}/suspend`, { reason: 'a look' });
    await world.operator('POST', `/grants/${id}/revoke`, { reason: 'Amei left the company' });
    await until('all four arrived', async () => receiver.messages.length >= 4);
    expect(receiver.messages.map(({ type }) => type).sort()).toEqual([
      'grant.created',
      'grant.revoked',
      'grant.suspended',
      'revocation.completed',
    ]);
    for (const message of receiver.messages) {
      receiver.verify(message, secret);
      expect(message.data).toMatchObject({ grantId: id, application: 'demo', corpId: seeded.corpId, userId: 'amei' });
      expect(message.body).not.toMatch(/left the company|access_?token|refresh_?token|"name"/i);
    }
    expect(receiver.of('grant.created')[0]?.data).toMatchObject({ by: 'person', channel: 'browser' });
    expect(receiver.of('grant.revoked')[0]?.data).toMatchObject({ by: 'operator', cause: 'operator' });
    expect(receiver.of('revocation.completed')[0]?.data).toMatchObject({ liveHandouts: [] });
  });

  it('are signed with the old secret and the new while one replaces the other, and keep neither in plain', async () => {
    const hook = await webhook(['grant.created']);
    const test = async () => {
      const before = receiver.messages.length;
      expect((await world.operator('POST', `/webhooks/${hook.id}/test`)).status).toBe(202);
      await arrived('webhook.test', before + 1);
      return receiver.messages.at(-1) as ReceivedMessage;
    };
    const rotated = await world.operator('POST', `/webhooks/${hook.id}/rotate-secret`, { overlapHours: 1 });
    const fresh = String(rotated.body.secret);
    expect(fresh).toMatch(/^whsec_/);
    const both = await test();
    receiver.verify(both, hook.secret);
    receiver.verify(both, fresh);
    await world.operator('POST', `/webhooks/${hook.id}/rotate-secret`, { overlapHours: 0 });
    const last = await test();
    for (const secret of [hook.secret, fresh]) expect(() => receiver.verify(last, secret)).toThrow('No matching');

    const read = await world.operator('GET', `/webhooks/${hook.id}`);
    expect([read.status, read.body.secret]).toEqual([200, undefined]);
    const rows = await query(
      `select coalesce(string_agg(to_jsonb(s)::text, ''), '') as all from webhook_secrets s
       union all select coalesce(string_agg(to_jsonb(e)::text, ''), '') from audit_events e`,
    );
    expect(JSON.stringify(rows)).not.toContain(fresh.slice('whsec_'.length));
    const { body } = await world.operator('GET', '/audit-events?type=webhook.secret_rotated');
    expect(body.items).toMatchObject([{ actor: 'operator:bootstrap', details: { webhookId: hook.id } }, {}]);
  });

  it('are sent again, as the same message, until they arrive, with every attempt in the log', async () => {
    const hook = await webhook(['grant.created']);
    receiver.answer = { status: 500, body: `no\u0007 ${'x'.repeat(2_000)}`, headers: { 'x-secret': 'theirs' } };
    const id = await grantOf('bo');
    await arrived('grant.created');
    await until('the attempt is in the log', async () => (await deliveries(hook))[0]?.last !== null);
    const [failed] = await deliveries(hook, '?state=pending');
    expect(failed).toMatchObject({ state: 'pending', attempts: 1, last: { status: 500, fault: null } });
    receiver.answer = { status: 307, headers: { location: receiver.url } };
    await until('it came again', async () => {
      await hurry();
      return receiver.of('grant.created').length >= 2;
    });
    receiver.answer = { status: 200 };
    await until('it was delivered', async () => {
      await hurry();
      return (await deliveries(hook))[0]?.state === 'delivered';
    });
    const ids = receiver.of('grant.created').map((message) => message.id);
    expect(new Set(ids)).toEqual(new Set([failed?.id]));
    const { body } = await world.operator('GET', `/webhooks/${hook.id}/deliveries/${failed?.id}`);
    const log = body.log as { status: number; answer: string }[];
    expect(log.map(({ status }) => status)).toEqual([500, 307, 200]);
    expect(log[0]?.answer).toMatch(/^no {2}x{296}$/);
    expect(JSON.parse(String(body.body))).toMatchObject({ type: 'grant.created', data: { grantId: id } });

    const replayed = await world.operator('POST', `/webhooks/${hook.id}/deliveries/${failed?.id}/replay`);
    expect([replayed.status, replayed.body.state]).toEqual([202, 'pending']);
    await arrived('grant.created', 4);
    expect(receiver.messages.at(-1)).toMatchObject({ id: failed?.id, body: body.body });
  });

  it('stop at a receiver that wants no more, or that has been dead for days, and say so', async () => {
    const gone = await webhook(['grant.created']);
    receiver.answer = { status: 410 };
    await world.operator('POST', `/webhooks/${gone.id}/test`);
    const stateOf = async ({ id }: Made) => (await world.operator('GET', `/webhooks/${id}`)).body;
    await until('it was disabled', async () => (await stateOf(gone)).state === 'disabled');
    expect(await stateOf(gone)).toMatchObject({ disabledBecause: 'gone', failingSince: expect.any(String) });
    expect((await world.operator('POST', `/webhooks/${gone.id}/test`)).body.code).toBe('conflict');

    const dead = await webhook(['grant.created']);
    receiver.answer = { status: 503 };
    await query(`update webhooks set failing_since = now() - interval '73 hours' where id = $1`, [dead.id]);
    await world.operator('POST', `/webhooks/${dead.id}/test`);
    await until('it was disabled', async () => (await stateOf(dead)).state === 'disabled');
    expect(await stateOf(dead)).toMatchObject({ disabledBecause: 'failing' });
    expect(await deliveries(dead)).toMatchObject([{ state: 'failed' }]);
    const { body } = await world.operator('GET', '/audit-events?type=webhook.disabled');
    expect(body.items).toMatchObject([{ actor: 'broker', details: { because: 'failing' } }, { actor: 'broker' }]);

    const enabled = await world.operator('PATCH', `/webhooks/${dead.id}`, { enabled: true });
    expect(enabled.body).toMatchObject({ state: 'enabled', disabledBecause: null, failingSince: null });
  });

  it.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/',
    'http://[::1]:9/',
    'http://8.8.8.8/',
    'https://u:p@8.8.8.8/',
  ])('are not to be sent to %s', async (url) => {
    const { status, body } = await world.operator('POST', '/webhooks', { url, events: ['grant.revoked'] });
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '/url' }]]);
  });

  it('tell nothing of what happened before they were there, and miss nothing that two replicas write at once', async () => {
    await grantOf('chen');
    await webhook(['grant.renewed', 'grant.created']);
    const again = (url: string) => consentAs(`${url}/consent/demo`, { as: 'chen' });
    for (let n = 0; n < 3; n += 1)
      await Promise.all(['amei', 'bo'].map((as) => consentAs(`${world.url}/consent/demo`, { as })));
    await again(world.url);
    const count = async () =>
      (
        await query(
          `select from audit_events e where type = 'consent.granted' and occurred_at > (select max(since) from webhooks)`,
        )
      ).length;
    await until('all of them arrived', async () => receiver.messages.length >= (await count()));
    const events = receiver.messages.map(({ data }) => data.eventId);
    expect([events.length, new Set(events).size]).toEqual([7, 7]);
  });

  it('publish checkpoints of the trail, which prove it later', async () => {
    await until('a checkpoint arrived', async () => checkpoints.messages.length > 0);
    const [message] = checkpoints.messages;
    const { replica, number } = JSON.parse(String(message?.data.body)) as Record<string, unknown>;
    expect(message?.data).toMatchObject({ replica, number, signature: expect.any(String), keyId: expect.any(String) });
  });
});
