import type { Secret } from '@app/secret';
import { NO_ORGANISATION, SealError, type SealedTable, type Sealer } from '@app/vault';
import { importRowsTable } from './admin/imports/import-rows.js';

/** Which column of a table holds the secret, and which names its row. */
const ownKeys = {
  signing_keys: { row: 'kid', rowType: 'text', column: 'private_key' },
  audit_keys: { row: 'key_id', rowType: 'text', column: 'private_key' },
  webhook_secrets: { row: 'id', rowType: 'uuid', column: 'secret' },
} as const;
type OwnKeys = keyof typeof ownKeys;

/** How keys of the broker itself are sealed for their rows: they belong to no organisation. */
export function sealingOfOwnKeys(table: OwnKeys, sealer: Sealer) {
  const owner = { corpId: NO_ORGANISATION, application: NO_ORGANISATION };
  const place = (keyId: string) => ({ table, row: keyId, column: ownKeys[table].column, version: 1 });
  return {
    seal: (keyId: string, key: Secret) => sealer.seal(owner, place(keyId), key),
    open: (keyId: string, sealed: Buffer) => sealer.open(place(keyId), sealed),
    /** Undefined if it is not ours; throws if that cannot be told now. */
    openOurs: (keyId: string, sealed: Buffer) =>
      sealer.open(place(keyId), sealed).catch((cause: unknown) => {
        if (cause instanceof SealError && !cause.mayOpenLater) return undefined;
        throw cause;
      }),
  };
}

const ownKeysTable = (table: OwnKeys): SealedTable => ({
  table,
  row: ownKeys[table].row,
  rowType: ownKeys[table].rowType,
  columns: [ownKeys[table].column],
  version: '1',
  owner: { corpId: `'${NO_ORGANISATION}'`, application: `'${NO_ORGANISATION}'` },
});

/** Sealed values that are not the vault's own: whoever adds a column that ends in `_sealed` names it here. */
export const sealedTables: readonly SealedTable[] = [
  ownKeysTable('signing_keys'),
  ownKeysTable('audit_keys'),
  ownKeysTable('webhook_secrets'),
  importRowsTable,
];
