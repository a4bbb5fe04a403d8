import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Database } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import type { MasterKey } from './master-key/master-key.js';
import {
  currentDataKeySql,
  dataKeyByIdSql,
  insertDataKeySql,
  reserveSealsSql,
  retireDataKeySql,
} from './sql/data-keys.sql.js';

/** A random 96-bit nonce stays safe for 2^32 uses of one AES-GCM key (NIST SP 800-38D section 8.3); retiring at 2^30 keeps a wide margin. */
const SEALS_PER_KEY = 2 ** 30;
/** Seals are counted in blocks, so that sealing does not write to the database each time; a crash wastes at most one block. */
const SEALS_PER_BLOCK = 1_000;

interface OpenDataKey {
  readonly id: string;
  readonly key: KeyObject;
}

interface DataKeyRow {
  id: string;
  corp_id: string;
  application: string;
  master_key_id: string;
  wrapped: Buffer;
}

/** One data key for each organisation and application, unwrapped on first use and kept in this process. */
export class DataKeys {
  private readonly opened = new Map<string, Promise<KeyObject>>();
  private readonly sealing = new Map<string, Promise<{ dataKey: OpenDataKey; sealsLeft: number }>>();

  constructor(
    private readonly database: Database,
    private readonly masterKey: MasterKey,
  ) {}

  /** The key to seal with now, for one seal. */
  async forSealing(corpId: string, application: string): Promise<OpenDataKey> {
    const owner = `${corpId}/${application}`;
    for (;;) {
      const pending = this.sealing.get(owner) ?? this.reserve(corpId, application, owner);
      const block = await pending;
      if (block.sealsLeft > 0) {
        block.sealsLeft -= 1;
        return block.dataKey;
      }
      if (this.sealing.get(owner) === pending) this.sealing.delete(owner);
    }
  }

  /** The key with this id, for opening. Throws if there is none or if its master key is not at hand. */
  async forOpening(dataKeyId: string): Promise<KeyObject> {
    const known = this.opened.get(dataKeyId);
    if (known) return known;
    const opening = this.load(dataKeyId);
    this.opened.set(dataKeyId, opening);
    opening.catch(() => this.opened.delete(dataKeyId));
    return opening;
  }

  private reserve(corpId: string, application: string, owner: string) {
    const reserving = this.takeBlock(corpId, application);
    this.sealing.set(owner, reserving);
    reserving.catch(() => this.sealing.delete(owner));
    return reserving;
  }

  private async takeBlock(corpId: string, application: string): Promise<{ dataKey: OpenDataKey; sealsLeft: number }> {
    for (;;) {
      const row = await this.currentOrNew(corpId, application);
      const [reserved] = await this.database.query(reserveSealsSql, [row.id, SEALS_PER_BLOCK, SEALS_PER_KEY]);
      if (reserved) return { dataKey: { id: row.id, key: await this.forOpening(row.id) }, sealsLeft: SEALS_PER_BLOCK };
      await this.database.query(retireDataKeySql, [row.id]);
    }
  }

  private async currentOrNew(corpId: string, application: string): Promise<DataKeyRow> {
    const [current] = await this.database.query<DataKeyRow>(currentDataKeySql, [corpId, application]);
    if (current) return current;
    const id = uuidv7();
    const { keyId, wrapped } = await this.masterKey.wrap(randomBytes(32), contextOf(id, corpId, application));
    // Another replica may have been faster; then its key is the one that counts.
    await this.database.query(insertDataKeySql, [id, corpId, application, keyId, wrapped]);
    return this.currentOrNew(corpId, application);
  }

  private async load(dataKeyId: string): Promise<KeyObject> {
    const [row] = await this.database.query<DataKeyRow>(dataKeyByIdSql, [dataKeyId]);
    if (!row) throw new Error(`There is no data key ${dataKeyId}`);
    const context = contextOf(row.id, row.corp_id, row.application);
    return createSecretKey(await this.masterKey.unwrap(row.master_key_id, row.wrapped, context));
  }
}

function contextOf(dataKeyId: string, corpId: string, application: string): Buffer {
  return Buffer.from(JSON.stringify(['data-key', dataKeyId, corpId, application]));
}
