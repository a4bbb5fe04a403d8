import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type DWClientDownStream, EventAck } from 'dingtalk-stream';
import { DEMO, EmulatorUnderTest, HANGZHOU, NARROW, SEED_SECRET } from './emulator-under-test.js';
import { OfficialClient } from './official-client.js';
import { openConnection, StreamClient } from './stream-client.js';

interface ShownEvent {
  readonly id: string;
  readonly state: string;
  readonly deliveries: readonly { readonly status: string; readonly connection: string; readonly replay?: true }[];
}

describe('events over Stream', () => {
  let emulator: EmulatorUnderTest;
  const clients: StreamClient[] = [];

  const connect = async (clientId = DEMO) => {
    const client = await StreamClient.connect(emulator, clientId);
    clients.push(client);
    return client;
  };
  const send = async (event: object = {}) =>
    (await emulator.control('POST', '/events', {
      clientId: DEMO,
      type: 'user_leave_org',
      person: 'zhangsan',
      ...event,
    })) as unknown as ShownEvent;
  const acknowledged = (id: string) =>
    emulator.until<ShownEvent>(`/events/${id}`, ({ state }) => state === 'acknowledged');
  const connections = (wanted: number) =>
    emulator.until<{ connections: { id: string; leaving: boolean; pingsAnswered: number }[] }>(
      `/connections?clientId=${DEMO}`,
      (answer) => answer.connections.length === wanted,
    );

  /** Long enough where nothing is to come again: a busy machine is late with its answers. */
  const redeliverAfter = (eventRedeliverSeconds: number) =>
    emulator.control('PATCH', '/settings', { eventRedeliverSeconds });

  beforeEach(async () => {
    emulator = await EmulatorUnderTest.start();
    await redeliverAfter(60);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await emulator.close();
  });

  it('arrive as frames with the identifying values in the headers and the rest as a string', async () => {
    const client = await connect();
    const { id } = await send({ eventId: 'e1', bornTime: 7 });
    await acknowledged(id);
    const [frame] = client.events;
    expect(frame).toEqual({
      specVersion: '1.0',
      type: 'EVENT',
      headers: {
        topic: '*',
        messageId: expect.any(String),
        contentType: 'application/json',
        time: expect.stringMatching(/^\d{13}$/),
        eventType: 'user_leave_org',
        eventId: 'e1',
        eventCorpId: HANGZHOU,
        eventBornTime: '7',
        eventUnifiedAppId: expect.any(String),
      },
      data: expect.any(String),
    });
    expect(JSON.parse(frame?.data ?? '')).toEqual({ timeStamp: expect.any(String), userId: ['zhangsan'] });
  });

  it('come again, with the same eventId, until a client says SUCCESS', async () => {
    await redeliverAfter(1);
    const client = await connect();
    client.reactions.push('LATER', 'silence', 'wrong_code');
    const { id } = await send();
    const { deliveries } = await acknowledged(id);
    expect(deliveries.map(({ status }) => status)).toEqual(['later', 'failed', 'failed', 'acknowledged']);
    expect(new Set(client.events.map(({ headers }) => headers.eventId)).size).toBe(1);
    expect(new Set(client.events.map(({ headers }) => headers.messageId)).size).toBe(4);
  });

  it('wait for a client to connect, and go to another one when theirs is cut', async () => {
    await redeliverAfter(1);
    const { id } = await send();
    const first = await connect();
    first.reactions.push(...Array(100).fill('silence'));
    await emulator.until<ShownEvent>(`/events/${id}`, ({ deliveries }) => deliveries.length > 0);
    const second = await connect();
    await emulator.control('DELETE', '/connections/1');
    await first.closed;
    const { deliveries } = await acknowledged(id);
    expect([deliveries[0]?.connection, deliveries.at(-1)?.connection]).toEqual(['1', '2']);
    expect(second.events).toHaveLength(1);
  });

  it('go to one of several connections of the application, and to no other application', async () => {
    const [one, two, other] = [await connect(), await connect(), await connect(NARROW)];
    const sent = await Promise.all(Array.from({ length: 40 }, () => send()));
    await Promise.all(sent.map(({ id }) => acknowledged(id)));
    expect(one.events.length + two.events.length).toBe(40);
    expect(Math.min(one.events.length, two.events.length)).toBeGreaterThan(0);
    expect(other.frames).toEqual([]);
  });

  it('can be sent twice, and again exactly as they were', async () => {
    const client = await connect();
    const { id } = await send({ copies: 2 });
    await acknowledged(id);
    await emulator.control('POST', `/events/${id}/resend`);
    await emulator.until<ShownEvent>(`/events/${id}`, ({ deliveries }) =>
      deliveries.some(({ replay, status }) => replay && status === 'acknowledged'),
    );
    const [first, , third] = client.events;
    expect(client.events).toHaveLength(3);
    expect(third).toEqual(first);
  });

  it('follow from what happens in the organisation, and are gone after a reset', async () => {
    const client = await connect();
    await emulator.control('DELETE', `/organisations/${HANGZHOU}/members/lisi`);
    const { events } = await emulator.until<{ events: ShownEvent[] }>(
      `/events?clientId=${DEMO}`,
      (answer) => answer.events[0]?.state === 'acknowledged',
    );
    expect(events).toHaveLength(1);
    expect(client.events[0]?.headers.eventType).toBe('user_leave_org');
    await emulator.control('POST', '/reset');
    expect(await emulator.control('GET', '/events')).toEqual({ events: [] });
  });

  it('reach the official client', async () => {
    await redeliverAfter(1);
    // It tells the console when it connects and when it goes.
    const told = jest.spyOn(console, 'info').mockImplementation(() => {});
    const official = new OfficialClient(emulator);
    const received: DWClientDownStream[] = [];
    official.registerAllEventListener((message) => {
      received.push(message);
      return { status: received.length === 1 ? EventAck.LATER : EventAck.SUCCESS };
    });
    await official.connect();
    const { connections: open } = await connections(1);
    await emulator.control('POST', `/connections/${open[0]?.id}/ping`);
    await acknowledged((await send({ eventId: 'official' })).id);
    official.disconnect();
    expect(received.map(({ headers }) => headers.eventId)).toEqual(['official', 'official']);
    await connections(0);
    told.mockRestore();
  });

  it('stop on a connection that was told to go, which closes after its client fell silent', async () => {
    await emulator.control('PATCH', '/settings', { streamSilenceSeconds: 0.2 });
    const [leaving, staying] = [await connect(), await connect()];
    await emulator.control('POST', '/connections/1/disconnect', { reason: 'maintenance' });
    await acknowledged((await send()).id);
    await leaving.closed;
    const [{ type, headers, data } = { type: '', headers: {}, data: '' }] = leaving.frames;
    expect([type, headers.topic, data]).toEqual(['SYSTEM', 'disconnect', '{"reason":"maintenance"}']);
    expect([leaving.events.length, staying.events.length]).toEqual([0, 1]);
    await connections(1);
  });

  it('keep company with pings, which a client answers with the same data', async () => {
    await emulator.control('PATCH', '/settings', { streamPingSeconds: 0.05 });
    const client = await connect();
    await emulator.until<Awaited<ReturnType<typeof connections>>>(
      '/connections',
      (answer) => (answer.connections[0]?.pingsAnswered ?? 0) >= 2,
    );
    expect(client.frames[0]?.headers.topic).toBe('ping');
  });

  it('need a ticket, which lets in once', async () => {
    const subscriptions = [{ type: 'EVENT', topic: '*' }];
    const { endpoint, ticket } = await openConnection(emulator, { clientId: DEMO, subscriptions });
    expect(endpoint).toBe(`${emulator.url.replace('http:', 'ws:')}/connect`);
    clients.push(await StreamClient.at(`${endpoint}?ticket=${ticket}`));
    await expect(StreamClient.at(`${endpoint}?ticket=${ticket}`)).rejects.toThrow('not let in');
    await expect(StreamClient.at(endpoint)).rejects.toThrow('not let in');
    await expect(StreamClient.at(endpoint.replace('/connect', '/other'))).rejects.toThrow('not let in');
    await connections(1);
  });

  it.each([
    [{ clientSecret: 'wrong' }, 'invalidClientIdOrSecret'],
    [{ clientId: 'nobody' }, 'invalidClientIdOrSecret'],
    [{ clientId: undefined }, 'MissingclientId'],
    [{ subscriptions: undefined }, 'Missingsubscriptions'],
    [{ subscriptions: [] }, 'invalidParameter.subscriptions'],
    [{ subscriptions: [{ type: 'EVENT', topic: 'user_leave_org' }] }, 'invalidParameter.subscriptions'],
  ])('are refused a ticket for %j', async (wrong, code) => {
    const subscriptions = [{ type: 'EVENT', topic: '*' }];
    const json = { clientId: DEMO, clientSecret: SEED_SECRET, subscriptions, ...wrong };
    const answer = await emulator.call('POST', '/v1.0/gateway/connections/open', { json });
    expect([answer.status, answer.body?.code]).toEqual([400, code]);
  });

  it('are announced in XML to whoever does not ask for JSON', async () => {
    const json = { clientId: DEMO, clientSecret: SEED_SECRET, subscriptions: [{ type: 'EVENT', topic: '*' }] };
    const { headers, text } = await emulator.call('POST', '/v1.0/gateway/connections/open', { json });
    expect(headers.get('content-type')).toContain('application/xml');
    expect(text).toMatch(/<endpoint>ws:.*<\/endpoint><ticket>[0-9a-f]{32}<\/ticket>/);
  });
});
