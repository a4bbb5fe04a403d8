import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import {
  brokerEnvironment,
  createMasterKey,
  freePorts,
  type MasterKeyFile,
  OPERATOR_TOKEN,
  type RunningBroker,
  startBroker,
} from '../harness/broker.js';
import { createDatabase, type TestDatabase } from '../harness/database.js';
import { seeded } from '../harness/emulator.js';
import { type Answer, ask } from '../harness/http.js';
import { Browser, consentPage } from '../harness/person.js';
import { start, type TestProcess } from '../harness/process.js';
import { builtProgram } from '../harness/project.js';
import { type StandInDingTalk, startStandInDingTalk } from '../harness/stand-in-dingtalk.js';

export let database: TestDatabase;
let masterKey: MasterKeyFile;
export let dingtalk: StandInDingTalk;

/** A database and a DingTalk for each test; whatever it starts ends with it. */
export function stage(): void {
  beforeAll(async () => {
    masterKey = await createMasterKey();
  });
  beforeEach(async () => {
    database = await createDatabase();
    dingtalk = await startStandInDingTalk(seeded.corpId);
  });
  afterEach(async () => {
    for (const running of started.splice(0)) await running.kill('SIGKILL');
    await dingtalk.close();
    await database.drop();
  });
  afterAll(() => masterKey.remove());
}

export const started: TestProcess[] = [];

export const settings = () => ({
  databaseUrl: database.url,
  masterKeyFile: masterKey.file,
  dingtalkUrl: dingtalk.url,
});

export async function serve(env: Record<string, string> = {}): Promise<RunningBroker> {
  const broker = await startBroker({ ...settings(), env });
  started.push(broker.process);
  return broker;
}

/** Runs it with a changed environment until it stops by itself. */
export async function refusal(
  change: Record<string, string | undefined>,
): Promise<{ code: number | null; said: string }> {
  const environment = { ...brokerEnvironment({ ...settings(), ...(await freePorts()) }), ...change };
  const defined = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const running = start(builtProgram('main'), Object.fromEntries(defined), ['--exit-with-stdin']);
  started.push(running);
  const { code } = await running.ended;
  return { code, said: running.errorOutput() };
}

const operator = ({ url }: RunningBroker, path: string, json?: object) =>
  ask(`${url}/admin/v1${path}`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` }, json });

/** An application, a person who has consented, and the access token of a caller. */
export async function withConsent(broker: RunningBroker): Promise<string> {
  const { clientId, clientSecret, corpId } = seeded;
  const scopes = ['Contact.User.Read'];
  await operator(broker, '/applications', { name: 'demo', kind: 'internal', clientId, clientSecret, corpId, scopes });
  const entitlements = [{ application: 'demo', scopes, delivery: ['token'] }];
  const { body } = await operator(broker, '/callers', { name: 'hr-bot', authMethod: 'client_secret', entitlements });

  const browser = new Browser();
  const left = new URL((await browser.open(`${broker.url}/consent/demo`)).headers.get('location') ?? '');
  expect(left.origin).toBe(dingtalk.url);
  const back = `${broker.url}/consent/callback?authCode=c0de&state=${left.searchParams.get('state')}`;
  expect((await consentPage(back, browser)).code).toBe('granted');

  const basic = Buffer.from(`${body.clientId}:${body.clientSecret}`).toString('base64');
  const token = await ask(`${broker.url}/oauth2/token`, {
    headers: { authorization: `Basic ${basic}` },
    form: { grant_type: 'client_credentials' },
  });
  return String(token.body.access_token);
}

export const handOut = (url: string, token: string, more: object = {}): Promise<Answer> =>
  ask(`${url}/v1/tokens`, {
    headers: { authorization: `Bearer ${token}` },
    json: { application: 'demo', userId: 'zhaoliu', scopes: ['Contact.User.Read'], ...more },
  });

export async function moveSchemaRelease(by: number): Promise<void> {
  await database.pool.query('update schema_release set release = release + $1', [by]);
}
