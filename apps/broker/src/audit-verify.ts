import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { AuditKeys, AuditLanes, AuditLog, ChainStore, Checkpoints, StoredTrail, type Verification } from '@app/audit';
import { assertSchemaRelease, Database, DatabaseFailure } from '@app/database';
import { DataKeys, FileMasterKey, Sealer } from '@app/vault';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { readVerificationConfig } from './config.js';
import { sealingOfOwnKeys } from './own-keys.js';
import { VerifyAudit } from './procedures/verify-audit.js';
import { plainReasonOf } from './start-failure.js';

/**
 * `npm run audit:verify [-- --anchor FILE]`: verifies the trail from outside of every broker, against published checkpoints if given.
 * Ends with 0 if nothing is wrong, 1 if something is, 2 if it could not be found out.
 */
const BROKEN = 1;
const NOT_VERIFIED = 2;
const STATEMENT_WITHIN_MS = 60_000;

try {
  const { values } = parseArgs({ options: { anchor: { type: 'string' } } });
  const { databaseUrl, masterKeyFile } = readVerificationConfig(process.env);
  const masterKey = await FileMasterKey.load(masterKeyFile);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    query_timeout: STATEMENT_WITHIN_MS,
    application_name: 'dingtalk-token-broker audit:verify',
  });
  try {
    const database = new Database({ pool, prepared: false });
    await assertSchemaRelease(database);
    const verification = await verify(database, masterKey, values.anchor);
    process.exitCode = verification.ok ? 0 : BROKEN;
  } finally {
    await pool.end();
  }
} catch (error) {
  process.stderr.write(`${plainReasonOf(error) ?? `The audit trail was not verified: ${(error as Error).message}`}\n`);
  process.exitCode = NOT_VERIFIED;
}

async function verify(database: Database, masterKey: FileMasterKey, anchor: string | undefined): Promise<Verification> {
  const keys = new AuditKeys(database, sealingOfOwnKeys('audit_keys', new Sealer(new DataKeys(database, masterKey))));
  const lanes = new AuditLanes(database);
  const audit = new AuditLog(lanes);
  const verifyAudit = new VerifyAudit(database, new StoredTrail(database, keys), audit);
  const total = await verifyAudit.size();
  const onProgress = (records: number) => {
    process.stderr.write(`\r${records} of ${Math.max(total, records)} records`);
    return true;
  };
  const options = anchor === undefined ? { onProgress } : { onProgress, anchor: linesOf(anchor) };
  const verification = await verifyAudit.verify(options);
  if (!verification) throw new Error('it was stopped');
  process.stderr.write('\r');
  process.stdout.write(`${linesAbout(verification).join('\n')}\n`);
  await record(verification, { database, keys, lanes, audit, verifyAudit });
  return verification;
}

/** As a replica of its own, for as long as it takes. A copy that takes no writes is verified all the same. */
async function record(
  verification: Verification,
  parts: { database: Database; keys: AuditKeys; lanes: AuditLanes; audit: AuditLog; verifyAudit: VerifyAudit },
): Promise<void> {
  const { database, keys, lanes, audit, verifyAudit } = parts;
  const log = { publish: async () => undefined, onTrouble: () => undefined };
  const checkpoints = new Checkpoints({ store: new ChainStore(database), lanes, keys, ...log });
  try {
    await audit.ready();
    await checkpoints.start();
    await verifyAudit.record(verification, { actor: 'operator:audit-verify', requestId: uuidv7() });
  } catch (cause) {
    if (!(cause instanceof DatabaseFailure && cause.fate === 'refused')) throw cause;
    process.stderr.write('That it was verified is not recorded: the database takes no writes.\n');
    return;
  } finally {
    await checkpoints.stop().catch(() => undefined);
  }
}

function linesAbout({ findings, findingsTotal, proven, unproven, beforeTheChain, anchored, ...counts }: Verification) {
  const { replicas, checkpoints, from } = counts;
  return [
    ...findings.map(({ kind, what }) => `${kind}: ${what}`),
    ...(findingsTotal > findings.length ? [`and ${findingsTotal - findings.length} more`] : []),
    `${proven.records} records proven until ${proven.until ?? 'never'}, by ${checkpoints} checkpoints of ${replicas} replicas`,
    ...(from === null
      ? []
      : [`verified from ${from} on; older records were removed by retention, as a signed record says`]),
    ...(unproven.records > 0 ? [`${unproven.records} records since ${unproven.since} are not yet proven`] : []),
    ...(beforeTheChain > 0 ? [`${beforeTheChain} records are older than the chain and were never signed`] : []),
    anchored === null
      ? 'Without published checkpoints (--anchor FILE) nobody can tell whether the newest records were cut off.'
      : `${anchored} published checkpoints were looked for`,
    findingsTotal === 0 ? 'ok' : 'BROKEN',
  ];
}

async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file) });
}
