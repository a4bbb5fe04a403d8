import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from './postgres.mjs';

/** The PostgreSQL named for tests, else one that is thrown away afterwards; never the developer's own. */
export async function openTestDatabase({ maxConnections, fsync, progress, signal }) {
  const step = progress.step('PostgreSQL');
  if (process.env.TEST_DATABASE_URL) {
    step.done('yours (TEST_DATABASE_URL)');
    return { url: process.env.TEST_DATABASE_URL, stop: async () => {} };
  }
  step.update('starting');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'broker-test-'));
  // As root, the server runs as another account, which has to get through to its data.
  chmodSync(folder, 0o711);
  const postgres = await startPostgres({ dataDir: folder, maxConnections, throwAway: true, fsync, signal });
  step.done(`${postgres.version}, embedded, for this run only`);
  return postgres;
}

/** What jest runs with: where the tests' PostgreSQL is, and nothing of the developer's own. */
export function testEnvironment({ DATABASE_URL: _ignored, DATABASE_DIRECT_URL: _ignoredToo, ...env }, { url }) {
  return { ...env, TEST_POSTGRES_URL: url };
}
