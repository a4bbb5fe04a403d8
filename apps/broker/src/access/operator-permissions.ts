import type { OperatorRole } from '@app/operators';

const everybody = ['owner', 'admin', 'auditor'] as const;
const administrators = ['owner', 'admin'] as const;
const owners = ['owner'] as const;

/** Which roles hold which permission. */
const operatorPermissions = {
  'overview:read': everybody,
  'applications:read': everybody,
  'applications:write': administrators,
  'callers:read': everybody,
  'callers:write': administrators,
  'callers:whole-token': owners,
  'grants:read': everybody,
  'grants:observe': administrators,
  'grants:suspend': administrators,
  'grants:revoke': administrators,
  'grants:import': administrators,
  'people:read': everybody,
  'consents:read': everybody,
  'consents:cancel': administrators,
  'scopes:read': everybody,
  'reviews:read': everybody,
  'reviews:write': administrators,
  'revocations:read': everybody,
  'jobs:read': everybody,
  'jobs:cancel': administrators,
  'jobs:pause': administrators,
  'keys:read': everybody,
  'keys:rotate': administrators,
  'settings:read': everybody,
  'suspensions:read': everybody,
  'suspensions:write': administrators,
  'audit:read': everybody,
  'audit:verify': everybody,
  'people:erase': owners,
  'webhooks:read': everybody,
  'webhooks:write': administrators,
  'operators:read': everybody,
  'operators:write': owners,
} as const satisfies Record<string, readonly OperatorRole[]>;

export type OperatorPermission = keyof typeof operatorPermissions;

/** All there are. */
export const permissions = Object.keys(operatorPermissions) as readonly OperatorPermission[];

export function roleHolds(role: OperatorRole, permission: OperatorPermission): boolean {
  const roles: readonly OperatorRole[] = operatorPermissions[permission];
  return roles.includes(role);
}
