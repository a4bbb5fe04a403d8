import type { GrantResponse } from '@app/contract';
import type { GrantEntity } from '@app/vault';

/** A grant as the contract shows it. */
export function grantBodyOf(grant: GrantEntity, lastHandoutAt: Date | undefined): GrantResponse {
  return {
    id: grant.id,
    application: grant.application,
    corpId: grant.corpId,
    userId: grant.userId,
    unionId: grant.unionId,
    name: grant.name,
    state: grant.state,
    reason: grant.reason,
    channel: grant.channel,
    scopes: grant.scopes,
    observedAt: grant.observedAt?.toISOString() ?? null,
    accessTokenExpiresAt: grant.accessTokenExpiresAt?.toISOString() ?? null,
    createdAt: grant.createdAt.toISOString(),
    lastHandoutAt: lastHandoutAt?.toISOString() ?? null,
    endsAt: grant.endsAt?.toISOString() ?? null,
    once: grant.once,
  };
}
