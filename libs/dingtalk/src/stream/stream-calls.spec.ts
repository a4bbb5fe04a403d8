import { describe, expect, it } from '@jest/globals';
import { acknowledged, dingtalk, event, start, streamsOfDingTalk } from './started-streams.fixture.js';

describe('a stream of DingTalk', () => {
  streamsOfDingTalk();

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

    it('tells whoever works on a call when nobody awaits it, and takes one that nothing was done for anew', async () => {
      let connected = dingtalk.connected();
      let turn: () => void = () => undefined;
      const done: string[] = [];
      start({
        calls: {
          topics: [topic],
          answer: async ({ messageId, isAwaited }) => {
            await new Promise<void>((come) => {
              turn = come;
            });
            if (!isAwaited()) return undefined;
            done.push(messageId);
            return { n: done.length };
          },
        },
      });
      const first = await connected;
      first.send(call('c-1'));
      first.send(event('e-1'));
      await first.next();
      connected = dingtalk.connected();
      first.drop();
      const second = await connected;
      turn();
      second.send(call('c-1'));
      second.send(event('e-2'));
      expect(await second.next()).toEqual(acknowledged('m-e-2', 'SUCCESS'));
      turn();
      expect(await second.next()).toEqual(replied('c-1', { n: 1 }));
      expect(done).toEqual(['c-1']);
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
