import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, EmulatorUnderTest, HANGZHOU, SHANGHAI, SUITE } from './emulator-under-test.js';
import { EventReceiver } from './event-receiver.js';
import { ScriptlessBrowser } from './scriptless-browser.js';

const TOKEN = 'aTokenOfTheTest';
const AES_KEY = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';

interface ShownEvent {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly payload: Record<string, unknown>;
  readonly deliveries: readonly { readonly status: string; readonly answer?: { readonly problem?: string } }[];
}

describe('events over HTTP', () => {
  let emulator: EmulatorUnderTest;
  let receiver: EventReceiver;

  const register = (clientId = DEMO, more: object = {}) =>
    emulator.call('PUT', `/emulator/api/applications/${clientId}/event-push`, {
      json: { url: receiver.url, token: TOKEN, aesKey: AES_KEY, ...more },
    });
  const send = async (event: object) => (await emulator.control('POST', '/events', event)) as unknown as ShownEvent;
  const settled = (id: string) =>
    emulator.until<ShownEvent>(`/events/${id}`, (event) => event.state !== 'pending' && event.deliveries.length > 0);
  const messages = () => receiver.received.map(({ message }) => message);

  const begin = async (clientId: string) => {
    receiver = await EventReceiver.start({ token: TOKEN, aesKey: AES_KEY, owner: clientId });
    expect((await register(clientId)).status).toBe(200);
    receiver.received.length = 0;
  };
  const noWaiting = { eventRetrySeconds: 0, eventSecondRetrySeconds: 0 };

  beforeEach(async () => {
    emulator = await EmulatorUnderTest.start();
    await emulator.control('PATCH', '/settings', noWaiting);
  });
  afterEach(async () => {
    await emulator.close();
    await receiver.close();
  });

  it('are sealed, signed and flat, and delivered once the answer is a sealed success', async () => {
    await begin(DEMO);
    const sent = await send({ clientId: DEMO, type: 'user_leave_org', person: 'zhangsan', eventId: 'e1', bornTime: 7 });
    expect(await settled(sent.id)).toMatchObject({ state: 'acknowledged', deliveries: [{ status: 'acknowledged' }] });
    const [push] = receiver.received;
    expect(push?.message).toMatchObject({
      EventType: 'user_leave_org',
      EventTime: 7,
      CorpId: HANGZHOU,
      eventId: 'e1',
      userId: ['zhangsan'],
    });
    expect(Object.fromEntries(push?.url.searchParams ?? [])).toMatchObject({
      of: 'mine',
      signature: push?.url.searchParams.get('msg_signature'),
      timestamp: expect.stringMatching(/^\d{13}$/),
    });
  });

  it('are asked for with check_url before an address is taken, and on demand', async () => {
    receiver = await EventReceiver.start({ token: TOKEN, aesKey: AES_KEY, owner: DEMO });
    receiver.reactions.push('plain');
    expect(await register()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('not_sealed') } });
    expect((await register(DEMO, { verify: false })).status).toBe(200);
    const { body, text } = await emulator.call('GET', `/emulator/api/applications/${DEMO}/event-push`);
    expect(body).toEqual({ url: receiver.url, form: 'event' });
    expect(text).not.toContain(TOKEN);
    expect(await emulator.control('POST', `/applications/${DEMO}/event-push/check`)).toEqual({ verified: true });
    expect(messages()).toEqual([{ EventType: 'check_url' }, { EventType: 'check_url' }]);
    await emulator.control('DELETE', `/applications/${DEMO}/event-push`);
    expect((await emulator.call('GET', `/emulator/api/applications/${DEMO}/event-push`)).status).toBe(404);
  });

  it('are pushed three times, and then listed as failed for the application to fetch', async () => {
    await begin(DEMO);
    await emulator.control('PATCH', '/settings', { eventAnswerSeconds: 1 });
    receiver.reactions.push(500, 'silence', 'wrong_word');
    const sent = await send({ clientId: DEMO, type: 'user_leave_org', person: 'lisi' });
    const { deliveries, state } = await settled(sent.id);
    expect(state).toBe('failed');
    expect(deliveries.map(({ answer }) => answer?.problem)).toEqual(['wrong_status', 'timeout', 'not_success']);
    expect(new Set(messages().map((message) => JSON.stringify(message))).size).toBe(1);
    const failed = await emulator.call(
      'GET',
      `/call_back/get_call_back_failed_result?access_token=${await emulator.appToken()}`,
    );
    expect(failed.body).toMatchObject({
      errcode: 0,
      has_more: false,
      failed_list: [{ call_back_tag: 'user_leave_org', user_leave_org: { userid: ['lisi'], corpid: HANGZHOU } }],
    });
    expect((await emulator.call('GET', '/call_back/get_call_back_failed_result?access_token=x')).body?.errcode).toBe(
      40014,
    );
  });

  it.each([
    ['plain', 'not_sealed'],
    ['foreign_answer', 'wrong_signature'],
  ] as const)('do not count the answer %s as delivered, and are sent again', async (reaction, problem) => {
    await begin(DEMO);
    receiver.reactions.push(reaction);
    const sent = await send({ clientId: DEMO, type: 'org_remove' });
    const { deliveries, state } = await settled(sent.id);
    expect([state, deliveries.map(({ answer }) => answer?.problem)]).toEqual(['acknowledged', [problem, undefined]]);
  });

  it.each([
    ['signature', 'wrong_signature'],
    ['key', expect.stringMatching(/wrong_key|wrong_owner/)],
    ['owner', 'wrong_owner'],
  ])('can have a wrong %s, and are then sent only once', async (spoil, seen) => {
    await begin(DEMO);
    receiver.reactions.push(500);
    const sent = await send({ clientId: DEMO, type: 'org_remove', spoil });
    expect((await settled(sent.id)).deliveries).toHaveLength(1);
    expect(messages()).toEqual([seen]);
  });

  it('can be sent twice, with an old time, and again exactly as they were', async () => {
    await begin(DEMO);
    const timestamp = Date.UTC(2026, 10, 19);
    const event = { clientId: DEMO, type: 'user_leave_org', person: 'lisi', copies: 2, timestamp, eventId: 'twice' };
    const { id } = await send(event);
    await settled(id);
    expect(receiver.received.map(({ url }) => url.searchParams.get('timestamp'))).toEqual(
      Array(2).fill(`${timestamp}`),
    );
    await emulator.control('POST', `/events/${id}/resend`);
    await emulator.until<ShownEvent>(`/events/${id}`, ({ deliveries }) =>
      deliveries.some((delivery) => 'replay' in delivery && delivery.status === 'acknowledged'),
    );
    const [first, , third] = receiver.received;
    expect([third?.url.search, third?.body]).toEqual([first?.url.search, first?.body]);
  });

  it('come in the forms of the ISV, old and synchronised', async () => {
    await begin(SUITE);
    for (const form of ['event', 'sync', 'sync_batch']) {
      const event = { clientId: SUITE, type: 'org_suite_relieve', corpId: SHANGHAI, eventId: 'e', form };
      await settled((await send(event)).id);
    }
    await settled((await send({ clientId: SUITE, type: 'suite_relieve', corpId: SHANGHAI, bornTime: 9 })).id);
    const filed = { corp_id: SHANGHAI, biz_id: 'e', biz_type: 4 };
    expect(messages()).toEqual([
      expect.objectContaining({ EventType: 'org_suite_relieve', CorpId: SHANGHAI }),
      { ...filed, biz_data: { syncAction: 'org_suite_relieve' } },
      { EventType: 'SYNC_HTTP_PUSH_HIGH', bizData: [{ ...filed, biz_data: '{"syncAction":"org_suite_relieve"}' }] },
      { EventType: 'suite_relieve', SuiteKey: SUITE, TimeStamp: '9', AuthCorpId: SHANGHAI },
    ]);
  });

  it('tell an internal application what happens in its organisation', async () => {
    await begin(DEMO);
    await emulator.control('POST', `/organisations/${HANGZHOU}/members`, { person: 'wangwu', userId: 'ww' });
    await emulator.control('PATCH', `/organisations/${HANGZHOU}/members/ww`, { departments: [7], title: '主管' });
    await emulator.control('POST', `/organisations/${HANGZHOU}/members/leave`, { userIds: ['ww', 'lisi'] });
    await emulator.control('POST', `/applications/${DEMO}/status`, { change: 'stop' });
    await emulator.control('POST', `/applications/${DEMO}/status`, { change: 'restore' });
    await emulator.control('DELETE', `/organisations/${HANGZHOU}`);
    await emulator.until<{ events: ShownEvent[] }>(
      `/events?clientId=${DEMO}`,
      ({ events }) => events.length === 6 && events.every(({ state }) => state === 'acknowledged'),
    );
    const found = Object.fromEntries(messages().map((message) => [Object(message).EventType, message]));
    expect(found).toMatchObject({
      user_active_org: { userId: ['ww'] },
      user_modify_org: {
        diffInfo: { prev: { department: [1] }, curr: { department: [7], title: '主管' }, userid: 'ww' },
      },
      user_leave_org: { userId: ['ww', 'lisi'], timeStamp: expect.stringMatching(/^\d{13}$/) },
      org_remove: { CorpId: HANGZHOU },
    });
    const statuses = messages().filter((message) => Object(message).EventType === 'inner_app_status_change');
    expect(statuses.map((message) => Object(message).status).sort()).toEqual(['disable', 'enable']);
  });

  it('tell an ISV what happens in the organisations that installed its application', async () => {
    await begin(SUITE);
    await emulator.control('DELETE', `/organisations/${SHANGHAI}/members/lisi-sh`);
    await emulator.control('PUT', `/organisations/${SHANGHAI}/applications/${SUITE}`);
    await emulator.control('DELETE', `/organisations/${SHANGHAI}/applications/${SUITE}`);
    await emulator.control('DELETE', `/organisations/${SHANGHAI}/members/wangwu`);
    await emulator.control('PUT', `/organisations/${SHANGHAI}/applications/${SUITE}`);
    for (const change of ['stop', 'restore', 'remove', 'scope_update']) {
      await emulator.control('POST', `/applications/${SUITE}/status`, { change, corpId: SHANGHAI });
    }
    const { suiteTicket } = await emulator.control('POST', `/applications/${SUITE}/suite-ticket`);
    const { events } = await emulator.until<{ events: ShownEvent[] }>(
      `/events?clientId=${SUITE}`,
      (all) => all.events.length === 9 && all.events.every(({ state }) => state === 'acknowledged'),
    );
    expect(events.map(({ type }) => type)).toEqual([
      'user_leave_org',
      'org_suite_change',
      'org_suite_relieve',
      'org_suite_auth',
      'org_micro_app_stop',
      'org_micro_app_restore',
      'org_micro_app_remove',
      'org_micro_app_scope_update',
      'suite_ticket',
    ]);
    expect(events[0]?.payload).toEqual({ unionid: expect.any(String), dingId: expect.any(String), userId: 'lisi-sh' });
    expect(events[3]?.payload).toMatchObject({ authCorpInfo: { corpid: SHANGHAI }, permanentCode: expect.any(String) });
    expect(events.at(-1)?.payload).toEqual({ suiteTicket });
  });

  it('can be set up, sent and watched on the pages', async () => {
    receiver = await EventReceiver.start({ token: TOKEN, aesKey: AES_KEY, owner: DEMO });
    const browser = new ScriptlessBrowser(emulator.url);
    await browser.open('/');
    await browser.press(`application-${DEMO}`);
    expect(browser.shows('no-connections')).toBe(true);
    const address = { url: receiver.url, token: TOKEN, aesKey: AES_KEY, form: 'event', verify: 'true' };
    await browser.press('save-push', { ...address, token: 'x' });
    expect([browser.status, browser.shows('problem')]).toEqual([400, true]);
    await browser.press('save-push', address);
    await browser.press('check-push');
    expect(browser.shows('verified')).toBe(true);
    expect(browser.html).not.toContain(TOKEN);
    await browser.press('events');
    expect(browser.shows('no-events')).toBe(true);
    const event = {
      clientId: DEMO,
      type: 'user_leave_org',
      corpId: '',
      person: 'lisi',
      via: '',
      copies: '',
      spoil: '',
    };
    await browser.press('send-event', { ...event, copies: 'some' });
    expect([browser.status, browser.shows('problem')]).toEqual([400, true]);
    await browser.press('send-event', event);
    await settled('1');
    await browser.press('resend-1');
    await emulator.until('/events/1', ({ deliveries }: ShownEvent) => deliveries[1]?.status === 'acknowledged');
    expect(messages().map((message) => Object(message).EventType)).toEqual([
      'check_url',
      'check_url',
      'user_leave_org',
      'user_leave_org',
    ]);
    await browser.press('clear-events');
    expect(browser.shows('no-events')).toBe(true);
    await browser.open(`/emulator/applications/${DEMO}`);
    await browser.press('remove-push');
    expect(browser.shows('check-push')).toBe(false);
  });

  it.each([
    [{ type: 'org_remove', clientId: 'nobody' }, 404],
    [{ type: 'org_remove', via: 'http' }, 409],
    [{ type: 'org_remove', via: 'stream', spoil: 'key' }, 400],
    [{ type: 'org_remove', person: 'nobody' }, 400],
    [{ type: 'not a name' }, 400],
  ])('refuse %j', async (event, status) => {
    receiver = await EventReceiver.start({ token: TOKEN, aesKey: AES_KEY, owner: DEMO });
    const json = { clientId: DEMO, ...event };
    expect((await emulator.call('POST', '/emulator/api/events', { json })).status).toBe(status);
  });
});
