import { Secret } from '@app/secret';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { DingTalkCall } from './dingtalk-calls.js';
import { DingTalkClient, type DingTalkClientOptions } from './dingtalk-client.js';
import { DingTalkFailure } from './dingtalk-failure.js';
import { type SeenRequest, Wire } from './wire.fixture.js';

export const app = { clientId: 'dingclient', clientSecret: Secret.of('canary-client-secret') };
export const refreshToken = Secret.of('canary-refresh-token');
export const tokens = { accessToken: 'a1b2', refreshToken: 'c3d4', expireIn: 7200, corpId: 'ding1' };

export let wire: Wire;
export let client: DingTalkClient;
/** What the client has told of in this test. */
export let calls: DingTalkCall[];

/** Everything that a test leaves open, however it ends. */
export const leftovers: (() => Promise<unknown>)[] = [];

/** Gives each test of a file a client and the DingTalk it talks to. */
export function clientOnWire(): void {
  beforeAll(async () => {
    wire = await Wire.listen();
    client = new DingTalkClient({ hosts: wire.hosts, onCall: (call) => calls.push(call) });
  });
  beforeEach(() => {
    calls = [];
    wire.seen.length = 0;
  });
  afterEach(async () => {
    await Promise.all(leftovers.splice(0).map((clean) => clean()));
  });
  afterAll(async () => {
    await client.close();
    await wire.close();
  });
}

/** A client of the test's own, closed when the test is over. */
export function another(options: DingTalkClientOptions): DingTalkClient {
  const own = new DingTalkClient(options);
  leftovers.push(() => own.close());
  return own;
}

export async function failureOf(asked: Promise<unknown>): Promise<DingTalkFailure> {
  const outcome = await asked.then(
    () => new Error('succeeded'),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(DingTalkFailure);
  return outcome as DingTalkFailure;
}

/** The first request that arrived. */
export function seen(): SeenRequest & { json(): unknown } {
  const [request] = wire.seen;
  if (!request) throw new Error('nothing reached the server');
  return { ...request, json: () => JSON.parse(request.body) as unknown };
}
