import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, EmulatorUnderTest, HANGZHOU, SEED_SECRET } from './emulator-under-test.js';
import { ScriptlessBrowser } from './scriptless-browser.js';
import { SkillUnderTest } from './skill-under-test.js';

interface Conversation {
  readonly id: string;
  readonly state: string;
  readonly entries: readonly { readonly kind: string; readonly [field: string]: unknown }[];
}

const SCOPES = ['Contact.User.Read', 'Todo.PersonalTodo.Write'];
const inQuery = (server: string) => `openapi: 3.0.1
info: {title: 待办, version: v1}
servers: [{url: ${server}/skill}]
x-dingtalk-delegated-scopes: [${SCOPES.join(', ')}]
paths:
  /todos/{list}:
    parameters:
    - {name: list, in: path, required: true, schema: {type: string}}
    get:
      operationId: listTodos
      parameters:
      - {name: limit, in: query, schema: {type: integer, x-dingtalk-default: 10}}
      - {name: who, in: query, schema: {type: string, x-dingtalk-context: {property: currentUser, format: userId}}}
      - {name: oauthAuthCode, in: query, schema: {type: string, x-dingtalk-context: {property: currentUser, format: oauthAuthCode}}}
`;
const inBody = (server: string, more = '') => `openapi: 3.0.1
info: {title: 待办, version: v1}
servers: [{url: ${server}}]
x-dingtalk-delegated-scopes: [${SCOPES.join(', ')}]
paths:
  /todos:
    post:
      operationId: createTodo${more}
      requestBody: {$ref: '#/components/requestBodies/Todo'}
components:
  requestBodies:
    Todo: {content: {application/json: {schema: {$ref: '#/components/schemas/Todo'}}}}
  schemas:
    Todo:
      type: object
      required: [subject]
      properties:
        subject: {type: string}
        code: {type: string, x-dingtalk-context: {property: currentUser, format: oauthAuthCode}}
        union: {type: string, x-dingtalk-context: {property: currentUser, format: unionId}}
        corp: {type: string, x-dingtalk-context: {property: currentOrg, format: corpId}}
        said: {type: string, x-dingtalk-context: {property: currentInput, format: raw}}
`;

