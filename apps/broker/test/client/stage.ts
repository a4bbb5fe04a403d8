import { clientSecret, type DingTalkToken, TokenBrokerClient, type TokenBrokerClientOptions } from '@app/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { consentAs } from '../harness/person.js';
import { until } from '../harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../harness/world.js';

export const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Todo.Todo.Write'] };

export let world: World;
export let caller: TestCaller;

/** Two brokers, a caller, and its clients, which are closed with the test that opened them. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [{ ...everythingOfDemo, delivery: ['token', 'handle'] }]);
  });
  beforeEach(async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
  });
  afterEach(async () => {
    await world.emulator.control('DELETE', '/faults');
    for (const client of open.splice(0)) await client.close();
  });
  afterAll(() => world?.close());
}

const open: TokenBrokerClient[] = [];

export function clientOf(change: Partial<TokenBrokerClientOptions> = {}): TokenBrokerClient {
  const client = new TokenBrokerClient({
    url: world.url,
    grpc: { address: world.brokers[0].grpcAddress },
    credentials: clientSecret(caller.clientId, caller.clientSecret),
    ...change,
  });
  open.push(client);
  return client;
}
/** One whose stream of revocations is open, so that what it keeps stays. */
export async function listeningClient(change: Partial<TokenBrokerClientOptions> = {}) {
  const client = clientOf(change);
  await client.token(asked);
  await until('it hears of revocations', async () => client.hearsRevocations);
  return client;
}
export const revoke = async (grantId: string) =>
  world.operator('POST', `/grants/${grantId}/revoke`, { reason: 'leaked' });
export const handouts = async () => {
  const { rows } = await world.database.pool.query<{ n: number }>(
    `select count(*)::int as n from audit_events where handout_id is not null`,
  );
  return rows[0]?.n ?? 0;
};
export const code = (name: string, more: object = {}) => expect.objectContaining({ outcome: { code: name, ...more } });
export const anyString = expect.any(String);
export const useAtDingTalk = (token: DingTalkToken) =>
  fetch(`${world.emulator.url}/v1.0/todo/users/${token.unionId}/tasks`, {
    method: 'POST',
    headers: { ...token.headers(), 'content-type': 'application/json' },
    body: JSON.stringify({ subject: '写周报' }),
  });
