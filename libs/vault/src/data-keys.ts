import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Database } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import { KeyNotAtHand, type MasterKey } from './master-key/master-key.js';
import {
  currentDataKeySql,
  dataKeyByIdSql,
  insertDataKeySql,
  replaceDataKeySql,
  reserveLastSealsSql,
  reserveSealsSql,
  retireDataKeySql,
  retiredDataKeysSql,
} from './sql/data-keys.sql.js';

/** A random 96-bit nonce stays safe for 2^32 uses of one AES-GCM key (NIST SP 800-38D section 8.3); retiring at 2^30 keeps a wide margin. */
const SEALS_PER_KEY = 2 ** 30;
/** Seals are counted in blocks, so that sealing does not write to the database each time; a crash wastes at most one block. */
const SEALS_PER_BLOCK = 1_000;
/** How long a replica may go on sealing with a key that another one has retired. */
export const RETIREMENT_KNOWN_WITHIN_MS = 2_000;

interface OpenDataKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** What this process may seal with one key before it asks again. */
interface Block {
  readonly dataKey: OpenDataKey;
  sealsLeft: number;
  knownCurrentAt: number;
}

interface DataKeyRow {
  id: string;
  corp_id: string;
  application: string;
  master_key_id: string;
  /** Null once it is forgotten. */
  wrapped: Buffer | null;
}

/** One data key for each organisation and application, unwrapped on first use and kept in this process. */
export class DataKeys {
  private readonly opened = new Map<string, Promise<KeyObject>>();
  private readonly sealing = new Map<string, Promise<Block>>();
  private used = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly masterKey: MasterKey,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The key to seal with now, for one seal. */
  async forSealing(corpId: string, application: string): Promise<OpenDataKey> {
    const owner = `${corpId}/${application}`;
    for (;;) {
      const pending = this.sealing.get(owner) ?? this.reserve(corpId, application, owner);
      const block = await pending;
      if (block.sealsLeft > 0 && (await this.isCurrent(block, corpId, application))) {
        block.sealsLeft -= 1;
        this.used.add(block.dataKey.id);
        return block.dataKey;
      }
      if (this.sealing.get(owner) === pending) this.sealing.delete(owner);
    }
  }

  /** The key with this id, for opening. Throws `KeyNotAtHand` if it or its master key cannot be had, and another error if there is none. */
  async forOpening(dataKeyId: string): Promise<KeyObject> {
    this.used.add(dataKeyId);
    const known = this.opened.get(dataKeyId);
    if (known) return known;
    const opening = this.load(dataKeyId);
    this.opened.set(dataKeyId, opening);
    opening.catch(() => this.opened.delete(dataKeyId));
    return opening;
  }

  /** A new current key in place of this one, which opens from now on and nothing else. False if it was retired already. */
  async replace(dataKeyId: string, corpId: string, application: string): Promise<boolean> {
    const { id, keyId, wrapped } = await this.newKey(corpId, application);
    return this.database.transaction(async (tx) => {
      if ((await tx.query(retireDataKeySql, [dataKeyId])).length === 0) return false;
      await tx.query(replaceDataKeySql, [id, corpId, application, keyId, wrapped]);
      return true;
    });
  }

  /** Ids of the keys that were used since this was last asked. */
  takeUsed(): string[] {
    const used = [...this.used];
    this.used = new Set();
    return used;
  }

  private reserve(corpId: string, application: string, owner: string): Promise<Block> {
    const reserving = this.takeBlock(corpId, application);
    this.sealing.set(owner, reserving);
    reserving.catch(() => this.sealing.delete(owner));
    return reserving;
  }

  /** Others retire keys too, and what is sealed with a key that is being replaced has to be sealed once more. */
  private async isCurrent(block: Block, corpId: string, application: string): Promise<boolean> {
    const askedAt = this.now();
    if (askedAt - block.knownCurrentAt < RETIREMENT_KNOWN_WITHIN_MS) return true;
    const [current] = await this.database.query<DataKeyRow>(currentDataKeySql, [corpId, application]);
    if (current?.id !== block.dataKey.id) return false;
    block.knownCurrentAt = askedAt;
    return true;
  }

  private async takeBlock(corpId: string, application: string): Promise<Block> {
    for (;;) {
      const knownCurrentAt = this.now();
      const row = await this.currentOrNew(corpId, application);
      const [reserved] = await this.database.query(reserveSealsSql, [row.id, SEALS_PER_BLOCK, SEALS_PER_KEY]);
      if (!reserved) {
        await this.database.query(retireDataKeySql, [row.id]);
        continue;
      }
      const dataKey = await this.openedOr(row.id, () => this.standIn(corpId, application));
      return { dataKey, sealsLeft: SEALS_PER_BLOCK, knownCurrentAt };
    }
  }

  private async openedOr(id: string, otherwise: () => Promise<OpenDataKey | undefined>): Promise<OpenDataKey> {
    try {
      return { id, key: await this.forOpening(id) };
    } catch (cause) {
      const other = cause instanceof KeyNotAtHand && (await otherwise());
      if (other) return other;
      throw cause;
    }
  }

  /**
   * This replica has not been given the newest master key. What it has in hand may be the only copy of a token, so it is sealed with a
   * key that is retired, and sealed once more by a replica that has them all.
   */
  private async standIn(corpId: string, application: string): Promise<OpenDataKey | undefined> {
    for (const { id } of await this.database.query<{ id: string }>(retiredDataKeysSql, [corpId, application])) {
      const key = await this.forOpening(id).catch(() => undefined);
      if (key && (await this.database.query(reserveLastSealsSql, [id, SEALS_PER_BLOCK])).length > 0) return { id, key };
    }
    return undefined;
  }

  private async currentOrNew(corpId: string, application: string): Promise<DataKeyRow> {
    const current = await this.current(corpId, application);
    if (current) return current;
    const { id, keyId, wrapped } = await this.newKey(corpId, application);
    // Another replica may have been faster; then its key is the one that counts.
    await this.database.query(insertDataKeySql, [id, corpId, application, keyId, wrapped]);
    const made = await this.current(corpId, application);
    if (made) return made;
    throw new KeyNotAtHand(`Master key ${keyId} is retired, and this replica knows no newer one`);
  }

  private async current(corpId: string, application: string): Promise<DataKeyRow | undefined> {
    const [row] = await this.database.query<DataKeyRow>(currentDataKeySql, [corpId, application]);
    return row;
  }

  private async newKey(corpId: string, application: string) {
    const id = uuidv7();
    return { id, ...(await this.masterKey.wrap(randomBytes(32), contextOf(id, corpId, application))) };
  }

  private async load(dataKeyId: string): Promise<KeyObject> {
    const [row] = await this.database.query<DataKeyRow>(dataKeyByIdSql, [dataKeyId]);
    if (!row) throw new Error(`There is no data key ${dataKeyId}`);
    if (!row.wrapped) throw new KeyNotAtHand(`Data key ${dataKeyId} was forgotten`);
    const context = contextOf(row.id, row.corp_id, row.application);
    return createSecretKey(await this.masterKey.unwrap(row.master_key_id, row.wrapped, context));
  }
}

function contextOf(dataKeyId: string, corpId: string, application: string): Buffer {
  return Buffer.from(JSON.stringify(['data-key', dataKeyId, corpId, application]));
}
