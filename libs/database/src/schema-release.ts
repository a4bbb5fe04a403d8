import type { Database } from './database.js';

/** The release of the schema that this code is written for; a migration that changes the schema raises it. */
export const SCHEMA_RELEASE = 2;

/** The schema does not fit this code. The message says what to run. */
export class SchemaReleaseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaReleaseError';
  }
}

/**
 * Refuses an older schema, and one that is newer by more than one release: during a rolling upgrade the old code runs for a while
 * on the schema of the next release, and every migration is written so that it can.
 */
export async function assertSchemaRelease(database: Database): Promise<number> {
  const found = await releaseOf(database);
  if (found < SCHEMA_RELEASE) {
    throw new SchemaReleaseError(
      `The database schema is of release ${found}, this broker needs ${SCHEMA_RELEASE}. Run: npm run migrate`,
    );
  }
  if (found > SCHEMA_RELEASE + 1) {
    throw new SchemaReleaseError(
      `The database schema is of release ${found}, this broker understands ${SCHEMA_RELEASE} and ${SCHEMA_RELEASE + 1}. Install a newer broker.`,
    );
  }
  return found;
}

async function releaseOf(database: Database): Promise<number> {
  const [table] = await database.query<{ present: boolean }>(
    `select to_regclass('schema_release') is not null as present`,
  );
  if (!table?.present) return 0;
  const [row] = await database.query<{ release: number }>('select release from schema_release');
  return row?.release ?? 0;
}
