import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';

/** What the grant's application declares, with the address at which a person consents to it. */
export const useApplication = (name: string) =>
  useQuery({
    queryKey: ['applications', name],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/applications/{name}', { params: { path: { name } }, signal })),
    staleTime: 60_000,
  });

/** Both ways of differing; only what DingTalk has confirmed can differ. */
export function differenceOf(grant: Pick<Grant, 'scopes' | 'observedAt'>, declared: readonly string[]) {
  if (grant.observedAt === null) return { missing: [], beyond: [] };
  return {
    missing: declared.filter((scope) => !grant.scopes.includes(scope)),
    beyond: grant.scopes.filter((scope) => !declared.includes(scope)),
  };
}
