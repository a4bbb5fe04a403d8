import type { Caller } from './caller.js';
import { hasExpired, reaches } from './judge.js';

/** Whose grant it is. */
export interface RevocableGrant {
  readonly application: string;
  readonly corpId: string;
  readonly unionId: string;
  readonly userId: string | null;
}

/**
 * May this caller end this grant? Only where one of its entitlements for the application reaches the person and says so; a listed person
 * counts under either id. Suspensions do not matter: ending something is never more than stopping it.
 */
export function mayRevoke(
  caller: Caller,
  { application, corpId, unionId, userId }: RevocableGrant,
  now: Date,
): boolean {
  if (caller.disabledAt) return false;
  return caller.entitlements.some(
    (entitlement) =>
      entitlement.mayRevoke &&
      entitlement.application === application &&
      !hasExpired(entitlement, now) &&
      (reaches(entitlement.people, corpId, { userId: undefined, unionId }) ||
        (userId !== null && reaches(entitlement.people, corpId, { userId, unionId: undefined }))),
  );
}
