import type { Entitlement } from '@app/callers';
import type { EntitlementWarning } from '@app/contract';
import type { Application } from '@app/vault';

/**
 * An entitlement for raw tokens that is narrower than what its application declares: DingTalk asks a person for everything declared, so
 * a raw token will be `token_too_broad`, and only a handle can serve it. Said at once, not at the first hand-out.
 */
export function widthWarnings(
  entitlements: readonly Pick<Entitlement, 'application' | 'scopes' | 'delivery' | 'wholeToken'>[],
  applications: ReadonlyMap<string, Application>,
): { warnings?: EntitlementWarning[] } {
  const warnings = entitlements.flatMap((entitlement, index): EntitlementWarning[] => {
    if (!entitlement.delivery.includes('token') || entitlement.wholeToken) return [];
    const application = applications.get(entitlement.application);
    const held = [
      ...(application?.incidentalScopes ?? []),
      ...entitlements
        .filter((other) => other.application === entitlement.application && other.delivery.includes('token'))
        .flatMap(({ scopes }) => scopes),
    ];
    const beyond = (application?.scopes ?? []).filter((scope) => !held.includes(scope));
    return beyond.length > 0 ? [{ code: 'handle_only', entitlement: index + 1, beyond }] : [];
  });
  return warnings.length > 0 ? { warnings } : {};
}
