import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { runToEnd } from './process.js';
import { builtProgram, projectFile } from './project.js';

/** Any number that nothing else locks: two test files must not both make the template. */
const TEMPLATE_LOCK = 20_261_119;

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

/** A migrated database of one test file's own, cloned from a template. */
export async function createDatabase(): Promise<TestDatabase> {
  return create(async (client, name) => {
    const template = await templateIn(client);
    await client.query(`create database ${name} template ${template} strategy wal_log`);
  });
}

/** An empty database, for tests of migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create((client, name) => client.query(`create database ${name}`));
}

async function create(make: (client: pg.Client, name: string) => Promise<unknown>): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await withServer((client) => make(client, name));
  const url = databaseUrl(name);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  // A test may end the connections under the pool, to see what the broker does about it.
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await withServer((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function templateIn(client: pg.Client): Promise<string> {
  const template = `template_${migrationsHash()}`;
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [template]);
    if (rowCount === 0) {
      await client.query(`drop database if exists ${template}`);
      await client.query(`create database ${template}`);
      await runToEnd(builtProgram('migrate'), { DATABASE_URL: databaseUrl(template) });
      await client.query(`alter database ${template} is_template true`);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
  return template;
}

function migrationsHash(): string {
  const folder = projectFile('migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { encoding: 'utf8', recursive: true }).sort()) {
    if (file.endsWith('.ts')) hash.update(readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('TEST_POSTGRES_URL is not set; run the tests with npm test');
  return url;
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** A connection to the server itself, for what cannot be asked from inside a test database. */
export async function withServer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
