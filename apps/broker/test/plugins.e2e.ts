import { describe, expect, it } from '@jest/globals';
import { dump } from './harness/canaries.js';
import { seeded } from './harness/emulator.js';
import { everyAnswer } from './harness/http.js';
import { until } from './harness/until.js';
import { abilitiesOfPlugins } from './plugins/abilities.js';
import { pluginsOfApplications } from './plugins/applications.js';
import { pluginsAndConsents } from './plugins/consents.js';
import {
  call,
  caller,
  callsOf,
  contactScopes,
  grantsOf,
  grpcService,
  MISSING,
  plugin,
  register,
  service,
  stage,
  todoScopes,
  tokenOf,
  tokens,
  world,
} from './plugins/stage.js';

describe('AI plugins', () => {
  stage();

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

  pluginsAndConsents();

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

  pluginsOfApplications();

  it('are recorded as what they are: hand-outs, with the ability as their purpose', async () => {
    const { body } = await world.operator('GET', `/audit-events?type=handle.handed_out&callerId=${caller.id}&limit=1`);
    expect(body.items).toMatchObject([{ callerId: caller.id, purpose: 'AI plugin: echo', userId: 'zhangsan' }]);
    const { body: granted } = await world.operator('GET', '/audit-events?type=consent.granted&limit=200');
    expect(granted.items).toContainEqual(expect.objectContaining({ callerId: caller.id, userId: 'zhangsan' }));
  });

  abilitiesOfPlugins();

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
