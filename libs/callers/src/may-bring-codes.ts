import type { Caller } from './caller.js';
import { hasExpired } from './judge.js';
import { type PersonIn, reachesEither } from './may-revoke.js';

/**
 * May this caller bring codes of this application; of somebody at all or, where it is known whose code it is, of this person? Whether the
 * application is suspended is not looked at.
 */
export function mayBringCodes(caller: Caller, application: string, now: Date, owner?: PersonIn): boolean {
  if (caller.disabledAt) return false;
  return caller.entitlements.some(
    (entitlement) =>
      entitlement.mayBringCodes &&
      entitlement.application === application &&
      !hasExpired(entitlement, now) &&
      (owner === undefined || reachesEither(entitlement.people, owner)),
  );
}
