import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Overview } from '../api/types.js';

export const overviewKey = ['overview'];

/** The broker's state, asked again every ten seconds while the tab is visible. */
export const useOverview = () =>
  useQuery({
    queryKey: overviewKey,
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/overview', { signal })),
    refetchInterval: 10_000,
  });

/** Who is signed in, as far as is known; `role` in the page's words. */
export function useOperator(): { name: string; role: string } {
  const { t } = useTranslation();
  const operator = useQueryClient().getQueryData<Overview>(overviewKey)?.operator;
  const role = operator?.role ?? '';
  const known = role === 'owner' || role === 'admin' || role === 'auditor';
  return { name: operator?.name ?? '', role: known ? t(`roles.${role}`) : role };
}
