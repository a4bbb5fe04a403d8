import type { OperatorRole } from '@app/operators';

/** Which roles hold which permission. */
const operatorPermissions = {
  //                        owner    admin    auditor
  'overview:read': /*    */ ['owner', 'admin', 'auditor'],
  'applications:read': /**/ ['owner', 'admin', 'auditor'],
  'applications:write': ['owner', 'admin'],
  'callers:read': /*     */ ['owner', 'admin', 'auditor'],
  'callers:write': /*    */ ['owner', 'admin'],
  'callers:whole-token': ['owner'],
  'grants:read': /*      */ ['owner', 'admin', 'auditor'],
  'grants:observe': /*   */ ['owner', 'admin'],
  'grants:suspend': /*   */ ['owner', 'admin'],
  'grants:revoke': /*    */ ['owner', 'admin'],
  'grants:import': /*    */ ['owner', 'admin'],
  'people:read': /*      */ ['owner', 'admin', 'auditor'],
  'consents:read': /*    */ ['owner', 'admin', 'auditor'],
  'consents:cancel': /*  */ ['owner', 'admin'],
  'scopes:read': /*      */ ['owner', 'admin', 'auditor'],
  'reviews:read': /*     */ ['owner', 'admin', 'auditor'],
  'reviews:write': /*    */ ['owner', 'admin'],
  'revocations:read': /* */ ['owner', 'admin', 'auditor'],
  'jobs:read': /*        */ ['owner', 'admin', 'auditor'],
  'jobs:cancel': /*      */ ['owner', 'admin'],
  'jobs:pause': /*       */ ['owner', 'admin'],
  'keys:read': /*        */ ['owner', 'admin', 'auditor'],
  'keys:rotate': /*      */ ['owner', 'admin'],
  'settings:read': /*    */ ['owner', 'admin', 'auditor'],
  'suspensions:read': /* */ ['owner', 'admin', 'auditor'],
  'suspensions:write': /**/ ['owner', 'admin'],
  'audit:read': /*       */ ['owner', 'admin', 'auditor'],
  'audit:verify': /*     */ ['owner', 'admin', 'auditor'],
  'people:erase': /*     */ ['owner'],
  'webhooks:read': /*    */ ['owner', 'admin', 'auditor'],
  'webhooks:write': /*   */ ['owner', 'admin'],
  'operators:read': /*   */ ['owner', 'admin', 'auditor'],
  'operators:write': /*  */ ['owner'],
} as const satisfies Record<string, readonly OperatorRole[]>;

export type OperatorPermission = keyof typeof operatorPermissions;

/** All there are. */
export const permissions = Object.keys(operatorPermissions) as readonly OperatorPermission[];

export function roleHolds(role: OperatorRole, permission: OperatorPermission): boolean {
  const roles: readonly OperatorRole[] = operatorPermissions[permission];
  return roles.includes(role);
}
