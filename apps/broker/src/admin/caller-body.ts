import type { Entitlement } from '@app/callers';
import type { CallerResponse } from '@app/contract';

/** Entitlements as the contract shows them; their position is their place in the list. */
export function entitlementBodiesOf(entitlements: readonly Entitlement[]): CallerResponse['entitlements'] {
  return entitlements.map(({ position: _, ...entitlement }) => ({
    ...entitlement,
    scopes: [...entitlement.scopes],
    delivery: [...entitlement.delivery],
    people:
      'all' in entitlement.people
        ? null
        : (structuredClone(entitlement.people) as CallerResponse['entitlements'][number]['people']),
    expiresAt: entitlement.expiresAt?.toISOString() ?? null,
  }));
}
