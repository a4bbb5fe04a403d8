import { Secret } from '@app/secret';
import { afterEach, beforeEach, expect, jest } from '@jest/globals';
import { DingTalkClient } from '../dingtalk-client.js';
import { DingTalkStream, type DingTalkStreamOptions } from './dingtalk-stream.js';
import { StreamStandIn } from './stream.fixture.js';

export let dingtalk: StreamStandIn;
/** What the streams of this test have told of. */
export const troubles: unknown[] = [];

let client: DingTalkClient;
let streams: DingTalkStream[];
let consoleCalls: jest.SpiedFunction<() => void>[];

/** Gives each test a DingTalk of its own, closes its streams, and lets none of them print. */
export function streamsOfDingTalk(): void {
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
}

export function start(options: Partial<DingTalkStreamOptions> = {}): DingTalkStream {
  const stream = new DingTalkStream({
    client,
    application: { clientId: 'dingclient', clientSecret: Secret.of('secret-of-the-client') },
    store: async () => undefined,
    onTrouble: (cause) => troubles.push(cause),
    pauseMs: 5,
    ...options,
  });
  streams.push(stream);
  stream.start();
  return stream;
}

export const event = (eventId: string, messageId = `m-${eventId}`) => ({
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
export const acknowledged = (messageId: string, status: string) => ({
  code: 200,
  message: 'OK',
  headers: { contentType: 'application/json', messageId },
  data: JSON.stringify({ status }),
});
