import type { Secret } from '@app/secret';
import { NO_ORGANISATION, SealError, type SealedTable, type Sealer } from '@app/vault';

type OwnKeys = 'signing_keys' | 'audit_keys';

/** How private keys of the broker itself are sealed for their rows: they belong to no organisation. */
export function sealingOfOwnKeys(table: OwnKeys, sealer: Sealer) {
  const owner = { corpId: NO_ORGANISATION, application: NO_ORGANISATION };
  const place = (keyId: string) => ({ table, row: keyId, column: 'private_key', version: 1 });
  return {
    seal: (keyId: string, privateKey: Secret) => sealer.seal(owner, place(keyId), privateKey),
    open: (keyId: string, sealed: Buffer) => sealer.open(place(keyId), sealed),
    /** Undefined if it is not ours; throws if that cannot be told now. */
    openOurs: (keyId: string, sealed: Buffer) =>
      sealer.open(place(keyId), sealed).catch((cause: unknown) => {
        if (cause instanceof SealError && !cause.mayOpenLater) return undefined;
        throw cause;
      }),
  };
}

const ownKeysTable = (table: OwnKeys, row: string): SealedTable => ({
  table,
  row,
  rowType: 'text',
  columns: ['private_key'],
  version: '1',
  owner: { corpId: `'${NO_ORGANISATION}'`, application: `'${NO_ORGANISATION}'` },
});

/** Sealed values that are not the vault's own: whoever adds a column that ends in `_sealed` names it here. */
export const sealedTables: readonly SealedTable[] = [
  ownKeysTable('signing_keys', 'kid'),
  ownKeysTable('audit_keys', 'key_id'),
];
