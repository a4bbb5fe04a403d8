import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { start, type TestProcess } from './harness/process.js';
import { builtExample } from './harness/project.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const skillKey = 'what-the-assistant-was-given';
const skillScopes = ['Contact.User.Read', 'Todo.PersonalTodo.Write'];
const meeting = { userId: 'zhangsan', subject: '项目评审', startsAt: '2026-12-01T06:00:00Z' };

describe('the example service', () => {
  let world: World;
  let caller: TestCaller;
  let service: { readonly url: string; readonly process: TestProcess };
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('meetings', [
      { application: 'demo', scopes: seeded.scopes, delivery: ['token', 'handle'], mayBringCodes: true },
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
        SKILL_KEY: skillKey,
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
    const { id } = await world.liveGrant('zhangsan');
    await world.operator('POST', `/grants/${id}/revoke`, { reason: 'left the project' });
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

  describe('as a skill of an AI assistant', () => {
    interface Conversation {
      readonly id: string;
      readonly state: string;
      readonly entries: readonly { readonly kind: string; readonly [member: string]: unknown }[];
    }
    let openapi: string;
    beforeAll(async () => {
      openapi = (await ask(`${service.url}/skill.yaml`)).text;
    });

    const say = (subject: string, { person = 'lisi', url = service.url } = {}) =>
      world.emulator.control<Conversation>('POST', '/skills/conversations', {
        clientId: seeded.clientId,
        person,
        openapi,
        server: url,
        message: `提醒我${subject}`,
        input: { subject },
        authentication: { kind: 'bearer', key: skillKey },
      });
    const press = ({ id }: Conversation, decision: 'agree' | 'refuse') =>
      world.emulator.control<Conversation>('POST', `/skills/conversations/${id}/decision`, { decision });
    const answerOf = ({ entries }: Conversation) => {
      const last = entries.at(-1);
      return last?.kind === 'answer' ? (JSON.parse(String(last.text)) as Record<string, unknown>) : last;
    };
    const todosOf = async (person: string) =>
      (await world.emulator.control<{ todos: { id: string; subject: string }[] }>('GET', `/todos?person=${person}`))
        .todos;
    const grantsOf = async (userId: string) => await world.items<Record<string, unknown>>(`/grants?userId=${userId}`);

    it('serves a file that is annotated with what it asks people for, and that nothing is wrong with', async () => {
      const scopes = ['Todo.PersonalTodo.Write'];
      const annotated = await world.operator('POST', '/skills/annotate', { openapi, scopes });
      expect([annotated.status, annotated.body]).toEqual([200, { openapi, findings: [] }]);
    });

    it('gets no code from a person who refuses, does nothing and says so', async () => {
      const asking = await say('买牛奶');
      expect([asking.state, asking.entries.at(-1)]).toEqual(['asking', { kind: 'consent', points: skillScopes }]);
      const refused = await press(asking, 'refuse');
      const call = refused.entries.find(({ kind }) => kind === 'call');
      expect(Object.keys(JSON.parse(String(call?.body)) as object)).toEqual(['subject', 'userId']);
      expect(answerOf(refused)).toEqual({ message: expect.stringContaining('没有允许访问') });
      expect([await todosOf('lisi'), await grantsOf('lisi')]).toEqual([[], []]);
    });

    it('makes a grant of the code of a person who allows it, and the to-do, in one call to the broker', async () => {
      const said = answerOf(await press(await say('买牛奶'), 'agree'));
      expect(said).toEqual({ message: '已创建待办：买牛奶', todoId: expect.any(String) });
      expect(await todosOf('lisi')).toEqual([expect.objectContaining({ id: said?.todoId, subject: '买牛奶' })]);
      expect(await grantsOf('lisi')).toEqual([
        expect.objectContaining({ channel: 'assistant_skill', state: 'active', scopes: skillScopes }),
      ]);
      expect(await recordsOf('token.handed_out')).toContain('create a to-do: 买牛奶');
    });

    it('goes on with the next code, and with a handle where it is set up so', async () => {
      const narrow = await startExample({ SKILL_DELIVERY: 'handle' });
      try {
        expect(answerOf(await say('交周报', { url: narrow.url }))).toMatchObject({ message: '已创建待办：交周报' });
        expect(await recordsOf('gateway.called')).toContain('create a to-do: 交周报');
        expect(await grantsOf('lisi')).toHaveLength(1);
      } finally {
        await narrow.process.stop();
      }
    });

    it('is nobody’s but the assistant’s', async () => {
      for (const authorization of ['Bearer somebody-elses', `Basic ${btoa(skillKey)}`]) {
        const json = { subject: '买牛奶', oauthAuthCode: 'x' };
        expect((await ask(`${service.url}/skill/todos`, { headers: { authorization }, json })).status).toBe(401);
      }
    });

    it('takes no code of somebody else than the person who talks', async () => {
      const code = { clientId: seeded.clientId, person: 'chenxi' };
      const { authCode } = await world.emulator.control<{ authCode: string }>('POST', '/codes', code);
      const json = { subject: '买牛奶', userId: 'lisi', oauthAuthCode: authCode };
      const answer = await ask(`${service.url}/skill/todos`, {
        headers: { authorization: `Bearer ${skillKey}` },
        json,
      });
      expect([answer.status, answer.body]).toMatchObject([500, { error: 'invalid_request', remedy: 'developer' }]);
      expect(await grantsOf('chenxi')).toEqual([]);
    });
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
