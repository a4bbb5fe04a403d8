import type { Database, Transaction } from '@app/database';
import type { DataKeys } from './data-keys.js';
import type { MasterKey } from './master-key/master-key.js';
import type { KeyOfOwner } from './reseal.js';
import { applicationsTable, grantsTable, type SealedTable } from './sealed-table.js';
import {
  addMasterKeysSql,
  countedAllSql,
  countedSql,
  dataKeysToReplaceSql,
  forgetDataKeySql,
  forgetReplicaKeysSql,
  leaveReplicaKeysSql,
  lockDataKeySql,
  lockMasterKeySql,
  masterKeysSql,
  missingMasterKeysSql,
  replicaKeysSql,
  reportKeysSql,
  retiredKeysSql,
  retireMasterKeySql,
  usedDataKeysSql,
} from './sql/key-ring.sql.js';
import { countAllSealedSql, countSealedSql } from './sql/sealed-tables.sql.js';

/** A master key and what it carries. */
export interface MasterKeyRecord {
  readonly id: string;
  readonly provider: string;
  /** Null if no replica has ever had it. */
  readonly addedAt: Date | null;
  readonly retiredAt: Date | null;
  /** Data keys that are wrapped by it. */
  readonly dataKeys: number;
  /** Values sealed with those, when they were last counted. */
  readonly sealed: number;
  /** The oldest of those counts; null where nothing was counted yet. */
  readonly countedAt: Date | null;
  /** When a value under it was last sealed or opened, to within ten seconds. */
  readonly lastUsedAt: Date | null;
}

/** Which master keys one replica has at hand. */
export interface ReplicaKeys {
  readonly replica: string;
  readonly currentKeyId: string;
  readonly keyIds: readonly string[];
  /** Why it could not look, last time; null: it could. */
  readonly trouble: string | null;
  readonly lookedAt: Date;
}

export interface RetiredDataKey extends KeyOfOwner {
  readonly retiredForMs: number;
}

/** All keys there are: which replica has which, what is sealed with them, and their way out. Never sees a key itself. */
export class KeyRing {
  /** Every table with sealed values. */
  readonly tables: readonly SealedTable[];

  /** @param more tables with sealed values that are not the vault's own */
  constructor(
    private readonly database: Database,
    private readonly masterKey: MasterKey,
    private readonly dataKeys: DataKeys,
    more: readonly SealedTable[],
  ) {
    this.tables = [grantsTable, applicationsTable, ...more];
  }

  /** Says to all which master keys this replica has, and which data keys it has used. */
  async report(replica: string, trouble: string | null): Promise<void> {
    const { currentKeyId, keyIds, provider } = this.masterKey;
    await this.database.query(addMasterKeysSql, [keyIds, provider]);
    await this.database.query(reportKeysSql, [replica, currentKeyId, keyIds, trouble]);
    await this.database.query(usedDataKeysSql, [this.dataKeys.takeUsed()]);
  }

  async leave(replica: string): Promise<void> {
    await this.database.query(leaveReplicaKeysSql, [replica]);
  }

  async forgetReplicas(): Promise<void> {
    await this.database.query(forgetReplicaKeysSql);
  }

  /** Newest first. */
  async masterKeys(): Promise<MasterKeyRecord[]> {
    return this.database.query<MasterKeyRecord & Record<string, unknown>>(masterKeysSql);
  }

  /** Of every replica that is alive. */
  async replicas(): Promise<ReplicaKeys[]> {
    return this.database.query<ReplicaKeys & Record<string, unknown>>(replicaKeysSql);
  }

  /** Master keys that something needs and this replica does not have. */
  async missing(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(missingMasterKeysSql, [this.masterKey.keyIds]);
    return rows.map(({ id }) => id);
  }

  /** Counts what is sealed with each data key, and keeps the numbers; answers their sum, or that of one master key. */
  async count(masterKeyId?: string): Promise<number> {
    const found = await this.database.query<{ id: string; count: number }>(countAllSealedSql(this.tables));
    const counted = await this.database.query<{ masterKeyId: string; sealed: number }>(countedAllSql, [
      found.map(({ id }) => id),
      found.map(({ count }) => count),
    ]);
    return counted
      .filter((key) => masterKeyId === undefined || key.masterKeyId === masterKeyId)
      .reduce((sum, { sealed }) => sum + sealed, 0);
  }

  /** Gives every owner a new data key under the current master key, unless it has one made since. What was current only opens from then on. */
  async replaceAll(madeBefore: Date): Promise<number> {
    let replaced = 0;
    const owners = await this.database.query<KeyOfOwner & Record<string, unknown>>(dataKeysToReplaceSql, [madeBefore]);
    for (const { dataKeyId, corpId, application } of owners) {
      if (await this.dataKeys.replace(dataKeyId, corpId, application)) replaced += 1;
    }
    return replaced;
  }

  /** Data keys that only open. */
  async retired(): Promise<RetiredDataKey[]> {
    return this.database.query<RetiredDataKey & Record<string, unknown>>(retiredKeysSql);
  }

  /**
   * Destroys a retired data key if nothing is sealed with it; answers how many values are. From then on the database refuses a value
   * that is sealed with it: whoever was about to store one seals it again.
   */
  async forget(key: KeyOfOwner): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(lockDataKeySql, [key.dataKeyId]);
      const count = await this.countOf(tx, key);
      if (count === 0) await tx.query(forgetDataKeySql, [key.dataKeyId]);
      else await tx.query(countedSql, [key.dataKeyId, count]);
      return count;
    });
  }

  /** Undefined if there is no such master key; otherwise whether it was retired before. Locked until the transaction ends. */
  async lock(tx: Transaction, masterKeyId: string): Promise<{ readonly retired: boolean } | undefined> {
    const [row] = await tx.query<{ retired_at: Date | null }>(lockMasterKeySql, [masterKeyId]);
    return row && { retired: row.retired_at !== null };
  }

  /** From now on nothing is wrapped by it, on any replica. */
  async retire(tx: Transaction, masterKeyId: string): Promise<void> {
    await tx.query(retireMasterKeySql, [masterKeyId]);
  }

  private async countOf(
    on: Pick<Database, 'query'> | Pick<Transaction, 'query'>,
    { dataKeyId, corpId, application }: KeyOfOwner,
  ): Promise<number> {
    let sum = 0;
    for (const table of this.tables) {
      const [row] = await on.query<{ count: number }>(countSealedSql(table), [dataKeyId, corpId, application]);
      sum += row?.count ?? 0;
    }
    return sum;
  }
}
