import { EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AuditKeys, StoredTrail, type Verification, verifyTrail } from '@app/audit';
import { Database } from '@app/database';
import { DataKeys, FileMasterKey, Sealer } from '@app/vault';
import pg from 'pg';
import { sealingOfOwnKeys } from '../../src/own-keys.js';

interface Wanted {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  /** Done to the database before, and undone afterwards, so that each attack begins with the same trail. */
  readonly attack?: string | ((client: pg.Client) => Promise<void>);
  /** File of published checkpoints. */
  readonly anchor?: string | undefined;
}

/** Verifies the trail of a database, within a transaction that is rolled back. */
export async function verifyTrailOf(wanted: Wanted): Promise<Verification> {
  const client = new pg.Client({ connectionString: wanted.databaseUrl });
  await client.connect();
  const one = Object.assign(client, { release: () => undefined });
  const pool = Object.assign(new EventEmitter(), { connect: async () => one }) as unknown as pg.Pool;
  const database = new Database({ pool, prepared: false });
  const sealer = new Sealer(new DataKeys(database, await FileMasterKey.load(wanted.masterKeyFile)));
  const trail = new StoredTrail(database, new AuditKeys(database, sealingOfOwnKeys('audit_keys', sealer)));
  try {
    await client.query('begin');
    if (typeof wanted.attack === 'string') await client.query(wanted.attack);
    else await wanted.attack?.(client);
    const verification = await verifyTrail(
      trail,
      wanted.anchor === undefined ? {} : { anchor: linesOf(wanted.anchor) },
    );
    if (!verification) throw new Error('the verification was stopped');
    return verification;
  } finally {
    await client.end();
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file) });
}
