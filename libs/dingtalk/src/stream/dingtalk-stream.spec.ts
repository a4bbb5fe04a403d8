import { Secret } from '@app/secret';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DingTalkClient } from '../dingtalk-client.js';
import { DingTalkFailure } from '../dingtalk-failure.js';
import type { DingTalkEvent } from '../events/dingtalk-event.js';
import { answer } from '../wire.fixture.js';
import { DingTalkStream, type DingTalkStreamOptions } from './dingtalk-stream.js';
import { StreamStandIn } from './stream.fixture.js';

const application = { clientId: 'dingclient', clientSecret: Secret.of('secret-of-the-client') };
const event = (eventId: string, messageId = `m-${eventId}`) => ({
  specVersion: '1.0',
  type: 'EVENT',
  headers: {
    topic: '*',
    messageId,
    eventType: 'org_remove',
    eventId,
    eventCorpId: 'dingcorp',
    eventBornTime: '1795000000000',
  },
  data: '{}',
});
const acknowledged = (messageId: string, status: string) => ({
  code: 200,
  message: 'OK',
  headers: { contentType: 'application/json', messageId },
  data: JSON.stringify({ status }),
});

describe('a stream of DingTalk', () => {
  let dingtalk: StreamStandIn;
  let client: DingTalkClient;
  let streams: DingTalkStream[];
  let consoleCalls: jest.SpiedFunction<() => void>[];
  const troubles: unknown[] = [];

  beforeEach(async () => {
    dingtalk = await StreamStandIn.listen();
    client = new DingTalkClient({ hosts: dingtalk.wire.hosts });
    streams = [];
    troubles.length = 0;
    consoleCalls = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation(() => undefined),
    );
  });
  afterEach(async () => {
    await Promise.all(streams.map((stream) => stream.close()));
    await dingtalk.close();
    await client.close();
    for (const call of consoleCalls) {
      expect(call).not.toHaveBeenCalled();
      call.mockRestore();
    }
  });

  function start(options: Partial<DingTalkStreamOptions> = {}): DingTalkStream {
    const stream = new DingTalkStream({
      client,
      application,
      store: async () => undefined,
      onTrouble: (cause) => troubles.push(cause),
      pauseMs: 5,
      ...options,
    });
    streams.push(stream);
    stream.start();
    return stream;
  }

  it('asks the configured address for a ticket, as JSON, and connects with it', async () => {
    const connected = dingtalk.connected();
    start();
    expect((await connected).ticket).toBe('ticket/with+signs');
    const [asked] = dingtalk.wire.seen;
    expect(asked).toMatchObject({ method: 'POST', url: '/v1.0/gateway/connections/open' });
    expect(asked?.headers.accept).toBe('application/json');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({
      clientId: 'dingclient',
      clientSecret: 'secret-of-the-client',
      subscriptions: [{ type: 'EVENT', topic: '*' }],
    });
  });

  it('acknowledges an event only when it is stored', async () => {
    const connected = dingtalk.connected();
    let stored: () => void = () => undefined;
    const taken = new Promise<DingTalkEvent>((resolve) => {
      start({
        store: (given) => {
          resolve(given);
          return new Promise((done) => {
            stored = done;
          });
        },
      });
    });
    const peer = await connected;
    peer.send(event('e-1'));
    expect(await taken).toMatchObject({ id: 'e-1', type: 'org_remove', corpId: 'dingcorp' });
    // Answered at once, although it came later: the event is not.
    peer.send({ type: 'SYSTEM', headers: { topic: 'ping', messageId: 'p-1' }, data: '{"opaque":"x"}' });
    expect(await peer.next()).toMatchObject({ code: 200, headers: { messageId: 'p-1' }, data: '{"opaque":"x"}' });
    stored();
    expect(await peer.next()).toEqual(acknowledged('m-e-1', 'SUCCESS'));
  });

  it('asks for an event again that could not be stored, and takes the next one', async () => {
    const connected = dingtalk.connected();
    start({
      store: async ({ id }) => {
        if (id === 'e-1') throw new Error('no database');
      },
    });
    const peer = await connected;
    peer.send(event('e-1'));
    peer.send(event('e-2'));
    expect(await peer.next()).toEqual(acknowledged('m-e-1', 'LATER'));
    expect(await peer.next()).toEqual(acknowledged('m-e-2', 'SUCCESS'));
  });

  it('outlives frames that are none', async () => {
    const connected = dingtalk.connected();
    start();
    const peer = await connected;
    for (const frame of ['', 'no json', 'null', '[]', '{}', '{"type":"EVENT"}', '{"type":"SYSTEM","headers":{}}'])
      peer.send(frame);
    peer.send(event('e-1'));
    expect(await peer.next()).toEqual(acknowledged('m-e-1', 'SUCCESS'));
  });

  it('connects again, once each time, when the connection breaks or DingTalk refuses', async () => {
    let connected = dingtalk.connected();
    start();
    for (let round = 0; round < 3; round += 1) {
      const peer = await connected;
      connected = dingtalk.connected();
      peer.drop();
    }
    const last = await connected;
    const { behaviour } = dingtalk.wire;
    const refused = new Promise<void>((resolve) => {
      dingtalk.wire.behaviour = (response, request) => {
        answer(400, { code: 'invalidClientIdOrSecret', message: 'secret-of-the-client' })(response, request);
        dingtalk.wire.behaviour = behaviour;
        resolve();
      };
    });
    connected = dingtalk.connected();
    last.drop();
    await refused;
    const peer = await connected;
    peer.send(event('e-1'));
    expect(await peer.next()).toEqual(acknowledged('m-e-1', 'SUCCESS'));
    expect(dingtalk.peers).toHaveLength(5);
    expect(troubles).toContainEqual(expect.any(DingTalkFailure));
    expect(String(troubles)).not.toContain('secret-of-the-client');
  });

  it('opens another connection before it leaves the one that DingTalk wants to end', async () => {
    let connected = dingtalk.connected();
    start();
    const first = await connected;
    connected = dingtalk.connected();
    first.send({ type: 'SYSTEM', headers: { topic: 'disconnect', messageId: 'd-1' }, data: '{"reason":"upgrade"}' });
    const second = await connected;
    await first.ended;
    second.send(event('e-1'));
    expect(await second.next()).toEqual(acknowledged('m-e-1', 'SUCCESS'));
    expect(dingtalk.peers).toHaveLength(2);
    expect(troubles).toEqual([]);
  });

  it('gives up a connection without a sign of life', async () => {
    dingtalk.answersPings = false;
    let connected = dingtalk.connected();
    start({ pingEveryMs: 20 });
    const first = await connected;
    connected = dingtalk.connected();
    dingtalk.answersPings = true;
    await first.ended;
    const second = await connected;
    second.send(event('e-1'));
    expect(await second.next()).toEqual(acknowledged('m-e-1', 'SUCCESS'));
  });

  it('closed, stores and acknowledges what has arrived, and never connects again', async () => {
    const connected = dingtalk.connected();
    let stored: () => void = () => undefined;
    let taken: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const stream = start({
      store: () => {
        taken();
        return new Promise((done) => {
          stored = done;
        });
      },
    });
    const peer = await connected;
    peer.send(event('e-1'));
    await arrived;
    const closed = stream.close();
    stored();
    expect(await peer.next()).toEqual(acknowledged('m-e-1', 'SUCCESS'));
    await closed;
    await peer.ended;
    expect(dingtalk.wire.seen).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  describe('with calls', () => {
    const topic = '/v1.0/agi/plugins/callback';
    const call = (messageId: string, data = '{"ask":1}', of = topic) => ({
      specVersion: '1.0',
      type: 'CALLBACK',
      headers: { topic: of, messageId, contentType: 'application/json' },
      data,
    });
    const replied = (messageId: string, response: unknown, code = 200) =>
      expect.objectContaining({
        code,
        headers: { contentType: 'application/json', messageId },
        data: JSON.stringify({ response }),
      });

    it('subscribes to their topics beside the events, on the same connection', async () => {
      const connected = dingtalk.connected();
      start({ calls: { topics: [topic], answer: async () => ({}) } });
      await connected;
      expect(JSON.parse(dingtalk.wire.seen[0]?.body ?? '').subscriptions).toEqual([
        { type: 'EVENT', topic: '*' },
        { type: 'CALLBACK', topic },
      ]);
    });

    it('subscribes to nothing that nobody takes', async () => {
      const connected = dingtalk.connected();
      start({ store: undefined, calls: { topics: [topic], answer: async () => ({}) } });
      await connected;
      expect(JSON.parse(dingtalk.wire.seen[0]?.body ?? '').subscriptions).toEqual([{ type: 'CALLBACK', topic }]);
    });

    it('answers each as it is done, in its wrapper', async () => {
      const connected = dingtalk.connected();
      let first: (answer: object) => void = () => undefined;
      start({
        calls: {
          topics: [topic],
          answer: ({ messageId }) =>
            messageId === 'c-1'
              ? new Promise((done) => {
                  first = done;
                })
              : Promise.resolve({ n: 2 }),
        },
      });
      const peer = await connected;
      peer.send(call('c-1'));
      peer.send(call('c-2'));
      expect(await peer.next()).toEqual(replied('c-2', { n: 2 }));
      first({ n: 1 });
      expect(await peer.next()).toEqual(replied('c-1', { n: 1 }));
    });

    it('says which it does not take, and which it failed to answer', async () => {
      const connected = dingtalk.connected();
      start({ calls: { topics: [topic], answer: () => Promise.reject(new Error('no')) } });
      const peer = await connected;
      peer.send(call('c-1', '{}', '/v1.0/card/instances/callback'));
      expect(await peer.next()).toEqual(replied('c-1', null, 404));
      peer.send(call('c-2'));
      expect(await peer.next()).toEqual(replied('c-2', null, 500));
    });

    it('works on a call once, and answers it again only where its answer cannot have arrived', async () => {
      let connected = dingtalk.connected();
      const asked: string[] = [];
      const answers: ((answer: object) => void)[] = [];
      start({
        calls: {
          topics: [topic],
          answer: ({ messageId }) => {
            asked.push(messageId);
            return new Promise((done) => answers.push(done));
          },
        },
      });
      const first = await connected;
      first.send(call('c-1'));
      first.send(call('c-1'));
      first.send(event('e-1'));
      await first.next();
      answers[0]?.({ n: 1 });
      expect(await first.next()).toEqual(replied('c-1', { n: 1 }));
      first.send(call('c-1'));
      first.send(call('c-2'));
      first.send(event('e-2'));
      expect(await first.next()).toEqual(acknowledged('m-e-2', 'SUCCESS'));
      connected = dingtalk.connected();
      first.drop();
      answers[1]?.({ n: 2 });
      const second = await connected;
      second.send(call('c-2'));
      expect(await second.next()).toEqual(replied('c-2', { n: 2 }));
      second.send(call('c-1'));
      expect(await second.next()).toEqual(replied('c-1', { n: 1 }));
      expect(asked).toEqual(['c-1', 'c-2']);
    });

    it('closed, answers what has arrived', async () => {
      const connected = dingtalk.connected();
      let done: (answer: object) => void = () => undefined;
      const stream = start({
        calls: {
          topics: [topic],
          answer: () =>
            new Promise((resolve) => {
              done = resolve;
            }),
        },
      });
      const peer = await connected;
      peer.send(call('c-1'));
      peer.send(event('e-1'));
      await peer.next();
      const closed = stream.close();
      done({ n: 1 });
      expect(await peer.next()).toEqual(replied('c-1', { n: 1 }));
      await closed;
    });
  });
});
