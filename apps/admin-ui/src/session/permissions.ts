import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { useOperator } from './operator.js';

/** What pages of this UI ask for; the broker judges again. */
export type Permission =
  | 'applications:write'
  | 'audit:verify'
  | 'callers:whole-token'
  | 'callers:write'
  | 'consents:cancel'
  | 'grants:import'
  | 'grants:observe'
  | 'grants:revoke'
  | 'grants:suspend'
  | 'jobs:cancel'
  | 'jobs:pause'
  | 'keys:rotate'
  | 'operators:write'
  | 'people:erase'
  | 'reviews:write'
  | 'suspensions:write'
  | 'webhooks:write';

const ownKey = ['operators', 'me'];

/** What the broker says of whoever is signed in: their role, and what the token they came with may be used for. */
export const useOwnOperator = () =>
  useQuery({
    queryKey: ownKey,
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/operators/me', { signal })),
    staleTime: 60_000,
  });

/** What no other role holds. */
const ofOwners: readonly Permission[] = ['callers:whole-token', 'operators:write', 'people:erase'];

/** Why the operator may not, in the page's words; nothing if they may. As long as that is not known, they may not. */
export function useWhyNot(permission: Permission): string | undefined {
  const { t } = useTranslation();
  const { role } = useOperator();
  const own = useOwnOperator().data;
  if (!own) return t('permission.asking');
  if (own.permissions.includes(permission)) return undefined;
  const isForOwners = ofOwners.includes(permission);
  const hasTheRole = own.role === 'owner' || (own.role === 'admin' && !isForOwners);
  if (hasTheRole) return t('permission.notOfToken', { permission });
  return t(isForOwners ? 'permission.ownersOnly' : 'permission.adminsOnly', { role });
}
