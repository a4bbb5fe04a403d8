import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { start, type TestProcess } from './process.js';
import { builtProgram } from './project.js';

export const OPERATOR_TOKEN = 'op_test_0123456789abcdef0123456789abcdef';

export interface MasterKeyFile {
  readonly file: string;
  remove(): Promise<void>;
}

export async function createMasterKey(): Promise<MasterKeyFile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'broker-test-'));
  const file = path.join(folder, 'master.key');
  await writeFile(file, `test-1:${randomBytes(32).toString('base64')}\n`);
  await chmod(file, 0o600);
  return { file, remove: () => rm(folder, { recursive: true }) };
}

export interface RunningBroker {
  readonly url: string;
  /** Host and port of its gRPC side. */
  readonly grpcAddress: string;
  readonly process: TestProcess;
}

export interface BrokerSettings {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  readonly dingtalkUrl: string;
  /** The address browsers use; replicas share one. */
  readonly publicUrl?: string;
  readonly port?: number;
  readonly grpcPort?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export function brokerEnvironment(settings: BrokerSettings & Ports): Record<string, string> {
  return {
    DATABASE_URL: settings.databaseUrl,
    MASTER_KEY_FILE: settings.masterKeyFile,
    HTTP_PORT: String(settings.port),
    GRPC_PORT: String(settings.grpcPort),
    PUBLIC_URL: settings.publicUrl ?? `http://127.0.0.1:${settings.port}`,
    OPERATOR_BOOTSTRAP_TOKEN: OPERATOR_TOKEN,
    DINGTALK_LOGIN_URL: settings.dingtalkUrl,
    DINGTALK_API_URL: settings.dingtalkUrl,
    DINGTALK_OAPI_URL: settings.dingtalkUrl,
    ...settings.env,
  };
}

interface Ports {
  readonly port: number;
  readonly grpcPort: number;
}

/** What the settings do not name already. */
export async function freePorts({ port, grpcPort }: Partial<Ports> = {}): Promise<Ports> {
  return { port: port ?? (await freePort()), grpcPort: grpcPort ?? (await freePort()) };
}

export async function startBroker(settings: BrokerSettings, attempts = 3): Promise<RunningBroker> {
  const ports = await freePorts(settings);
  const environment = brokerEnvironment({ ...settings, ...ports });
  const running = start(builtProgram('main'), environment, ['--exit-with-stdin']);
  try {
    await running.saying(/"msg":"ready"/);
  } catch (error) {
    // Somebody else took a port between its being found free and the broker's listening there.
    if (attempts > 1 && running.output().includes('EADDRINUSE')) return startBroker(settings, attempts - 1);
    throw error;
  }
  const scheme = environment.TLS_CERT_FILE ? 'https' : 'http';
  return {
    url: `${scheme}://127.0.0.1:${ports.port}`,
    grpcAddress: `127.0.0.1:${ports.grpcPort}`,
    process: running,
  };
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
