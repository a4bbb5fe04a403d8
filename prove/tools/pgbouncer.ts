import { spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../../apps/broker/test/harness/broker.js';
import { until } from '../../apps/broker/test/harness/until.js';

const NOBODY = 65_534;
/** Fewer than the brokers want together, so that their transactions really share connections. */
const SERVER_CONNECTIONS = 12;

export interface PgBouncer {
  /** The database's address through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** PgBouncer in transaction mode in front of the database of `databaseUrl`. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const program = process.env.PGBOUNCER_PATH;
  if (!program) throw new Error('PgBouncer is needed and was not found. Debian, Ubuntu: apt-get install pgbouncer');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'broker-pooler-'));
  const port = await freePort();
  const settings = path.join(folder, 'pgbouncer.ini');
  await writeFile(settings, settingsFor(new URL(databaseUrl), port), { mode: 0o600 });
  // It refuses to run as root, and the file holds the database's password.
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    await chmod(folder, 0o711);
    await chown(settings, NOBODY, NOBODY);
  }
  // The shell waits for the end of its input, which comes however this process ends, and takes the pooler with it.
  const shell = spawn('sh', ['-c', '"$@" & read -r _; kill -KILL $!; wait', 'sh', program, '-q', settings], {
    stdio: ['pipe', 'ignore', 'ignore'],
    ...(asRoot && { uid: NOBODY, gid: NOBODY }),
  });
  const ended = new Promise((resolve) => shell.once('close', resolve));
  const stop = async () => {
    shell.stdin.end();
    await ended;
    await rm(folder, { recursive: true });
  };
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  try {
    await until('PgBouncer lets us in', () => answers(url.href));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: url.href, stop };
}

function settingsFor({ hostname, port, username, password }: URL, listenPort: number): string {
  const login = `user=${decodeURIComponent(username)} password='${decodeURIComponent(password)}'`;
  return `[databases]
* = host=${hostname} port=${port} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 400
${process.env.PGBOUNCER_PREPARES ? 'max_prepared_statements = 200' : ''}
`;
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
