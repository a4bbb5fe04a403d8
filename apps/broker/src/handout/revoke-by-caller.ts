import type { AuditLog } from '@app/audit';
import { mayRevoke, type PolicyBook } from '@app/callers';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { GrantStore } from '@app/vault';
import type { RevokeGrant } from '../procedures/revoke-grant.js';
import type { RevocationReceipt } from '../procedures/revoke-grants.js';

export interface RevocationAsked {
  readonly callerId: string;
  readonly grantId: string;
  readonly reason: string;
  readonly requestId: string;
}

/** Ends a grant because a service that uses it asks for it. */
export class RevokeByCaller {
  constructor(
    private readonly policies: PolicyBook,
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly revokeGrant: RevokeGrant,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The receipt, of the caller's own hand-outs only. A grant out of its reach and one that does not exist are refused alike; only
   * who may revoke a grant learns that it has ended before.
   */
  async execute({ callerId, grantId, reason, requestId }: RevocationAsked): Promise<RevocationReceipt> {
    // Not from memory: no statement checks this judgement's version afterwards.
    const page = await this.policies.reload(callerId);
    if (!page) throw new BrokerError('unauthenticated', { detail: 'The caller of this access token is not known.' });
    const actor = `caller:${page.caller.name}`;
    const grant = await this.grants.ownerOf(grantId);
    const now = new Date(Date.now() + page.clockBehindMs);
    if (!grant || !mayRevoke(page.caller, grant, now)) {
      await this.database.transaction((tx) =>
        this.audit.append(tx, {
          type: 'grant.revocation_refused',
          outcome: 'forbidden_by_policy',
          actor,
          callerId,
          requestId,
          details: { grantId, reason },
        }),
      );
      throw new BrokerError('forbidden_by_policy', {
        detail: 'No entitlement of this caller lets it revoke a grant of this id.',
        members: { rule: 'may_revoke' },
      });
    }
    const { corpId } = grant;
    const receipt = await this.revokeGrant.execute({ corpId, grantId, cause: 'caller', actor, reason, requestId });
    if (!receipt) throw new BrokerError('conflict', { detail: 'This grant has ended before.' });
    return { ...receipt, liveHandouts: receipt.liveHandouts.filter((handout) => handout.callerId === callerId) };
  }
}