describe('an AI assistant', () => {
  let emulator: EmulatorUnderTest;
  let skill: SkillUnderTest;
  beforeEach(async () => {
    [emulator, skill] = await Promise.all([EmulatorUnderTest.start(), SkillUnderTest.start()]);
  });
  afterEach(() => Promise.all([emulator.close(), skill.close()]));

  const begin = async (openapi: string, more: object = {}) =>
    (await emulator.control('POST', '/skills/conversations', {
      clientId: DEMO,
      person: 'zhangsan',
      openapi,
      ...more,
    })) as unknown as Conversation;
  const press = async ({ id }: Conversation, decision: string) =>
    (await emulator.control('POST', `/skills/conversations/${id}/decision`, { decision })) as unknown as Conversation;
  const kinds = ({ entries }: Conversation) => entries.map(({ kind }) => kind);

  it('asks for exactly the points of the file, and calls the skill with a code that buys a token of that person', async () => {
    const asking = await begin(inBody(skill.url), { input: { subject: '买牛奶' }, message: '提醒我买牛奶' });
    expect([asking.state, kinds(asking), asking.entries[1]?.points]).toEqual(['asking', ['person', 'consent'], SCOPES]);
    expect(skill.calls).toHaveLength(0);
    const { state, entries } = await press(asking, 'agree');
    expect([state, entries.at(-1)]).toEqual(['ended', { kind: 'answer', status: 200, text: '{"created":true}' }]);
    const [call] = skill.calls;
    const { people } = (await emulator.control('GET', `/people?clientId=${DEMO}`)) as {
      people?: { key: string; unionId: string }[];
    };
    expect(call?.body).toEqual({
      subject: '买牛奶',
      said: '提醒我买牛奶',
      corp: HANGZHOU,
      union: people?.find(({ key }) => key === 'zhangsan')?.unionId,
      code: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(call?.headers['x-dingtalk-unifiedappid']).toMatch(/^[0-9a-f-]{36}$/);
    const token = await emulator.redeem(String(call?.body?.code));
    expect(token.status).toBe(200);
    const granted = await emulator.control('GET', `/consents?person=zhangsan`);
    expect(granted.consents).toEqual([expect.objectContaining({ clientId: DEMO, points: SCOPES })]);
  });

  it('calls the skill without a code when the person refuses, and asks again the next time', async () => {
    const refused = await press(await begin(inBody(skill.url), { input: { subject: '买牛奶' } }), 'refuse');
    expect(kinds(refused)).toEqual(['person', 'consent', 'call', 'answer']);
    expect(Object.keys(skill.calls[0]?.body ?? {})).not.toContain('code');
    expect((await begin(inBody(skill.url), { input: { subject: '买牛奶' } })).state).toBe('asking');
  });

  it('does not ask again for what was allowed, and gives a new code to every run', async () => {
    for (const auto of ['agree', undefined]) {
      await begin(inQuery(skill.url), { input: { list: '我的/待办' }, ...(auto && { auto }) });
    }
    const urls = skill.calls.map(({ url }) => url);
    expect(urls.map(({ pathname }) => decodeURIComponent(pathname))).toEqual(Array(2).fill('/skill/todos/我的/待办'));
    const [first, second] = urls.map(({ searchParams }) => Object.fromEntries(searchParams));
    expect(first).toEqual({ limit: '10', who: 'zhangsan', oauthAuthCode: expect.any(String) });
    expect(first?.oauthAuthCode).not.toBe(second?.oauthAuthCode);
  });

  it.each([
    [{ kind: 'none' }, undefined, undefined],
    [{ kind: 'bearer', key: 'k1' }, 'authorization', 'Bearer k1'],
    [{ kind: 'basic', key: 'u:p' }, 'authorization', `Basic ${btoa('u:p')}`],
    [{ kind: 'header', name: 'X-Api-Key', key: 'k2' }, 'x-api-key', 'k2'],
  ])('proves itself to the skill as configured: %j', async (authentication, header, value) => {
    await begin(inBody(skill.url), { input: { subject: '买' }, authentication, auto: 'agree' });
    const headers = skill.calls[0]?.headers ?? {};
    expect(header === undefined ? headers.authorization : headers[header]).toBe(value);
  });

  it('has the person confirm what it would send where the skill wants that', async () => {
    const file = inBody(skill.url, '\n      x-dingtalk-params-confirm: true');
    const asking = await begin(file, { input: { subject: '买牛奶' } });
    expect(asking.entries.at(-1)).toEqual({ kind: 'confirm', text: '{"subject":"买牛奶"}' });
    const refused = await press(asking, 'refuse');
    expect([refused.state, skill.calls]).toEqual(['ended', []]);
    const again = await press(await begin(file, { input: { subject: '买牛奶' } }), 'agree');
    expect(kinds(await press(again, 'agree'))).toEqual(['person', 'confirm', 'consent', 'call', 'answer']);
  });

  it('says E000003 with the address of a skill that fails, is gone or takes too long', async () => {
    const problemOf = async (file: string) => {
      const { entries } = await begin(file, { input: { subject: '买' }, auto: 'agree' });
      return entries.at(-1);
    };
    skill.answer = { status: 503, text: 'down' };
    const failed = { kind: 'problem', code: 'E000003', text: `${skill.url}/todos: 503 down` };
    expect(await problemOf(inBody(skill.url))).toEqual(failed);
    expect(await problemOf(inBody('http://127.0.0.1:1'))).toMatchObject({ code: 'E000003' });
    await emulator.control('PATCH', '/settings', { skillAnswerSeconds: 0.05 });
    skill.answer = undefined;
    expect(await problemOf(inBody(skill.url))).toMatchObject({ text: `${skill.url}/todos: no answer within 0.05 s` });
  });

  it.each([
    ['is no OpenAPI file', 'a: [', {}, 400, /neither YAML nor JSON/],
    ['has nothing to call', 'paths: {}', {}, 400, /no operation/],
    ['lacks what nobody said', inBody('http://127.0.0.1:1'), {}, 400, /subject cannot be left out/],
    ['lacks the operation', inBody('http://127.0.0.1:1'), { operation: 'x' }, 400, /there is no x, only createTodo/],
    [
      'wants a point that its application has not',
      inBody('http://127.0.0.1:1'),
      { clientId: 'dingnarrowhangzhou', input: { subject: 'x' } },
      409,
      /Todo.PersonalTodo.Write/,
    ],
    ['is run by a stranger', inBody('http://127.0.0.1:1'), { person: 'waibu', input: { subject: 'x' } }, 409, /waibu/],
  ])('cannot be set up with a skill that %s', async (_, openapi, more, status, detail) => {
    const json = { clientId: DEMO, person: 'zhangsan', openapi, ...more };
    const answer = await emulator.call('POST', '/emulator/api/skills/conversations', { json });
    expect([answer.status, answer.body?.detail]).toEqual([status, expect.stringMatching(detail)]);
  });

  describe('on its page', () => {
    const fields = () => ({
      clientId: DEMO,
      person: 'zhangsan',
      openapi: inBody(skill.url),
      input: '{"subject":"买牛奶"}',
      message: '提醒我<买牛奶>',
      kind: 'bearer',
      key: 'k1',
    });

    it('shows the talk, the card in DingTalk’s words, and the answer', async () => {
      const browser = new ScriptlessBrowser(emulator.url);
      await browser.open('/');
      await browser.press('skills');
      await browser.press('start-skill', fields());
      expect(browser.html).toContain('人事助手</bdi> 申请获取你的以下权限');
      expect(browser.html).toContain('提醒我&#60;买牛奶&#62;');
      for (const scope of SCOPES) expect(browser.shows(`point-${scope}`)).toBe(true);
      expect(browser.shows('point-Calendar.Event.Write')).toBe(false);
      await browser.press('card-agree');
      expect(browser.shows('answer')).toBe(true);
      expect(skill.calls[0]?.headers.authorization).toBe('Bearer k1');
    });

    it('lets a test skip the buttons', async () => {
      const browser = new ScriptlessBrowser(emulator.url, 'en');
      await browser.open('/emulator/skills?as=lisi&auto=refuse');
      await browser.press('start-skill', { ...fields(), person: '' });
      expect([browser.shows('answer'), browser.shows('card-agree')]).toEqual([true, false]);
      expect(Object.keys(skill.calls[0]?.body ?? {})).not.toContain('code');
    });

    it('says what it cannot use and keeps what was typed', async () => {
      const browser = new ScriptlessBrowser(emulator.url);
      await browser.open('/emulator/skills');
      await browser.press('start-skill', { ...fields(), input: 'milk' });
      expect([browser.status, browser.shows('problem')]).toEqual([400, true]);
      expect(browser.html).toContain('value="milk"');
    });
  });

  it('issues a code only the application’s secret can use', async () => {
    await begin(inBody(skill.url), { input: { subject: '买' }, auto: 'agree' });
    const code = String(skill.calls[0]?.body?.code);
    const other = { clientId: 'dingnarrowhangzhou', clientSecret: SEED_SECRET, grantType: 'authorization_code', code };
    expect((await emulator.exchange(other)).status).toBe(400);
  });
});
