import { createMasterKey, OPERATOR_TOKEN, type RunningBroker, startBroker } from './broker.js';
import { createDatabase, type TestDatabase } from './database.js';
import { type Emulator, seeded, startEmulator } from './emulator.js';
import { type Answer, ask } from './http.js';

type Environment = Readonly<Record<string, string>>;

/** What is there before the first broker is. */
export type Surroundings = Pick<World, 'database' | 'emulator'>;

interface WorldSettings {
  /** Broker processes on the one database; the first one's address is the public one. */
  readonly brokers?: number;
  /** For all brokers, or made for each: the first is number 0. */
  readonly env?: Environment | ((around: Surroundings, broker: number) => Environment | Promise<Environment>);
  readonly emulatorDataFile?: string;
}

export interface TestCaller {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A fresh access token for the broker. */
  accessToken(): Promise<string>;
  /** `POST /v1/tokens`, at the first broker unless told otherwise. */
  requestToken(body: object, brokerUrl?: string): Promise<Answer>;
}

/** A grant as operators see it listed. */
interface ListedGrant {
  readonly id: string;
  readonly unionId: string;
  readonly [member: string]: unknown;
}

/** Everything a flow test talks to. */
export interface World {
  readonly database: TestDatabase;
  readonly emulator: Emulator;
  readonly brokers: readonly [RunningBroker, ...RunningBroker[]];
  readonly masterKeyFile: string;
  /** Address of the first broker. */
  readonly url: string;
  /** An operator's call below `/admin/v1`. */
  operator(method: string, path: string, json?: unknown): Promise<Answer>;
  /** The first page of a list below `/admin/v1`. Throws where there is none. */
  items<Item>(path: string): Promise<Item[]>;
  /** Of the demo application unless told otherwise. Throws where there is none. */
  liveGrant(userId: string, application?: string): Promise<ListedGrant>;
  registerDemo(change?: object): Promise<void>;
  createCaller(name: string, entitlements: readonly object[]): Promise<TestCaller>;
  close(): Promise<void>;
}

/** A caller may ask for everything the demo application carries, so that raw tokens are not too broad for it. */
export const everythingOfDemo = { application: 'demo', scopes: seeded.scopes, delivery: ['token'] };

export async function startWorld({
  brokers: count = 1,
  env = {},
  emulatorDataFile,
}: WorldSettings = {}): Promise<World> {
  // Whatever was started before something failed has to end, or the test run would wait for it for ever.
  const endings: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  const started = async <Part>(part: Promise<Part>, end: (part: Part) => Promise<unknown>): Promise<Part> => {
    const value = await part;
    endings.push(() => end(value));
    return value;
  };
  try {
    const database = await started(createDatabase(), (it) => it.drop());
    const masterKey = await started(createMasterKey(), (it) => it.remove());
    const emulator = await started(startEmulator(emulatorDataFile), (it) => it.process.stop());
    const settings = { databaseUrl: database.url, masterKeyFile: masterKey.file, dingtalkUrl: emulator.url };
    const replicas: RunningBroker[] = [];
    endings.push(() => Promise.all(replicas.map(({ process }) => process.stop())));
    const replica = async (number: number, publicUrl?: string) => {
      const broker = await startBroker({
        ...settings,
        env: typeof env === 'function' ? await env({ database, emulator }, number) : env,
        ...(publicUrl && { publicUrl }),
      });
      replicas.push(broker);
      return broker;
    };
    const first = await replica(0);
    const others = await Promise.all(Array.from({ length: count - 1 }, (_, n) => replica(n + 1, first.url)));
    await emulator.control('PATCH', `/applications/${seeded.clientId}`, {
      redirectUris: [`${first.url}/consent/callback`],
    });
    return worldOf({ database, emulator, brokers: [first, ...others], masterKeyFile: masterKey.file, close });
  } catch (error) {
    await close();
    throw error;
  }
}

type WorldParts = Pick<World, 'database' | 'emulator' | 'brokers' | 'masterKeyFile' | 'close'>;

function worldOf(parts: WorldParts): World {
  const { url } = parts.brokers[0];
  const operator = (method: string, path: string, json?: unknown) =>
    ask(`${url}/admin/v1${path}`, { method, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` }, json });
  const items = async <Item>(path: string) => {
    const answer = await operator('GET', path);
    if (!Array.isArray(answer.body?.items)) throw new Error(`${path} is no list: ${answer.status} ${answer.text}`);
    return answer.body.items as Item[];
  };
  return {
    ...parts,
    url,
    operator,
    items,
    async liveGrant(userId, application = 'demo') {
      const query = `userId=${userId}&application=${application}&state=active`;
      const [grant] = await items<ListedGrant>(`/grants?${query}`);
      if (!grant) throw new Error(`${userId} has no live grant of ${application}`);
      return grant;
    },
    async registerDemo(change = {}) {
      const { clientId, clientSecret, corpId, scopes } = seeded;
      const demo = { name: 'demo', kind: 'internal', clientId, clientSecret, corpId, scopes, ...change };
      const answer = await operator('POST', '/applications', demo);
      if (answer.status !== 201) throw new Error(`registering demo: ${answer.status} ${answer.text}`);
    },
    async createCaller(name, entitlements) {
      const answer = await operator('POST', '/callers', { name, authMethod: 'client_secret', entitlements });
      if (answer.status !== 201) throw new Error(`creating ${name}: ${answer.status} ${answer.text}`);
      return callerOf(url, answer.body as { id: string; clientId: string; clientSecret: string });
    },
  };
}

function callerOf(
  url: string,
  { id, clientId, clientSecret }: { id: string; clientId: string; clientSecret: string },
): TestCaller {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  let token: Promise<string> | undefined;
  const accessToken = async () => {
    const answer = await ask<{ access_token: string }>(`${url}/oauth2/token`, {
      headers: { authorization: `Basic ${basic}` },
      form: { grant_type: 'client_credentials' },
    });
    if (answer.status !== 200) throw new Error(`access token of ${clientId}: ${answer.status} ${answer.text}`);
    return answer.body.access_token;
  };
  return {
    id,
    clientId,
    clientSecret,
    accessToken,
    async requestToken(body, brokerUrl = url) {
      token ??= accessToken();
      return ask(`${brokerUrl}/v1/tokens`, { headers: { authorization: `Bearer ${await token}` }, json: body });
    },
  };
}
