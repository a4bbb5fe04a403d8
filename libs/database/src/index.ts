/**
 * Owns the way to PostgreSQL: the pool, transactions, named statements with deadlines, work of many that goes together, notifications, the schema's
 * release, and which database failures mean "unknown whether it happened". Never knows a table of another folder.
 * Entry point: `Database`.
 */

export { Convoy } from './convoy.js';
export { dataSourceOptions } from './data-source.js';
export { Database, type DatabaseOptions, type Statement } from './database.js';
export { DatabaseFailure } from './database-failure.js';
export { Listener } from './listener.js';
export { assertSchemaRelease, SCHEMA_RELEASE, SchemaReleaseError } from './schema-release.js';
export type { NamedSql } from './sql.js';
export { Transaction } from './transaction.js';
