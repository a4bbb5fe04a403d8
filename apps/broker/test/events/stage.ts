import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { Canaries } from '../harness/canaries.js';
import { type Sending, sendEvent, untilApplied } from '../harness/dingtalk-events.js';
import { seeded } from '../harness/emulator.js';
import { hire } from '../harness/members.js';
import { consentAs } from '../harness/person.js';
import { until } from '../harness/until.js';
import { startWorld, type TestCaller, type World } from '../harness/world.js';

export const { corpId, clientSecret } = seeded;
export const scopes = ['Contact.User.Read'];
export const DAY_MS = 24 * 3600 * 1000;

export interface Registered {
  readonly name: string;
  readonly clientId: string;
}
/** An application of one organisation, and one that a developer offers to many. */
export const demo: Registered = { name: 'demo', clientId: seeded.clientId };
export const meeting: Registered = { name: 'meeting', clientId: 'suitedemomeeting' };

interface GrantRow {
  readonly id: string;
  readonly state: string;
  readonly name: string;
  readonly unionId: string;
}

/** Every secret that DingTalk and the broker shared in this file. */
export const canaries = new Canaries();
export let world: World;
export let caller: TestCaller;
let people = 0;

export const letters = (length: number) => randomBytes(length).toString('hex').slice(0, length);
export const secretOf = (name: string, length: number) => canaries.plant(name, letters(length));
const pushKeys = () => ({ token: secretOf('event token', 32), aesKey: secretOf('event key', 43) });

/** Two brokers that hear of two applications' events, over HTTP and over Stream. */
export function stage(): void {
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await register(demo, { kind: 'internal', corpId, scopes: seeded.scopes });
    await register(meeting, { kind: 'isv', scopes: ['Contact.User.Read', 'Calendar.Event.Read'] });
    caller = await world.createCaller('assistant', [
      { application: 'demo', scopes, delivery: ['token'], wholeToken: true, wholeTokenReason: 'a test' },
      { application: 'meeting', scopes, delivery: ['token'], wholeToken: true, wholeTokenReason: 'a test' },
    ]);
    await until('each replica has a stream for each application', async () => (await connections()).length === 4);
  });
  afterAll(() => world.close());
}

/** At the broker and, with the same keys, in DingTalk's console, which tries the address at once. */
async function register({ name, clientId }: Registered, settings: object): Promise<void> {
  const { token, aesKey } = pushKeys();
  const registration = { name, clientId, clientSecret, ...settings, eventToken: token, eventAesKey: aesKey };
  const answer = await world.operator('POST', '/applications', { ...registration, eventStream: true });
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
  const { control } = world.emulator;
  await control('PATCH', `/applications/${clientId}`, { redirectUris: [`${world.url}/consent/callback`] });
  const url = `${world.url}/events/dingtalk/${name}`;
  await control('PUT', `/applications/${clientId}/event-push`, { url, token, aesKey });
}

export async function connections(clientId?: string): Promise<unknown[]> {
  const query = clientId === undefined ? '' : `?clientId=${clientId}`;
  const answer = await world.emulator.control<{ connections: unknown[] }>('GET', `/connections${query}`);
  return answer.connections;
}

/** Somebody new who has consented; the key is also the userId. */
export async function somebody({ name }: Registered): Promise<string> {
  people += 1;
  const key = `person${people}`;
  await hire(world.emulator, [key]);
  await consent(name, key);
  return key;
}
export async function consent(application: string, key: string): Promise<void> {
  const page = await consentAs(`${world.url}/consent/${application}`, { as: key, corp: corpId });
  expect(page.code).toBe('granted');
}

/** The newest grant of that person. */
export async function grantOf(application: string, userId: string): Promise<GrantRow> {
  const { rows } = await world.database.pool.query<GrantRow>(
    `select id, state, name, union_id as "unionId" from grants
     where application = $1 and user_id = $2 and corp_id = $3 order by created_at desc limit 1`,
    [application, userId, corpId],
  );
  const [grant] = rows;
  if (!grant) throw new Error(`${userId} has no grant`);
  return grant;
}
export const stateOf = async (application: string, userId: string) => (await grantOf(application, userId)).state;
const handOut = (application: string, userId: string, brokerUrl?: string) =>
  caller.requestToken({ application, corpId, userId, scopes }, brokerUrl);

export const send = (sending: Omit<Sending, 'clientId'> & { of: Registered }) => {
  const { of, ...rest } = sending;
  return sendEvent(world.emulator, { clientId: of.clientId, corpId, ...rest });
};

export const revoked = (application: string) => async (userId: string) => {
  expect(await stateOf(application, userId)).toBe('revoked');
  const refused = await handOut(application, userId, world.brokers[1]?.url);
  expect(refused.body).toMatchObject({ code: 'consent_required', reason: 'grant_revoked' });
};
export const active = (application: string) => async (userId: string) => {
  expect((await handOut(application, userId, world.brokers[1]?.url)).status).toBe(200);
};
export const suspended = (application: string) => async (userId: string) => {
  const refused = await handOut(application, userId, world.brokers[1]?.url);
  expect(refused.body).toMatchObject({ code: 'forbidden_by_policy', rule: 'suspended' });
};
export const status = (word: string) => () => ({ operatorUnionId: 'somebody', status: word });
export const forgetName = (userId: string) =>
  world.database.pool.query(`update grants set name = 'as it was' where user_id = $1`, [userId]);
export const nameIsRead = (application: string) => async (userId: string) => {
  expect(await grantOf(application, userId)).toMatchObject({ name: userId, state: 'active' });
};
export async function tenancy(): Promise<Record<string, unknown> | undefined> {
  const { rows } = await world.database.pool.query<Record<string, unknown>>(
    `select authorised_at is not null as authorised, relieved_at is not null as relieved from application_organisations
     where application = 'meeting' and corp_id = $1`,
    [corpId],
  );
  return rows[0];
}
export async function stopped(of: Registered, type: string, payload: object): Promise<void> {
  const { eventId } = await send({ of, type, payload });
  await untilApplied(world.database.pool, eventId);
}
/** Whatever the row before has left stopped goes on. */
export async function goOn(of: Registered): Promise<void> {
  const [type, payload] =
    of === demo
      ? ['inner_app_status_change', status('enable')()]
      : (['org_micro_app_restore', { agentId: 7 }] as const);
  const { eventId } = await send({ of, type, payload });
  await untilApplied(world.database.pool, eventId);
}
