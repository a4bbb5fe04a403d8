import type { GrantKey } from '@app/vault';
import type { RevocationAct, RevocationReceipt, RevokeGrants } from './revoke-grants.js';

/** Ends one grant on every replica; design, invariant 3. */
export class RevokeGrant {
  constructor(private readonly revokeGrants: RevokeGrants) {}

  /** Undefined if the grant had ended before. A revocation that was cut off before its receipt is finished by asking again. */
  async execute({ corpId, grantId, ...act }: GrantKey & RevocationAct): Promise<RevocationReceipt | undefined> {
    const [receipt] = await this.revokeGrants.execute([{ corpId, grantId }], act);
    return receipt;
  }
}
