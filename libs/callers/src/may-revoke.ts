import type { Caller, People } from './caller.js';
import { hasExpired, reaches } from './judge.js';

/** A person where their grant is. */
export interface PersonIn {
  readonly corpId: string;
  readonly unionId: string;
  readonly userId: string | null;
}

/** Whose grant it is. */
export interface RevocableGrant extends PersonIn {
  readonly application: string;
}

/**
 * May this caller end this grant? Only where one of its entitlements for the application reaches the person and says so. Suspensions do not
 * matter: ending something is never more than stopping it.
 */
export function mayRevoke(caller: Caller, grant: RevocableGrant, now: Date): boolean {
  if (caller.disabledAt) return false;
  return caller.entitlements.some(
    (entitlement) =>
      entitlement.mayRevoke &&
      entitlement.application === grant.application &&
      !hasExpired(entitlement, now) &&
      reachesEither(entitlement.people, grant),
  );
}

/** A listed person counts under either id, where both are known. */
export function reachesEither(people: People, { corpId, unionId, userId }: PersonIn): boolean {
  return (
    reaches(people, corpId, { userId: undefined, unionId }) ||
    (userId !== null && reaches(people, corpId, { userId, unionId: undefined }))
  );
}
