import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  brokerEnvironment,
  createMasterKey,
  freePort,
  freePorts,
  type MasterKeyFile,
  type RunningBroker,
  startBroker,
} from './harness/broker.js';
import { type Certificate, CertificateAuthority } from './harness/certificates.js';
import { createDatabase, type TestDatabase } from './harness/database.js';
import { RpcClient } from './harness/grpc.js';
import { ask } from './harness/http.js';
import { start } from './harness/process.js';
import { builtFile } from './harness/project.js';

const authority = new CertificateAuthority('broker authority');
const stranger = new CertificateAuthority('another authority');
const server = authority.issue({ subject: 'broker' });
const DAY_MS = 86_400_000;

/** A name for each client: what it shows, and whether it may come in where certificates are asked for. */
const clients: readonly { who: string; shows: Certificate | undefined; welcome: boolean }[] = [
  { who: 'without a certificate', shows: undefined, welcome: false },
  { who: 'with a certificate of another authority', shows: stranger.issue({ subject: 'todo-sync' }), welcome: false },
  {
    who: 'with a certificate that has expired',
    shows: authority.issue({ subject: 'todo-sync', notAfter: new Date(Date.now() - DAY_MS) }),
    welcome: false,
  },
  { who: 'with a certificate of the authority', shows: authority.issue({ subject: 'todo-sync' }), welcome: true },
];

