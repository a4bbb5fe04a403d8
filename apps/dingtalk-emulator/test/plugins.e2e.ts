import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DWClientDownStream } from 'dingtalk-stream';
import { DEMO, EmulatorUnderTest } from './emulator-under-test.js';
import { OfficialClient } from './official-client.js';
import { ScriptlessBrowser } from './scriptless-browser.js';

const FIRST = '/v1.0/agi/plugins/callback';
const GRAPH = '/v1.0/graph/api/invoke';
const BAYMAX = 'https://baymax.dingtalk.com/oauth2';
const NO_TOKEN = 'InvalidAuthentication';
const NO_SCOPE = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';

interface Conversation {
  readonly id: string;
  readonly state: string;
  readonly entries: readonly { readonly kind: string; readonly [field: string]: unknown }[];
}

type Members = Record<string, unknown>;

/** An AI plugin on the official SDK, whose abilities act for the person and tell DingTalk what it is that they lack. */
class PluginUnderTest {
  readonly calls: Members[] = [];
  private readonly client: OfficialClient;

  constructor(private readonly emulator: EmulatorUnderTest) {
    this.client = new OfficialClient(emulator);
    this.client.registerCallbackListener(FIRST, (message) => void this.first(message));
    this.client.registerCallbackListener(GRAPH, (message) => void this.graph(message));
  }

  connect(): Promise<void> {
    return this.client.connect();
  }

  close(): void {
    this.client.disconnect();
  }

  private async first({ headers, data }: DWClientDownStream): Promise<void> {
    const call = JSON.parse(data) as Members & { data: Members };
    this.calls.push(call);
    const outcome = await this.act(String(call.abilityKey), call.data);
    const answer = typeof outcome === 'string' ? { success: false, code: outcome } : { result: outcome };
    this.client.socketCallBackResponse(headers.messageId, { requestId: call.requestId, ...answer });
  }

  private async graph({ headers, data }: DWClientDownStream): Promise<void> {
    const call = JSON.parse(data) as { headers: Record<string, string>; body: string };
    this.calls.push(call);
    const outcome = await this.act(call.headers['x-ability-key'] ?? '', JSON.parse(call.body) as Members);
    const body = JSON.stringify(typeof outcome === 'string' ? { success: false, code: outcome } : outcome);
    const response = { statusLine: { code: 200, reasonPhrase: 'OK' }, headers: {}, body };
    // Bare, as services in JavaScript send it: the wrapper stands in the SDK's type alone, and the other languages' SDKs put it on.
    this.client.sendGraphAPIResponse(headers.messageId, response as never);
  }

  /** What it did, or the code with which DingTalk refused. */
  private async act(abilityKey: string, { accessToken, subject }: Members): Promise<Members | string> {
    if (abilityKey === 'echo') return { heard: subject };
    if (abilityKey === 'never content') return NO_TOKEN;
    if (abilityKey !== 'addTodo') return 'unknown_ability';
    if (typeof accessToken !== 'string') return NO_TOKEN;
    const path = '/v1.0/todo/users/me/personalTasks';
    const { status, body } = await this.emulator.call('POST', path, { json: { subject }, token: accessToken });
    return status === 200 ? { todoId: body?.taskId } : String(body?.code);
  }
}

