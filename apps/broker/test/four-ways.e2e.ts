import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AbilityService, startAbilityService } from './harness/ability-service.js';
import { clientUserAgents } from './harness/dingtalk-clients.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { Browser, consentAs } from './harness/person.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const baymaxCallback = 'https://baymax.dingtalk.com/oauth2';
const MISSING = 'InvalidAuthentication';
const DENIED = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
const contactScopes = ['Contact.User.Read'];
const todoScopes = ['Contact.User.Read', 'Todo.PersonalTodo.Write'];

interface Conversation {
  readonly id: string;
  readonly state: string;
  readonly entries: readonly { readonly kind: string; readonly [member: string]: unknown }[];
}

interface Grant {
  readonly id: string;
  readonly userId: string;
  readonly [member: string]: unknown;
}

describe('the four ways of a person’s authority', () => {
  let world: World;
  let caller: TestCaller;
  let service: AbilityService;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    const redirectUris = [`${world.url}/consent/callback`, baymaxCallback];
    await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { redirectUris });
    caller = await world.createCaller('assistant', [
      { application: 'demo', scopes: seeded.scopes, delivery: ['token', 'handle'], mayBringCodes: true },
    ]);
    service = await startAbilityService(world, caller);
    const ability = { caller: caller.id, allowPlaintext: true };
    for (const [abilityKey, scopes] of [
      ['who-am-i', contactScopes],
      ['add-todo', todoScopes],
    ] as const) {
      const address = `${service.url}/${abilityKey}`;
      const registered = { ...ability, abilityKey, scopes, address };
      expect((await world.operator('POST', '/applications/demo/abilities', registered)).status).toBe(201);
    }
    await world.brokers[0].process.saying(/the stream is open/);
  });
  afterAll(async () => {
    await service?.process.stop();
    await world?.close();
  });

  const points = (delegatedPoints: readonly string[]) =>
    world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints });
  const run = (person: string, abilityKey: string, generation: 1 | 2, data: object = {}) =>
    world.emulator.control<Conversation>('POST', '/plugins/conversations', {
      clientId: seeded.clientId,
      person,
      abilityKey,
      generation,
      data,
    });
  const agree = ({ id }: Conversation) =>
    world.emulator.control<Conversation>('POST', `/plugins/conversations/${id}/decision`, { decision: 'agree' });
  const steps = ({ entries }: Conversation) => entries.map(({ kind, code }) => code ?? kind);
  const resultOf = ({ entries }: Conversation) => JSON.parse(String(entries.at(-1)?.text)) as Record<string, unknown>;
  const grantOf = async (userId: string): Promise<Grant> => {
    const { body } = await world.operator('GET', `/grants?userId=${userId}`);
    const items = body.items as Grant[];
    expect(items).toHaveLength(1);
    return items[0] as Grant;
  };
  const recordsOf = async (query: string) => await world.items<Record<string, unknown>>(`/audit-events?${query}`);

  it.each([
    [1, 'zhangwei1'],
    [2, 'zhangwei2'],
  ] as const)(
    'by an AI plugin of generation %i: DingTalk asks when the token is missing, and when a point is, and runs it again',
    async (generation, person) => {
      await points(contactScopes);
      const asking = await run(person, 'who-am-i', generation);
      expect(steps(asking)).toEqual(['person', 'call', MISSING, 'consent']);
      const told = await agree(asking);
      expect([steps(told).slice(-2), resultOf(told).name]).toEqual([['call', 'answer'], '张伟']);
      await points(seeded.scopes);
      const lacking = await run(person, 'add-todo', generation, { subject: '回访' });
      expect(steps(lacking)).toEqual(['person', 'call', DENIED, 'consent']);
      const done = await agree(lacking);
      expect(resultOf(done)).toEqual({ id: expect.any(String) });
      const { todos } = await world.emulator.control<{ todos: object[] }>('GET', `/todos?person=${person}`);
      expect(todos).toEqual([expect.objectContaining({ subject: '回访' })]);
    },
  );

  it('end in the same grant, the same records and the same hand-out', async () => {
    // A browser, and DingTalk's client.
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    const codeOf = async (person: string) => {
      const body = { clientId: seeded.clientId, person };
      return (await world.emulator.control<{ authCode: string }>('POST', '/codes', body)).authCode;
    };
    const client = new Browser(clientUserAgents.ios('7.6.15'));
    const page = `${world.url}/consent/demo/in-client`;
    const [, state = ''] = /name="state" value="([^"]+)"/.exec((await client.open(page)).text) ?? [];
    await client.send(page, { state, status: 'ok', authCode: await codeOf('lisi') });
    // An assistant's skill; a plugin came before.
    const headers = { authorization: `Bearer ${await caller.accessToken()}` };
    const json = { application: 'demo', authCode: await codeOf('chenxi'), channel: 'assistant_skill' };
    expect((await ask(`${world.url}/v1/grants`, { headers, json })).status).toBe(200);

    const ways = { zhangsan: 'browser', lisi: 'in_client', chenxi: 'assistant_skill', zhangwei1: 'plugin' };
    for (const [userId, channel] of Object.entries(ways)) {
      const grant = await grantOf(userId);
      expect(grant).toMatchObject({ application: 'demo', state: 'active', channel, observedAt: expect.any(String) });
      expect(grant.scopes).toEqual(expect.arrayContaining([...todoScopes]));
      const [consented] = await recordsOf(`grantId=${grant.id}&type=consent.granted`);
      expect(consented).toMatchObject({ outcome: 'ok', userId, details: { channel } });
      const asked = { application: 'demo', userId, scopes: todoScopes, purpose: `by ${channel}` };
      const { status, body } = await caller.requestToken(asked);
      expect([status, body.grantId]).toEqual([200, grant.id]);
      const [handedOut] = await recordsOf(`grantId=${grant.id}&type=token.handed_out`);
      expect(handedOut).toMatchObject({ handoutId: body.handoutId, callerId: caller.id, purpose: `by ${channel}` });
    }
  });
});
