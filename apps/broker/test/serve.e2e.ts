import { chmod, rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  brokerEnvironment,
  createMasterKey,
  freePort,
  freePorts,
  type MasterKeyFile,
  OPERATOR_TOKEN,
  type RunningBroker,
  startBroker,
} from './harness/broker.js';
import { createDatabase, createEmptyDatabase, type TestDatabase, withServer } from './harness/database.js';
import { seeded } from './harness/emulator.js';
import { type Answer, ask } from './harness/http.js';
import { Browser, consentPage } from './harness/person.js';
import { start, type TestProcess } from './harness/process.js';
import { builtFile } from './harness/project.js';
import { type StandInDingTalk, startStandInDingTalk } from './harness/stand-in-dingtalk.js';

/** A broker as production runs it: the built file, configured by the environment alone, and no emulator anywhere. */
describe('npm run serve', () => {
  let database: TestDatabase;
  let masterKey: MasterKeyFile;
  let dingtalk: StandInDingTalk;
  const started: TestProcess[] = [];

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

  const settings = () => ({
    databaseUrl: database.url,
    masterKeyFile: masterKey.file,
    dingtalkUrl: dingtalk.url,
  });

  async function serve(env: Record<string, string> = {}): Promise<RunningBroker> {
    const broker = await startBroker({ ...settings(), env });
    started.push(broker.process);
    return broker;
  }

  /** Runs it with a changed environment until it stops by itself. */
  async function refusal(change: Record<string, string | undefined>): Promise<{ code: number | null; said: string }> {
    const environment = { ...brokerEnvironment({ ...settings(), ...(await freePorts()) }), ...change };
    const defined = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const running = start(builtFile('main.js'), Object.fromEntries(defined), ['--exit-with-stdin']);
    started.push(running);
    const { code } = await running.ended;
    return { code, said: running.errorOutput() };
  }

  const operator = ({ url }: RunningBroker, path: string, json?: object) =>
    ask(`${url}/admin/v1${path}`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` }, json });

  /** An application, a person who has consented, and the access token of a caller. */
  async function withConsent(broker: RunningBroker): Promise<string> {
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

  const handOut = (url: string, token: string, more: object = {}): Promise<Answer> =>
    ask(`${url}/v1/tokens`, {
      headers: { authorization: `Bearer ${token}` },
      json: { application: 'demo', userId: 'zhaoliu', scopes: ['Contact.User.Read'], ...more },
    });

  it('becomes ready and takes a consent with DingTalk’s addresses set to some other server', async () => {
    const broker = await serve();
    expect((await ask(`${broker.url}/healthz`)).status).toBe(200);
    expect((await ask(`${broker.url}/readyz`)).status).toBe(200);
    const token = await withConsent(broker);
    const { status, body } = await handOut(broker.url, token, { minimumSeconds: 0 });
    expect([status, body.accessToken]).toEqual([200, 'first-access']);
  });

  describe('stops at once, with exit code 1', () => {
    it.each(['DATABASE_URL', 'MASTER_KEY_FILE'])('and names %s when it is missing', async (name) => {
      expect(await refusal({ [name]: undefined })).toEqual({ code: 1, said: `${name} is required\n` });
    });

    it('and names everything that is missing, where a variable that is set to nothing counts as missing', async () => {
      const said = 'DATABASE_URL is required\nMASTER_KEY_FILE is required\n';
      expect(await refusal({ DATABASE_URL: '', MASTER_KEY_FILE: undefined })).toEqual({ code: 1, said });
    });

    const malformed: Record<string, readonly [string, ...string[]]> = {
      DATABASE_URL: ['mysql://canary:canary@db.example/canary', 'canary'],
      DATABASE_DIRECT_URL: ['canary', 'http://canary.example'],
      DATABASE_PREPARED: ['canary', 'ON'],
      HTTP_PORT: ['canary', '0', '65536'],
      GRPC_PORT: ['canary', '0', '65536'],
      HOST: ['can ary', 'http://canary'],
      OPERATIONS_PORT: ['80.5', '-1', 'canary'],
      PUBLIC_URL: [
        'canary.example',
        'ftp://canary.example',
        'https://canary.example/below',
        'https://canary:canary@canary.example',
      ],
      OPERATOR_BOOTSTRAP_TOKEN: ['canary-too-short', 'canary with spaces in it, and long enough'],
      DINGTALK_LOGIN_URL: ['canary', 'https://canary.example/oauth2'],
      DINGTALK_API_URL: ['https://canary.example/v1.0', 'canary:canary'],
      DINGTALK_OAPI_URL: ['https://canary.example/?x=1', 'https://canary.example/#canary'],
    };
    it.each([0, 1, 2, 3])('and names each variable that is malformed, without its value (%i)', async (variant) => {
      const values = Object.entries(malformed).map(([name, all]) => [name, all[variant] ?? all[0]]);
      const { code, said } = await refusal(Object.fromEntries(values));
      expect(code).toBe(1);
      expect(said.trim().split('\n')).toEqual(
        Object.keys(malformed).map((name) => expect.stringMatching(`^${name} is malformed: .+$`)),
      );
      expect(said).not.toMatch(/canary/);
    });

    it('when the master key file is missing, readable by others, malformed or empty, without what is in it', async () => {
      const key = await createMasterKey();
      const canary = 'c2VjcmV0LWJ1dC1tdWNoLXRvby1zaG9ydA==';
      const refused = async () => {
        const { code, said } = await refusal({ MASTER_KEY_FILE: key.file });
        expect(code).toBe(1);
        expect(said.trim().split('\n')).toHaveLength(1);
        expect(said).toContain(key.file);
        expect(said).not.toContain(canary);
        return said;
      };
      try {
        await chmod(key.file, 0o644);
        expect(await refused()).toContain(`Run: chmod 600 ${key.file}`);
        await chmod(key.file, 0o600);
        await writeFile(key.file, `# keys\nk1:${canary}\n`);
        expect(await refused()).toContain('line 1');
        await writeFile(key.file, '\n');
        expect(await refused()).toContain('holds no key');
        await rm(key.file);
        expect(await refused()).toContain('cannot be read');
      } finally {
        await key.remove();
      }
    });

    it('on an empty database, naming npm run migrate, and changes nothing there', async () => {
      const empty = await createEmptyDatabase();
      try {
        const { code, said } = await refusal({ DATABASE_URL: empty.url });
        expect([code, said]).toEqual([1, expect.stringMatching(/^[^\n]+ Run: npm run migrate\n$/)]);
        const { rows } = await empty.pool.query(`select from pg_class where relnamespace = 'public'::regnamespace`);
        expect(rows).toEqual([]);
      } finally {
        await empty.drop();
      }
    });

    it('on an older schema, naming npm run migrate, and on one newer by two releases', async () => {
      await database.pool.query('alter table schema_release drop constraint schema_release_release_check');
      await moveSchemaRelease(-1);
      expect(await refusal({})).toEqual({ code: 1, said: expect.stringMatching(/^[^\n]+ Run: npm run migrate\n$/) });
      await moveSchemaRelease(+3);
      expect(await refusal({})).toEqual({ code: 1, said: expect.stringMatching(/^[^\n]+Install a newer broker\.\n$/) });
    });

    it('on a database that is away or does not exist, with one plain line', async () => {
      const away = new URL(database.url);
      away.port = String(await freePort());
      away.password = 'canary';
      const nowhere = new URL(database.url);
      nowhere.pathname = '/canary';
      for (const [url, why] of [
        [away, 'nothing listens there'],
        [nowhere, 'it does not exist'],
      ] as const) {
        const { code, said } = await refusal({ DATABASE_URL: url.href });
        expect([code, said]).toEqual([1, expect.stringMatching(new RegExp(`^DATABASE_URL: [^\n]*${why}[^\n]*\n$`))]);
        expect(said).not.toContain('canary');
      }
    });

    it('when its port is taken, with one plain line', async () => {
      const { url } = await serve();
      const { code, said } = await refusal({ HTTP_PORT: new URL(url).port });
      expect([code, said]).toEqual([1, expect.stringMatching(/^HTTP_PORT [^\n]+EADDRINUSE\)\n$/)]);
    });
  });

  it('accepts a schema that is newer by one release', async () => {
    await moveSchemaRelease(+1);
    const { url } = await serve();
    expect((await ask(`${url}/readyz`)).status).toBe(200);
  });

  describe('with OPERATIONS_PORT', () => {
    const operations = ['/metrics', '/docs', '/openapi.json', '/admin/v1/overview'];
    const disguised = ['/%6detrics', '/metrics?x', '/%61dmin/v1/overview', '/admin%2Fv1/overview', '//metrics'];
    const authorization = `Bearer ${OPERATOR_TOKEN}`;

    it('serves operations there and only there, and hand-outs and consents only at the public port', async () => {
      const port = await freePort();
      const broker = await serve({ OPERATIONS_PORT: String(port) });
      const there = `http://127.0.0.1:${port}`;
      for (const path of [...operations, ...disguised, '/admin/', '/admin', '/admin/grants', '/docs/', '/docs-yaml']) {
        const { status, headers, body } = await ask(broker.url + path, { headers: { authorization } });
        expect([path, status, body?.code]).toEqual([path, 404, 'not_found']);
        expect(headers.get('content-type')).toContain('application/problem+json');
      }
      for (const path of operations) {
        expect([path, (await ask(there + path, { headers: { authorization } })).status]).toEqual([path, 200]);
      }
      for (const url of [broker.url, there]) {
        expect((await ask(`${url}/healthz`)).status).toBe(200);
        expect((await ask(`${url}/readyz`)).status).toBe(200);
      }
      for (const path of ['/v1/tokens', '/oauth2/token', '/%76%31/tokens']) {
        expect([path, (await ask(there + path, { json: {} })).status]).toEqual([path, 404]);
      }
      for (const path of ['/consent/demo', '/consent/callback', '/.well-known/jwks.json']) {
        expect([path, (await ask(there + path)).status]).toEqual([path, 404]);
      }
    });
  });

  describe('told to end by SIGTERM while DingTalk takes its time with a refresh', () => {
    const tokenVersion = async () =>
      (await database.pool.query<{ token_version: number }>('select token_version from grants')).rows[0]?.token_version;

    it.each([
      ['a caller is waiting for it', { maxWaitSeconds: 60 }, 200],
      ['the caller has given up waiting', { maxWaitSeconds: 0 }, 503],
    ])('stores DingTalk’s answer and ends cleanly when %s', async (_when, patience, answered) => {
      const broker = await serve();
      const token = await withConsent(broker);
      const waiting = handOut(broker.url, token, { minimumSeconds: 60, ...patience });
      await dingtalk.refreshArrived();
      if (answered !== 200) await waiting;
      const toldAt = performance.now();
      const ended = broker.process.kill('SIGTERM');
      await broker.process.saying(/"msg":"stopping"/);
      dingtalk.answerRefresh();
      expect((await waiting).status).toBe(answered);
      await ended;
      expect(await broker.process.ended).toEqual({ code: 0, signal: null });
      expect(performance.now() - toldAt).toBeLessThan(10_000);
      expect(await tokenVersion()).toBe(2);

      const next = await serve({ PUBLIC_URL: broker.url });
      const { body } = await handOut(next.url, token, { minimumSeconds: 3600 });
      expect(body.accessToken).toBe('second-access');
    });
  });

  it('says so while its database is away, hands nothing out, and goes on when it is back', async () => {
    const broker = await serve();
    const token = await withConsent(broker);
    const readiness = async () => (await ask(`${broker.url}/readyz`)).status;

    await withServer(async (client) => {
      const name = new URL(database.url).pathname.slice(1);
      await client.query(`alter database ${name} with allow_connections false`);
      try {
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'dingtalk-token-broker'`,
          [name],
        );
        expect(await readiness()).toBe(503);
        const refused = await handOut(broker.url, token, { minimumSeconds: 0 });
        expect([refused.status, refused.body.code]).toEqual([503, 'temporarily_unavailable']);
        expect((await ask(`${broker.url}/healthz`)).status).toBe(200);
        expect((await consentPage(`${broker.url}/consent/demo`)).code).toBe('internal_error');
      } finally {
        await client.query(`alter database ${name} with allow_connections true`);
      }
    });
    expect(await readiness()).toBe(200);
    expect((await handOut(broker.url, token, { minimumSeconds: 0 })).body.accessToken).toBe('first-access');
  });

  describe('when its standard input ends', () => {
    const environment = async () => brokerEnvironment({ ...settings(), ...(await freePorts()) });

    it('ends cleanly with --exit-with-stdin', async () => {
      const { process } = await serve();
      await process.stop();
      expect(await process.ended).toEqual({ code: 0, signal: null });
    });

    it('goes on without it', async () => {
      const env = await environment();
      const running = start(builtFile('main.js'), env);
      started.push(running);
      await running.saying(/"msg":"ready"/);
      running.closeInput();
      expect((await ask(`${env.PUBLIC_URL}/readyz`)).status).toBe(200);
    });
  });

  async function moveSchemaRelease(by: number): Promise<void> {
    await database.pool.query('update schema_release set release = release + $1', [by]);
  }
});
