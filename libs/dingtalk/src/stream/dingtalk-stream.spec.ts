import { describe, expect, it } from '@jest/globals';
import { DingTalkFailure } from '../dingtalk-failure.js';
import type { DingTalkEvent } from '../events/dingtalk-event.js';
import { answer } from '../wire.fixture.js';
import { acknowledged, dingtalk, event, start, streamsOfDingTalk, troubles } from './started-streams.fixture.js';

describe('a stream of DingTalk', () => {
  streamsOfDingTalk();

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
});
