import type { Entitlement } from './caller.js';

/** What is left of entitlements without some scopes, wherever those stand; an entitlement without scopes is none. */
export function narrowed<Each extends Pick<Entitlement, 'application' | 'scopes'>>(
  entitlements: readonly Each[],
  without: readonly { readonly application: string; readonly scope: string }[],
): Each[] {
  const taken = new Set(without.map(({ application, scope }) => `${application} ${scope}`));
  return entitlements
    .map((each) => ({ ...each, scopes: each.scopes.filter((scope) => !taken.has(`${each.application} ${scope}`)) }))
    .filter(({ scopes }) => scopes.length > 0);
}
