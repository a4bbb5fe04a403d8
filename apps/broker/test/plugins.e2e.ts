import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AbilityService, startAbilityService } from './harness/ability-service.js';
import { Canaries, dump } from './harness/canaries.js';
import { seeded } from './harness/emulator.js';
import { type GrpcAbilityService, servePluginAbility } from './harness/grpc-ability.js';
import { everyAnswer } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { Plugin } from './harness/plugin.js';
import { until } from './harness/until.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const MISSING = 'InvalidAuthentication';
const DENIED = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
const contactScopes = ['Contact.User.Read'];
const todoScopes = ['Todo.PersonalTodo.Write'];

describe('AI plugins', () => {
  const tokens = new Canaries();
  let world: World;
  let caller: TestCaller;
  let service: AbilityService;
  let grpcService: GrpcAbilityService;
  let plugin: Plugin;

  const register = (abilityKey: string, more: object = {}) =>
    world.operator('POST', '/applications/demo/abilities', {
      abilityKey,
      caller: caller.id,
      scopes: contactScopes,
      address: `${service.url}/${abilityKey}`,
      allowPlaintext: true,
      ...more,
    });
  /** Everything DingTalk hands out is looked for afterwards. */
  const tokenOf = async (person: string) => tokens.plant(`token of ${person}`, await plugin.tokenOf(person));
  const call = async (abilityKey: string, data: object, generation?: 1 | 2) => {
    const { outcome, response } = await plugin.call(abilityKey, data, {}, generation);
    expect(outcome).toBe('answered');
    return response ?? {};
  };
  const grantsOf = async (userId: string) => {
    const { body } = await world.operator('GET', `/grants?userId=${userId}&application=demo`);
    return body.items as { id: string; state: string; channel: string; endsAt: string; accessTokenExpiresAt: string }[];
  };
  const callsOf = async (operation: string): Promise<number> => {
    const { operations } = await world.emulator.control<{
      operations: Record<string, Record<string, { calls: number }>>;
    }>('GET', '/counters');
    // Those with a token of nobody are of no application.
    return Object.values(operations[operation] ?? {}).reduce((sum, { calls }) => sum + calls, 0);
  };
  const points = (delegatedPoints: readonly string[]) =>
    world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { delegatedPoints });

  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ callsPerSecond: 1_000 });
    plugin = new Plugin(world);
    caller = await world.createCaller('crm', [
      { application: 'demo', scopes: [...contactScopes, ...todoScopes], delivery: ['handle', 'token'] },
    ]);
    service = await startAbilityService(world, caller);
    grpcService = await servePluginAbility();
    await register('who-am-i');
    await register('add-todo', { scopes: [...contactScopes, ...todoScopes] });
    for (const key of ['echo', 'refuse', 'rubbish']) await register(key);
    await register('silence', { timeoutSeconds: 1 });
    await register('over-grpc', { transport: 'grpc', address: `http://${grpcService.address}`, timeoutSeconds: 5 });
    await register('nobody-there', { address: 'http://127.0.0.1:9/' });
    await world.brokers[0].process.saying(/the stream is open/);
  });
  afterAll(async () => {
    await grpcService?.close();
    await service?.process.stop();
    await world?.close();
  });

  describe.each([1, 2] as const)('of generation %i', (generation) => {
    const person = generation === 1 ? 'zhangsan' : 'lisi';
    const resultOf = (response: Record<string, unknown>) =>
      generation === 1 ? response.result : JSON.parse(String(response.body));
    const failureOf = (response: Record<string, unknown>) =>
      generation === 1 ? response : JSON.parse(String(response.body));

    it('without a token ask for consent, in the words that open DingTalk’s card', async () => {
      const response = await call('who-am-i', { note: 'hello' }, generation);
      expect(failureOf(response)).toEqual({ success: false, code: MISSING, requestId: expect.any(String) });
    });

    it('with one reach the service, which acts for the person by a handle', async () => {
      const accessToken = await tokenOf(person);
      const response = await call('who-am-i', { accessToken, note: 'hello' }, generation);
      expect(resultOf(response)).toEqual({
        name: generation === 1 ? '张三' : '李四',
        said: { note: 'hello' },
      });
      const [grant] = await grantsOf(person);
      expect(grant).toMatchObject({ state: 'active', channel: 'plugin', endsAt: grant?.accessTokenExpiresAt });
      const livesMs = new Date(grant?.endsAt ?? '').getTime() - Date.now();
      expect([livesMs > 7_000_000, livesMs <= 7_200_000]).toEqual([true, true]);
    });

    it('are not the service’s to see by their token, and a busy one costs DingTalk one question', async () => {
      const accessToken = await tokenOf(person);
      await call('echo', { accessToken }, generation);
      const before = await callsOf('contact.users');
      const echoed = await call('echo', { accessToken, nested: { accessToken, list: [accessToken] } }, generation);
      expect(resultOf(echoed)).toEqual({ nested: { list: [null] } });
      await Promise.all(Array.from({ length: 20 }, () => call('echo', { accessToken }, generation)));
      expect(await callsOf('contact.users')).toBe(before);
    });
  });

  it('tell of a missing permission with the other code, and succeed when the person has agreed to it', async () => {
    await points(seeded.scopes.filter((scope) => !scope.startsWith('Todo.')));
    const narrow = await tokenOf('chenxi');
    await points(seeded.scopes);
    expect(await call('add-todo', { accessToken: narrow, subject: 'call back' })).toMatchObject({
      success: false,
      code: DENIED,
    });
    const wide = await tokenOf('chenxi');
    expect(await call('add-todo', { accessToken: wide, subject: 'call back' })).toMatchObject({
      result: { id: expect.any(String) },
    });
    expect(await grantsOf('chenxi')).toHaveLength(1);
  });

  it('succeed too when DingTalk sends the token again that it had before the person agreed', async () => {
    await points(seeded.scopes.filter((scope) => !scope.startsWith('Todo.')));
    const accessToken = await tokenOf('zhangwei1');
    await points(seeded.scopes);
    expect(await call('add-todo', { accessToken, subject: 'x' })).toMatchObject({ code: DENIED });
    await tokenOf('zhangwei1');
    expect(await call('add-todo', { accessToken, subject: 'x' })).toMatchObject({ result: { id: expect.any(String) } });
  });

  it('use a consent that can be renewed, where there is one, and leave it as it is', async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangwei2' });
    const [before] = await grantsOf('zhangwei2');
    expect(await call('who-am-i', { accessToken: await tokenOf('zhangwei2') })).toMatchObject({
      result: { name: '张伟' },
    });
    const used = { lastHandoutAt: expect.any(String), lastHandoutBy: expect.anything() };
    expect(await grantsOf('zhangwei2')).toEqual([{ ...before, ...used }]);
  });

  it('are not let in again by a token after a revocation, until the person has been asked', async () => {
    const accessToken = await tokenOf('zhangsan');
    await call('who-am-i', { accessToken });
    const [grant] = await grantsOf('zhangsan');
    await world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'test' });
    const renewed = await tokenOf('zhangsan');
    expect(await call('who-am-i', { accessToken })).toMatchObject({ code: MISSING });
    expect(await call('who-am-i', { accessToken })).toMatchObject({ code: MISSING });
    expect(await call('who-am-i', { accessToken: renewed })).toMatchObject({ result: { name: '张三' } });
    const after = await grantsOf('zhangsan');
    expect(after.filter(({ state }) => state === 'active')).toHaveLength(1);
    expect(after[0]?.id).not.toBe(grant?.id);
  });

  it('forget a revocation with the consent that came after it', async () => {
    const expired = () =>
      world.emulator.control('POST', '/tokens/expire', { kind: 'access', clientId: seeded.clientId });
    const accessToken = await tokenOf('chenxi');
    await call('who-am-i', { accessToken });
    const [grant] = await grantsOf('chenxi');
    await world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'test' });
    expect(await call('who-am-i', { accessToken })).toMatchObject({ code: MISSING });
    const agreed = await tokenOf('chenxi');
    expect(await call('who-am-i', { accessToken: agreed })).toMatchObject({ result: { name: 'Chenxi Liu' } });
    await expired();
    expect(await call('who-am-i', { accessToken: agreed })).toMatchObject({ code: MISSING });
    // As days later, when nobody remembers that the person was asked.
    await world.database.pool.query('delete from plugin_tokens');
    const later = await tokenOf('chenxi');
    expect(await call('who-am-i', { accessToken: later })).toMatchObject({ result: { name: 'Chenxi Liu' } });
  });

  it('end with DingTalk’s word that a token is dead, before its two hours are over', async () => {
    const accessToken = await tokenOf('lisi');
    await call('echo', { accessToken });
    await world.emulator.control('POST', '/tokens/expire', { kind: 'access', clientId: seeded.clientId });
    expect(await call('who-am-i', { accessToken })).toMatchObject({ success: false, code: MISSING });
    const [ended] = await grantsOf('lisi');
    expect(ended).toMatchObject({ channel: 'plugin', state: 'expired' });
    expect(await call('echo', { accessToken })).toMatchObject({ code: MISSING });
    expect(await call('echo', { accessToken: await tokenOf('lisi') })).toMatchObject({ result: {} });
  });

  it('of a token that is nobody’s ask for consent, and cost one question', async () => {
    const before = await callsOf('contact.users');
    for (const _ of [1, 2, 3])
      expect(await call('echo', { accessToken: 'nobodys-token-0123456789' })).toMatchObject({ code: MISSING });
    expect(await callsOf('contact.users')).toBe(before + 1);
  });

  it.each([
    ['nothing-of-ours', {}, 'TokenBroker.UnknownAbility'],
    ['rubbish', {}, 'TokenBroker.ServiceFailed'],
    ['silence', {}, 'TokenBroker.ServiceTimedOut'],
    ['nobody-there', {}, 'TokenBroker.ServiceUnavailable'],
    ['refuse', { answer: { code: 'CustomerExists', message: 'no' } }, 'CustomerExists'],
    ['refuse', { answer: { code: 'not a code', message: 'no' } }, 'TokenBroker.ServiceFailed'],
    ['refuse', { answer: { code: 'consent_required', reason: 'grant_expired' } }, MISSING],
    ['refuse', { answer: { code: 'consent_required', reason: 'scopes_missing' } }, DENIED],
    ['refuse', { answer: { code: MISSING } }, MISSING],
    ['refuse', { answer: { code: 'permission.deny' } }, DENIED],
    ['over-grpc', { refuse: { code: 'consent_required', reason: 'scopes_missing' } }, DENIED],
    ['over-grpc', { refuse: { code: 'CustomerExists' } }, 'CustomerExists'],
    ['over-grpc', { status: 'UNAVAILABLE' }, 'TokenBroker.ServiceUnavailable'],
  ])('of %s with %j are answered %s', async (ability, data, code) => {
    const response = await call(ability, { ...data, accessToken: await tokenOf('zhangsan') });
    expect(response).toEqual({ success: false, code, requestId: expect.any(String) });
  });

  it('reach services over gRPC, with the same', async () => {
    const accessToken = await tokenOf('zhangsan');
    expect(await call('over-grpc', { accessToken, note: 'hello' })).toMatchObject({
      result: { said: { note: 'hello' } },
    });
    const [seen] = grpcService.calls.slice(-1);
    expect(seen).toMatchObject({
      ability_key: 'over-grpc',
      plugin_id: 'AI-test',
      person: { user_id: 'zhangsan', corp_id: seeded.corpId },
      scopes: contactScopes,
      handle: expect.any(String),
    });
    expect(grpcService.authorizations.at(-1)).toMatch(/^Bearer ey/);
  });

  it('are refused where the caller’s entitlements say so, and nothing is kept', async () => {
    const stranger = await world.createCaller('stranger', [
      { application: 'demo', scopes: todoScopes, delivery: ['handle'] },
    ]);
    const { status, body } = await register('not-entitled', { caller: stranger.id, address: `${service.url}/echo` });
    expect([status, body.warnings]).toEqual([201, [{ code: 'not_allowed', rule: 'scopes' }]]);
    await world.emulator.control('POST', '/people', {
      people: [{ key: 'newcomer', name: '新人', memberships: [{ corpId: seeded.corpId, userId: 'newcomer' }] }],
    });
    expect(await call('not-entitled', { accessToken: await tokenOf('newcomer') })).toMatchObject({
      code: 'TokenBroker.NotAllowed',
    });
    expect(await grantsOf('newcomer')).toEqual([]);
  });

  it('that cannot be read are answered', async () => {
    const answer = await world.emulator.control('POST', '/callbacks', {
      clientId: seeded.clientId,
      topic: '/v1.0/agi/plugins/callback',
      data: { nothing: true },
    });
    expect(answer).toMatchObject({ response: { success: false, code: 'TokenBroker.UnreadableCall' } });
  });

  it('are answered once, although DingTalk sends one again', async () => {
    const accessToken = await tokenOf('zhangsan');
    const more = { copies: 3, patienceSeconds: 1, messageId: 'the-same' };
    const answer = await plugin.call('echo', { accessToken, n: 1 }, more);
    expect(answer).toMatchObject({ outcome: 'answered', sent: 3, answers: 1, response: { result: { n: 1 } } });
    const times = await service.times();
    expect(Object.values(times).every((count) => count === 1)).toBe(true);
  });

  it('go on when a ticket runs out, DingTalk says disconnect, or a connection drops', async () => {
    const accessToken = await tokenOf('zhangsan');
    const connections = async () =>
      (await world.emulator.control<{ connections: { id: string; leaving: boolean }[] }>('GET', '/connections'))
        .connections;
    // A ticket that has run out is asked for again after a pause, by a machine that may be busy.
    const works = async () =>
      expect(await plugin.call('echo', { accessToken, still: true }, { patienceSeconds: 25 })).toMatchObject({
        response: { result: { still: true } },
      });
    const [first] = await connections();
    await world.emulator.control('POST', `/connections/${first?.id}/disconnect`, {});
    await works();
    await world.emulator.control('PUT', '/faults/ticket_expired', { times: 1 });
    for (const { id } of await connections()) await world.emulator.control('DELETE', `/connections/${id}`);
    await works();
    await until('one connection is left', async () => (await connections()).length === 1);
  });

  it('come for several applications, of an ISV with the organisation, of a personal one without', async () => {
    const { clientSecret, corpId } = seeded;
    const scopes = ['Contact.User.Read', 'Calendar.Event.Read'];
    const others = [
      { name: 'meeting', kind: 'isv', clientId: 'suitedemomeeting' },
      { name: 'notes', kind: 'personal', clientId: 'dingpersonalnotes' },
    ];
    for (const each of others)
      expect((await world.operator('POST', '/applications', { ...each, clientSecret, scopes })).status).toBe(201);
    const entitlements = others.map(({ name }) => ({ application: name, scopes: contactScopes, delivery: ['handle'] }));
    const other = await world.createCaller('other', entitlements);
    const said = async (clientId: string, more: object) => {
      const topic = '/v1.0/agi/plugins/callback';
      const { grants } = await world.emulator.control<{ grants: { accessToken: string }[] }>('POST', '/grants', {
        clientId,
        people: ['lisi'],
        ...(clientId === 'suitedemomeeting' && { corpId }),
      });
      const accessToken = tokens.plant(`token for ${clientId}`, grants[0]?.accessToken ?? '');
      const data = { abilityKey: 'over-grpc', ...more, data: { accessToken } };
      return world.emulator.control<{ response: object }>('POST', '/callbacks', { clientId, topic, data });
    };
    for (const { name } of others) {
      const address = `http://${grpcService.address}`;
      const ability = { abilityKey: 'over-grpc', caller: other.id, scopes: contactScopes, transport: 'grpc', address };
      const registered = { ...ability, allowPlaintext: true };
      expect((await world.operator('POST', `/applications/${name}/abilities`, registered)).status).toBe(201);
    }
    expect(await said('suitedemomeeting', {})).toMatchObject({
      response: { success: false, code: 'TokenBroker.UnknownOrganisation' },
    });
    expect(await said('suitedemomeeting', { corpId })).toMatchObject({ response: { result: { said: {} } } });
    expect(grpcService.calls.at(-1)).toMatchObject({ person: { user_id: 'lisi', corp_id: corpId } });
    expect(await said('dingpersonalnotes', {})).toMatchObject({ response: { result: { said: {} } } });
    expect(grpcService.calls.at(-1)).toMatchObject({ person: { user_id: '', corp_id: '-' } });
    for (const { name } of others) {
      const { body } = await world.operator('GET', `/grants?application=${name}`);
      expect(body.items).toMatchObject([{ channel: 'plugin', state: 'active' }]);
    }
  });

  it('are recorded as what they are: hand-outs, with the ability as their purpose', async () => {
    const { body } = await world.operator('GET', `/audit-events?type=handle.handed_out&callerId=${caller.id}&limit=1`);
    expect(body.items).toMatchObject([{ callerId: caller.id, purpose: 'AI plugin: echo', userId: 'zhangsan' }]);
    const { body: granted } = await world.operator('GET', '/audit-events?type=consent.granted&limit=200');
    expect(granted.items).toContainEqual(expect.objectContaining({ callerId: caller.id, userId: 'zhangsan' }));
  });

  describe('an ability', () => {
    it('is listed, changed from the next call on, and removed, each on record', async () => {
      await register('changing', { address: `${service.url}/rubbish` });
      const accessToken = await tokenOf('zhangsan');
      expect(await call('changing', { accessToken })).toMatchObject({ code: 'TokenBroker.ServiceFailed' });
      const changed = await world.operator('PATCH', '/applications/demo/abilities/changing', {
        address: `${service.url}/echo`,
      });
      expect(changed).toMatchObject({ status: 200, body: { abilityKey: 'changing', warnings: [] } });
      expect(await call('changing', { accessToken, n: 1 })).toMatchObject({ result: { n: 1 } });
      const { body } = await world.operator('GET', '/applications/demo/abilities');
      expect((body.items as { abilityKey: string }[]).map(({ abilityKey }) => abilityKey)).toContain('changing');
      expect(await world.operator('DELETE', '/applications/demo/abilities/changing')).toMatchObject({
        status: 200,
        body: { abilityKey: 'changing' },
      });
      expect(await call('changing', { accessToken })).toMatchObject({ code: 'TokenBroker.UnknownAbility' });
      expect((await world.operator('DELETE', '/applications/demo/abilities/changing')).status).toBe(404);
      for (const type of ['ability.registered', 'ability.changed', 'ability.removed']) {
        const { body: found } = await world.operator('GET', `/audit-events?type=${type}&limit=1`);
        expect(found.items).toMatchObject([{ type, application: 'demo', callerId: caller.id }]);
      }
    });

    it.each([
      [{ address: 'http://crm.example.com/' }, '/address'],
      [{ address: 'http://127.0.0.1/', allowPlaintext: false }, '/address'],
      [{ address: 'https://169.254.169.254/latest' }, '/address'],
      [{ address: 'https://crm.example.com/x', transport: 'grpc' }, '/address'],
      [{ caller: '019a9f3e-7c51-7000-8000-000000000000' }, '/caller'],
      [{ scopes: [] }, '/scopes'],
      [{ timeoutSeconds: 61 }, '/timeoutSeconds'],
    ])('with %j is refused', async (wrong, pointer) => {
      const { status, body } = await register('wrong', wrong);
      expect([status, body.errors]).toMatchObject([400, [{ pointer }]]);
    });

    it('has one service', async () => {
      expect((await register('echo')).status).toBe(409);
      expect((await world.operator('GET', '/applications/nothing/abilities')).status).toBe(404);
    });
  });

  it('are counted', async () => {
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    for (const [ability, outcome] of [
      ['echo', 'answered'],
      ['who-am-i', 'consent_for_token'],
      ['add-todo', 'consent_for_scopes'],
      ['silence', 'service_timed_out'],
      ['unknown', 'unknown_ability'],
      ['refuse', 'refused_by_service'],
    ]) {
      expect(metrics).toContain(
        `plugin_call_duration_seconds_count{application="demo",ability="${ability}",outcome="${outcome}"}`,
      );
    }
  });

  it('leave no token of DingTalk in a service’s log or memory, the broker’s log, its answers or its tables', async () => {
    expect(tokens.names.length).toBeGreaterThan(10);
    const marker = 'marker-that-is-no-secret';
    await call('echo', { accessToken: await tokenOf('zhangsan'), marker });
    expect(service.process.output()).toContain(marker);
    expect(tokens.in(service.process.output())).toEqual([]);
    const heap = await service.heap();
    // What is looked for can be found there: whatever the service was told.
    expect(heap.includes(marker)).toBe(true);
    expect(tokens.in(heap)).toEqual([]);
    expect(tokens.in(JSON.stringify(grpcService.calls))).toEqual([]);
    expect(tokens.in(world.brokers[0].process.output())).toEqual([]);
    const brokers = everyAnswer.filter(({ url }) => url.startsWith(world.url));
    expect(tokens.in(JSON.stringify(brokers))).toEqual([]);
    for (const [table, text] of await dump(world.database.pool)) expect([table, tokens.in(text)]).toEqual([table, []]);
  });
});
