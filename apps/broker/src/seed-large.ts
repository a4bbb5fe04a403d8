import 'reflect-metadata';
import { hash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { AuditKeys, AuditLanes, ChainStore, Checkpoints, ensureAuditPartitions } from '@app/audit';
import { assertSchemaRelease, Database } from '@app/database';
import { Secret } from '@app/secret';
import { DataKeys, FileMasterKey, NO_ORGANISATION, Sealer } from '@app/vault';
import pg from 'pg';
import { readVerificationConfig } from './config.js';
import { sealingOfOwnKeys } from './own-keys.js';
import {
  addApplicationSql,
  addCallersSql,
  addConsentsSql,
  addGrantsSql,
  addRevocationsSql,
  analyzeSql,
  foreignApplicationsSql,
  isActive,
  seededSql,
  writeRecordsSql,
} from './seed-large.sql.js';
import { plainReasonOf } from './start-failure.js';

/**
 * `npm run seed:large`: a database as large as a company's after a year, to see how it feels and to measure it. Tokens open and are nobody's,
 * callers have no secret, the audit trail is whole and signed.
 */
const APPLICATIONS = 5;
const SCOPES = ['Contact.User.Read', 'Todo.PersonalTodo.Write', 'Calendar.Event.Read'];
const ROWS = 5_000;
const LANES = 8;
/** Statements under way, each in a lane of its own. */
const AT_ONCE = 2;
const STATEMENT_WITHIN_MS = 120_000;
const DAY_MS = 86_400_000;

interface Sizes {
  readonly grants: number;
  readonly records: number;
  readonly organisations: number;
  readonly callers: number;
  readonly days: number;
}

try {
  const { values } = parseArgs({
    options: {
      grants: { type: 'string', default: '200000' },
      records: { type: 'string', default: '2000000' },
      organisations: { type: 'string', default: '40' },
      callers: { type: 'string', default: '60' },
      days: { type: 'string', default: '60' },
      'into-anything': { type: 'boolean', default: false },
    },
  });
  const { databaseUrl, masterKeyFile } = readVerificationConfig(process.env);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 4,
    query_timeout: STATEMENT_WITHIN_MS,
    application_name: 'dingtalk-token-broker seed:large',
  });
  try {
    const database = new Database({ pool, prepared: true });
    await assertSchemaRelease(database);
    await refuseOthers(database, values['into-anything']);
    const sizes = {
      grants: sizeOf('grants', values.grants),
      records: sizeOf('records', values.records),
      organisations: sizeOf('organisations', values.organisations),
      callers: sizeOf('callers', values.callers),
      days: sizeOf('days', values.days),
    };
    await seed(database, await FileMasterKey.load(masterKeyFile), sizes);
  } finally {
    await pool.end();
  }
} catch (error) {
  process.stderr.write(`\n${plainReasonOf(error) ?? `The database was not seeded: ${(error as Error).message}`}\n`);
  process.exitCode = 1;
}

function sizeOf(name: string, text: string): number {
  const size = Number(text);
  if (Number.isSafeInteger(size) && size > 0 && size <= 100_000_000) return size;
  throw new Error(`--${name} must be a number from 1 on`);
}

/** What is seeded cannot be told from what is real by anybody who looks at the whole. */
async function refuseOthers(database: Database, intoAnything: boolean): Promise<void> {
  const [row] = await database.query<{ seeded: boolean }>(seededSql);
  if (row?.seeded) throw new Error('it was seeded before');
  const others = await database.query<{ name: string }>(foreignApplicationsSql);
  if (others.length > 0 && !intoAnything) {
    const names = others.map(({ name }) => name).join(', ');
    throw new Error(`it has applications of its own (${names}). With --into-anything it is seeded beside them`);
  }
}

async function seed(database: Database, masterKey: FileMasterKey, sizes: Sizes): Promise<void> {
  const sealer = new Sealer(new DataKeys(database, masterKey));
  await seedRegistrations(database, sealer, sizes);
  await seedGrants(database, sealer, sizes);
  await database.query(addRevocationsSql);
  await database.query(addConsentsSql, [sizes.organisations, APPLICATIONS, sizes.callers, SCOPES, sizes.grants]);
  await seedTrail(database, sealer, sizes);
  await database.query(analyzeSql);
  process.stderr.write('\r');
  process.stdout.write(
    `seeded ${sizes.grants} grants and ${sizes.records} audit records of ${sizes.callers} callers\n`,
  );
}

