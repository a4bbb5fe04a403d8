import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { useOperator } from './operator.js';

/** What pages of this UI ask for; the broker judges again. */
export type Permission =
  | 'applications:write'
  | 'callers:write'
  | 'callers:whole-token'
  | 'grants:observe'
  | 'grants:revoke'
  | 'grants:suspend'
  | 'jobs:cancel'
  | 'keys:rotate'
  | 'operators:write';

const ownKey = ['operators', 'me'];

/** What the broker says of whoever is signed in: their role, and what the token they came with may be used for. */
export const useOwnOperator = () =>
  useQuery({
    queryKey: ownKey,
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/operators/me', { signal })),
    staleTime: 60_000,
  });

/** Why the operator may not, in the page's words; nothing if they may, or as long as that is not known. */
export function useWhyNot(permission: Permission): string | undefined {
  const { t } = useTranslation();
  const { role } = useOperator();
  const own = useOwnOperator().data;
  if (!own || own.permissions.includes(permission)) return undefined;
  const isForOwners = permission === 'operators:write';
  const hasTheRole = own.role === 'owner' || (own.role === 'admin' && !isForOwners);
  if (hasTheRole) return t('permission.notOfToken', { permission });
  return t(isForOwners ? 'permission.ownersOnly' : 'permission.adminsOnly', { role });
}
