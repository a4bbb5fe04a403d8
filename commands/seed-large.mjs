/**
 * `npm run seed:large [-- --grants 200000 --records 2000000 --organisations 40 --callers 60 --days 60]`: fills a database that has nothing in
 * it with so much that lists, plans and a person's patience can be tried. The PostgreSQL of DATABASE_URL, with MASTER_KEY_FILE, or the
 * embedded one of `npm start`, which must not be running meanwhile.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { runCommand } from './steps/command.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { openDataFolder, projectRoot } from './steps/folders.mjs';
import { ensureMasterKey } from './steps/master-key.mjs';
import { startPostgres } from './steps/postgres.mjs';
import { migrate, programs } from './steps/product.mjs';
import { RunRecord } from './steps/run-record.mjs';
import { readSettings } from './steps/settings.mjs';

await runCommand(async ({ progress, signal }) => {
  const settings = readSettings(process.env);
  await ensureDependencies({ progress, signal });
  await ensureBuilt({ progress, signal });
  if (settings.databaseUrl) return seed(process.env, signal);

  const data = openDataFolder();
  if (process.getuid?.() === 0) chmodSync(data, 0o711);
  const record = new RunRecord(path.join(data, 'running.json'));
  await record.take();
  const masterKeyFile = settings.masterKeyFile ?? ensureMasterKey(data);
  const postgres = await startPostgres({ dataDir: path.join(data, 'postgres'), signal });
  try {
    const env = { ...settings.environment, DATABASE_URL: postgres.url, MASTER_KEY_FILE: masterKeyFile };
    await migrate({ env, signal });
    return await seed(env, signal);
  } finally {
    await postgres.stop();
    record.release();
  }
});

/** Its progress is its own to tell. */
async function seed(env, signal) {
  const child = spawn(process.execPath, [programs.seedLarge, ...process.argv.slice(2)], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