async function seedRegistrations(database: Database, sealer: Sealer, { callers }: Sizes): Promise<void> {
  for (let n = 1; n <= APPLICATIONS; n += 1) {
    const name = `seed-app-${n}`;
    const place = { table: 'applications', row: name, column: 'client_secret', version: 1 };
    const owner = { corpId: NO_ORGANISATION, application: name };
    const sealed = await sealer.seal(owner, place, Secret.of('a secret that DingTalk does not know'));
    await database.query(addApplicationSql, [name, sealed, SCOPES]);
  }
  await database.query(addCallersSql, [callers, APPLICATIONS, SCOPES]);
}

async function seedGrants(database: Database, sealer: Sealer, { grants, organisations }: Sizes): Promise<void> {
  for (let first = 0; first < grants; first += ROWS) {
    const numbers = Array.from({ length: Math.min(ROWS, grants - first) }, (_, k) => first + k);
    const sealed = await Promise.all(numbers.map((n) => (isActive(n) ? sealToken(sealer, n, organisations) : null)));
    await database.query(addGrantsSql, [organisations, APPLICATIONS, first, sealed, SCOPES]);
    told('grants', first + numbers.length, grants);
  }
}

async function sealToken(sealer: Sealer, n: number, organisations: number): Promise<Buffer> {
  const owner = {
    corpId: `seed-org-${Math.floor(n / 2) % organisations}`,
    application: `seed-app-${1 + (n % APPLICATIONS)}`,
  };
  const place = { table: 'grants', row: uuidOf(`seed-grant ${n}`), column: 'access_token', version: 1 };
  return sealer.seal(owner, place, Secret.of('a token that DingTalk does not know'));
}

/** As the statements make one. */
function uuidOf(text: string): string {
  return hash('md5', text).replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-7$3-8$4-');
}

/** Written and signed by a replica of its own, which is closed in the end: `npm run audit:verify` finds the trail whole. */
async function seedTrail(database: Database, sealer: Sealer, sizes: Sizes): Promise<void> {
  await ensureAuditPartitions(database, Math.ceil(sizes.days / 28) + 1);
  const lanes = new AuditLanes(database);
  const checkpoints = new Checkpoints({
    store: new ChainStore(database),
    lanes,
    keys: new AuditKeys(database, sealingOfOwnKeys('audit_keys', sealer)),
    publish: async () => undefined,
    onTrouble: (cause) => process.stderr.write(`\n${String(cause)}\n`),
  });
  await checkpoints.start();
  try {
    await writeTrail(database, lanes, sizes);
  } finally {
    await checkpoints.stop();
  }
}

async function writeTrail(database: Database, lanes: AuditLanes, sizes: Sizes): Promise<void> {
  const { records, organisations, grants, callers, days } = sizes;
  const opened: number[] = [];
  for (let n = 0; n < LANES; n += 1) opened.push((await lanes.open('handouts')).lane);
  const startedAt = Date.now() - days * DAY_MS;
  const write = async (first: number) => {
    const count = Math.min(ROWS, records - first);
    const at = new Date(startedAt + (first / records) * days * DAY_MS);
    const seconds = ((count / records) * days * DAY_MS) / 1_000;
    const lane = opened[(first / ROWS) % LANES] ?? 0;
    const values = [organisations, APPLICATIONS, lane, count, at, seconds, grants, callers, first];
    lanes.written(lane, await database.query<{ seq: number; hash: Buffer }>(writeRecordsSql, values));
  };
  for (let first = 0; first < records; first += AT_ONCE * ROWS) {
    // In lanes of their own, so that none waits for another.
    const next = Array.from({ length: AT_ONCE }, (_, n) => first + n * ROWS).filter((start) => start < records);
    await Promise.all(next.map(write));
    told('audit records', Math.min(first + AT_ONCE * ROWS, records), records);
  }
}

function told(what: string, done: number, total: number): void {
  process.stderr.write(`\r${done} of ${total} ${what}          `);
}
