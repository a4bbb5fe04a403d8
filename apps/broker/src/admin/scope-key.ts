import type { EntitledScope } from '@app/callers';

/** What one caller may ask of one application, as the key of a map. */
export function keyOf({ callerId, application, scope }: EntitledScope): string {
  return `${callerId} ${application} ${scope}`;
}

/** Ids come in either case; the database and these keys have one. */
export function keyMembersOf({ callerId, application, scope }: EntitledScope): EntitledScope {
  return { callerId: callerId.toLowerCase(), application, scope };
}