describe('TLS', () => {
  let folder: string;
  let files: Record<'cert' | 'key' | 'ca' | 'otherKey' | 'empty' | 'missing', string>;
  let database: TestDatabase;
  let masterKey: MasterKeyFile;
  const brokers: RunningBroker[] = [];
  beforeAll(async () => {
    database = await createDatabase();
    masterKey = await createMasterKey();
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-tls-'));
    const contents = {
      cert: server.cert,
      key: server.key,
      ca: authority.cert,
      otherKey: stranger.issue({ subject: 'broker' }).key,
      empty: '',
    };
    for (const [name, content] of Object.entries(contents)) await writeFile(path.join(folder, name), content);
    const inFolder = (name: string) => path.join(folder, name);
    files = {
      cert: inFolder('cert'),
      key: inFolder('key'),
      ca: inFolder('ca'),
      otherKey: inFolder('otherKey'),
      empty: inFolder('empty'),
      missing: inFolder('missing'),
    };
  });
  afterAll(async () => {
    for (const { process } of brokers) await process.stop();
    await database?.drop();
    await masterKey?.remove();
    await rm(folder, { recursive: true });
  });

  const settings = () => ({
    databaseUrl: database.url,
    masterKeyFile: masterKey.file,
    dingtalkUrl: 'http://127.0.0.1:1',
  });
  async function serve(env: Record<string, string>): Promise<RunningBroker & { operationsUrl: string }> {
    const operationsPort = await freePort();
    const broker = await startBroker({ ...settings(), env: { ...env, OPERATIONS_PORT: String(operationsPort) } });
    brokers.push(broker);
    return { ...broker, operationsUrl: `https://127.0.0.1:${operationsPort}` };
  }

  /** What this client is told over HTTPS; `refused` if the connection does not come about. */
  async function overHttps(url: string, shows: Certificate | undefined, ca = authority.cert): Promise<unknown> {
    return new Promise((resolve) => {
      const call = request(url, { ca, ...shows, agent: false, timeout: 10_000 }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', () => resolve('refused')).on('timeout', () => call.destroy());
      call.end();
    });
  }

  const channel = (shows: Certificate | undefined, ca = authority.cert): ChannelCredentials =>
    credentials.createSsl(
      Buffer.from(ca),
      ...(shows ? ([Buffer.from(shows.key), Buffer.from(shows.cert)] as const) : ([] as const)),
    );

  /** The status of a call without an access token: whoever is let in at all is asked for one. */
  async function overGrpc(address: string, through: ChannelCredentials): Promise<string> {
    const client = new RpcClient(address, through);
    try {
      return (await client.call('GetToken', {}, { deadlineMs: 10_000 })).status;
    } finally {
      client.close();
    }
  }

  describe('with a certificate', () => {
    let broker: Awaited<ReturnType<typeof serve>>;
    beforeAll(async () => {
      broker = await serve({ TLS_CERT_FILE: files.cert, TLS_KEY_FILE: files.key });
    });

    it('is what HTTP, operations and gRPC speak', async () => {
      expect(await overHttps(`${broker.url}/readyz`, undefined)).toBe(200);
      expect(await overHttps(`${broker.operationsUrl}/metrics`, undefined)).toBe(200);
      expect(await overGrpc(broker.grpcAddress, channel(undefined))).toBe('UNAUTHENTICATED');
    });

    it('is all they speak: plain text gets no answer', async () => {
      for (const url of [broker.url, broker.operationsUrl]) {
        await expect(ask(`${url.replace('https', 'http')}/healthz`)).rejects.toThrow();
      }
      expect(await overGrpc(broker.grpcAddress, credentials.createInsecure())).toBe('UNAVAILABLE');
    });

    it('is refused by a client that trusts another authority', async () => {
      expect(await overHttps(`${broker.url}/healthz`, undefined, stranger.cert)).toBe('refused');
      expect(await overGrpc(broker.grpcAddress, channel(undefined, stranger.cert))).toBe('UNAVAILABLE');
    });
  });

  describe('with an authority for clients', () => {
    let broker: Awaited<ReturnType<typeof serve>>;
    beforeAll(async () => {
      broker = await serve({ TLS_CERT_FILE: files.cert, TLS_KEY_FILE: files.key, TLS_CLIENT_CA_FILE: files.ca });
    });

    it.each(clients)('lets a client $who in: $welcome', async ({ shows, welcome }) => {
      expect(await overHttps(`${broker.url}/healthz`, shows)).toBe(welcome ? 200 : 'refused');
      expect(await overHttps(`${broker.operationsUrl}/metrics`, shows)).toBe(welcome ? 200 : 'refused');
      expect(await overGrpc(broker.grpcAddress, channel(shows))).toBe(welcome ? 'UNAUTHENTICATED' : 'UNAVAILABLE');
    });
  });

  it.each([
    ['a key without a certificate', () => ({ TLS_KEY_FILE: files.key }), 'TLS_CERT_FILE is required'],
    ['a certificate without a key', () => ({ TLS_CERT_FILE: files.cert }), 'TLS_KEY_FILE is required'],
    [
      'an authority alone',
      () => ({ TLS_CLIENT_CA_FILE: files.ca }),
      'TLS_CERT_FILE is required beside TLS_CLIENT_CA_FILE\nTLS_KEY_FILE is required',
    ],
    ['a file that is not there', () => ({ TLS_CERT_FILE: files.missing, TLS_KEY_FILE: files.key }), 'TLS_CERT_FILE: '],
    [
      'the key of another certificate',
      () => ({ TLS_CERT_FILE: files.cert, TLS_KEY_FILE: files.otherKey }),
      'TLS_KEY_FILE: holds no private key of the certificate',
    ],
    [
      'an authority that is empty',
      () => ({ TLS_CERT_FILE: files.cert, TLS_KEY_FILE: files.key, TLS_CLIENT_CA_FILE: files.empty }),
      'TLS_CLIENT_CA_FILE: holds no certificate',
    ],
  ])('stops the start with %s, and says so in plain words', async (_, env, said) => {
    const environment = brokerEnvironment({ ...settings(), ...(await freePorts()), env: env() });
    const running = start(builtFile('main.js'), environment, ['--exit-with-stdin']);
    try {
      expect((await running.ended).code).toBe(1);
      expect(running.errorOutput().startsWith(said)).toBe(true);
      expect(running.errorOutput()).not.toContain('PRIVATE');
    } finally {
      await running.kill('SIGKILL');
    }
  });
});