describe('the platform that runs AI plugins', () => {
  let emulator: EmulatorUnderTest;
  let plugin: PluginUnderTest;
  beforeEach(async () => {
    jest.spyOn(console, 'info').mockImplementation(() => {});
    emulator = await EmulatorUnderTest.start();
    plugin = new PluginUnderTest(emulator);
    await plugin.connect();
  });
  afterEach(async () => {
    plugin.close();
    await emulator.close();
    jest.restoreAllMocks();
  });

  const run = async (more: object = {}) =>
    (await emulator.control('POST', '/plugins/conversations', {
      clientId: DEMO,
      person: 'zhangsan',
      abilityKey: 'addTodo',
      data: { subject: '买牛奶' },
      ...more,
    })) as unknown as Conversation;
  const press = async ({ id }: Conversation, decision: string) =>
    (await emulator.control('POST', `/plugins/conversations/${id}/decision`, { decision })) as unknown as Conversation;
  const steps = ({ entries }: Conversation) => entries.map(({ kind, code }) => code ?? kind);
  const todos = async () => (await emulator.control('GET', '/todos?person=zhangsan')).todos;

  it.each([1, 2])(
    'shows the consent card when the token is missing, and runs generation %d again',
    async (generation) => {
      const asking = await run({ generation });
      expect([asking.state, steps(asking)]).toEqual(['asking', ['person', 'call', NO_TOKEN, 'consent']]);
      const { state, entries } = await press(asking, 'agree');
      expect([state, entries.at(-1)]).toEqual(['ended', { kind: 'answer', text: expect.stringContaining('todoId') }]);
      expect(await todos()).toEqual([expect.objectContaining({ subject: '买牛奶', clientId: DEMO })]);
      expect(steps(await run({ generation }))).toEqual(['person', 'call', 'answer']);
    },
  );

  it('shows it when a point is missing, which the application applied for later', async () => {
    await emulator.control('PATCH', `/applications/${DEMO}`, { delegatedPoints: ['Contact.User.Read'] });
    await emulator.code(DEMO, 'zhangsan');
    const delegatedPoints = ['Contact.User.Read', 'Todo.PersonalTodo.Write'];
    await emulator.control('PATCH', `/applications/${DEMO}`, { delegatedPoints });
    const asking = await run();
    expect([steps(asking), asking.entries.at(-1)?.points]).toEqual([
      ['person', 'call', NO_SCOPE, 'consent'],
      delegatedPoints,
    ]);
    expect((await press(asking, 'agree')).entries.at(-1)?.kind).toBe('answer');
  });

  it('shows it when the token it keeps has died, and when the person withdrew', async () => {
    await run({ auto: 'agree' });
    await emulator.control('POST', '/tokens/expire', { kind: 'access' });
    expect(steps(await run({ auto: 'agree' }))).toEqual(['person', 'call', NO_TOKEN, 'consent', 'call', 'answer']);
    await emulator.control('POST', '/consents/withdraw', { clientId: DEMO, person: 'zhangsan' });
    expect(steps(await run({ auto: 'refuse' }))).toEqual(['person', 'call', NO_TOKEN, 'consent']);
  });

  it('refuses the consent unless its callback is registered with the application', async () => {
    const { redirectUris } = await emulator.control('GET', `/applications/${DEMO}`);
    const others = (redirectUris as string[]).filter((uri) => uri !== BAYMAX);
    await emulator.control('PATCH', `/applications/${DEMO}`, { redirectUris: others });
    expect(steps(await run())).toEqual(['person', 'call', NO_TOKEN, 'redirect_uri']);
  });

  it('sends what the documents print, and a token to a plugin that asked for one alone', async () => {
    await run({ auto: 'agree' });
    await run({ abilityKey: 'echo', pluginId: 'AI-1', pluginVersion: '2.0.0' });
    await run({ abilityKey: 'echo', needsToken: false, generation: 2, pluginId: 'AI-1', pluginVersion: '2.0.0' });
    expect(plugin.calls.slice(-2)).toEqual([
      {
        abilityKey: 'echo',
        pluginId: 'AI-1',
        pluginVersion: '2.0.0',
        requestId: expect.any(String),
        data: { subject: '买牛奶', accessToken: expect.stringMatching(/^[0-9a-f]{32}$/) },
      },
      {
        requestLine: { method: 'POST', uri: '/plugin' },
        headers: expect.objectContaining({
          'x-plugin-id': 'AI-1',
          'x-plugin-version': '2.0.0',
          'x-ability-key': 'echo',
        }),
        body: '{"subject":"买牛奶"}',
      },
    ]);
  });

  it('ends with an ability that fails, is never content, or does not answer', async () => {
    expect(steps(await run({ abilityKey: 'unheard of' }))).toEqual(['person', 'call', 'unknown_ability']);
    const never = await run({ abilityKey: 'never content', auto: 'agree' });
    expect(steps(never)).toEqual(['person', 'call', NO_TOKEN, 'consent', 'call', NO_TOKEN]);
    await emulator.control('PATCH', '/settings', { pluginAnswerSeconds: 0.05 });
    expect(steps(await run({ clientId: 'dingnarrowhangzhou' }))).toEqual(['person', 'call', 'unanswered']);
  });

  it('is used from its page, which registers the callback too', async () => {
    const browser = new ScriptlessBrowser(emulator.url);
    const fields = {
      clientId: DEMO,
      person: 'zhangsan',
      abilityKey: 'addTodo',
      generation: '1',
      data: '{"subject":"买牛奶"}',
    };
    await browser.open('/');
    await browser.press('plugins');
    await browser.press(`callback-${DEMO}`);
    await browser.press('start-plugin', fields);
    expect([browser.shows('card'), browser.html.includes(BAYMAX)]).toEqual([false, true]);
    await browser.open('/emulator/plugins');
    await browser.press(`callback-${DEMO}`);
    await browser.press('start-plugin', fields);
    await browser.press('card-agree');
    expect(browser.shows('answer')).toBe(true);
    await browser.open('/emulator/plugins?as=lisi&auto=refuse');
    await browser.press('start-plugin', fields);
    expect([browser.shows('decided'), browser.shows('answer')]).toEqual([true, false]);
  });
});
