import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { start, type TestProcess } from './harness/process.js';
import { builtExample } from './harness/project.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const meeting = { userId: 'zhangsan', subject: '项目评审', startsAt: '2026-12-01T06:00:00Z' };

describe('the example service', () => {
  let world: World;
  let caller: TestCaller;
  let service: { readonly url: string; readonly process: TestProcess };
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('meetings', [
      { application: 'demo', scopes: seeded.scopes, delivery: ['token', 'handle'] },
    ]);
    service = await startExample();
  });
  afterAll(async () => {
    await service?.process.stop();
    await world?.close();
  });

  async function startExample(change: Record<string, string> = {}) {
    const running = start(
      builtExample,
      {
        PORT: '0',
        TOKEN_BROKER_URL: world.url,
        TOKEN_BROKER_GRPC: world.brokers[0].grpcAddress,
        CLIENT_ID: caller.clientId,
        CLIENT_SECRET: caller.clientSecret,
        APPLICATION: 'demo',
        DINGTALK_API_URL: world.emulator.url,
        ...change,
      },
      ['--exit-with-stdin'],
    );
    const [, url = ''] = await running.saying(/"ready":true,"url":"([^"]+)"/);
    return { url, process: running };
  }
  const plan = (json: object, url = service.url) => ask(`${url}/meetings`, { json });
  const recordsOf = async (type: string) => {
    const { rows } = await world.database.pool.query<{ purpose: string }>(
      'select purpose from audit_events where type = $1 and caller_id = $2',
      [type, caller.id],
    );
    return rows.map(({ purpose }) => purpose);
  };

  it('leads a person who has not consented to the link, and goes on after that', async () => {
    const { status, body } = await plan(meeting);
    expect([status, body.error]).toEqual([403, 'consent_required']);
    expect((await consentAs(String(body.consentUrl), { as: 'zhangsan' })).code).toBe('granted');
    expect((await plan(meeting)).status).toBe(201);
  });

  it.each(['token', 'handle'])(
    'puts a to-do and an event into DingTalk for a person it knows by userId, by %s',
    async (via) => {
      const subject = `季度评审 ${via}`;
      const { status, body } = await plan({ ...meeting, subject, via });
      expect([status, body]).toEqual([201, { todoId: expect.any(String), eventId: expect.any(String), via }]);
      const { todos } = await world.emulator.control<{ todos: object[] }>('GET', '/todos?person=zhangsan');
      expect(todos).toContainEqual(expect.objectContaining({ id: body.todoId, kind: 'personal', subject }));
      const { events } = await world.emulator.control<{ events: object[] }>('GET', '/calendar-events?person=zhangsan');
      expect(events).toContainEqual(expect.objectContaining({ id: body.eventId, summary: subject }));
      const purpose = `plan a meeting: ${subject}`;
      expect(await recordsOf(`${via}.handed_out`)).toEqual(expect.arrayContaining([purpose]));
      if (via === 'handle')
        expect((await recordsOf('gateway.called')).filter((one) => one === purpose)).toHaveLength(2);
    },
  );

  it('works the same without gRPC', async () => {
    const alone = await startExample({ TOKEN_BROKER_GRPC: '' });
    try {
      for (const via of ['token', 'handle']) expect((await plan({ ...meeting, via }, alone.url)).status).toBe(201);
    } finally {
      await alone.process.stop();
    }
  });

  it('hears that the person withdrew, and stops', async () => {
    const { body } = await world.operator('GET', '/grants?userId=zhangsan&state=active');
    const [grant] = body.items as { id: string }[];
    await world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'left the project' });
    await service.process.saying(/"revoked":"zhangsan"/);
    for (const via of ['token', 'handle']) {
      const answer = await plan({ ...meeting, via });
      expect([answer.status, answer.body.error]).toEqual([403, 'consent_required']);
    }
  });

  it.each([
    ['nobody', { userId: '' }],
    ['no time', { startsAt: 'soon' }],
    ['another way', { via: 'pigeon' }],
  ])('refuses a meeting with %s', async (_, change) => {
    expect((await plan({ ...meeting, ...change })).status).toBe(400);
  });

  it('gives back what it holds when it ends, and has printed no token', async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    const ending = await startExample();
    await plan(meeting, ending.url);
    await ending.process.kill('SIGTERM');
    expect(await ending.process.ended).toEqual({ code: 0, signal: null });
    expect((await recordsOf('handout.returned')).length).toBeGreaterThan(0);
    const said = [...service.process.output().trim().split('\n'), ...ending.process.output().trim().split('\n')];
    for (const line of said) expect(Object.keys(JSON.parse(line) as object)).not.toContain('trouble');
    expect(said.join('\n')).not.toMatch(/[0-9a-f]{32}(?!-)/);
  });
});
