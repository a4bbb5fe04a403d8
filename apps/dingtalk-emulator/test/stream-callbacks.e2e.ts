import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DWClientDownStream } from 'dingtalk-stream';
import { DEMO, EmulatorUnderTest, NARROW } from './emulator-under-test.js';
import { OfficialClient } from './official-client.js';
import { StreamClient, TOPIC } from './stream-client.js';

describe('callbacks over Stream', () => {
  let emulator: EmulatorUnderTest;
  const clients: StreamClient[] = [];

  const connect = async (clientId = DEMO) => {
    const client = await StreamClient.connect(emulator, clientId);
    clients.push(client);
    return client;
  };
  const call = (more: object = {}) =>
    emulator.control('POST', '/callbacks', { clientId: DEMO, topic: TOPIC, data: { ask: 1 }, ...more });

  beforeEach(async () => {
    emulator = await EmulatorUnderTest.start();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await emulator.close();
  });

  it('arrive as frames with a topic and their data as a string, and come back with the answer', async () => {
    const client = await connect();
    const answer = await call({ messageId: 'm-1' });
    expect(client.callbacks).toEqual([
      {
        specVersion: '1.0',
        type: 'CALLBACK',
        headers: {
          topic: TOPIC,
          messageId: 'm-1',
          contentType: 'application/json',
          time: expect.stringMatching(/^\d{13}$/),
        },
        data: '{"ask":1}',
      },
    ]);
    const answered = { outcome: 'answered', connection: '1', code: 200, response: { echo: { ask: 1 } } };
    expect(answer).toEqual({ ...answered, messageId: 'm-1', sent: 1, answers: 1 });
  });

  it('take an answer with and without its wrapper', async () => {
    const client = await connect();
    client.callbackReactions.push('bare', 'wrapped');
    expect((await call()).response).toEqual({ echo: { ask: 1 } });
    expect((await call()).response).toEqual({ echo: { ask: 1 } });
  });

  it('go to connections that subscribe to their topic, of their application, alone', async () => {
    const [, other] = [await connect(), await connect(NARROW)];
    expect((await call()).connection).toBe('1');
    const elsewhere = await call({ topic: '/v1.0/graph/api/invoke', patienceSeconds: 0.1 });
    expect(elsewhere).toMatchObject({ outcome: 'unanswered' });
    expect(other.frames).toEqual([]);
  });

  it('go on, as the same message, to another connection when theirs ends without an answer', async () => {
    const first = await connect();
    first.callbackReactions.push('silence');
    const asked = call({ messageId: 'm-2' });
    await emulator.until<{ sent: number }>('/callbacks', ({ sent }) => sent === 1);
    const second = await connect();
    await emulator.control('DELETE', '/connections/1');
    expect(await asked).toMatchObject({ outcome: 'answered', connection: '2', messageId: 'm-2', sent: 2, answers: 1 });
    expect(second.callbacks.map(({ headers }) => headers.messageId)).toEqual(['m-2']);
    expect(await emulator.control('GET', '/callbacks')).toMatchObject({ sent: 1, answered: 1, sentAgain: 1 });
  });

  it('count who answers copies, and who answers what nobody waits for', async () => {
    const client = await connect();
    expect(await call({ copies: 3 })).toMatchObject({ sent: 3, answers: 3 });
    client.callbackReactions.push('wrapped', 'silence');
    expect(await call({ copies: 2, patienceSeconds: 1 })).toMatchObject({ sent: 2, answers: 1 });
    client.callbackReactions.push('twice');
    await call();
    await emulator.until<{ strayAnswers: number }>('/callbacks', ({ strayAnswers }) => strayAnswers === 1);
  });

  it('end unanswered when the patience is over', async () => {
    expect(await call({ patienceSeconds: 0.1 })).toMatchObject({ outcome: 'unanswered' });
    expect(await emulator.control('GET', '/callbacks')).toMatchObject({ sent: 1, unanswered: 1 });
  });

  it('reach the official client, in both ways it has of answering', async () => {
    const told = jest.spyOn(console, 'info').mockImplementation(() => {});
    const official = new OfficialClient(emulator);
    official.registerCallbackListener(TOPIC, ({ headers, data }: DWClientDownStream) => {
      const statusLine = { code: 200, reasonPhrase: 'OK' };
      const answer = { response: { statusLine, headers: {}, body: data } };
      if (data.includes('graph')) official.sendGraphAPIResponse(headers.messageId, answer);
      else official.socketCallBackResponse(headers.messageId, { heard: JSON.parse(data) });
    });
    await official.connect();
    expect(await call({ data: { way: 'plugin' } })).toMatchObject({ response: { heard: { way: 'plugin' } } });
    expect(await call({ data: { way: 'graph' } })).toMatchObject({ response: { body: '{"way":"graph"}' } });
    official.disconnect();
    told.mockRestore();
  });

  it('a ticket can run out at the door', async () => {
    await emulator.control('PUT', '/faults/ticket_expired', { clientId: DEMO, times: 1 });
    await expect(connect()).rejects.toThrow('not let in');
    await connect();
    expect((await call()).outcome).toBe('answered');
  });

  it('come at a steady rate, and are counted by what became of them', async () => {
    const client = await connect();
    client.callbackReactions.push('wrapped', 'silence');
    const payloads = [{ n: 'call {n}' }, { success: 'other' }];
    const plan = { clientId: DEMO, topic: TOPIC, perSecond: 100, seconds: 0.1, patienceSeconds: 2, payloads };
    await emulator.control('POST', '/callbacks/storm', plan);
    const end = await emulator.until<{ ended: boolean }>('/callbacks/storm', ({ ended }) => ended);
    expect(end).toMatchObject({
      sent: 10,
      answered: 9,
      unanswered: 1,
      answers: 9,
      sentAgain: 0,
      connections: { 1: 9 },
    });
    expect(client.callbacks.map(({ data }) => data).slice(0, 3)).toEqual([
      '{"n":"call 0"}',
      '{"success":"other"}',
      '{"n":"call 2"}',
    ]);
  });
});
