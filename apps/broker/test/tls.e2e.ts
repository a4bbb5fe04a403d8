import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
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
import { askOverTls } from './harness/https.js';
import { start } from './harness/process.js';
import { builtProgram } from './harness/project.js';

const authority = new CertificateAuthority('broker authority');
const stranger = new CertificateAuthority('another authority');
const server = authority.issue({ subject: 'broker' });
const DAY_MS = 86_400_000;

/** Where certificates are asked for: what a client shows, what it gets of pages for people, of calls for callers, and of gRPC. */
const clients: readonly {
  who: string;
  shows: Certificate | undefined;
  pages: 200 | 'refused';
  calls: string;
  grpc: string;
}[] = [
  {
    who: 'without a certificate',
    shows: undefined,
    pages: 200,
    calls: 'Callers are served on connections with a client certificate only.',
    grpc: 'UNAVAILABLE',
  },
  {
    who: 'with a certificate of another authority',
    shows: stranger.issue({ subject: 'todo-sync' }),
    pages: 'refused',
    calls: 'refused',
    grpc: 'UNAVAILABLE',
  },
  {
    who: 'with a certificate that has expired',
    shows: authority.issue({ subject: 'todo-sync', notAfter: new Date(Date.now() - DAY_MS) }),
    pages: 'refused',
    calls: 'refused',
    grpc: 'UNAVAILABLE',
  },
  {
    who: 'with a certificate of the authority',
    shows: authority.issue({ subject: 'todo-sync' }),
    pages: 200,
    calls: 'Send Authorization: Bearer <token>.',
    grpc: 'UNAUTHENTICATED',
  },
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
      const call = request(url, { ca, ...shows, agent: false, timeout: 60_000 }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', () => resolve('refused')).on('timeout', () => call.destroy());
      call.end();
    });
  }

  /** What a caller is told on a connection that resumes the session of another. */
  async function resumed(url: string, shows: Certificate | undefined): Promise<string> {
    const { port, hostname: host } = new URL(url);
    const over = async (session?: Buffer) => {
      const socket = connect({ host, port: Number(port), ca: authority.cert, ...shows, ...(session && { session }) });
      let text = '';
      let next: Buffer | undefined;
      let reused = false;
      socket.on('session', (given: Buffer) => {
        next = given;
      });
      socket.on('secureConnect', () => {
        reused = socket.isSessionReused();
      });
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      socket.write('POST /v1/tokens HTTP/1.1\r\nHost: broker\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      await once(socket, 'close');
      return { text, session: next, reused };
    };
    const { session } = await over();
    const second = await over(session);
    expect(second.reused).toBe(true);
    return second.text;
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
      return (await client.call('GetToken', {}, { deadlineMs: 60_000 })).status;
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

    it.each(clients)('shows a client $who pages: $pages', async ({ shows, pages }) => {
      for (const url of [
        `${broker.url}/healthz`,
        `${broker.url}/.well-known/jwks.json`,
        `${broker.operationsUrl}/metrics`,
      ]) {
        expect(await overHttps(url, shows)).toBe(pages);
      }
    });

    it.each(clients)('tells a caller $who, before anything else: $calls', async ({ shows, calls }) => {
      for (const path of ['/v1/tokens', '/v1/handles', '/v1/consents']) {
        const answer = await askOverTls(`${broker.url}${path}`, { ca: authority.cert, shows, json: {} });
        expect(answer === 'refused' ? answer : answer.body.detail).toBe(calls);
      }
    });

    it.each(clients)('answers gRPC $who: $grpc', async ({ shows, grpc }) => {
      expect(await overGrpc(broker.grpcAddress, channel(shows))).toBe(grpc);
    });

    it('is not talked into a session without a certificate by the one before', async () => {
      expect(await resumed(broker.url, undefined)).toContain('client certificate only');
      expect(await resumed(broker.url, authority.issue({ subject: 'todo-sync' }))).toContain('Send Authorization');
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
    const running = start(builtProgram('main'), environment, ['--exit-with-stdin']);
    try {
      expect((await running.ended).code).toBe(1);
      expect(running.errorOutput().startsWith(said)).toBe(true);
      expect(running.errorOutput()).not.toContain('PRIVATE');
    } finally {
      await running.kill('SIGKILL');
    }
  });
});
