import { afterAll, beforeAll } from '@jest/globals';
import { RpcClient } from '../harness/grpc.js';
import { ask } from '../harness/http.js';
import { hire } from '../harness/members.js';
import { consentAs } from '../harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../harness/world.js';
import type { Body } from './outcome.js';

export const scopes = ['Contact.User.Read'];
export const asked = { application: 'demo', userId: 'zhangsan', scopes };

/** Why a person has to consent, as the contract lists them. */
export const reasons = [
  'no_grant',
  'scopes_missing',
  'refresh_rejected',
  'grant_expired',
  'grant_revoked',
  'withdrawn',
  'indeterminate',
];
/** Each with a grant that has come to the end it is called after. */
const ended = reasons.filter((reason) => reason !== 'no_grant');

export let world: World;
export let grpc: RpcClient;
export let caller: TestCaller;
export let narrow: TestCaller;
export let broad: TestCaller;
export let picky: TestCaller;
export let hasty: TestCaller;

/** One broker with people in every state a grant can be in, and callers who lack one thing each. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld();
    grpc = new RpcClient(world.brokers[0].grpcAddress);
    await world.registerDemo();
    const everywhere = { name: 'everywhere', kind: 'isv', clientId: 'dingeverywhere', clientSecret: 'not-a-real-one' };
    await world.operator('POST', '/applications', { ...everywhere, scopes });
    await hire(world.emulator, [...ended, 'chatting']);
    caller = await world.createCaller('todo-sync', [
      { ...everythingOfDemo, delivery: ['token', 'handle'], mayBringCodes: true },
      { application: 'everywhere', scopes, delivery: ['token'] },
    ]);
    broad = await world.createCaller('identity-bot', [{ application: 'demo', scopes, delivery: ['token'] }]);
    narrow = await world.createCaller('purpose-bot', [{ ...everythingOfDemo, purposeRequired: true }]);
    picky = await world.createCaller('vip-bot', [{ ...everythingOfDemo, people: { persons: [{ userId: 'lisi' }] } }]);
    hasty = await world.createCaller('hasty-bot', [{ ...everythingOfDemo, ratePerSecond: 0.01 }]);
    for (const as of ['zhangsan', 'lisi', 'chenxi', ...ended]) await consentAs(`${world.url}/consent/demo`, { as });
    await world.database.pool.query(
      `update grants set access_token_expires_at = now() + interval '5 s' where user_id = 'chenxi'`,
    );
  });
  afterAll(async () => {
    grpc?.close();
    await world?.close();
  });
}

const authorization = async (by: TestCaller) => ({ authorization: `Bearer ${await tokenOf(by)}` });
export const rest = async (by: TestCaller, path: string, json: unknown, requestId: string) =>
  ask(`${world.url}/v1${path}`, {
    headers: { ...(await authorization(by)), 'x-request-id': requestId },
    ...(json !== undefined && { json }),
  });
export const rpc = async <Answer = Body>(by: TestCaller, method: string, request: object, requestId: string) =>
  grpc.call<Answer>(method, request, { token: await tokenOf(by), metadata: { 'x-request-id': requestId } });

/** The record of a request, without what is another's with every request. */
export async function recordsOf(requestId: string): Promise<object[]> {
  const { rows } = await world.database.pool.query<{ record: object }>(
    `select to_jsonb(e) - '{id,occurred_at,request_id,handout_id,lane,seq}'::text[]
       - case delivery when 'handle' then 'live_until' else '' end as record
     from audit_events e where request_id = $1 order by occurred_at, seq`,
    [requestId],
  );
  return rows.map(({ record }) => record);
}

/** An access token for each caller is enough. */
const known = new Map<string, Promise<string>>();
function tokenOf(caller: TestCaller): Promise<string> {
  const token = known.get(caller.id) ?? caller.accessToken();
  known.set(caller.id, token);
  return token;
}
