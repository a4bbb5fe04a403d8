import type { Secret } from '@app/secret';
import { NO_ORGANISATION, type Sealer } from '@app/vault';

/** How private keys of the broker itself are sealed for their rows: they belong to no organisation. */
export function sealingOfOwnKeys(table: 'signing_keys' | 'audit_keys', sealer: Sealer) {
  const owner = { corpId: NO_ORGANISATION, application: NO_ORGANISATION };
  const place = (keyId: string) => ({ table, row: keyId, column: 'private_key', version: 1 });
  return {
    seal: (keyId: string, privateKey: Secret) => sealer.seal(owner, place(keyId), privateKey),
    open: (keyId: string, sealed: Buffer) => sealer.open(place(keyId), sealed),
  };
}
