import 'reflect-metadata';
import { dataSourceOptions } from '@app/database';
import { Logger, runMigrations } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { ConfigError, readMigrationConfig } from './config.js';

/** Two releases that migrate at the same time would both see the same migration as missing. Any number not used elsewhere. */
const MIGRATION_LOCK = 20_261_120;

try {
  const { databaseUrl } = readMigrationConfig(process.env);
  const source = await new DataSource(dataSourceOptions({ url: databaseUrl, poolSize: 2, migrations })).initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // Before ours, so that a schema of the right release has the jobs' tables too.
    await runMigrations({ connectionString: databaseUrl, logger: new Logger(() => () => undefined) });
    const applied = await source.runMigrations();
    const names = applied.map(({ name }) => name.replace(/\d+$/, '')).join(', ');
    process.stdout.write(applied.length === 0 ? 'none to apply\n' : `applied ${applied.length}: ${names}\n`);
  } finally {
    await lock.release();
    await source.destroy();
  }
} catch (error) {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : `Migration failed: ${(error as Error).message}`}\n`,
  );
  process.exit(1);
}
